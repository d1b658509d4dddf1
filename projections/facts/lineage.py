"""Derives the forest and its sums from presence at workshops. docs/definitions.md.

Rows are derived for the changed workshops and people and compared with the rows in the tables; only
the difference is written. A rebuild runs the same SQL without the filters.
"""

from __future__ import annotations

from projections import tables
from projections.db import Db, Row
from projections.facts import entrants
from projections.facts.changes import Touched
from projections.facts.rows import remove, rewrite

ENTRIES = """
SELECT cascade, person, parent, role, starts_on, workshop FROM (
  SELECT w.cascade, p.person, CASE WHEN p.role = 1 THEN w.leader END AS parent, p.role,
         w.starts_on, w.number AS workshop,
         row_number() OVER (PARTITION BY w.cascade, p.person
                            ORDER BY w.starts_on, p.role, w.key) AS place
  FROM presence p JOIN workshop w ON w.number = p.workshop
  WHERE w.counts = 1 {people}
) AS appearances WHERE place = 1
"""

TRAINERS = """
SELECT n.cascade, n.person, n.parent, n.role, n.entry_date, w.recorded
FROM (SELECT DISTINCT cascade, trainer FROM reach_cell WHERE trainer <> 0 {these}) AS c
JOIN reach_node n ON n.person = c.trainer AND n.cascade = c.cascade
JOIN workshop w ON w.number = n.entry_workshop
"""
"""Parents, and trainers without people below them whose workshops have gains."""

EDGES = """
SELECT DISTINCT a.workshop, b.workshop
FROM presence b CROSS JOIN workshop v CROSS JOIN presence a CROSS JOIN workshop w
WHERE b.role = 0 AND v.number = b.workshop AND a.person = b.person AND a.role = 1
  AND w.number = a.workshop AND w.counts = 1 AND v.counts = 1 AND v.cascade = w.cascade
  AND v.starts_on > w.ends_on {edges}
"""


def derive(db: Db, touched: Touched) -> None:
    """Derives the forest again for what a batch changed."""
    people = touched.people | touched.groups
    workshops = touched.workshops | touched.cells
    elsewhere = _derive_nodes(db, people) if people else []
    touched.nodes.update(row[1] for row in elsewhere)
    workshops |= {row[5] for row in elsewhere}
    if workshops:
        entrants.derive(db, workshops, touched)
    touched.trainers |= touched.nodes
    _derive_trainers(db, touched.trainers)
    if touched.workshops:
        _derive_edges(db, touched, people)


def derive_all(db: Db) -> None:
    """The whole forest, into empty tables."""
    db.fill(tables.reach_node, ENTRIES.format(people="") + "ORDER BY person, cascade")
    db.fresh_statistics(*tables.metadata.sorted_tables)
    entrants.derive_all(db)
    db.fill(tables.reach_trainer, TRAINERS.format(these="") + "ORDER BY n.person, n.cascade")
    db.fill(tables.reach_succ, EDGES.format(edges="") + "ORDER BY 1, 2")
    db.fresh_statistics(tables.reach_trainer, tables.reach_succ)


# ---- nodes and trainers ----------------------------------------------------------------------


def _derive_nodes(db: Db, people: set[int]) -> list[Row]:
    """Derives nodes. Returns the changed ones, both the old and the new rows."""
    wanted = sorted(people)
    before = {
        (cascade, person): row
        for row in db.rows("SELECT * FROM reach_node WHERE person IN ids(:people)", people=wanted)
        for cascade, person in [row[:2]]
    }
    sql = ENTRIES.format(people="AND p.person IN ids(:people)")
    after = {row[:2]: row for row in db.rows(sql, people=wanted)}
    gone = before.keys() - after.keys()
    changed = [row for key, row in after.items() if before.get(key) != row]
    remove(db, tables.reach_node, gone)
    db.put(tables.reach_node, changed)
    differing = [before[key] for key in gone] + changed
    return differing + [before[row[:2]] for row in changed if row[:2] in before]


def _derive_trainers(db: Db, people: set[int]) -> None:
    """Derives trainers. `people`: those who may have gained or lost a cell, or changed parent."""
    maybe = sorted(people)
    if not maybe:
        return
    before = set(db.rows("SELECT * FROM reach_trainer WHERE person IN ids(:people)", people=maybe))
    sql = TRAINERS.format(these="AND trainer IN ids(:people)")
    after = set(db.rows(sql, people=maybe))
    rewrite(db, tables.reach_trainer, "person", before, after)


# ---- edges -----------------------------------------------------------------------------------


def _derive_edges(db: Db, touched: Touched, people: set[int]) -> None:
    """Derives the edges from and to changed workshops. An edge can disappear only if its first
    workshop changed, or if a person who attended that one changed and facilitated the second."""
    workshops = touched.workshops
    wanted = sorted(workshops)
    onward = db.rows(EDGES_FROM, w=wanted)
    backward = db.rows(EDGES.format(edges="AND b.workshop IN ids(:w)"), w=wanted)
    after = {*onward, *backward}
    attended = "SELECT DISTINCT workshop FROM presence WHERE role = 1 AND person IN ids(:people)"
    came_from = workshops | {one for one, _ in after}
    came_from |= {one for (one,) in db.rows(attended, people=sorted(people))}
    before = {
        (one, other)
        for one, other in db.rows(
            "SELECT * FROM reach_succ WHERE workshop IN ids(:w)", w=sorted(came_from)
        )
        if one in workshops or other in workshops
    }
    touched.edges_gone, touched.edges_new = before - after, after - before
    remove(db, tables.reach_succ, touched.edges_gone)
    db.add(tables.reach_succ, touched.edges_new)


EDGES_FROM = EDGES.format(edges="AND a.workshop IN ids(:w)").replace(
    "FROM presence b CROSS JOIN workshop v CROSS JOIN presence a CROSS JOIN workshop w",
    "FROM presence a CROSS JOIN workshop w CROSS JOIN presence b CROSS JOIN workshop v",
)
"""The same edges, searched from the other end: SQLite joins in the order written."""
