"""Which records somebody may look for: conditions that go into the query of every look-up.

A record that lies outside is not found, by the same query that does not find one that is not
there: there is no second step that could tell the two apart, by its answer or by its time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from projections.db import Db

PART = 32
"""A part of a cascade is one integer: the cascade's number shifted by so many bits, and the
region's number. Numbers are positions in the log, below 2**31."""


NUMBER = (1 << PART) - 1


@dataclass(frozen=True)
class Scope:
    """`whole`: numbers of cascades; `parts`: of their regions; `mine`: of who a trainer is there;
    `account`: whose scope it is.

    Workshops and people on a register that one of `mine` gave are found where `mine` says so.
    `settled`: see `settling.settle`.
    """

    everything: bool = False
    whole: frozenset[int] = frozenset()
    parts: frozenset[int] = frozenset()
    mine: frozenset[int] = frozenset()
    account: str = ""
    settled: Settled | None = None

    @property
    def is_empty(self) -> bool:
        """Nothing lies within, whatever there is."""
        return not (self.everything or self.whole or self.parts or self.mine or self.settled)

    @property
    def cascades(self) -> frozenset[int]:
        there = self.settled.cascades if self.settled else frozenset()
        return self.whole | there | {part >> PART for part in self.parts | self.mine}

    @property
    def asked(self) -> dict[str, Any]:
        """The parameters of the conditions."""
        held = self.settled or Settled()
        return {
            "everything": int(self.everything),
            "whole": sorted(self.whole),
            "all_people_of": sorted(self.whole & held.whole if self.settled else self.whole),
            "parts": sorted(self.parts),
            "mine": sorted(self.mine),
            "cascades": sorted(self.cascades),
            "account": self.account,
            "their_people": sorted(held.people),
            "these_people": sorted({one & NUMBER for one in held.people}),
            "these_workshops": sorted(held.workshops),
            "these_proposals": sorted(held.proposals),
        }

    def within(self, cascade: int) -> Scope:
        """What of it lies in one cascade."""

        def here(several: frozenset[int]) -> frozenset[int]:
            return frozenset(one for one in several if one >> PART == cascade)

        held = self.settled
        if held is not None:
            held = replace(held, cascades=held.cascades & {cascade}, people=here(held.people))
        parts, mine = here(self.parts), here(self.mine)
        return replace(self, whole=self.whole & {cascade}, parts=parts, mine=mine, settled=held)

    def part_of(self, cascade: int, region: int | None) -> bool:
        """Whether something new in this region of this cascade would lie within."""
        within = region is not None and (cascade << PART) + region in self.parts
        return self.everything or cascade in self.whole or within


@dataclass(frozen=True)
class Settled:
    """What lies within a scope at one moment, by number: people, each in parts with a cascade in
    which they do; workshops and proposals, where they do not lie within for their cascade.

    `whole`: cascades of which everybody who lay within at the earlier moment does so now; of
    `people` there are only those who came within since.
    """

    cascades: frozenset[int] = frozenset()
    whole: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()
    workshops: frozenset[int] = frozenset()
    proposals: frozenset[int] = frozenset()


EVERYTHING = Scope(everything=True)

CASCADE = "(:everything = 1 OR c.number IN ids(:cascades))"
"""Of a cascade `c`."""
WORKSHOP = """(:everything = 1 OR w.cascade IN ids(:whole)
  OR (w.cascade << 32) + w.region IN ids(:parts)
  OR w.number IN ids(:these_workshops)
  OR EXISTS (SELECT 1 FROM presence f WHERE f.workshop = w.number AND f.role = 0
             AND (w.cascade << 32) + f.person IN ids(:mine)))"""
"""Of a workshop `w`: its own region's."""
SEEN = """NOT EXISTS (
    SELECT 1 FROM unseen u JOIN person k ON k.number = u.person
    WHERE u.workshop = w.number AND k.one = p.one)"""
"""Whoever put a person `p` on the sheet of a workshop `w` could see them."""


def person(there: str = "") -> str:
    """The condition on a person `p`. `there`: SQL for the number of a cascade in which they have
    to lie within; by default in any."""

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


PERSON = person()
"""Of a person `p`: of the region of their profile, and of those of the workshops on whose sheets
they were put by somebody who could see them, or with which they were registered."""
OUTCOME = f"""(:everything = 1 OR o.cascade IN ids(:whole) OR (o.cascade IN ids(:cascades)
  AND EXISTS (SELECT 1 FROM person p WHERE p.number = o.person AND {person("o.cascade")})))"""
"""Of an outcome `o`: its person's, in its cascade."""
PROPOSAL = """(:everything = 1 OR q.cascade IN ids(:whole) OR q.number IN ids(:these_proposals)
  OR (q.cascade << 32) + coalesce(q.region, (
    SELECT o.known_region FROM person m JOIN person o ON o.number = m.one
    WHERE m.number = q.lead)) IN ids(:parts)
  OR (q.author = :account AND EXISTS (
    SELECT 1 FROM person m WHERE m.number = q.lead
    AND (q.cascade << 32) + m.one IN ids(:mine))))"""
