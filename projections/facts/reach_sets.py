"""Derives whom each workshop leads to, and from that the reach of each trainer.

A change of a register or of an edge is carried up to all workshops that lead to it, the latest
first: what comes to their sets, and what may have left them because one of the ways there is gone.
Where nothing can have left, nothing but the sets' slices in question is read. A rebuild makes the
same sets from the registers, the latest workshop first. docs/definitions.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from graphlib import TopologicalSorter

from pyroaring import BitMap

from projections import tables
from projections.db import Db, Row
from projections.facts.changes import Touched
from projections.led_to import led_to, packed, people_in, register, slices, unpacked

REGISTERS = """
SELECT w.number, w.cascade, w.counts, p.person, p.role
FROM workshop w LEFT JOIN presence p ON p.workshop = w.number WHERE w.number IN ids(:workshops)
"""
ABOVE = """
WITH RECURSIVE above(workshop) AS (
  SELECT number FROM workshop WHERE number IN ids(:workshops)
  UNION
  SELECT s.workshop FROM above a CROSS JOIN reach_succ s WHERE s.next_workshop = a.workshop
)
SELECT s.workshop, s.next_workshop
FROM above a CROSS JOIN reach_succ s WHERE s.next_workshop = a.workshop
"""
ONWARD = "SELECT workshop, next_workshop FROM reach_succ WHERE workshop IN ids(:workshops)"
TAUGHT = "SELECT workshop, person FROM presence WHERE role = 1 AND workshop IN ids(:workshops)"
SETS = "SELECT workshop, members FROM reach_set WHERE workshop IN ids(:workshops)"
GAVE = "SELECT DISTINCT person FROM presence WHERE role = 0 AND workshop IN ids(:workshops)"
GIVEN = """
SELECT w.cascade, p.person, p.workshop FROM presence p CROSS JOIN workshop w
WHERE p.role = 0 AND w.number = p.workshop AND w.counts = 1 {these}
"""
DIRECT = """
SELECT w.cascade, g.person, count(DISTINCT p.person)
FROM presence g CROSS JOIN workshop w CROSS JOIN presence p
WHERE g.role = 0 AND w.number = g.workshop AND w.counts = 1
  AND p.workshop = g.workshop AND p.role = 1 AND g.person IN ids(:people)
