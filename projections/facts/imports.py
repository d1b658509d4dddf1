"""Projects imports: start, completion, undo; and how many facts, people and workshops they
added."""

from __future__ import annotations

from collections.abc import Sequence

from domain.events import (
    BatchCompleted,
    BatchStarted,
    BatchUndone,
    Entry,
    PersonRegistered,
    WorkshopHeld,
)
from projections import tables
from projections.db import Db, Row
from projections.facts.changes import EventTypes, Touched

EVENTS: EventTypes = frozenset({BatchStarted, BatchCompleted, BatchUndone})
SOURCE = "import:"
"""The beginning of the source of each entry from an import; the batch's name follows."""

COUNTED = """
UPDATE batch SET people = people + :people, workshops = workshops + :workshops,
  facts = facts + :facts
WHERE name = :name
"""


def project(db: Db, entries: Sequence[Entry], touched: Touched) -> None:
    for entry in entries:
        name = entry.stream.removeprefix("batch/")
        match entry.event:
            case BatchStarted():
                db.put(tables.batch, [_started(db, name, entry)])
            case BatchCompleted():
                sql = "UPDATE batch SET completed = :at WHERE name = :name"
                db.run(sql, at=entry.position, name=name)
            case BatchUndone():
                db.run(
                    "UPDATE batch SET undone = :at WHERE name = :name", at=entry.position, name=name
                )


def _started(db: Db, name: str, entry: Entry) -> Row:
    """The row of a batch that started. If it started again, it counts from zero."""
    cascade = db.numbers(tables.cascade, [entry.cascade or ""]).get(entry.cascade or "")
    who, at = entry.recorded_by, entry.recorded_at.isoformat()
    return (name, cascade, entry.position, None, None, who, at, 0, 0, 0)


def count(db: Db, entries: Sequence[Entry]) -> None:
    """Adds entries from imports, of every event type, to the counts of their batches.

    `entries`: those whose source begins with `SOURCE`.
    """
    counts: dict[str, list[int]] = {}
    for entry in entries:
        name = entry.source.removeprefix(SOURCE)
        if isinstance(entry.event, BatchStarted):
            counts.pop(name, None)
            continue
        counted = counts.setdefault(name, [0, 0, 0])
        counted[0] += isinstance(entry.event, PersonRegistered)
        counted[1] += isinstance(entry.event, WorkshopHeld)
        counted[2] += not isinstance(entry.event, BatchCompleted)
    for name, (people, workshops, facts) in counts.items():
        db.run(COUNTED, name=name, people=people, workshops=workshops, facts=facts)
