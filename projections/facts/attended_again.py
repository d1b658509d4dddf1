"""Derives the attendances of people who were in the cascade already: of each, the day of the one
before. With it the people of a period are counted without telling them apart:
projections/reach/report.py.
"""

from __future__ import annotations

from projections import tables
from projections.db import Db
from projections.entrant_tables import PROFILE
from projections.facts.changes import Touched
from projections.facts.entrants import FIELDS
from projections.facts.rows import present, rewrite


def _profile() -> str:
    """SQL of the person's profile, for `entrant_tables.said`."""
    sql, weight = [], 1
    for dimension, values in PROFILE.items():
        cases = " ".join(f"WHEN '{value}' THEN {weight * at}" for at, value in enumerate(values, 1))
        sql.append(f"CASE {FIELDS[dimension]} {cases} ELSE 0 END")
        weight *= len(values) + 1
    cadre = "SELECT number FROM cadre k WHERE k.name = p.known_cadre"
    return " + ".join([*sql, f"{weight} * coalesce(({cadre}), 0)"])


SEATS = """
SELECT n.cascade, coalesce(p.known_region, e.region, 0), n.person, s.workshop, w.starts_on,
  coalesce(lag(w.starts_on) OVER (PARTITION BY n.cascade, n.person
                                  ORDER BY w.starts_on, w.key, w.number),
           CASE WHEN n.role = 1 THEN n.entry_date END),
  n.entry_date, coalesce(n.parent, 0), n.role, coalesce(p.known_organisation, 0), {profile}
FROM {people} presence s CROSS JOIN workshop w CROSS JOIN reach_node n CROSS JOIN person p
CROSS JOIN workshop e
WHERE {these} s.role = 1 AND w.number = s.workshop AND w.counts = 1 AND n.person = s.person
  AND n.cascade = w.cascade AND n.entry_workshop <> s.workshop
  AND p.number = n.person AND e.number = n.entry_workshop
"""
THEIRS = SEATS.format(people="", profile=_profile(), these="s.person IN ids(:people) AND")
AGAIN = "(SELECT person FROM presence GROUP BY person HAVING count(*) > 1) AS t CROSS JOIN"
"""Without it SQLite would look up the entry of everybody."""
ALL = SEATS.format(people=AGAIN, profile=_profile(), these="s.person = t.person AND")


def derive(db: Db, touched: Touched) -> None:
    """Derives the rows again of everybody whose attendances, place in the tree or statistics may
    have changed, or the region of the workshop by which they entered."""
    people = touched.people | touched.groups
    people |= touched.nodes | present(db, touched.cells)
    if not people:
        return
    wanted = sorted(people)
    rows = "SELECT * FROM attended_again WHERE person IN ids(:people)"
    before, after = set(db.rows(rows, people=wanted)), set(db.rows(THEIRS, people=wanted))
    rewrite(db, tables.attended_again, "person", before, after)


def derive_all(db: Db) -> None:
    """The rows of everybody, into an empty table."""
    db.fill(tables.attended_again, ALL)
