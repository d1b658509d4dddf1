"""How far a trainer's teaching travelled. Definitions: docs/definitions.md.

Dates strictly increase along every path, so "as it was on day D" is a filter on dates. People and
workshops are numbers here; `as_of` is the ordinal of a day, `EVER` for no limit.
"""

from __future__ import annotations

from collections.abc import Collection, Set
from dataclasses import dataclass
from typing import NamedTuple

from projections.db import Db
from projections.led_to import FIRST_OF_WORKSHOPS, unpacked, workshops_in
from projections.reach.tree import BELOW, with_cells
from projections.reach.tree import EVER as EVER

STEPS = f"""
{BELOW}
SELECT b.generation,
       coalesce(sum(c.people) FILTER (WHERE c.date <= :as_of), 0) AS people,
       coalesce(sum(c.female) FILTER (WHERE c.date <= :as_of), 0) AS female,
       coalesce(sum(c.male) FILTER (WHERE c.date <= :as_of), 0) AS male,
       coalesce(sum(c.other) FILTER (WHERE c.date <= :as_of), 0) AS other,
       coalesce(sum(c.gain_sum) FILTER (WHERE c.date <= :as_of), 0) AS gain_sum,
       coalesce(sum(c.gain_count) FILTER (WHERE c.date <= :as_of), 0) AS gain_count
FROM below b {{cells}}
GROUP BY b.generation ORDER BY b.generation
"""
GIVEN = """
SELECT p.workshop FROM presence p CROSS JOIN workshop w
WHERE p.person = :person AND p.role = 0 AND w.number = p.workshop AND w.counts = 1
  AND w.cascade = :cascade
  AND w.starts_on <= :as_of
"""

LEADS_TO = f"""
WITH RECURSIVE got(workshop) AS (
  {GIVEN}
  UNION
  SELECT s.next_workshop FROM got g JOIN reach_succ s ON s.workshop = g.workshop
)
SELECT g.workshop FROM got g JOIN workshop w ON w.number = g.workshop WHERE w.starts_on <= :as_of
"""

UNIQUE = """
SELECT count(DISTINCT person) FROM presence
WHERE workshop IN ids(:workshops) AND role = 1 AND person <> :person
"""
REACHED = """
SELECT person, direct, reach, workshops_downstream FROM trainer_reach
WHERE cascade = :cascade
"""
NUMBERS = """
SELECT t.person, CASE WHEN t.generation > 0 THEN t.generation ELSE 0 END,
       r.direct, t.lineage, r.reach, t.given, r.workshops_downstream
FROM trainer t JOIN trainer_reach r ON r.person = t.person AND r.cascade = t.cascade
WHERE t.cascade = :cascade
"""
"""Of those who gave a workshop that counts."""
RANKED = f"""
{NUMBERS} AND t.lineage <= :lineage AND (t.lineage < :lineage OR t.person > :last)
ORDER BY t.lineage DESC, t.person LIMIT :limit
"""
SETS = f"""
SELECT members FROM reach_set WHERE workshop IN ({GIVEN}) AND slice >= {FIRST_OF_WORKSHOPS}
"""
"""Of the workshops that a person gave, those parts of the sets that have workshops in them."""


@dataclass(frozen=True)
class Generation:
    """`generation`: 1 for people who were trained directly (in a whole cascade: by its roots)."""

    generation: int
    people: int
    female: int
    male: int
    other: int
    gain_sum: float
    gain_count: int


class Reached(NamedTuple):
    """How many people are on the registers of a trainer's workshops, in all their reach, and how
    many workshops come of theirs."""

    direct: int
    reach: int
    workshops_downstream: int


NOBODY = Reached(0, 0, 0)


@dataclass(frozen=True)
class Numbers:
    """One facilitator's row, as `banyan reach` prints it. `person` is a number."""

    person: int
    generation: int
    direct: int
    lineage: int
    reach: int
    workshops_given: int
    workshops_downstream: int


def downstream(db: Db, cascade: int, person: int, as_of: int = EVER) -> list[Generation]:
    """The tree below one person, generation by generation."""
    rows = db.rows(with_cells(db, STEPS), cascade=cascade, person=person, as_of=as_of)
    return [Generation(*row) for row in rows]