GROUP BY w.cascade, g.person
"""
THESE = "AND p.person IN ids(:people)"
NOTHING = BitMap()
InCascade = tuple[int, int]
"""The numbers of a cascade and of a person."""


@dataclass
class Change:
    """What came to a set, and what left it."""

    came: BitMap = field(default_factory=BitMap)
    left: BitMap = field(default_factory=BitMap)

    def __bool__(self) -> bool:
        return bool(self.came or self.left)


@dataclass
class Sheets:
    """The registers of the workshops that a batch changed. `now`: those that count; `gave`: of
    each, who gave it before the batch and who gives it now, if it counts."""

    changes: dict[int, Change] = field(default_factory=dict)
    now: dict[int, BitMap] = field(default_factory=dict)
    cascade: dict[int, int] = field(default_factory=dict)
    gave: dict[int, tuple[set[int], set[int]]] = field(default_factory=dict)


class Sets:
    """The sets before and after the batch, as far as they were read."""

    def __init__(self, db: Db) -> None:
        self._db = db
        self._before: dict[int, BitMap] = {}
        self._whole: set[int] = set()
        self.changes: dict[int, Change] = {}

    def read(self, workshops: Iterable[int], within: BitMap | None = None) -> None:
        """`within`: only the slices in which this set has members."""
        known = self._whole if within is None else self._before.keys()
        wanted = sorted(set(workshops) - known)
        if not wanted:
            return
        asked: dict[str, list[int]] = {"workshops": wanted}
        sql = SETS
        if within is not None:
            sql, asked["slices"] = f"{SETS} AND slice IN ids(:slices)", list(slices(within))
        parts: dict[int, list[bytes]] = {workshop: [] for workshop in wanted}
        for workshop, members in self._db.rows(sql, **asked):
            parts[workshop].append(members)
        self._before.update((workshop, unpacked(found)) for workshop, found in parts.items())
        if within is None:
            self._whole.update(wanted)

    def before(self, workshop: int) -> BitMap:
        return self._before[workshop]

    def after(self, workshop: int) -> BitMap:
        found, change = self._before[workshop], self.changes.get(workshop)
        return (found | change.came) - change.left if change else found

    def write(self) -> None:
        rows, gone = [], []
        for workshop, change in sorted(self.changes.items()):
            after = self.after(workshop)
            there = set(slices(after))
            for number in slices(change.came | change.left):
                if number in there:
                    rows.append((workshop, number, packed(after, number)))
                else:
                    gone.append((workshop, number))
        for workshop, number in gone:
            self._db.run(
                "DELETE FROM reach_set WHERE workshop = :workshop AND slice = :number",
                workshop=workshop,
                number=number,
            )
        self._db.put(tables.reach_set, rows)


def derive(db: Db, touched: Touched) -> None:
    """Derives the sets and the reach again for what a batch changed."""
    if not touched.workshops:
        return
    sheets, sets = _sheets(db, touched), Sets(db)
    _carry(db, sheets, sets, touched)
    _derive_trainers(db, sheets, sets)
    sets.write()


def derive_all(db: Db) -> None:
    """All sets and the reach of all trainers, into empty tables."""
    people: dict[int, list[int]] = {}
    for workshop, person in db.rows(TAUGHT.replace("workshop IN ids(:workshops)", "TRUE")):
        people.setdefault(workshop, []).append(person)
    next_to: dict[int, list[int]] = {}
    for one, other in db.rows("SELECT workshop, next_workshop FROM reach_succ"):
        next_to.setdefault(one, []).append(other)
    latest = db.rows("SELECT number FROM workshop WHERE counts = 1 ORDER BY starts_on DESC")
    registers = {one: register(one, people.pop(one, ())) for (one,) in latest}
    sets = led_to(registers.items(), next_to)
    db.add(
        tables.reach_set,
        (
            (workshop, number, packed(sets[workshop], number))
            for workshop in sorted(sets)
            for number in slices(sets[workshop])
        ),
    )
    given = _by_trainer(db.rows(GIVEN.format(these="")))
    rows = (
        _row(
            who,
            people_in(BitMap.union(*(registers[one] for one in gave))),
            BitMap.union(*(sets[one] for one in gave)),
            len(gave),
        )
        for who, gave in given.items()
    )
    db.add(tables.trainer_reach, sorted(rows, key=lambda row: (row[1], row[0])))


# ---- sets ------------------------------------------------------------------------------------


def _sheets(db: Db, touched: Touched) -> Sheets:
    found = Sheets()
    roles: dict[int, dict[int, int]] = {}
    for workshop, cascade, counts, person, role in db.rows(
        REGISTERS, workshops=sorted(touched.workshops)
    ):
        found.cascade[workshop] = cascade
        if counts:
            here = roles.setdefault(workshop, {})
            if person is not None:
                here[person] = role
    for workshop in found.cascade:
        was = touched.before.get(workshop)
        before = was.roles if was and was.counts else None
        taught, gave_before = _parted(workshop, before)
        teaches, gives = _parted(workshop, roles.get(workshop))
        found.gave[workshop] = gave_before, gives
        found.now[workshop] = teaches
        if taught != teaches:
            found.changes[workshop] = Change(teaches - taught, taught - teaches)
    return found


def _parted(workshop: int, roles: Mapping[int, int] | None) -> tuple[BitMap, set[int]]:
    """A workshop's own set, and who gave it; `roles`: None if it does not count."""
    if roles is None:
        return NOTHING, set()
    people = register(workshop, [person for person, role in roles.items() if role])
    return people, {person for person, role in roles.items() if not role}


def _carry(db: Db, sheets: Sheets, sets: Sets, touched: Touched) -> None:
    """Carries the changes of registers and edges up, to all workshops that lead to them."""
    gained, lost = _by_first(touched.edges_new), _by_first(touched.edges_gone)
    changed = sheets.changes.keys() | gained.keys() | lost.keys()
    if not changed:
        return
    next_to: dict[int, set[int]] = {workshop: set() for workshop in changed}
    for one, other in db.rows(ABOVE, workshops=sorted(changed)):
        next_to.setdefault(one, set()).add(other)
    ends = {other for _, other in touched.edges_new | touched.edges_gone}
    sets.read(ends)
    bounds = [c.came | c.left for c in sheets.changes.values()]
    within = BitMap.union(BitMap(), *bounds, *map(sets.before, ends))
    sets.read(next_to, within)
    ways = _ways(db, next_to, sheets, sets, within) if _may_lose(sheets, lost) else {}
    for workshop in TopologicalSorter(next_to).static_order():
        own = sheets.changes.get(workshop, Change())
        kept = [sets.changes[n] for n in next_to[workshop] if n in sets.changes]
        came = BitMap.union(
            own.came, *(sets.after(n) for n in gained.get(workshop, ())), *(c.came for c in kept)
        )
        left = BitMap.union(
            own.left, *(sets.before(n) for n in lost.get(workshop, ())), *(c.left for c in kept)
        )
        before = sets.before(workshop)
        came -= before
        left &= before
        if left:
            register_now, onward = ways[workshop]
            left -= register_now
            for later in onward:
                left -= sets.after(later)
        if came or left:
            sets.changes[workshop] = Change(came, left)


