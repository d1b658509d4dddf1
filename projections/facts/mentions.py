"""Projects all people whom a workshop ever named, so that their histories include it.

Rows are only added. People on a register have a row of presence and are left out here, which keeps
a rebuild cheap. When a line is voided, alone or with its whole sheet, its person is added here.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence

from domain.events import (
    AttendanceAdded,
    AttendanceVoided,
    Entry,
    Event,
    WorkshopCorrected,
    WorkshopHeld,
    WorkshopPlanned,
    WorkshopVoided,
)
from projections import tables
from projections.db import Db
from projections.facts.changes import EventTypes, Touched

BEGINS = WorkshopHeld | WorkshopPlanned
EVENTS: EventTypes = frozenset(
    {
        WorkshopHeld,
        WorkshopPlanned,
        WorkshopCorrected,
        WorkshopVoided,
        AttendanceAdded,
        AttendanceVoided,
    }
)


def project(db: Db, entries: Sequence[Entry], touched: Touched) -> None:
    """Must run before facts.workshops, because it reads the sheets before the batch changes
    them."""
    numbers = db.numbers(tables.workshop, {_id(e) for e in entries if e.version > 1})
    for entry in entries:
        if isinstance(entry.event, BEGINS):
            numbers.setdefault(_id(entry), entry.position)
    voided = {_id(e) for e in entries if isinstance(e.event, WorkshopVoided)}
    named: dict[str, set[str]] = defaultdict(set)
    sheets: dict[str, WorkshopHeld] = {}
    for entry in entries:
        named[_id(entry)].update(_named(entry.event))
        if isinstance(entry.event, WorkshopHeld):
            sheets[_id(entry)] = entry.event
        elif isinstance(entry.event, WorkshopVoided) and _id(entry) in sheets:
            named[_id(entry)].update(line.person for line in sheets[_id(entry)].register)
    people = db.numbers(tables.person, {p for found in named.values() for p in found})
    rows = {
        (numbers[id], people[person])
        for id, found in named.items()
        if id in numbers
        for person in found & people.keys()
    }
    rows |= _on_voided_sheets(db, [numbers[id] for id in voided if id in numbers])
    db.put(tables.mention, sorted(rows))


def _id(entry: Entry) -> str:
    return entry.stream.removeprefix("workshop/")


def _named(event: Event) -> Iterator[str]:
    match event:
        case WorkshopHeld() | WorkshopPlanned() | WorkshopCorrected():
            yield from (event.lead,) if isinstance(event.lead, str) else ()
            yield from event.cofacilitators or ()
        case AttendanceAdded(attendance=line):
            yield line.person
        case AttendanceVoided(person=person):
            yield person


def _on_voided_sheets(db: Db, workshops: list[int]) -> set[tuple[int, int]]:
    if not workshops:
        return set()
    sql = "SELECT number, sheet FROM workshop WHERE number IN ids(:workshops)"
    return {
        (number, line[0])
        for number, sheet in db.rows(sql, workshops=workshops)
        for line in json.loads(sheet)
    }
