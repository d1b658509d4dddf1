"""Which records a reader may look for: conditions that are part of every query.

A record outside the scope and a record that does not exist are not found by the same query. No
second step could tell the two apart, by its answer or by its time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from projections.db import Db, Params, some

PART = 32
"""Bits. A region of a cascade is one integer: the cascade's number shifted left by so many bits,
plus the region's number. Numbers are positions in the log, below 2**31."""


NUMBER = (1 << PART) - 1


@dataclass(frozen=True)
class Scope:
    """`whole`: numbers of cascades that lie within; `parts`: regions of other cascades (`PART`);
    `mine`: in the same form, cascades with the people to whom the reader's trainer roles are bound;
    `account`: the reader's account.

    `mine` covers the workshops that one of these people gave, and the people on their registers.
    `settled`: the scope at another moment (projections.past_scope).
    """

    everything: bool = False
    whole: frozenset[int] = frozenset()
    parts: frozenset[int] = frozenset()
    mine: frozenset[int] = frozenset()
    account: str = ""
    settled: Settled | None = None

    @property
    def is_empty(self) -> bool:
        """Whether no record can lie within."""
        return not (self.everything or self.whole or self.parts or self.mine or self.settled)

    @property
    def cascades(self) -> frozenset[int]:
        there = self.settled.cascades if self.settled else frozenset()
        return self.whole | there | {part >> PART for part in self.parts | self.mine}

    @property
    def asked(self) -> Params:
        """The parameters of the conditions below."""
        held = self.settled or Settled()
        return {
            "everything": int(self.everything),
            "whole": sorted(self.whole),
            "all_people_of": sorted(self.whole & held.whole if self.settled else self.whole),
            "parts": sorted(self.parts),
            "mine": sorted(self.mine),
            "teaches": int(bool(self.mine)),
            "cascades": sorted(self.cascades),
            "account": self.account,
            "their_people": sorted(held.people),
            "these_people": sorted({one & NUMBER for one in held.people}),
            "these_workshops": sorted(held.workshops),
            "these_proposals": sorted(held.proposals),
        }

    def has_whole(self, cascade: int) -> bool:
        """Whether all workshops of a cascade lie within."""
        return self.everything or cascade in self.whole

    def within(self, cascade: int) -> Scope:
        """The part of this scope that lies in one cascade."""

        def here(several: frozenset[int]) -> frozenset[int]:
            return frozenset(one for one in several if one >> PART == cascade)

        held = self.settled
        if held is not None:
            held = replace(held, cascades=held.cascades & {cascade}, people=here(held.people))
        parts, mine = here(self.parts), here(self.mine)
        return replace(self, whole=self.whole & {cascade}, parts=parts, mine=mine, settled=held)

    def part_of(self, cascade: int, region: int | None) -> bool:
        """Whether a new record in this region of this cascade would lie within."""
        within = region is not None and (cascade << PART) + region in self.parts
        return self.everything or cascade in self.whole or within


@dataclass(frozen=True)
class Settled:
    """The records that lie within a scope at one moment, by number. `people`: in the form of
    `PART`, a cascade and a person who lies within in it; `workshops`, `proposals`: those of
    cascades that do not lie within as a whole.

    `whole`: cascades all of whose earlier people still lie within; for these, `people` has only the
    people who came within since then.
    """

    cascades: frozenset[int] = frozenset()
    whole: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()
    workshops: frozenset[int] = frozenset()
    proposals: frozenset[int] = frozenset()


EVERYTHING = Scope(everything=True)

CASCADE = "(:everything = 1 OR c.number IN ids(:cascades))"
"""The condition that a cascade `c` lies within."""
WORKSHOP = """(:everything = 1 OR w.cascade IN ids(:whole)
  OR (w.cascade << 32) + w.region IN ids(:parts)
  OR w.number IN ids(:these_workshops)
  OR EXISTS (SELECT 1 FROM presence f WHERE f.workshop = w.number AND f.role = 0
             AND (w.cascade << 32) + f.person IN ids(:mine)))"""
