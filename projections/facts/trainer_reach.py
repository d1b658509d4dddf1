"""Derives the reach of each trainer from the sets of the workshops that they gave."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from pyroaring import BitMap

from projections import tables
from projections.db import Db, Row
from projections.facts.changed_sets import Sets, Sheets, bounds
from projections.facts.changes import InCascade
from projections.facts.rows import numbers, remove
from projections.led_to import WORKSHOP, people_in, together

GAVE = "SELECT DISTINCT person FROM presence WHERE role = 0 AND workshop IN ids(:workshops)"
GIVEN = """
SELECT w.cascade, p.person, p.workshop FROM presence p CROSS JOIN workshop w
WHERE p.role = 0 AND w.number = p.workshop AND w.counts = 1 {these}
"""
DIRECT = """
SELECT w.cascade, g.person, count(DISTINCT p.person)
FROM presence g CROSS JOIN workshop w CROSS JOIN presence p
WHERE g.role = 0 AND w.number = g.workshop AND w.counts = 1
  AND p.workshop = g.workshop AND p.role = 1 AND g.person IN ids(:people)
GROUP BY w.cascade, g.person
"""
THESE = "AND p.person IN ids(:people)"
ONCE = """
SELECT person FROM presence WHERE role = 1 AND person IN ids(:people)
GROUP BY person HAVING count(*) = 1
"""


def derive(db: Db, sheets: Sheets, sets: Sets) -> None:
    """Derives the rows of those who gave a changed workshop or one above, or give it now."""
    people = {p for before, now in sheets.gave.values() for p in before | now}
    people |= numbers(db, GAVE, workshops=sets.changes.keys() - sheets.gave.keys())
    if not people:
        return
    asked = {"people": sorted(people)}
    given = _by_trainer(db.rows(GIVEN.format(these=THESE), **asked))
    before = {
        row[:2]: row
        for row in db.rows("SELECT * FROM trainer_reach WHERE person IN ids(:people)", **asked)
    }
    shifted = _whose_workshops_changed(sheets)
    taught = _whose_registers_changed(sheets, given) | shifted
    direct = _direct(db, taught & given.keys())
    _read_sets(sets, given, shifted, _known_before(db, sheets, sets))
    rows = []
    for who, gave in given.items():
        if who in shifted:
            row = _row(who, direct.get(who, 0), together(map(sets.after, gave)), len(gave))
        else:
            row = _changed(before[who], direct.get(who, 0) if who in taught else None, gave, sets)
        if before.get(who) != row:
            rows.append(row)
    remove(db, tables.trainer_reach, before.keys() - given.keys())
    db.put(tables.trainer_reach, rows)


def derive_all(db: Db, own: Mapping[int, BitMap], sets: Mapping[int, BitMap]) -> None:
    """All rows, into an empty table. `own`, `sets`: by workshop, of those that count."""
    given = _by_trainer(db.rows(GIVEN.format(these="")))
    rows = (
        _row(
            who,
            people_in(together(own[one] for one in gave)),
            together(sets[one] for one in gave),
            len(gave),
        )
        for who, gave in given.items()
    )
    db.add(tables.trainer_reach, sorted(rows, key=lambda row: (row[1], row[0])))


def _by_trainer(rows: Iterable[Row]) -> dict[InCascade, list[int]]:
    given: dict[InCascade, list[int]] = {}
    for cascade, person, workshop in rows:
        given.setdefault((cascade, person), []).append(workshop)
    return given


def _whose_workshops_changed(sheets: Sheets) -> set[InCascade]:
    """Those who gave a workshop before the batch and do not now, or the reverse."""
    return {
        (sheets.cascade[workshop], person)
        for workshop, (before, now) in sheets.gave.items()
        for person in before ^ now
    }


def _whose_registers_changed(
    sheets: Sheets, given: Mapping[InCascade, Collection[int]]
) -> set[InCascade]:
    return {who for who, gave in given.items() if not sheets.changes.keys().isdisjoint(gave)}


def _direct(db: Db, trainers: Collection[InCascade]) -> dict[InCascade, int]:
    if not trainers:
        return {}
    rows = db.rows(DIRECT, people=sorted({person for _, person in trainers}))
    return {(cascade, person): count for cascade, person, count in rows}


def _read_sets(
    sets: Sets,
    given: Mapping[InCascade, Collection[int]],
    shifted: Collection[InCascade],
    known: BitMap,
) -> None:
    """Reads what the rows of these trainers need: the whole sets of those whose workshops are not
    the same, and of the others the slices with what may have been in one of their sets."""
    sets.read({one for who, gave in given.items() if who in shifted for one in gave})
    others = {one for who, gave in given.items() if len(gave) > 1 for one in gave}
    sets.read(others, known)


def _known_before(db: Db, sheets: Sheets, sets: Sets) -> BitMap:
    """All that changed in a set, but for those who came to a register and attend nothing else, nor
    left another: they were in no set before."""
    changed = bounds(sets.changes)
    came = together(change.came for change in sheets.changes.values())
    left = together(change.left for change in sheets.changes.values())
    once = numbers(db, ONCE, people=[number for number in came - left if number < WORKSHOP])
    new = {WORKSHOP | workshop for workshop in sets.new}
    return changed - BitMap(once | new)


def _row(who: InCascade, direct: int, reached: BitMap, given: int) -> Row:
    cascade, person = who
    people = people_in(reached)
    return (
        cascade, person, direct, people - (person in reached), len(reached) - people - given,
    )  # fmt: skip


def _changed(row: Row, direct: int | None, gave: Collection[int], sets: Sets) -> Row:
    """The row of a trainer who gave the same workshops before."""
    cascade, person, directly, reach, downstream = row
    changes = [sets.changes[one] for one in gave if one in sets.changes]
    came, left = together(c.came for c in changes), together(c.left for c in changes)
    if len(gave) > 1:
        came = came - together(map(sets.before, gave))
        left = left - together(map(sets.after, gave))
    more, less = people_in(came), people_in(left)
    return (
        cascade,
        person,
        directly if direct is None else direct,
        reach + more - less - (person in came) + (person in left),
        downstream + len(came) - more - len(left) + less,
    )
