"""The trainers with the most people below them in the tree, without asking for their reach."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import nsmallest

from projections.db import Db
from projections.reach import reach
from projections.reach.tree import EVER, lineages

GIVEN = """
SELECT p.person, count(*) FROM workshop w CROSS JOIN presence p
WHERE w.cascade = :cascade AND w.counts = 1 AND w.starts_on <= :as_of
  AND p.workshop = w.number AND p.role = 0
GROUP BY p.person
"""
DIRECT = """
SELECT count(DISTINCT s.person) FROM presence g
CROSS JOIN workshop w CROSS JOIN presence s
WHERE g.person = :person AND g.role = 0 AND w.number = g.workshop AND w.counts = 1
  AND w.cascade = :cascade AND w.starts_on <= :as_of AND s.workshop = w.number AND s.role = 1
  AND s.person <> :person
"""


@dataclass(frozen=True)
class Largest:
    """One trainer's numbers, as `reach.Numbers` has them. `person` is a number."""

    person: int
    generation: int
    direct: int
    lineage: int
    workshops_given: int


def largest(db: Db, cascade: int, as_of: int = EVER, limit: int = 20) -> tuple[list[Largest], int]:
    """The facilitators with the largest lineages, and the number of all facilitators."""
    asked = {"cascade": cascade, "as_of": as_of}
    given: dict[int, int] = dict(db.rows(GIVEN, **asked))
    below = lineages(db, cascade, as_of)
    first = nsmallest(limit, given, key=lambda person: (-below.get(person, 0), person))
    rows = []
    for person in first:
        generation = reach.generation_of(db, cascade, person)
        ((direct,),) = db.rows(DIRECT, person=person, **asked)
        rows.append(Largest(person, generation, direct, below.get(person, 0), given[person]))
    return rows, len(given)
