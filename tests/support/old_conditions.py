"""The definitions of scope and of what is due, as conditions on the facts' own tables.

Slow, but plain: an oracle for the tables of where people lie and of the days on which they are due.
"""

from __future__ import annotations

from projections.scope import SEEN


def person(there: str = "") -> str:
    """As `projections.scope.person`."""

    def at(cascade: str) -> str:
        return f"AND {cascade} = {there}" if there else ""

    settled = f"({there} << 32) + p.number IN ids(:their_people)"
    return f"""(:everything = 1 OR {settled if there else "p.number IN ids(:these_people)"}
OR EXISTS (
  SELECT 1 FROM person m WHERE m.one = p.one {at("m.cascade")}
    AND (m.cascade IN ids(:all_people_of) OR (m.cascade << 32) + m.region IN ids(:parts)))
OR EXISTS (
  SELECT 1 FROM presence s JOIN workshop w ON w.number = s.workshop JOIN person m ON m.one = p.one
  WHERE s.person = p.one {at("w.cascade")} AND (w.cascade IN ids(:all_people_of)
    OR (w.cascade << 32) + w.region IN ids(:parts)
    OR (w.cascade << 32) + m.region IN ids(:parts)) AND {SEEN})
OR EXISTS (
  SELECT 1 FROM person m JOIN standing x ON x.person = m.number WHERE m.one = p.one
    {at("x.cascade")}
    AND (x.cascade IN ids(:all_people_of) OR (x.cascade << 32) + m.region IN ids(:parts)))
OR EXISTS (
  SELECT 1 FROM person m JOIN certificate x ON x.person = m.number WHERE m.one = p.one
    {at("x.cascade")}
    AND (x.cascade IN ids(:all_people_of) OR (x.cascade << 32) + m.region IN ids(:parts)))
OR EXISTS (
  SELECT 1 FROM presence s JOIN workshop w ON w.number = s.workshop AND w.status = 'held'
    JOIN presence f ON f.workshop = s.workshop AND f.role = 0
  WHERE s.person = p.one AND s.role = 1 {at("w.cascade")}
    AND (w.cascade << 32) + f.person IN ids(:mine) AND {SEEN}))"""


CERTIFIED = """
SELECT DISTINCT p.one FROM certified c CROSS JOIN person p
WHERE c.cascade = :cascade AND c.starts_on <= :today AND c.until >= :today AND p.number = c.person
"""
LAPSING = f"""
{CERTIFIED} AND c.until <= :lapses AND NOT EXISTS (
  SELECT 1 FROM person m CROSS JOIN certified l
  WHERE m.one = p.one AND l.cascade = :cascade AND l.person = m.number AND l.until > :lapses)
"""
IDLE = f"""
{CERTIFIED} AND EXISTS (
  SELECT 1 FROM person m CROSS JOIN certified l
  WHERE m.one = p.one AND l.cascade = :cascade AND l.person = m.number AND l.starts_on <= :since)
AND NOT EXISTS (
  SELECT 1 FROM presence g CROSS JOIN workshop w
  WHERE g.person = p.one AND g.role = 0 AND w.number = g.workshop AND w.counts = 1
    AND w.cascade = :cascade AND w.starts_on > :since AND w.starts_on <= :today)
"""
FOLLOWUP = """
(EXISTS (
  SELECT 1 FROM reach_node e WHERE e.person = p.number AND e.cascade = :cascade AND e.role = 1
  AND e.entry_date <= :trained)
AND NOT EXISTS (
  SELECT 1 FROM person m CROSS JOIN outcome o
  WHERE m.one = p.number AND o.cascade = :cascade AND o.person = m.number
    AND o.kind = 'behaviour' AND o.voided = 0 AND o.day <= :today)
AND NOT EXISTS (SELECT 1 FROM person m WHERE m.one = p.number AND m.erased = 1))
"""
NO_STANDING = """NOT EXISTS (
  SELECT 1 FROM person m CROSS JOIN certificate x
  WHERE m.one = p.number AND x.person = m.number AND x.cascade = :cascade
    AND x.voided = 0 AND x.certified_on <= :today)
AND NOT EXISTS (
  SELECT 1 FROM person m CROSS JOIN standing x
  WHERE m.one = p.number AND x.person = m.number AND x.cascade = :cascade
    AND x.what IN ('nominated', 'assessed') AND x.day <= :today)"""
