"""The tree of a cascade, walked in SQL over the few people who have people below them."""

from __future__ import annotations

from projections.db import Db

EVER = 10**7
"""An ordinal later than any date: no limit."""
UNATTRIBUTED = -1
"""The tier of people who entered by a workshop without a lead."""
BELOW = """
WITH RECURSIVE below(person, generation) AS (
  SELECT CAST(:person AS BIGINT), 1
  UNION ALL
  SELECT t.person, b.generation + 1
  FROM below b JOIN reach_trainer t ON t.cascade = :cascade AND t.parent = b.person
)
"""
"""Begins a query. `below`: a person, and the parents under them; `generation`: of the people
directly under each, 1 for those directly under the person."""
_CELLS = "JOIN reach_cell c ON c.cascade = :cascade AND c.trainer = b.person"
_CELLS_OF_EACH = """
CROSS JOIN LATERAL (
  SELECT * FROM reach_cell WHERE trainer = b.person AND cascade = :cascade OFFSET 0
) c
"""

OWN = """
SELECT trainer, sum(people) FROM reach_cell
WHERE cascade = :cascade AND trainer <> 0 AND date <= :as_of GROUP BY trainer
"""
PARENTS = "SELECT person, parent FROM reach_trainer WHERE cascade = :cascade"
GENERATIONS = """
SELECT person, generation FROM trainer WHERE cascade = :cascade AND generation IS NOT NULL
"""


def with_cells(db: Db, sql: str) -> str:
    """A query with `{cells}` after `below b`, joined with the cells `c` of each.

    PostgreSQL expects hundreds of trainers below each person, and would read all cells each time.
    """
    return sql.format(cells=_CELLS_OF_EACH if db.postgres else _CELLS)


def generations(db: Db, cascade: int) -> dict[int, int]:
    """Trainer → their generation; the unattributed are of generation 0."""
    rows = db.rows(GENERATIONS, cascade=cascade)
    return {person: max(generation, 0) for person, generation in rows}


def lineages(db: Db, cascade: int, as_of: int = EVER) -> dict[int, int]:
    """Parent → number of people below them."""
    below = {trainer: int(people) for trainer, people in db.rows(OWN, cascade=cascade, as_of=as_of)}
    parents: dict[int, int | None] = dict(db.rows(PARENTS, cascade=cascade))
    children: dict[int | None, list[int]] = {}
    for person, parent in parents.items():
        children.setdefault(parent, []).append(person)
    order = list(children.get(None, ()))
    for person in order:
        order += children.get(person, ())
    for person in reversed(order):
        parent = parents[person]
        if parent is not None:
            below[parent] = below.get(parent, 0) + below.get(person, 0)
    return below
