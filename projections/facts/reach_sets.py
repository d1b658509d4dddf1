"""Derives whom each workshop leads to, and from that the reach of each trainer.

A change of a register or of an edge is carried up to all workshops that lead to it, the latest
first: what comes to their sets, and what may have left them because one of the ways there is gone.
Where nothing can have left, nothing but the sets' slices in question is read. A rebuild makes the
same sets from the registers, the latest workshop first. docs/definitions.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from graphlib import TopologicalSorter

from pyroaring import BitMap

from projections import tables
from projections.db import Db
from projections.facts import trainer_reach
from projections.facts.changed_sets import Change, Sets, Sheets, bounds
from projections.facts.changes import Touched
from projections.led_to import (
    NOTHING,
    leads_to,
    led_to,
    packed,
    register,
    registers,
    slices,
    together,
)

REGISTERS = """
SELECT w.number, w.cascade, w.counts, p.person, p.role
FROM workshop w LEFT JOIN presence p ON p.workshop = w.number WHERE w.number IN ids(:workshops)
"""
ABOVE = """
WITH RECURSIVE above(workshop, next_workshop) AS (
  SELECT workshop, next_workshop FROM reach_succ WHERE next_workshop IN ids(:workshops)
  UNION
  SELECT s.workshop, s.next_workshop
  FROM above a CROSS JOIN reach_succ s WHERE s.next_workshop = a.workshop
)
SELECT workshop, next_workshop FROM above
"""
"""The edges between workshops that lead to these."""
ONWARD = "SELECT workshop, next_workshop FROM reach_succ WHERE workshop IN ids(:workshops)"
TAUGHT = "SELECT workshop, person FROM presence WHERE role = 1 AND workshop IN ids(:workshops)"


def derive(db: Db, touched: Touched) -> None:
    """Derives the sets and the reach again for what a batch changed."""
    if not touched.workshops:
        return
    sheets, sets = _sheets(db, touched), Sets(db, touched.workshops - touched.before.keys())
    _carry(db, sheets, sets, touched)
    trainer_reach.derive(db, sheets, sets)
    sets.write()


def derive_all(db: Db) -> None:
    """All sets and the reach of all trainers, into empty tables."""
    latest = db.rows("SELECT number FROM workshop WHERE counts = 1 ORDER BY starts_on DESC")
    own = registers(db, (workshop for (workshop,) in latest))
    sets = led_to(own.items(), leads_to(db, own))
    db.add(
        tables.reach_set,
        [
            (workshop, number, packed(sets[workshop], number))
            for workshop in sorted(sets)
            for number in slices(sets[workshop])
        ],
    )
    trainer_reach.derive_all(db, own, sets)


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
    within = together([bounds(sheets.changes), *map(sets.before, ends)])
    sets.read(next_to, within)
    ways = _ways(db, next_to, sheets, sets, within) if _may_lose(sheets, lost) else {}
    for workshop in TopologicalSorter(next_to).static_order():
        kept = [sets.changes[n] for n in next_to[workshop] if n in sets.changes]
        kept += [sheets.changes[workshop]] if workshop in sheets.changes else []
        came = [*(sets.after(n) for n in gained.get(workshop, ())), *(c.came for c in kept)]
        left = [*(sets.before(n) for n in lost.get(workshop, ())), *(c.left for c in kept)]
        before = sets.before(workshop)
        change = Change(together(came) - before, together(left) & before)
        if change.left:
            register_now, onward = ways[workshop]
            change.left -= register_now
            for later in onward:
                change.left -= sets.after(later)
        if change:
            sets.changes[workshop] = change


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
