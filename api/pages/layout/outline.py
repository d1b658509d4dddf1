"""The outline of a tree as pages show it, level by level. It checks no permissions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Link:
    """`href`: the page with more of the outline open; `rows`: these rows alone, for the script."""

    href: str
    rows: str


@dataclass
class Row:
    """A person. `link`: opens the row, or closes it; `level`: the rows below, if it is open.

    `generations`: people one generation below, two below, and so on; empty for no one below.
    """

    code: str
    name: str
    generation: int
    region: str | None
    since: date
    generations: Sequence[int] = ()
    latest: date | None = None
    link: Link | None = None
    level: Level | None = None

    @property
    def people(self) -> int:
        return sum(self.generations)


@dataclass
class Fold:
    """The people who have no one below them, as one row. `rows`: None while it is closed."""

    people: int
    link: Link
    rows: list[Row] | None = None
    later: Link | None = None


@dataclass
class Level:
    """The rows directly below a person. `depth`: 1 below the person at the top of the outline."""

    depth: int
    rows: list[Row] = field(default_factory=list)
    earlier: Link | None = None
    later: Link | None = None
    fold: Fold | None = None