"""The condition that a workshop `w` lies within, by its own region."""
SEEN = """NOT EXISTS (
    SELECT 1 FROM unseen u JOIN person k ON k.number = u.person
    WHERE u.workshop = w.number AND k.one = p.one)"""
"""The condition that the recorder who put a person `p` on the sheet of a workshop `w` could see
them."""


def person(there: str = "") -> str:
    """The condition on a person `p`. `there`: SQL for the number of the cascade in which they must
    lie within; by default any cascade."""

    def at(cascade: str) -> str:
        return f"AND {cascade} = {there}" if there else ""

    places = f"""FROM person_place l WHERE l.person = p.one AND l.seen = 1 {at("l.cascade")}
    AND (l.cascade IN ids(:all_people_of) OR (l.cascade << 32) + l.region IN ids(:parts))"""
    settled = f"({there} << 32) + p.number IN ids(:their_people)"
    return f"""(:everything = 1 OR {settled if there else "p.number IN ids(:these_people)"}
OR {some(places)}
OR (:teaches = 1 AND EXISTS (
  SELECT 1 FROM presence s JOIN workshop w ON w.number = s.workshop AND w.status = 'held'
    JOIN presence f ON f.workshop = s.workshop AND f.role = 0
  WHERE s.person = p.one AND s.role = 1 {at("w.cascade")}
    AND (w.cascade << 32) + f.person IN ids(:mine) AND {SEEN})))"""


PERSON = person()
"""The condition that a person `p` lies within: by the region of their profile, by the regions of
workshops where a recorder who could see them put them on the sheet, and by the cascades where they
are registered or certified."""
OUTCOME = f"""(:everything = 1 OR o.cascade IN ids(:whole) OR (o.cascade IN ids(:cascades)
  AND EXISTS (SELECT 1 FROM person p WHERE p.number = o.person AND {person("o.cascade")})))"""
"""The condition that an outcome `o` lies within, by its person in its cascade."""
PROPOSAL = """(:everything = 1 OR q.cascade IN ids(:whole) OR q.number IN ids(:these_proposals)
  OR (q.cascade << 32) + coalesce(q.region, (
    SELECT o.known_region FROM person m JOIN person o ON o.number = m.one
    WHERE m.number = q.lead)) IN ids(:parts)
  OR (q.author = :account AND EXISTS (
    SELECT 1 FROM person m WHERE m.number = q.lead
    AND (q.cascade << 32) + m.one IN ids(:mine))))"""
"""The condition that a proposal `q` lies within: by its region, else its lead's region; and always
for its author."""
BATCH = "(:everything = 1 OR b.cascade IN ids(:cascades))"
"""The condition that an import `b` lies within, by its cascade."""

_TABLES = {
    "cascade": ("cascade c", "c.number", "c.id", CASCADE),
    "workshop": ("workshop w", "w.number", "w.id", WORKSHOP),
    "person": ("person p", "p.number", "p.id", PERSON),
    "outcome": ("outcome o", "o.number", "o.id", OUTCOME),
    "proposal": ("proposal q", "q.number", "q.id", PROPOSAL),
    "batch": ("batch b", "b.started", "b.name", BATCH),
}
FIND = {
    kind: f"SELECT {number} FROM {table} WHERE {id} = :id AND {within}"
    for kind, (table, number, id, within) in _TABLES.items()
}
"""Kind → query for the number of one record."""
WITHIN = {
    kind: f"SELECT {id} FROM {table} WHERE {id} IN ids(:ids) AND {within}"
    for kind, (table, _, id, within) in _TABLES.items()
}
"""Kind → query for those of several ids that lie within."""


def find(db: Db, scope: Scope, kind: str, id: str) -> int | None:
    """The number of a record; None if it lies outside or does not exist."""
    row = db.one(FIND[kind], id=id, **scope.asked)
    return int(row[0]) if row else None


