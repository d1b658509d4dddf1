"""The figures of a report: people new in a period, people trained, attendances; and targets.

They are counted in cells, so that every filter and every breakdown is a sum of cells.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from projections.db import Db
from projections.reach.tree import FROM_ROOTS, generations

UNATTRIBUTED = -1
"""The tier of people who entered by a workshop without a lead."""

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
CLAIMED = """
SELECT coalesce((SELECT sum(headcount - people) FROM workshop
  WHERE cascade = :cascade AND counts = 1 AND headcount > people
    AND starts_on BETWEEN :first AND :last), 0)
+ coalesce((SELECT sum(heads) FROM proposal
  WHERE cascade = :cascade AND state = 'waiting' AND kind <> 'peer' AND heads > 0
    AND starts_on BETWEEN :first AND :last), 0)
"""
ARRIVALS = """
SELECT parent, day, region, people FROM entrants_by_region
WHERE cascade = :cascade AND parent <> 0
"""


class Cell(NamedTuple):
    """People with the same attributes. `region`, `organisation`: numbers. `people` are new in the
    period; `trained` were on a register in it; `both` are both; `seats` are their attendances."""

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


DIMENSIONS = ("sex", "age_band", "disability", "cadre", "region", "tier")


@dataclass
class Sums:
    """Sums of cells. `trained` adds up within one period only."""

    people: int = 0
    trained: int = 0
    seats: int = 0
    both: int = 0

    def add(self, cell: Cell) -> None:
        self.people += cell.people
        self.trained += cell.trained
        self.seats += cell.seats
        self.both += cell.both


def cells(db: Db, cascade: int, first: int, last: int) -> list[Cell]:
    """The cells of a period. `first`, `last`: ordinals of its days, both included."""
    asked = {"cascade": cascade, "first": first, "last": last}
    return [Cell(*row[:7], *map(int, row[7:])) for row in db.rows(CELLS, **asked)]


def sums(found: Iterable[Cell]) -> tuple[Sums, dict[str, dict[str | int | None, Sums]]]:
    """(sums of all cells, dimension → value → sums)."""
    whole = Sums()
    parts: dict[str, dict[str | int | None, Sums]] = {name: {} for name in DIMENSIONS}
    for cell in found:
        whole.add(cell)
        for name, by in parts.items():
            by.setdefault(getattr(cell, name), Sums()).add(cell)
    return whole, parts


def claimed(db: Db, cascade: int, first: int, last: int) -> int:
    """Heads without names: headcounts beyond the registers, and the heads of proposals."""
    ((heads,),) = db.rows(CLAIMED, cascade=cascade, first=first, last=last)
    return int(heads)


Arrivals = dict[int, Counter[tuple[int, int]]]
"""Tier → (day, region's number or 0) → people who entered."""


def arrivals(db: Db, cascade: int) -> Arrivals:
    """The people who entered under a parent, for all tiers from 1 on."""
    tree = generations(db, cascade)
    found: Arrivals = defaultdict(Counter)
    for parent, day, region, people in db.rows(ARRIVALS, cascade=cascade):
        found[tree[parent] + 1][day, region] += people
    return dict(found)


def reached(came: Counter[tuple[int, int]], within: frozenset[int] | None, last: int) -> int:
    """People of a tier who entered up to a day. `within`: regions, None for all."""
    return sum(
        people
        for (day, region), people in came.items()
        if day <= last and (within is None or region in within)
    )
