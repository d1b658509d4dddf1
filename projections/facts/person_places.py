"""Derives in which regions people lie, and on which days a follow-up of them is due.

Rows are derived for the people whom a batch touched, and compared with the rows in the table; only
the difference is written. A rebuild runs the same SQL without the filters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from projections import tables
from projections.db import Db, Row
from projections.facts.changes import Touched
from projections.facts.rows import ones, present, remove
from projections.place_tables import FOLLOWED_UP_AFTER, FOR_EVER, NOWHERE

SEEN = """CASE WHEN EXISTS (
  SELECT 1 FROM unseen u CROSS JOIN person k
  WHERE u.workshop = w.number AND k.number = u.person AND k.one = s.person) THEN 0 ELSE 1 END"""
OF_CERTIFICATION = """
    UNION ALL
    SELECT m.one, x.cascade, coalesce(m.region, 0), 1 FROM {rows} WHERE m.number = x.person {these}
    UNION ALL
    SELECT m.one, x.cascade, o.known_region, 0 FROM {rows} CROSS JOIN person o
    WHERE m.number = x.person AND o.number = m.one AND o.known_region <> coalesce(m.region, 0)
      {these}"""
ROWS = f"""
WITH heard AS (
  SELECT m.one AS person, o.cascade AS cascade, min(o.day) AS day
  FROM {{outcomes}} WHERE o.person = m.number AND o.kind = 'behaviour' AND o.voided = 0 {{of_group}}
  GROUP BY 1, 2),
erased AS (SELECT DISTINCT m.one AS person FROM person m WHERE m.erased = 1 {{of_group}}),
lies AS (
  SELECT person, cascade, region, max(seen) AS seen FROM (
    SELECT m.one AS person, m.cascade AS cascade, coalesce(m.region, 0) AS region, 1 AS seen
    FROM person m WHERE m.cascade IS NOT NULL {{of_group}}
    UNION ALL
    SELECT m.number, m.cascade, m.known_region, 0 FROM person m
    WHERE m.number = m.one AND m.cascade IS NOT NULL AND m.known_region <> coalesce(m.region, 0)
      {{of_group}}
    UNION ALL
    SELECT s.person, w.cascade, coalesce(w.region, 0), {SEEN}
    FROM presence s CROSS JOIN workshop w WHERE w.number = s.workshop {{present}}
    UNION ALL
    SELECT s.person, w.cascade, m.region, {SEEN}
    FROM presence s CROSS JOIN workshop w CROSS JOIN person m
    WHERE w.number = s.workshop AND m.one = s.person AND m.region IS NOT NULL
      AND (m.cascade IS NULL OR m.cascade <> w.cascade) {{present}}
    {{certificates}} {{standings}}
  ) AS rows_of_people GROUP BY 1, 2, 3)
SELECT person, cascade, region, seen, home, CASE WHEN due_from <= due_until THEN due_from END,
       CASE WHEN due_from <= due_until THEN due_until END