def _by_first(edges: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for one, other in edges:
        found.setdefault(one, []).append(other)
    return found


def _may_lose(sheets: Sheets, lost: Collection[int]) -> bool:
    return bool(lost) or any(change.left for change in sheets.changes.values())


def _ways(
    db: Db, workshops: Collection[int], sheets: Sheets, sets: Sets, within: BitMap
) -> dict[int, tuple[BitMap, list[int]]]:
    """Of each workshop its own set as it is now, and the workshops to which it leads directly, with
    their sets read: what is in one of these has not left."""
    onward = _by_first(db.rows(ONWARD, workshops=sorted(workshops)))
    sets.read({later for all_ in onward.values() for later in all_}, within)
    people: dict[int, list[int]] = {}
    others = sorted(set(workshops) - sheets.now.keys())
    for workshop, person in db.rows(TAUGHT, workshops=others):
        people.setdefault(workshop, []).append(person)
    return {
        one: (
            sheets.now[one] if one in sheets.now else register(one, people.get(one, ())),
            onward.get(one, []),
        )
        for one in workshops
    }


# ---- trainers --------------------------------------------------------------------------------


def _derive_trainers(db: Db, sheets: Sheets, sets: Sets) -> None:
    """Derives the rows of those who gave a changed workshop or one above, or give it now."""
    people = {p for before, now in sheets.gave.values() for p in before | now}
    above = sorted(sets.changes.keys() - sheets.gave.keys())
    people |= {p for (p,) in db.rows(GAVE, workshops=above)} if above else set()
    if not people:
        return
    asked = {"people": sorted(people)}
    given = _by_trainer(db.rows(GIVEN.format(these=THESE), **asked))
    before = {
        row[:2]: row
        for row in db.rows("SELECT * FROM trainer_reach WHERE person IN ids(:people)", **asked)
    }
    shifted = _whose_workshops_changed(sheets)
    taught = _whose_registers_changed(sheets, given) | shifted
    direct = _direct(db, taught & given.keys())
    _read_sets(sets, given, shifted)
    rows = []
    for who, gave in given.items():
        if who in shifted:
            row = _row(who, direct.get(who, 0), BitMap.union(*map(sets.after, gave)), len(gave))
        else:
            row = _changed(before[who], direct.get(who, 0) if who in taught else None, gave, sets)
        if before.get(who) != row:
            rows.append(row)
    for cascade, person in sorted(before.keys() - given.keys()):
        db.run(
            "DELETE FROM trainer_reach WHERE cascade = :cascade AND person = :person",
            cascade=cascade,
            person=person,
        )
    db.put(tables.trainer_reach, rows)


def _by_trainer(rows: Iterable[Row]) -> dict[InCascade, list[int]]:
    given: dict[InCascade, list[int]] = {}
    for cascade, person, workshop in rows:
        given.setdefault((cascade, person), []).append(workshop)
    return given


def _whose_workshops_changed(sheets: Sheets) -> set[InCascade]:
    """Those who gave a workshop before the batch and do not now, or the reverse."""
    return {
        (sheets.cascade[workshop], person)
        for workshop, (before, now) in sheets.gave.items()
        for person in before ^ now
    }


def _whose_registers_changed(
    sheets: Sheets, given: Mapping[InCascade, Collection[int]]
) -> set[InCascade]:
    return {who for who, gave in given.items() if not sheets.changes.keys().isdisjoint(gave)}


def _direct(db: Db, trainers: Collection[InCascade]) -> dict[InCascade, int]:
    if not trainers:
        return {}
    rows = db.rows(DIRECT, people=sorted({person for _, person in trainers}))
    return {(cascade, person): count for cascade, person, count in rows}


def _read_sets(
    sets: Sets, given: Mapping[InCascade, Collection[int]], shifted: Collection[InCascade]
) -> None:
    """Reads what the rows of these trainers need: the whole sets of those whose workshops are not
    the same, and of the others the slices in which something changed."""
    sets.read({one for who, gave in given.items() if who in shifted for one in gave})
    within = BitMap.union(BitMap(), *(c.came | c.left for c in sets.changes.values()))
    others = {one for who, gave in given.items() if len(gave) > 1 for one in gave}
    sets.read(others, within)


def _row(who: InCascade, direct: int, reached: BitMap, given: int) -> Row:
    cascade, person = who
    people = people_in(reached)
    return (
        cascade, person, direct, people - (person in reached), len(reached) - people - given,
    )  # fmt: skip


def _changed(row: Row, direct: int | None, gave: Collection[int], sets: Sets) -> Row:
    """The row of a trainer who gave the same workshops before."""
    cascade, person, directly, reach, downstream = row
    changes = [sets.changes[one] for one in gave if one in sets.changes]
    came = BitMap.union(BitMap(), *(change.came for change in changes))
    left = BitMap.union(BitMap(), *(change.left for change in changes))
    if came or left:
        for one in gave:
            came -= sets.before(one)
            left -= sets.after(one)
        came.discard(person)
        left.discard(person)
    more, less = people_in(came), people_in(left)
    return (
        cascade, person, directly if direct is None else direct, reach + more - less,
        downstream + len(came) - more - len(left) + less,
    )  # fmt: skip
