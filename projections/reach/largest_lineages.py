"""The trainers with the most people below them in the tree, without asking for their reach."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import nsmallest

from projections.db import Db
from projections.reach.tree import EVER, lineages

NOW = """
SELECT person, generation, lineage, given FROM trainer
WHERE cascade = :cascade AND given > 0 ORDER BY lineage DESC, person LIMIT :limit
"""
FACILITATORS = """
SELECT person, generation FROM trainer WHERE cascade = :cascade AND first_given <= :as_of
"""
GIVEN = """
SELECT count(*) FROM presence p CROSS JOIN workshop w
WHERE p.person = :person AND p.role = 0 AND w.number = p.workshop AND w.counts = 1
  AND w.cascade = :cascade AND w.starts_on <= :as_of
"""


@dataclass(frozen=True)
class Largest:
    """One trainer's numbers, as `reach.Numbers` has them. `person` is a number."""

    person: int
    generation: int
    lineage: int
    workshops_given: int


def largest(db: Db, cascade: int, as_of: int = EVER, limit: int = 20) -> list[Largest]:
    """The facilitators with the largest lineages."""
    if as_of == EVER:
        rows = db.rows(NOW, cascade=cascade, limit=limit)
        return [Largest(person, max(generation, 0), *rest) for person, generation, *rest in rows]
    asked = {"cascade": cascade, "as_of": as_of}
    generation: dict[int, int] = dict(db.rows(FACILITATORS, **asked))
    below = lineages(db, cascade, as_of)
    found = []
    for person in nsmallest(limit, generation, key=lambda one: (-below.get(one, 0), one)):
        ((given,),) = db.rows(GIVEN, person=person, **asked)
        found.append(Largest(person, max(generation[person], 0), below.get(person, 0), given))
    return found