FROM (
  SELECT l.person, l.cascade, l.region, l.seen,
         coalesce(min(CASE l.seen WHEN 1 THEN l.region END)
                  OVER (PARTITION BY l.person, l.cascade), {NOWHERE}) AS home,
         CASE WHEN p.withdrawn = 0 AND e.person IS NULL
              THEN n.entry_date + {FOLLOWED_UP_AFTER} END AS due_from,
         coalesce(h.day - 1, {FOR_EVER}) AS due_until
  FROM lies l CROSS JOIN person p
  LEFT JOIN reach_node n ON n.person = l.person AND n.cascade = l.cascade AND n.role = 1
  LEFT JOIN heard h ON h.person = l.person AND h.cascade = l.cascade
  LEFT JOIN erased e ON e.person = l.person
  WHERE p.number = l.person
) AS places
"""
ALL = ROWS.format(
    of_group="",
    present="",
    outcomes="outcome o CROSS JOIN person m",
    certificates=OF_CERTIFICATION.format(rows="certificate x CROSS JOIN person m", these=""),
    standings=OF_CERTIFICATION.format(rows="standing x CROSS JOIN person m", these=""),
)
THESE = "AND m.one IN ids(:people)"
OF_PEOPLE = ROWS.format(
    of_group=THESE,
    present="AND s.person IN ids(:people)",
    outcomes="person m CROSS JOIN outcome o",
    certificates=OF_CERTIFICATION.format(rows="person m CROSS JOIN certificate x", these=THESE),
    standings=OF_CERTIFICATION.format(rows="person m CROSS JOIN standing x", these=THESE),
)
"""SQLite joins in the order written."""
FOLLOWUPS = f"""
SELECT cascade, home, day, sum(change) FROM (
  SELECT cascade, home, due_from AS day, 1 AS change FROM ({{people}}) AS due
  UNION ALL
  SELECT cascade, home, due_until + 1, -1 FROM ({{people}}) AS no_longer
  WHERE due_until < {FOR_EVER}
) AS changes GROUP BY 1, 2, 3 HAVING sum(change) <> 0 ORDER BY 1, 2, 3
""".format(
    people=f"""SELECT cascade, home, due_from, due_until FROM person_place
    WHERE seen = 1 AND region = home AND due_from IS NOT NULL
    UNION ALL SELECT cascade, home, due_from, due_until FROM (
      SELECT DISTINCT person, cascade, home, due_from, due_until FROM person_place
      WHERE home = {NOWHERE} AND due_from IS NOT NULL) AS unseen_people"""
)


def derive_all(db: Db) -> None:
    db.fill(tables.person_place, ALL + "ORDER BY 1, 2, 3")
    db.fill(tables.followup_due, FOLLOWUPS)


def derive(db: Db, touched: Touched) -> None:
    """Derives the places of the people who were touched, and corrects the sums of those due."""
    people = _people(db, touched)
    if not people:
        return
    wanted = sorted(people)
    sql = "SELECT * FROM person_place WHERE person IN ids(:people)"
    before = {row[:3]: row for row in db.rows(sql, people=wanted)}
    after = {row[:3]: row for row in db.rows(OF_PEOPLE, people=wanted)}
    remove(db, tables.person_place, before.keys() - after.keys())
    db.add(tables.person_place, [row for key, row in after.items() if key not in before])
    changed = [row for key, row in after.items() if before.get(key, row) != row]
    db.put(tables.person_place, changed)
    _count(db, before.values(), after.values())


def _people(db: Db, touched: Touched) -> set[int]:
    """The people after merges whose rows may change; of groups also those who are no longer one."""
    recorded = touched.profiles | touched.certifications | touched.outcomes
    people = touched.people | touched.groups | touched.nodes
    people |= ones(db, recorded - people)
    elsewhere = (touched.cells & touched.sheets) - (touched.workshops - touched.before.keys())
    return people | present(db, elsewhere | touched.unseen)


# ---- how many are due ------------------------------------------------------------------------


def _count(db: Db, before: Iterable[Row], after: Iterable[Row]) -> None:
    changes: Counter[Row] = Counter()
    for rows, sign in ((before, -1), (after, 1)):
        for (_, cascade), (home, due_from, due_until) in _due(rows).items():
            changes[cascade, home, due_from] += sign
            if due_until < FOR_EVER:
                changes[cascade, home, due_until + 1] -= sign
    changed = {cell: change for cell, change in changes.items() if change}
    if not changed:
        return
    sums = _sums(db, changed)
    for cell, change in changed.items():
        sums[cell] = sums.get(cell, 0) + change
    remove(db, tables.followup_due, [cell for cell, total in sums.items() if not total])
    db.put(tables.followup_due, [(*cell, sums[cell]) for cell in changed if sums[cell]])


def _due(rows: Iterable[Row]) -> dict[Row, Row]:
    """(person, cascade) → (home, first day, last day) of those who are due some day."""
    return {row[:2]: row[4:] for row in rows if row[5] is not None}


def _sums(db: Db, cells: Mapping[Row, int]) -> dict[Row, int]:
    cascades, homes, days = (sorted(set(part)) for part in zip(*cells, strict=True))
    rows = db.rows(
        "SELECT cascade, home, day, change FROM followup_due"
        " WHERE cascade IN ids(:cascades) AND home IN ids(:homes) AND day IN ids(:days)",
        cascades=cascades,
        homes=homes,
        days=days,
    )
    return {row[:3]: row[3] for row in rows}
