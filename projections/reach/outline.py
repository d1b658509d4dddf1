"""A tree opened branch by branch: the trainers below a person, and how many people each has below.

Only parents are walked, and people are summed from their cells, so the cost of a level depends on
its trainers and not on its people.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from projections.db import Db
from projections.reach.tree import with_cells

CARRIERS = """
WITH RECURSIVE below(top, person, generation) AS (
  SELECT person, person, 1 FROM reach_trainer WHERE cascade = :cascade AND parent = :person
  UNION ALL
  SELECT b.top, t.person, b.generation + 1
  FROM below b JOIN reach_trainer t ON t.cascade = :cascade AND t.parent = b.person
)
SELECT b.top, b.generation, sum(c.people), count(DISTINCT b.person), max(c.date)
FROM below b {cells}
WHERE c.people > 0 GROUP BY b.top, b.generation ORDER BY b.top, b.generation
"""
PATH = """
WITH RECURSIVE up(person, height) AS (
  SELECT CAST(:person AS BIGINT), 0
  UNION ALL
  SELECT n.parent, u.height + 1
  FROM up u JOIN reach_node n ON n.cascade = :cascade AND n.person = u.person
  WHERE u.person <> :top AND n.parent IS NOT NULL
)
SELECT person FROM up WHERE person <> :top ORDER BY height DESC
"""


@dataclass(frozen=True)
class Carrier:
    """A person with others below them. `generations`: numbers of people one step below, two steps …

    `folded`: how many of the people one step below have no one below them. `latest`: the first day
    of the latest workshop by which a person entered directly under this person.
    """

    person: int
    generations: tuple[int, ...]
    folded: int
    latest: date

    @property
    def people(self) -> int:
        return sum(self.generations)


def carriers(db: Db, cascade: int, person: int) -> list[Carrier]:
    """The people directly below a person who have others below them, those with most people
    first."""
    sql = with_cells(db, CARRIERS)
    found = defaultdict(list)
    for top, *row in db.rows(sql, cascade=cascade, person=person):
        found[top].append(row)
    ones = [_carrier(top, rows) for top, rows in found.items() if rows[0][0] == 1]
    return sorted(ones, key=lambda one: (-one.people, one.person))


def _carrier(top: int, rows: list[list[int]]) -> Carrier:
    onward = rows[1][2] if len(rows) > 1 else 0
    latest = date.fromordinal(rows[0][3])
    return Carrier(top, tuple(int(row[1]) for row in rows), int(rows[0][1]) - onward, latest)


def entered(db: Db, cascade: int, person: int) -> int:
    """The number of people directly under a person."""
    sql = """
    SELECT coalesce(sum(people), 0) FROM reach_cell WHERE trainer = :person AND cascade = :cascade
    """
    ((people,),) = db.rows(sql, cascade=cascade, person=person)
    return int(people)


def path(db: Db, cascade: int, top: int, person: int) -> list[int]:
    """The people from just below `top` down to a person of their tree."""
    return [one for (one,) in db.rows(PATH, cascade=cascade, top=top, person=person)]
