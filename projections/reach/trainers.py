"""The trainers of a cascade: all who facilitated or were certified, by lineage."""

from __future__ import annotations

from dataclasses import dataclass

from projections.db import Db
from projections.reach.tree import EVER, generations, lineages

GIVEN = """
SELECT s.person, count(*), max(w.starts_on)
FROM workshop w CROSS JOIN presence s
WHERE w.cascade = :cascade AND w.counts = 1 AND s.workshop = w.number AND s.role = 0
GROUP BY s.person
"""
CERTIFIED = """
SELECT DISTINCT p.one FROM certificate c CROSS JOIN person p
WHERE c.cascade = :cascade AND c.voided = 0 AND p.number = c.person
"""
PARENTS = """
SELECT n.person, n.parent, n.role FROM reach_node n
WHERE n.cascade = :cascade AND n.person IN ids(:people)
"""
WHERE = "SELECT number, known_region, organisation FROM person WHERE number IN ids(:people)"
ACTIVE = """
SELECT DISTINCT s.person FROM workshop w CROSS JOIN presence s
WHERE w.cascade = :cascade AND w.counts = 1 AND w.starts_on BETWEEN :from_ AND :until
  AND s.workshop = w.number AND s.role = 0
"""


@dataclass(frozen=True, slots=True)
class Trainer:
    """`person`, `region`, `organisation`: numbers. `given`: workshops that count; `last`: the
    ordinal of the latest, None if there is none. `generation`: None if not in the tree, -1 for the
    unattributed.
    """

    person: int
    lineage: int
    generation: int | None
    given: int
    last: int | None
    region: int | None
    organisation: int | None


def trainers(db: Db, cascade: int) -> list[Trainer]:
    """All trainers of a cascade, the largest lineage first."""
    given = {person: (count, last) for person, count, last in db.rows(GIVEN, cascade=cascade)}
    people = sorted(given.keys() | {one for (one,) in db.rows(CERTIFIED, cascade=cascade)})
    height, lineage = generations(db, cascade), lineages(db, cascade)
    stands = {
        person: _generation(parent, role, height)
        for person, parent, role in db.rows(PARENTS, cascade=cascade, people=people)
    }
    places = {number: place for number, *place in db.rows(WHERE, people=people)}
    rows = [
        Trainer(one, lineage.get(one, 0), stands.get(one), *given.get(one, (0, None)), *places[one])
        for one in people
    ]
    return sorted(rows, key=lambda row: (-row.lineage, row.person))


def active(db: Db, cascade: int, from_: int | None, until: int | None) -> set[int]:
    """The people who facilitated a workshop that counts in the period."""
    asked = {"from_": from_ or 0, "until": until or EVER}
    return {person for (person,) in db.rows(ACTIVE, cascade=cascade, **asked)}


def _generation(parent: int | None, role: int, height: dict[int, int]) -> int:
    if parent is None:
        return -1 if role else 0
    return height.get(parent, 0) + 1


GIVEN_SINCE = """
SELECT count(*) FROM presence s CROSS JOIN workshop w
WHERE s.person = :one AND s.role = 0 AND w.number = s.workshop AND w.cascade = :cascade
  AND w.counts = 1 AND w.starts_on >= :since
"""


def given_since(db: Db, cascade: int, one: int, since: int) -> int:
    """The number of workshops that count and that a person led or co-facilitated from a day on."""
    ((count,),) = db.rows(GIVEN_SINCE, cascade=cascade, one=one, since=since)
    return int(count)
