"""Derives the trainers of each cascade with their sums. docs/definitions.md.

A trainer's own numbers are counted again from their workshops. The sums of all below them change by
the difference, which is carried up the line of those above; who moves takes their sums along.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from projections import tables
from projections.db import Db, Row
from projections.facts.changes import InCascade, Touched
from projections.facts.rows import remove
from projections.generation import child_generation

GAVE, CELL, CLAIMED, CERTIFIED = range(4)
PARTS = f"""
SELECT {GAVE}, w.cascade, p.person, count(*), min(w.starts_on), max(w.starts_on), 0.0
FROM presence p CROSS JOIN workshop w
WHERE p.role = 0 AND w.number = p.workshop AND w.counts = 1 {{gave}} GROUP BY w.cascade, p.person
UNION ALL
SELECT {CELL}, cascade, trainer, people, gain_count, 0, gain_sum
FROM reach_cell WHERE trainer <> 0 {{cells}}
UNION ALL
SELECT {CLAIMED}, cascade, leader, sum(headcount - people), 0, 0, 0.0
FROM workshop WHERE leader IS NOT NULL AND counts = 1 AND headcount > people {{led}}
GROUP BY cascade, leader
UNION ALL
SELECT DISTINCT {CERTIFIED}, cascade, one, 0, 0, 0, 0.0 FROM ({{certified}}) AS certified
"""
CERTIFICATES = """
SELECT c.cascade, p.one FROM certificate c CROSS JOIN person p
WHERE c.voided = 0 AND p.number = c.person
"""
THEIR_CERTIFICATES = """
SELECT c.cascade, p.one FROM person p CROSS JOIN certificate c
WHERE p.one IN ids(:people) AND c.person = p.number AND c.voided = 0
"""
ALL_PARTS = PARTS.format(gave="", cells="", led="", certified=CERTIFICATES)
THEIR_PARTS = PARTS.format(
    gave="AND p.person IN ids(:people)",
    cells="AND trainer IN ids(:people)",
    led="AND leader IN ids(:people)",
    certified=THEIR_CERTIFICATES,
)
NODES = """
SELECT cascade, person, parent, role, entry_date FROM reach_node WHERE person IN ids(:people)
"""
INVOLVED = """
SELECT person FROM presence WHERE role = 0 AND workshop IN ids(:sheets)
UNION SELECT one FROM person WHERE number IN ids(:certified)
"""
LINES = """
WITH RECURSIVE up(cascade, person) AS (
  SELECT cascade, person FROM trainer WHERE person IN ids(:people)
  UNION
  SELECT t.cascade, t.parent FROM up u
  CROSS JOIN trainer t WHERE t.person = u.person AND t.cascade = u.cascade AND t.parent IS NOT NULL
)
SELECT t.* FROM up u CROSS JOIN trainer t WHERE t.person = u.person AND t.cascade = u.cascade
"""
"""Trainers, and all above them."""
BELOW = """
WITH RECURSIVE down(cascade, person, generation) AS (
  SELECT cascade, person, generation FROM trainer WHERE person IN ids(:people)
  UNION
  SELECT t.cascade, t.person, CASE WHEN d.generation < 0 THEN 1 ELSE d.generation + 1 END
  FROM down d CROSS JOIN trainer t WHERE t.parent = d.person AND t.cascade = d.cascade
)
SELECT t.cascade, t.person, t.generation, d.generation
FROM down d CROSS JOIN trainer t WHERE t.person = d.person AND t.cascade = d.cascade
  AND t.generation <> d.generation
