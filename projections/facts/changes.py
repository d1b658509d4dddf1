"""What a batch of entries changed, so that only what follows from it is derived again."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.events import Event

EventTypes = frozenset[type[Event]]


@dataclass
class Touched:
    """Numbers of what a batch changed. `groups`: people whose merged group changed, with all who
    were and are in it. `registered`: by id, people who are new with this batch."""

    registered: dict[str, int] = field(default_factory=dict)
    groups: set[int] = field(default_factory=set)
    people: set[int] = field(default_factory=set)
    workshops: set[int] = field(default_factory=set)
    cells: set[int] = field(default_factory=set)