def numbers_of(db: Db, cascade: int, person: int, as_of: int = EVER) -> Numbers:
    """The numbers of one person, who need not have facilitated."""
    if as_of != EVER:
        return _numbers_by(db, cascade, person, as_of)
    row = db.one(f"{NUMBERS} AND t.person = :person", cascade=cascade, person=person)
    if row is None:
        return Numbers(person, generation_of(db, cascade, person), 0, 0, 0, 0, 0)
    return Numbers(*row)


def _numbers_by(db: Db, cascade: int, person: int, as_of: int) -> Numbers:
    asked = {"cascade": cascade, "person": person, "as_of": as_of}
    given = {workshop for (workshop,) in db.rows(GIVEN, **asked)}
    got = {workshop for (workshop,) in db.rows(LEADS_TO, **asked)}
    return Numbers(
        person,
        generation_of(db, cascade, person),
        _unique(db, given, person),
        sum(g.people for g in downstream(db, cascade, person, as_of)),
        _unique(db, got, person),
        len(given),
        len(got - given),
    )


def ranked(db: Db, cascade: int, after: tuple[int, int], limit: int) -> list[Numbers]:
    """The facilitators with the largest lineages. `after`: the (lineage, person) of the last row of
    the page before."""
    return [
        Numbers(*row)
        for row in db.rows(RANKED, cascade=cascade, lineage=after[0], last=after[1], limit=limit)
    ]


def reached(db: Db, cascade: int, people: Collection[int] | None = None) -> dict[int, Reached]:
    """Of these people those who gave a workshop that counts; None: all who did."""
    if people is None:
        rows = db.rows(REACHED, cascade=cascade)
    else:
        sql = REACHED + "AND person IN ids(:people)"
        rows = db.rows(sql, cascade=cascade, people=sorted(people))
    return {person: Reached(*row) for person, *row in rows}


def leads_to(db: Db, cascade: int, person: int) -> set[int]:
    """The workshops that a person facilitated, and all workshops to which these lead."""
    rows = db.rows(SETS, cascade=cascade, person=person, as_of=EVER)
    return workshops_in(unpacked(members for (members,) in rows))


def _unique(db: Db, workshops: Set[int], person: int) -> int:
    ((people,),) = db.rows(UNIQUE, workshops=sorted(workshops), person=person)
    return int(people)


def generation_of(db: Db, cascade: int, person: int) -> int:
    """The number of steps from the start of the cascade down to a person."""
    return len(ancestors(db, cascade, person))


def ancestors(db: Db, cascade: int, person: int) -> list[int]:
    """The people above a person, from the parent up to the root."""
    sql = """
    WITH RECURSIVE up(person, height) AS (
      SELECT parent, 1 FROM reach_node WHERE cascade = :cascade AND person = :person
      UNION ALL
      SELECT n.parent, u.height + 1
      FROM up u JOIN reach_node n ON n.cascade = :cascade AND n.person = u.person
    )
    SELECT person FROM up WHERE person IS NOT NULL ORDER BY height
    """
    return [p for (p,) in db.rows(sql, cascade=cascade, person=person)]


class Node(NamedTuple):
    """A person in the tree. `entry_date`: an ordinal; `role`: of their entry, 0 facilitator, 1
    participant; `has_children`: 0 or 1."""

    person: int
    entry_date: int
    entry_workshop: int
    role: int
    has_children: int


def children(
    db: Db, cascade: int, person: int | None, as_of: int, after: tuple[int, int], limit: int
) -> list[Node]:
    """The people directly under a person, by entry; for None the roots.

    `after`: the (date, person) of the last row of the page before.
    """
    hangs = "n.parent IS NULL" if person is None else "n.parent = :person"
    sql = f"""
    SELECT n.person, n.entry_date, n.entry_workshop, n.role,
           CASE WHEN EXISTS (SELECT 1 FROM reach_node c WHERE c.cascade = n.cascade
                             AND c.parent = n.person) THEN 1 ELSE 0 END
    FROM reach_node n
    WHERE n.cascade = :cascade AND {hangs} AND n.entry_date <= :as_of
      AND (n.entry_date > :day OR (n.entry_date = :day AND n.person > :last))
    ORDER BY n.entry_date, n.person LIMIT :limit
    """
    asked = {} if person is None else {"person": person}
    rows = db.rows(
        sql, cascade=cascade, as_of=as_of, day=after[0], last=after[1], limit=limit, **asked
    )
    return [Node(*row) for row in rows]