"""
"""The trainers below others who are to be in another generation: the old one and the new one."""
MOVE = """
UPDATE trainer SET generation = :generation WHERE cascade = :cascade AND person IN ids(:people)
"""


@dataclass
class Trainer:
    """A row of the table: its columns, in order."""

    cascade: int
    person: int
    parent: int | None = None
    role: int | None = None
    entry_date: int | None = None
    generation: int | None = None
    people: int = 0
    lineage: int = 0
    given: int = 0
    first_given: int | None = None
    last_given: int | None = None
    days_to_first: int | None = None
    gain_sum: float = 0.0
    gain_count: int = 0
    claimed: int = 0

    def row(self) -> Row:
        return tuple(self.__dict__.values())


Trainers = dict[InCascade, Trainer]


def derive(db: Db, touched: Touched) -> None:
    """Derives again the trainers whose workshops, certificates or place changed."""
    people = _involved(db, touched)
    if not people:
        return
    counted = _counted(db, people)
    above = {one.parent for one in counted.values() if one.parent is not None}
    stored = db.rows(LINES, people=sorted(people | above))
    before = {row[:2]: Trainer(*row) for row in stored}
    now = _summed(before, people, counted)
    remove(db, tables.trainer, before.keys() - now.keys())
    db.put(tables.trainer, [one.row() for key, one in now.items() if before.get(key) != one])
    _note_generations(touched, before, now)
    _move_those_below(db, touched, before)


def derive_all(db: Db) -> None:
    """All trainers, into an empty table."""
    found = _summed({}, set(), _counted(db, None))
    with db.indexes_after(tables.trainer):
        rows = (one.row() for _, one in sorted(found.items(), key=lambda it: it[0][::-1]))
        db.add(tables.trainer, rows)
    db.fresh_statistics(tables.trainer)


def _involved(db: Db, touched: Touched) -> set[int]:
    """The people whose rows may change, or begin or cease to be."""
    gave = {p for w in touched.before.values() for p, role in w.roles.items() if role == 0}
    certified = touched.certifications
    known = touched.trainers | touched.groups | gave
    if not touched.sheets and not certified:
        return known
    rows = db.rows(INVOLVED, sheets=sorted(touched.sheets), certified=sorted(certified))
    return known | {one for (one,) in rows}


def _counted(db: Db, people: set[int] | None) -> Trainers:
    """Trainers with their own numbers and places, without generation and lineage. None: all."""
    parts = db.rows(ALL_PARTS) if people is None else db.rows(THEIR_PARTS, people=sorted(people))
    found: Trainers = {}
    gains: dict[InCascade, list[float]] = {}
    for what, cascade, person, *row in parts:
        one = found.setdefault((cascade, person), Trainer(cascade, person))
        if what == GAVE:
            one.given, one.first_given, one.last_given = row[:3]
        elif what == CELL:
            one.people += row[0]
            one.gain_count += row[1]
            gains.setdefault((cascade, person), []).append(row[3])
        elif what == CLAIMED:
            one.claimed = int(row[0])
    for key, sums in gains.items():
        found[key].gain_sum = math.fsum(sums)
    _place(db, found)
    return found


def _place(db: Db, found: Trainers) -> None:
    """Sets the places in the tree."""
    ones = sorted({person for _, person in found})
    for cascade, person, *place in db.rows(NODES, people=ones) if ones else ():
        if (cascade, person) in found:
            one = found[cascade, person]
            one.parent, one.role, one.entry_date = place
            if one.role == 1 and one.first_given is not None:
                one.days_to_first = one.first_given - place[2]


def _summed(before: Trainers, people: set[int], counted: Trainers) -> Trainers:
    """The trainers of `before` and those above them, with lineage and generation as they are now.
    Rows of `people` are replaced by those of `counted`, or go."""
    changed = counted.keys() | {key for key in before if key[1] in people}
    now = {key: replace(one) for key, one in before.items() if key not in changed} | counted
    lineage = {key: one.lineage for key, one in before.items()}
    up = {key: one.parent for key, one in before.items()}
    parents = {key: now[key].parent if key in now else None for key in changed}
    moving = [key for key in changed if up.get(key) != parents[key]]
    for key in moving:
        _carry(lineage, up, key, -lineage.get(key, 0))
        up[key] = None
    for key in changed:
        own = now[key].people if key in now else 0
        more = own - before[key].people if key in before else own
        lineage[key] = lineage.get(key, 0) + more
        _carry(lineage, up, key, more)
    for key in moving:
        up[key] = parents[key]
        _carry(lineage, up, key, lineage[key])
    heights: dict[InCascade, int | None] = {}
    for key, one in now.items():
        one.lineage, one.generation = lineage[key], _generation(now, key, heights)
    return now


def _carry(
    lineage: dict[InCascade, int], up: Mapping[InCascade, int | None], key: InCascade, sum: int
) -> None:
    """Adds to the lineage of all above a trainer."""
    while sum and (parent := up.get(key)) is not None:
        key = key[0], parent
        lineage[key] += sum


def _generation(now: Trainers, key: InCascade, known: dict[InCascade, int | None]) -> int | None:
    line = [key]
    while line[-1] not in known and (parent := now[line[-1]].parent) is not None:
        line.append((key[0], parent))
    for key in reversed(line):
        if key not in known:
            one = now[key]
            if one.parent is not None:
                known[key] = child_generation(known[key[0], one.parent])
            else:
                known[key] = None if one.role is None else -one.role
    return known[line[0]]


def _note_generations(touched: Touched, before: Trainers, now: Trainers) -> None:
    for key in before.keys() | now.keys():
        old, new = before.get(key), now.get(key)
        generations = old.generation if old else None, new.generation if new else None
        touched.generations[key] = generations


def _move_those_below(db: Db, touched: Touched, before: Trainers) -> None:
    """Carries changed generations down."""
    tops = [k for k in before if touched.generations[k][0] != touched.generations[k][1]]
    if not tops:
        return
    moved: dict[InCascade, list[int]] = {}
    for cascade, person, old, new in db.rows(BELOW, people=sorted({p for _, p in tops})):
        moved.setdefault((cascade, new), []).append(person)
        touched.generations[cascade, person] = old, new
    for (cascade, generation), people in moved.items():
        db.run(MOVE, cascade=cascade, generation=generation, people=sorted(people))
