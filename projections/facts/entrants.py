"""Derives the counts of the people who entered a cascade, by workshop: projections.entrant_tables.

The finest counts are taken from people, the others are sums of them.
"""

from __future__ import annotations

from sqlalchemy import Table

from projections import tables
from projections.db import Db
from projections.entrant_tables import CADRES_IN_COLUMNS, COUNTED
from projections.facts.changes import Touched
from projections.facts.rows import rewrite

FIELDS = {
    "sex": "p.known_sex",
    "age_band": "p.known_age_band",
    "disability": "p.known_disability",
    "cadre": "k.number",
}
OF_EACH = """
SELECT n.cascade, coalesce(p.known_organisation, 0), coalesce(p.known_region, w.region, 0),
  coalesce(n.parent, 0), n.entry_workshop, n.role, {counts}
FROM {entrants} CROSS JOIN person p {cadre}
WHERE w.counts = 1 AND n.entry_workshop = w.number AND p.number = n.person {these}
GROUP BY {group}
"""
ALL = "reach_node n CROSS JOIN workshop w"
OF_WORKSHOPS = "workshop w CROSS JOIN presence s CROSS JOIN reach_node n"
THEIRS = """
AND w.number IN ids(:workshops) AND s.workshop = w.number AND n.person = s.person
AND n.cascade = w.cascade {these}
"""
"""SQLite joins in the order written; without this it would read the whole cascade."""
COUNTS = ", ".join(
    ["n.entry_date", "count(*)"]
    + [
        f"count(CASE {FIELDS[dimension]} WHEN {value!r} THEN 1 END)"
        for dimension, value in COUNTED.values()
    ]
)
BY_ORGANISATION = {
    "counts": COUNTS,
    "cadre": "LEFT JOIN cadre k ON k.name = p.known_cadre",
    "group": "1, 2, 3, 4, 5, 6, n.entry_date",
}
OF_CADRE = {
    "counts": "k.number, n.entry_date, count(*)",
    "cadre": "CROSS JOIN cadre k",
    "group": "1, 2, 3, 4, 5, 6, 7, 8",
}
RARE = f"AND k.name = p.known_cadre AND k.number > {CADRES_IN_COLUMNS} "
IS_RARE = f"SELECT 1 FROM cadre WHERE number > {CADRES_IN_COLUMNS} LIMIT 1"
SUMS = ", ".join(f"sum(c.{name})" for name in ("people", *COUNTED))
BY_REGION = f"""
SELECT cascade, region, parent, workshop, role, day, {SUMS} FROM entrants_by_organisation c
{{these}} GROUP BY 1, 2, 3, 4, 5, 6
"""
NO_ONE = ", ".join("0" for _ in ("people", *COUNTED))
OF_PARENT = f"""
SELECT c.cascade, trainer, workshop, role, sum(c.gain_sum), sum(c.gain_count), day, w.recorded,
  {SUMS}
FROM (
  SELECT cascade, parent AS trainer, workshop, role, 0.0 AS gain_sum, 0 AS gain_count, day,
    people, {", ".join(COUNTED)}
  FROM entrants_by_region {{these}}
  UNION ALL
  SELECT cascade, coalesce(leader, 0), number, 1, gain_sum, gain_count, starts_on, {NO_ONE}
  FROM workshop WHERE counts = 1 AND gain_count > 0 {{gains}}
) AS c JOIN workshop w ON w.number = c.workshop GROUP BY 1, 2, 3, 4, 7, 8
"""
LEVELS: tuple[tuple[Table, str, str], ...] = (
    (
        tables.entrants_by_organisation,
        OF_EACH.format(entrants=ALL, these="", **BY_ORGANISATION),
        OF_EACH.format(entrants=OF_WORKSHOPS, these=THEIRS.format(these=""), **BY_ORGANISATION),
    ),
    (
        tables.entrants_of_cadre,
        OF_EACH.format(entrants=ALL, these=RARE, **OF_CADRE),
        OF_EACH.format(entrants=OF_WORKSHOPS, these=THEIRS.format(these=RARE), **OF_CADRE),
    ),
    (
        tables.entrants_by_region,
        BY_REGION.format(these=""),
        BY_REGION.format(these="WHERE workshop IN ids(:workshops)"),
    ),
    (
        tables.reach_cell,
        OF_PARENT.format(these="", gains=""),
        OF_PARENT.format(
            these="WHERE workshop IN ids(:workshops)", gains="AND number IN ids(:workshops)"
        ),
    ),
)
"""Table, and its rows of all workshops and of some. Each may read the tables before it."""


def derive(db: Db, workshops: set[int], touched: Touched) -> None:
    """Derives the counts again of these workshops."""
    wanted = sorted(workshops)
    for table, _, of_some in _levels(db):
        rows = f"SELECT * FROM {table.name} WHERE workshop IN ids(:workshops)"
        before = set(db.rows(rows, workshops=wanted))
        after = set(db.rows(of_some, workshops=wanted))
        rewrite(db, table, "workshop", before, after)
        if table is tables.reach_cell:
            touched.trainers |= {row[1] for row in before ^ after if row[1]}
        elif table is tables.entrants_by_region:
            touched.entrants_gone, touched.entrants_new = before - after, after - before


def derive_all(db: Db) -> None:
    """The counts of all workshops, into empty tables."""
    for table, of_all, _ in _levels(db):
        db.fill(table, of_all)
        db.fresh_statistics(table)


def _levels(db: Db) -> list[tuple[Table, str, str]]:
    rare = db.one(IS_RARE) is not None
    return [level for level in LEVELS if rare or level[0] is not tables.entrants_of_cadre]
