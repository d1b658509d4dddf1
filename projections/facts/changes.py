"""What a batch of entries changed, so that only what follows from it is derived again."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.events import Event

EventTypes = frozenset[type[Event]]


@dataclass
class Touched:
    """Numbers. `groups`: people whose merged group changed, as it was and as it is.

    `registered`: the numbers of the people who are new with this batch, by their ids.
    """

    registered: dict[str, int] = field(default_factory=dict)
    groups: set[int] = field(default_factory=set)
    people: set[int] = field(default_factory=set)
    workshops: set[int] = field(default_factory=set)
    cells: set[int] = field(default_factory=set)
