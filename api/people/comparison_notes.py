"""Which people are to be compared, from the entries of the log that came since."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from api.people.compared_people import cascades
from api.private.matches import TO_INDEX, run_many
from domain.events import (
    AttendanceAdded,
    AttendanceRestored,
    AttendanceVoided,
    Entry,
    MergeUndone,
    PeopleMerged,
    RegionDefined,
    WorkshopCorrected,
    WorkshopHeld,
    WorkshopPlanned,
    WorkshopRestored,
    WorkshopVoided,
)
from domain.log import Log
from projections import tables
from projections.db import Db
from projections.witness import fingerprint

PEOPLE_AT_ONCE, ENTRIES_AT_ONCE = 1_000, 5_000
"""After so many people, or entries, a slice ends."""
WHOLE = WorkshopCorrected | WorkshopRestored | WorkshopVoided
SHEETS = """
SELECT s.person FROM presence s JOIN workshop w ON w.number = s.workshop WHERE w.id IN ids(:ids)
UNION SELECT m.person FROM mention m JOIN workshop w ON w.number = m.workshop
WHERE w.id IN ids(:ids)
"""
GROUPS = """
SELECT p.number FROM person p
WHERE p.one IN (SELECT o.one FROM person o WHERE o.number IN ids(:people))
"""
NOTED = """
UPDATE match_person SET compared = :to_index WHERE number IN ids(:people)
"""
MOVED = "UPDATE match_person SET compared = :to_index WHERE region IN ids(:regions)"
NEW = """
INSERT INTO match_person (cascade, number, person, region, places, blocks, compared)
VALUES (:cascade, :number, :id, NULL, NULL, :blocks, :to_index) ON CONFLICT DO NOTHING
"""
GROWN = """
INSERT INTO match_crowd (cascade, size, generation, totals, step, reached, further)
VALUES (:cascade, 0, 0, '{}', 0, 0, '{}') ON CONFLICT DO NOTHING
"""
SIZE = "UPDATE match_crowd SET size = size + :more WHERE cascade = :cascade"
KNOWN = "SELECT cascade, number FROM match_person WHERE number IN ids(:people)"
REACHED = "UPDATE match_progress SET position = :position, entry = :entry"


@dataclass
class Touched:
    """Ids that some entries name. `workshops`: all people on these are meant."""

    people: set[str] = field(default_factory=set)
    workshops: set[str] = field(default_factory=set)
    regions: set[str] = field(default_factory=set)
    upto: int = 0


def note(log: Log, views: Db, known: Db, after: int, end: int) -> Callable[[Db], None]:
    """What writes down whom the next entries are about; they are in these views."""
    touched = _touched(log, after, end)
    numbers = _numbers(views, touched)
    there = cascades(views, numbers)
    had = set(known.rows(KNOWN, people=numbers))
    new = sorted(row for row in there if row[:2] not in had)
    regions = sorted(_regions(views, touched.regions))
    entry = fingerprint(log, touched.upto)

    def write(db: Db) -> None:
        db.run(NOTED, people=numbers, to_index=TO_INDEX)
        if regions:
            db.run(MOVED, regions=regions, to_index=TO_INDEX)
        for cascade in sorted({cascade for cascade, _number, _id in new}):
            db.run(GROWN, cascade=cascade)
            db.run(SIZE, cascade=cascade, more=sum(row[0] == cascade for row in new))
        names = ("cascade", "number", "id")
        same = {"blocks": b"", "to_index": TO_INDEX}
        run_many(db, NEW, [same | dict(zip(names, row, strict=True)) for row in new])
        db.run(REACHED, position=touched.upto, entry=entry)

    return write


def _touched(log: Log, after: int, end: int) -> Touched:
    found = Touched(upto=end)
    for count, entry in enumerate(log.read(after, end), start=1):
        found.people.update(_people(entry))
        if isinstance(entry.event, WHOLE):
            found.workshops.add(entry.stream.removeprefix("workshop/"))
        if isinstance(entry.event, RegionDefined):
            found.regions.update({entry.event.region, entry.event.parent or entry.event.region})
        if count >= ENTRIES_AT_ONCE or len(found.people) >= PEOPLE_AT_ONCE:
            found.upto = entry.position
            break
    return found


def _people(entry: Entry) -> Iterator[str]:
    if entry.stream.startswith("person/"):
        yield entry.stream.removeprefix("person/")
    match entry.event:
        case PeopleMerged(one=one, other=other) | MergeUndone(one=one, other=other):
            yield from (one, other)
        case WorkshopHeld(register=register):
            yield from (line.person for line in register)
            yield from _facilitators(entry.event)
        case WorkshopPlanned() | WorkshopCorrected():
            yield from _facilitators(entry.event)
        case AttendanceAdded(attendance=line):
            yield line.person
        case AttendanceVoided(person=person) | AttendanceRestored(person=person):
            yield person


def _facilitators(event: WorkshopHeld | WorkshopPlanned | WorkshopCorrected) -> Iterator[str]:
    yield from (event.lead,) if isinstance(event.lead, str) else ()
    yield from event.cofacilitators or ()


def _numbers(views: Db, touched: Touched) -> list[int]:
    """The people touched, with those who are merged with them."""
    numbers = set(views.numbers(tables.person, touched.people).values())
    if touched.workshops:
        numbers |= {number for (number,) in views.rows(SHEETS, ids=sorted(touched.workshops))}
    numbers |= {number for (number,) in views.rows(GROUPS, people=sorted(numbers))}
    return sorted(numbers)


def _regions(views: Db, ids: set[str]) -> set[int]:
    return set(views.numbers(tables.region, ids).values())
