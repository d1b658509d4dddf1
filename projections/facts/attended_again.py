"""Derives the attendances of people who were in the cascade already: of each, the day of the one
before. With it the people of a period are counted without telling them apart:
projections/reach/report.py.
"""

from __future__ import annotations

from projections import tables
from projections.db import Db
from projections.facts.changes import Touched

SEATS = """
SELECT n.cascade, n.person, s.workshop, w.starts_on,
  coalesce(lag(w.starts_on) OVER (PARTITION BY n.cascade, n.person
                                  ORDER BY w.starts_on, w.key, w.number),
           CASE WHEN n.role = 1 THEN n.entry_date END),
  n.entry_date, coalesce(n.parent, 0), n.role, coalesce(p.known_region, e.region, 0),
  coalesce(p.known_organisation, 0), p.known_sex, p.known_age_band, p.known_disability,
  p.known_cadre
FROM {people} presence s CROSS JOIN workshop w CROSS JOIN reach_node n CROSS JOIN person p
CROSS JOIN workshop e
WHERE {these} s.role = 1 AND w.number = s.workshop AND w.counts = 1 AND n.person = s.person
  AND n.cascade = w.cascade AND n.entry_workshop <> s.workshop
  AND p.number = n.person AND e.number = n.entry_workshop
"""
THEIRS = SEATS.format(people="", these="s.person IN ids(:people) AND")
AGAIN = "(SELECT person FROM presence GROUP BY person HAVING count(*) > 1) AS t CROSS JOIN"
"""Without it SQLite would look up the entry of everybody."""
ALL = SEATS.format(people=AGAIN, these="s.person = t.person AND")


def derive(db: Db, touched: Touched) -> None:
    """Derives the rows again of everybody whose attendances, place in the tree or statistics may
    have changed."""
    people = touched.people | touched.groups | touched.profiles
    people |= {person for _, person in touched.nodes}
    people |= _present(db, touched.cells)
    if not people:
        return
    wanted = sorted(people)
    rows = "SELECT * FROM attended_again WHERE person IN ids(:people)"
    before = set(db.rows(rows, people=wanted))
    after = set(db.rows(THEIRS, people=wanted))
    changed = {row[1] for row in before ^ after}
    if before and changed:
        db.run("DELETE FROM attended_again WHERE person IN ids(:gone)", gone=sorted(changed))
    db.add(tables.attended_again, [row for row in after if row[1] in changed])


def derive_all(db: Db) -> None:
    """The rows of everybody, into an empty table."""
    db.fill(tables.attended_again, ALL)


def _present(db: Db, workshops: set[int]) -> set[int]:
    sql = "SELECT person FROM presence WHERE role = 1 AND workshop IN ids(:workshops)"
    if not workshops:
        return set()
    return {person for (person,) in db.rows(sql, workshops=sorted(workshops))}
