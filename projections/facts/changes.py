"""The records that a batch of entries changed: only rows that depend on them are derived again."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.events import Event

EventTypes = frozenset[type[Event]]


@dataclass
class Touched:
    """Numbers of the records that a batch changed. `groups`: all people who were or are in a merged
    group that changed. `registered`: id → number of people who were registered in this batch."""

    registered: dict[str, int] = field(default_factory=dict)
    groups: set[int] = field(default_factory=set)
    people: set[int] = field(default_factory=set)
    workshops: set[int] = field(default_factory=set)
    cells: set[int] = field(default_factory=set)
