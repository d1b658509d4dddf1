"""Projects people whom a workshop names although its recorder could not see their records.

Such a line gives no access to the person. It becomes an ordinary line when a recorder who can see
the person names them on the workshop again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from domain.events import AttendanceAdded, Entry, WorkshopCorrected, WorkshopHeld, WorkshopPlanned
from projections import tables
from projections.db import Db
from projections.facts.changes import EventTypes, Touched

WHOLE = WorkshopHeld | WorkshopPlanned
EVENTS: EventTypes = frozenset({WorkshopHeld, WorkshopPlanned, WorkshopCorrected, AttendanceAdded})
STANDING = """
SELECT w.id, p.id, u.position FROM unseen u JOIN workshop w ON w.number = u.workshop
JOIN person p ON p.number = u.person WHERE w.id IN ids(:ids)
"""


def project(db: Db, entries: Sequence[Entry], touched: Touched) -> None:
    """Must run after facts.workshops, because it reads the numbers of workshops."""
    before = _standing(db, entries)
    if not before and not any(getattr(e.event, "unseen", ()) for e in entries):
        return
    after: dict[str, dict[str, int]] = defaultdict(dict, {k: dict(v) for k, v in before.items()})
    for entry in entries:
        if isinstance(entry.event, WHOLE):
            after[_id(entry)] = {}
        for person, is_unseen in _named(entry):
            after[_id(entry)].pop(person, None)
            if is_unseen:
                after[_id(entry)][person] = entry.position
    _write(db, sorted(after), after, touched)


def _standing(db: Db, entries: Sequence[Entry]) -> dict[str, dict[str, int]]:
    """Workshop → person → the position of the entry that named them."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    if db.one("SELECT 1 FROM unseen LIMIT 1"):
        for workshop, person, position in db.rows(STANDING, ids=sorted({_id(e) for e in entries})):
            found[workshop][person] = position
    return found


def _id(entry: Entry) -> str:
    return entry.stream.removeprefix("workshop/")


def _named(entry: Entry) -> Iterator[tuple[str, bool]]:
    """The people whom an entry names, and whether its recorder could not see them."""
    match entry.event:
        case AttendanceAdded(attendance=line, unseen=unseen):
            yield line.person, unseen
        case WorkshopHeld(unseen=people) | WorkshopPlanned(unseen=people):
            yield from ((person, True) for person in people)
        case WorkshopCorrected(lead=lead, cofacilitators=others, unseen=people):
            named = [lead] if isinstance(lead, str) else []
            for person in (*named, *(others or ())):
                yield person, person in people


def _write(
    db: Db, workshops: Sequence[str], found: dict[str, dict[str, int]], touched: Touched
) -> None:
    numbers = db.numbers(tables.workshop, workshops)
    touched.unseen.update(numbers.values())
    people = db.numbers(tables.person, {p for named in found.values() for p in named})
    db.run("DELETE FROM unseen WHERE workshop IN ids(:gone)", gone=sorted(numbers.values()))
    rows = [
        (numbers[workshop], people[person], position)
        for workshop, named in found.items()
        for person, position in named.items()
        if workshop in numbers and person in people
    ]
    db.add(tables.unseen, sorted(rows))
