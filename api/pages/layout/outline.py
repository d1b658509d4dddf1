"""The outline of a tree as pages show it, level by level; who may see what is decided elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Link:
    """`href`: the page with more of it open; `rows`: these rows alone, for who runs scripts."""

    href: str
    rows: str


@dataclass
class Row:
    """Somebody. `link` opens them, or closes them where they are open: then `level` is there.

    `generations`: people one below them, two below, …; nobody: none.
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
    """Those under whom nobody hangs, as one row. `rows` None: it is closed."""

    people: int
    link: Link
    rows: list[Row] | None = None
    later: Link | None = None


@dataclass
class Level:
    """Who hangs directly under somebody. `depth` 1: under whom the outline is about."""

    depth: int
    rows: list[Row] = field(default_factory=list)
    earlier: Link | None = None
    later: Link | None = None
    fold: Fold | None = None