"""Of a proposal `q`: of its region, or else of its lead's; and its author's."""
BATCH = "(:everything = 1 OR b.cascade IN ids(:cascades))"
"""Of an import `b`: its cascade's."""

FIND = {
    "cascade": f"SELECT c.number FROM cascade c WHERE c.id = :id AND {CASCADE}",
    "workshop": f"SELECT w.number FROM workshop w WHERE w.id = :id AND {WORKSHOP}",
    "person": f"SELECT p.number FROM person p WHERE p.id = :id AND {PERSON}",
    "outcome": f"SELECT o.number FROM outcome o WHERE o.id = :id AND {OUTCOME}",
    "proposal": f"SELECT q.number FROM proposal q WHERE q.id = :id AND {PROPOSAL}",
    "batch": f"SELECT b.started FROM batch b WHERE b.name = :id AND {BATCH}",
}
"""By kind: the query for the number of one record."""


def find(db: Db, scope: Scope, kind: str, id: str) -> int | None:
    """The number of a record that lies within; None where it does not, or is none."""
    row = db.one(FIND[kind], id=id, **scope.asked)
    return int(row[0]) if row else None


ANY_UNSEEN = """
SELECT 1 FROM unseen u JOIN workshop w ON w.number = u.workshop WHERE w.cascade = :cascade LIMIT 1
"""


def covers(db: Db, scope: Scope, cascade: int) -> bool:
    """Whether everybody who was ever named in a cascade lies within."""
    if scope.everything:
        return True
    if scope.settled or cascade not in scope.whole:
        return False
    return db.one(ANY_UNSEEN, cascade=cascade) is None


CASCADE_OF = {
    "cascade": "SELECT c.number FROM cascade c WHERE c.id = :id",
    "workshop": "SELECT w.cascade FROM workshop w WHERE w.id = :id",
    "outcome": "SELECT o.cascade FROM outcome o WHERE o.id = :id",
    "proposal": "SELECT q.cascade FROM proposal q WHERE q.id = :id",
    "batch": "SELECT b.cascade FROM batch b WHERE b.name = :id",
}
"""By kind: the query for the cascade that a record belongs to; people belong to several."""


def cascade_of(db: Db, kind: str, id: str) -> int | None:
    """The number of the one cascade that a record belongs to; None where there is not one."""
    row = db.one(CASCADE_OF[kind], id=id) if kind in CASCADE_OF else None
    return None if row is None or row[0] is None else int(row[0])


def knowing(db: Db, scope: Scope, person: str) -> set[int]:
    """Of the cascades of a scope, those in which it has this person (an id)."""
    return {
        cascade
        for cascade in scope.cascades
        if find(db, scope.within(cascade), "person", person) is not None
    }


def people_within(db: Db, scope: Scope, ids: Iterable[str]) -> set[str]:
    """Of these ids of people, those that lie within."""
    return _within(
        db, scope, "SELECT p.id FROM person p WHERE p.id IN ids(:ids) AND " + PERSON, ids
    )


def workshops_within(db: Db, scope: Scope, ids: Iterable[str]) -> set[str]:
    where = "SELECT w.id FROM workshop w WHERE w.id IN ids(:ids) AND "
    return _within(db, scope, where + WORKSHOP, ids)


def outcomes_within(db: Db, scope: Scope, ids: Iterable[str]) -> set[str]:
    return _within(
        db, scope, f"SELECT o.id FROM outcome o WHERE o.id IN ids(:ids) AND {OUTCOME}", ids
    )


def proposals_within(db: Db, scope: Scope, ids: Iterable[str]) -> set[str]:
    return _within(
        db, scope, f"SELECT q.id FROM proposal q WHERE q.id IN ids(:ids) AND {PROPOSAL}", ids
    )


def cascades_within(db: Db, scope: Scope, ids: Iterable[str]) -> set[str]:
    return _within(
        db, scope, f"SELECT c.id FROM cascade c WHERE c.id IN ids(:ids) AND {CASCADE}", ids
    )


def batches_within(db: Db, scope: Scope, names: Iterable[str]) -> set[str]:
    return _within(
        db, scope, f"SELECT b.name FROM batch b WHERE b.name IN ids(:ids) AND {BATCH}", names
    )


def _within(db: Db, scope: Scope, sql: str, ids: Iterable[str]) -> set[str]:
    wanted = sorted(set(ids))
    if scope.is_empty:
        return set()
    if not wanted or scope.everything:
        return set(wanted)
    return {id for (id,) in db.rows(sql, ids=wanted, **scope.asked)}


BELOW = """
WITH RECURSIVE below(number) AS (
  SELECT CAST(:region AS bigint)
  UNION SELECT r.number FROM region r JOIN below b ON r.parent = b.number)
SELECT number FROM below
"""


def parts(db: Db, cascade: int, region: int) -> set[int]:
    """A region of a cascade, and everything below it."""
    return {(cascade << PART) + number for (number,) in db.rows(BELOW, region=region)}