ANY_UNSEEN = """
SELECT 1 FROM unseen u JOIN workshop w ON w.number = u.workshop WHERE w.cascade = :cascade LIMIT 1
"""


def covers(db: Db, scope: Scope, cascade: int) -> bool:
    """Whether all people ever named in a cascade lie within."""
    if scope.everything:
        return True
    if scope.settled or cascade not in scope.whole:
        return False
    return db.one(ANY_UNSEEN, cascade=cascade) is None


TOPS = """
SELECT number, id, name FROM region
WHERE number IN ids(:regions) AND (parent IS NULL OR NOT parent IN ids(:regions)) ORDER BY name, id
"""


def own_regions(db: Db, scope: Scope, cascade: int) -> list[tuple[int, str, str]]:
    """(number, id, name) of the regions of a cascade that a reader sees with all below them."""
    regions = [part - (cascade << PART) for part in scope.parts if part >> PART == cascade]
    return [(number, id, name) for number, id, name in db.rows(TOPS, regions=regions)]


def lists_all(db: Db, scope: Scope, cascade: int, region: str | None = None) -> bool:
    """Whether a reader's lists have everybody of a cascade; where a region (an id) is given, of
    that region with all below it. Then a figure may open them."""
    if covers(db, scope, cascade):
        return True
    here = parts(db, cascade, region) if region else set[int]()
    is_within = bool(here) and scope.settled is None and here <= scope.parts
    return is_within and db.one(ANY_UNSEEN, cascade=cascade) is None


CASCADE_OF = {
    "cascade": "SELECT c.number FROM cascade c WHERE c.id = :id",
    "workshop": "SELECT w.cascade FROM workshop w WHERE w.id = :id",
    "outcome": "SELECT o.cascade FROM outcome o WHERE o.id = :id",
    "proposal": "SELECT q.cascade FROM proposal q WHERE q.id = :id",
    "batch": "SELECT b.cascade FROM batch b WHERE b.name = :id",
}
"""Kind → query for the cascade of a record. People may belong to several."""


def cascade_of(db: Db, kind: str, id: str) -> int | None:
    """The number of a record's cascade; None if there is not exactly one."""
    row = db.one(CASCADE_OF[kind], id=id) if kind in CASCADE_OF else None
    return None if row is None or row[0] is None else int(row[0])


def knowing(db: Db, scope: Scope, person: str) -> set[int]:
    """The cascades of a scope in which this person (an id) lies within."""
    return {
        cascade
        for cascade in scope.cascades
        if find(db, scope.within(cascade), "person", person) is not None
    }


def within(db: Db, scope: Scope, kind: str, ids: Iterable[str]) -> set[str]:
    """The ids (for imports: names) of those records that lie within."""
    wanted = sorted(set(ids))
    if scope.is_empty:
        return set()
    if not wanted or scope.everything:
        return set(wanted)
    return {id for (id,) in db.rows(WITHIN[kind], ids=wanted, **scope.asked)}


def people_within(db: Db, scope: Scope, ids: Iterable[str]) -> set[str]:
    return within(db, scope, "person", ids)


def regions_below(db: Db, region: int | str) -> frozenset[int]:
    """The numbers of a region (given by number or id) and of all regions below it; empty for an
    unknown id."""
    column = "id" if isinstance(region, str) else "number"
    sql = f"""
    WITH RECURSIVE below(number) AS (
      SELECT number FROM region WHERE {column} = :region
      UNION SELECT r.number FROM region r JOIN below b ON r.parent = b.number)
    SELECT number FROM below
    """
    return frozenset(number for (number,) in db.rows(sql, region=region))


def parts(db: Db, cascade: int, region: int | str) -> set[int]:
    """A region of a cascade and all regions below it, in the form of `PART`."""
    return {(cascade << PART) + number for number in regions_below(db, region)}
