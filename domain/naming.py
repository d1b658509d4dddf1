"""Unique names: identifiers of workshops, slugs, paths of regions.

Each name has a stream of its own, whose first entry gives it. So the log itself refuses to give a
name twice, even if several processes try at the same time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from domain.events import Event, NameGiven
from domain.rules import Conflict, is_one_line, require

SLUGS = "slugs"
REGIONS = "regions"
ORGANISATIONS = "organisations"
BATCHES = "batches"


@dataclass(frozen=True)
class Name:
    means: str | None = None


def stream(series: str, name: str) -> str:
    return f"name/{series}/{name}"


def workshops_of(series: str) -> str:
    return f"workshops-of-{series}"


def give(given: Name, series: str, name: str, means: str) -> Iterator[Event]:
    require(
        bool(name) and name == name.strip() and is_one_line(name) and len(name) <= 400,
        "“{name}” cannot be an identifier: it is one line, without blanks at its ends.",
        field="identifier",
        name=name[:80],
    )
    if given.means is None:
        yield NameGiven(series, name, means)
    else:
        require_free(name, means, [given.means])


def require_free(name: str, means: str, others: Iterable[str]) -> None:
    """`others`: what has this name, or one that is the same, already."""
    if any(other != means for other in others):
        raise Conflict(
            "“{name}” is already in use. Choose another, or correct the one that has it.",
            field="identifier",
            name=name,
        )


def evolve(name: Name, event: Event) -> Name:
    return Name(event.means) if isinstance(event, NameGiven) else name
