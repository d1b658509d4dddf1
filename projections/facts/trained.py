"""Derives how many different people the active of each generation taught.

Who attended one workshop is counted with that workshop, so only the people who attended several are
looked at one by one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from projections import tables
from projections.db import Db, Row
from projections.facts.changes import InCascade, Touched
from projections.facts.generations import Sums, add
from projections.facts.rows import numbers, remove

GIVERS = """
SELECT w.number, w.cascade, t.generation FROM workshop w
LEFT JOIN presence p ON p.workshop = w.number AND p.role = 0
LEFT JOIN trainer t ON t.person = p.person AND t.cascade = w.cascade
WHERE w.counts = 1 {these}
"""
THESE = "AND w.number IN ids(:workshops)"
GIVEN = "SELECT workshop FROM presence WHERE role = 0 AND person IN ids(:people)"
KNOWN = "SELECT * FROM given_by WHERE workshop IN ids(:workshops)"
SEATS = """
SELECT p.person, w.cascade, p.workshop, g.generations
FROM presence p CROSS JOIN workshop w LEFT JOIN given_by g ON g.workshop = w.number
WHERE p.person IN ids(:people) AND p.role = 1 AND w.number = p.workshop AND w.counts = 1
UNION ALL
SELECT person, cascade, 0, generations FROM repeat_trainee WHERE person IN ids(:people)
"""
"""Where people sat, and the stored rows, under workshop 0."""
ALL_SEATS = """
SELECT p.person, w.cascade, p.workshop
FROM (SELECT person FROM presence WHERE role = 1 GROUP BY person HAVING count(*) > 1) m
CROSS JOIN presence p CROSS JOIN workshop w
WHERE p.person = m.person AND p.role = 1 AND w.number = p.workshop AND w.counts = 1
"""
REPEATERS = """
SELECT DISTINCT r.person FROM presence s CROSS JOIN repeat_trainee r
WHERE s.workshop IN ids(:workshops) AND s.role = 1 AND r.person = s.person
"""
ONCE = """
SELECT w.number, w.people - (
  SELECT count(*) FROM presence s CROSS JOIN repeat_trainee r
  WHERE s.workshop = w.number AND s.role = 1 AND r.person = s.person AND r.cascade = w.cascade)
FROM workshop w WHERE w.number IN ids(:workshops)
"""
Workshops = dict[int, Row]
"""Number → a row of `given_by`."""
Repeaters = dict[InCascade, str]
"""A row of `repeat_trainee`: generations by its key."""
Seats = dict[InCascade, dict[int, str]]
"""A person in a cascade → the workshops that they attended, with the generations that gave them."""


def derive(db: Db, touched: Touched) -> None:
    """Derives again what changed workshops, and trainers of another generation, change."""
    of = touched.generations.items()
    moved = {person for (_, person), (old, new) in of if old is not None and old != new}
    shifted = numbers(db, GIVEN, people=moved)
    people, workshops = touched.people | touched.groups, touched.workshops | shifted
    if not (people or workshops):
        return
    given, known = _givers(db, workshops), _known(db, touched.before.keys() | shifted)
    others = [w for w, row in known.items() if given.get(w, ())[:3] != row[:3]]
    people = people | numbers(db, REPEATERS, workshops=others)
    before, seats = _seats(db, people, given)
    after = _repeaters(seats)
    _write_repeaters(db, before, after)
    beside = {w for key in before.keys() ^ after.keys() for w in seats.get(key, ())}
    known |= _known(db, beside - workshops)
    given = {w: known[w] for w in beside if w in known} | given
    once = _once(db, (touched.workshops & given.keys()) | beside)
    now = {w: (*row[:3], once[w] if w in once else known[w][3]) for w, row in given.items()}
    remove(db, tables.given_by, [(workshop,) for workshop in known.keys() - now.keys()])
    db.put(tables.given_by, [row for w, row in now.items() if known.get(w) != row])
    sums = Sums()
    _count(sums, known.values(), before, -1)
    _count(sums, now.values(), after, 1)
    add(db, sums)


def derive_all(db: Db) -> None:
    """All rows, into empty tables."""
    given = _joined(db.rows(GIVERS.format(these="")))
    seats: Seats = {}
    for person, cascade, workshop in db.rows(ALL_SEATS):
        seats.setdefault((cascade, person), {})[workshop] = given[workshop][2]
    repeaters = _repeaters(seats)
    seated = Counter(workshop for key in repeaters for workshop in seats[key])
    people: dict[int, int] = dict(db.rows("SELECT number, people FROM workshop WHERE counts = 1"))
    rows = [(*row[:3], people[w] - seated[w]) for w, row in sorted(given.items())]
    db.add(tables.given_by, rows)
    _write_repeaters(db, {}, repeaters)
    sums = Sums()
    _count(sums, rows, repeaters, 1)
    add(db, sums)


def _givers(db: Db, workshops: Collection[int]) -> Workshops:
    if not workshops:
        return {}
    return _joined(db.rows(GIVERS.format(these=THESE), workshops=sorted(workshops)))


def _joined(rows: Iterable[Row]) -> Workshops:
    found: dict[tuple[int, int], set[int]] = {}
    for workshop, cascade, generation in rows:
        of = found.setdefault((workshop, cascade), set())
        if generation is not None:
            of.add(generation)
    return {w: (w, cascade, _text(of), 0) for (w, cascade), of in found.items()}


def _text(generations: Collection[int]) -> str:
    return ",".join(map(str, sorted(generations)))


def _known(db: Db, workshops: Collection[int]) -> Workshops:
    rows = db.rows(KNOWN, workshops=sorted(workshops)) if workshops else ()
    return {row[0]: row for row in rows}


def _seats(db: Db, people: Collection[int], given: Workshops) -> tuple[Repeaters, Seats]:
    """(the stored rows of people, where they sat)."""
    before: Repeaters = {}
    seats: Seats = {}
    rows = db.rows(SEATS, people=sorted(people)) if people else ()
    for person, cascade, workshop, text in rows:
        if workshop:
            of = given[workshop][2] if workshop in given else text
            seats.setdefault((cascade, person), {})[workshop] = of
        else:
            before[cascade, person] = text
    return before, seats


def _repeaters(seats: Seats) -> Repeaters:
    return {
        key: _text({int(g) for text in its.values() if text for g in text.split(",")})
        for key, its in seats.items()
        if len(its) > 1
    }


def _write_repeaters(db: Db, before: Repeaters, after: Repeaters) -> None:
    remove(db, tables.repeat_trainee, before.keys() - after.keys())
    changed = [(*key, text) for key, text in after.items() if before.get(key) != text]
    db.put(tables.repeat_trainee, sorted(changed, key=lambda row: row[1]))


def _once(db: Db, workshops: Collection[int]) -> dict[int, int]:
    return dict(db.rows(ONCE, workshops=sorted(workshops))) if workshops else {}


def _count(sums: Sums, given: Iterable[Row], repeaters: Repeaters, sign: int) -> None:
    for _, cascade, text, once in given:
        for generation in text.split(",") if text else ():
            sums[cascade, int(generation), "trained", 0] += sign * once
    for (cascade, _), text in repeaters.items():
        for generation in text.split(",") if text else ():
            sums[cascade, int(generation), "trained", 0] += sign
