"""The branch of one trainer: the people below them in the tree, with places, days and numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from projections.db import Db, Row
from projections.entrant_tables import COUNTED
from projections.reach.tree import BELOW, with_cells

SUMS = ", ".join(f"sum(c.{column})" for column in COUNTED)

REGIONS = f"""
{BELOW}
SELECT c.region, sum(c.people)
FROM below b JOIN entrants_by_region c ON c.cascade = :cascade AND c.parent = b.person
WHERE c.day <= :as_of GROUP BY c.region
"""


def regions_below(db: Db, cascade: int, person: int, as_of: int) -> Counter[int]:
    """Number of people by the region's number, 0 for an unknown region."""
    rows = db.rows(REGIONS, cascade=cascade, person=person, as_of=as_of)
    return Counter({region: int(people) for region, people in rows})


STATISTICS = f"""
{BELOW}
SELECT sum(c.people), {SUMS} FROM below b {{cells}}
"""
IN_CASCADE = f"SELECT sum(c.people), {SUMS} FROM reach_cell c WHERE c.cascade = :cascade"
CADRES = "SELECT number, name FROM cadre"
RARE = f"""
{BELOW}
SELECT e.cadre, sum(CASE WHEN b.person IS NULL THEN 0 ELSE e.people END)
FROM entrants_of_cadre e LEFT JOIN below b ON b.person = e.parent
WHERE e.cascade = :cascade GROUP BY e.cadre
"""
"""Cadres without columns of their own."""
OWN = """
EXISTS (SELECT 1 FROM presence s JOIN workshop w ON w.number = s.workshop
        JOIN presence f ON f.workshop = s.workshop AND f.role = 0 AND f.person = :trainer
        WHERE s.person = p.one AND s.role = 1 AND w.status = 'held' AND w.cascade = :cascade)
"""
"""The condition that a person `p` is on the register of a workshop that the trainer gave."""
UNDER = f"""
WITH RECURSIVE up(person) AS (
  SELECT p.one FROM person p WHERE p.id = :id AND (:by_id = 0 OR {OWN})
  UNION ALL
  SELECT n.parent FROM up u JOIN reach_node n ON n.cascade = :cascade AND n.person = u.person
  WHERE n.parent IS NOT NULL
)
SELECT p.one FROM person p
WHERE p.id = :id AND EXISTS (SELECT 1 FROM up WHERE person = :trainer)
"""
CHILDREN = f"""
SELECT n.person, n.entry_date, coalesce(p.known_region, w.region),
       CASE WHEN EXISTS (SELECT 1 FROM reach_node c WHERE c.cascade = n.cascade
                         AND c.parent = n.person) THEN 1 ELSE 0 END,
       CASE WHEN {OWN} THEN 1 ELSE 0 END
FROM reach_node n JOIN person p ON p.number = n.person
JOIN workshop w ON w.number = n.entry_workshop
WHERE n.cascade = :cascade AND {{these}}
ORDER BY n.entry_date, n.person
"""
UNDER_ONE = CHILDREN.format(these="n.parent = :person") + "LIMIT :limit OFFSET :skip"
LEAVES = (
    CHILDREN.format(
        these="""n.parent = :person AND NOT EXISTS (
    SELECT 1 FROM reach_node c WHERE c.cascade = n.cascade AND c.parent = n.person)"""
    )
    + "LIMIT :limit OFFSET :skip"
)
THESE = CHILDREN.format(these="n.person IN ids(:people)")
CLAIMED = """
SELECT coalesce(sum(q.heads), 0) FROM proposal q JOIN person l ON l.number = q.lead
WHERE q.cascade = :cascade AND q.state = 'waiting' AND q.kind <> 'peer' AND l.one = :person
"""
NOT_SAID = ""
"""The cell of people whose value is not known."""


@dataclass(frozen=True)
class Child:
    """A person in a trainer's branch. `person`, `region`: numbers; `entered_on`: an ordinal; `own`:
    on one of the trainer's own registers."""

    person: int
    entered_on: int
    region: int | None
    is_trainer: bool
    own: bool


def breakdowns(db: Db, cascade: int, person: int) -> dict[str, dict[str, int]]:
    """The whole branch by sex, age band, disability and cadre; each adds up to all its people.

    Which cells there are does not depend on the people: all codes, and the cascade's cadres.
    """
    asked = {"cascade": cascade, "person": person}
    (people, *counts), (_, *of_all) = (
        _sums(db, STATISTICS, **asked),
        _sums(db, IN_CASCADE, cascade=cascade),
    )
    names: dict[int, str] = dict(db.rows(CADRES))
    cells: dict[str, dict[str, int]] = {"sex": {}, "age_band": {}, "disability": {}, "cadre": {}}
    for (dimension, value), count, in_cascade in zip(COUNTED.values(), counts, of_all, strict=True):
        if dimension != "cadre":
            cells[dimension][str(value)] = count
        elif in_cascade:
            cells[dimension][names[int(value)]] = count
    cells["cadre"] |= {names[cadre]: int(count) for cadre, count in db.rows(RARE, **asked)}
    cells["cadre"] = dict(sorted(cells["cadre"].items()))
    return {
        name: {NOT_SAID: people - sum(counted.values())} | counted
        for name, counted in cells.items()
    }


def _sums(db: Db, sql: str, **asked: int) -> list[int]:
    (sums,) = db.rows(with_cells(db, sql), **asked)
    return [int(one or 0) for one in sums]


def claimed(db: Db, cascade: int, person: int) -> int:
    """The number of people on the trainer's own proposals that are waiting."""
    ((heads,),) = db.rows(CLAIMED, cascade=cascade, person=person)
    return int(heads)


def find_below(db: Db, cascade: int, trainer: int, id: str, by_id: bool) -> int | None:
    """The number of a person in the trainer's branch. `by_id`: only if on their registers."""
    row = db.one(UNDER, cascade=cascade, trainer=trainer, id=id, by_id=int(by_id))
    return int(row[0]) if row else None


def children(
    db: Db, cascade: int, trainer: int, person: int, skip: int, limit: int, leaves: bool = False
) -> list[Child]:
    """The people directly under a person in the tree, by entry; `skip`: how many were read before.

    `leaves`: only those without anyone below them.
    """
    asked = {"cascade": cascade, "trainer": trainer, "person": person}
    return _children(db.rows(LEAVES if leaves else UNDER_ONE, skip=skip, limit=limit, **asked))


def nodes(db: Db, cascade: int, trainer: int, people: Collection[int]) -> list[Child]:
    """The nodes of these people in the tree."""
    return _children(db.rows(THESE, cascade=cascade, trainer=trainer, people=sorted(people)))


def _children(rows: list[Row]) -> list[Child]:
    return [Child(p, day, region, bool(parent), bool(own)) for p, day, region, parent, own in rows]
