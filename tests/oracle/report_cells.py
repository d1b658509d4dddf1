"""A report by one slow query over everybody: what the sums of counts must agree with."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from projections.db import Db
from projections.reach.report import DIMENSIONS, Asked, Sums, Value

FROM_ROOTS = """
WITH RECURSIVE tree(person, generation) AS (
  SELECT person, 0 FROM reach_trainer WHERE cascade = :cascade AND parent IS NULL
  UNION ALL
  SELECT t.person, b.generation + 1
  FROM tree b JOIN reach_trainer t ON t.cascade = :cascade AND t.parent = b.person
)
"""
"""Begins a query. `tree`: all parents of a cascade; `generation`: their own, 0 for roots."""

CELLS = f"""
{FROM_ROOTS}, seats AS MATERIALIZED (
  SELECT s.person AS person, count(*) AS seats
  FROM workshop w CROSS JOIN presence s
  WHERE w.cascade = :cascade AND w.counts = 1 AND w.starts_on BETWEEN :first AND :last
    AND s.workshop = w.number AND s.role = 1
  GROUP BY s.person
), who AS (
  SELECT n.person, coalesce(p.known_sex, 'unknown') AS sex,
    p.known_age_band AS age, p.known_disability AS disability, p.known_cadre AS cadre,
    coalesce(p.known_region, e.region) AS region, p.known_organisation AS organisation,
    CASE WHEN n.parent IS NOT NULL THEN t.generation + 1 WHEN n.role = 0 THEN 0 ELSE -1 END
      AS tier,
    CASE WHEN n.entry_date BETWEEN :first AND :last THEN 1 ELSE 0 END AS entered,
    coalesce(a.seats, 0) AS seats
  FROM reach_node n JOIN person p ON p.number = n.person
  JOIN workshop e ON e.number = n.entry_workshop
  LEFT JOIN tree t ON t.person = n.parent
  LEFT JOIN seats a ON a.person = n.person
  WHERE n.cascade = :cascade AND (a.seats > 0 OR n.entry_date BETWEEN :first AND :last)
)
SELECT sex, age, disability, cadre, region, organisation, tier, sum(entered),
  sum(CASE WHEN seats > 0 THEN 1 ELSE 0 END), sum(seats),
  sum(CASE WHEN seats > 0 AND entered = 1 THEN 1 ELSE 0 END)
FROM who GROUP BY sex, age, disability, cadre, region, organisation, tier
"""


class Cell(NamedTuple):
    """People with the same attributes. `people` are new in the period; `trained` were on a register
    in it; `both` are both; `seats` are their attendances."""

    sex: str
    age_band: str | None
    disability: str | None
    cadre: str | None
    region: int | None
    organisation: int | None
    tier: int
    people: int
    trained: int
    seats: int
    both: int


Whole = tuple[Sums, int, dict[str, dict[Value, Sums]]]


def figures(db: Db, asked: Asked) -> Whole:
    """(sums, new and trained, dimension → value → sums)."""
    period = {"cascade": asked.cascade, "first": asked.first, "last": asked.last}
    whole, both = Sums(), 0
    parts: dict[str, dict[Value, Sums]] = {name: {} for name in DIMENSIONS}
    for cell in (Cell(*row[:7], *map(int, row[7:])) for row in db.rows(CELLS, **period)):
        if (
            _within(cell.region, asked.regions)
            and asked.organisation in (None, cell.organisation)
            and asked.tier in (None, cell.tier)
        ):
            both += cell.both
            for sums in (
                whole,
                *(by.setdefault(getattr(cell, name), Sums()) for name, by in parts.items()),
            ):
                sums.people += cell.people
                sums.trained += cell.trained
                sums.seats += cell.seats
    return whole, both, parts


def _within(region: int | None, regions: Collection[int] | None) -> bool:
    return regions is None or region in regions
