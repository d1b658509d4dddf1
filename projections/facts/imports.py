"""What imports brought: facts, and of these the people registered and the workshops logged."""

from __future__ import annotations

from collections.abc import Sequence

from domain.events import BatchCompleted, BatchStarted, Entry, PersonRegistered, WorkshopHeld
from projections.db import Db
from projections.facts.changes import Touched

COUNTED = """
UPDATE batch SET people = people + :people, workshops = workshops + :workshops,
  facts = facts + :facts
WHERE name = :name
"""
IMPORT = "import:"


def project(db: Db, entries: Sequence[Entry], touched: Touched) -> None:
    """Runs when the batches that began are there; one that began anew counts from nought."""
    counts: dict[str, list[int]] = {}
    for entry in entries:
        if not entry.source.startswith(IMPORT):
            continue
        name = entry.source.removeprefix(IMPORT)
        if isinstance(entry.event, BatchStarted):
            counts.pop(name, None)
            continue
        counted = counts.setdefault(name, [0, 0, 0])
        counted[0] += isinstance(entry.event, PersonRegistered)
        counted[1] += isinstance(entry.event, WorkshopHeld)
        counted[2] += not isinstance(entry.event, BatchCompleted)
    for name, (people, workshops, facts) in counts.items():
        db.run(COUNTED, name=name, people=people, workshops=workshops, facts=facts)
