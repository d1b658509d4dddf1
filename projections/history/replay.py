"""The day and the parent with which each person entered a cascade, small enough to send as a whole.

People with one parent, one day of entry and one day of recording are one group. Groups are listed
by generation, in the order of their parents. So a parent is named by its place among all parents,
and no id is needed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from msgspec import UNSET

from domain.events import AttendanceAdded, Entry, WorkshopCorrected, WorkshopHeld
from domain.log import Log
from projections.db import Db

CELLS = """
SELECT trainer, workshop, date, people, unattributed FROM reach_cell
WHERE cascade = :cascade AND people > 0
"""
PARENTS = """
SELECT n.person, coalesce(n.parent, 0), n.role, n.entry_date, n.entry_workshop
FROM reach_trainer t JOIN reach_node n ON n.person = t.person AND n.cascade = t.cascade
WHERE t.cascade = :cascade
"""
NODES = """
SELECT m.id, n.person, coalesce(n.parent, 0), n.role, n.entry_date, n.entry_workshop
FROM person m JOIN reach_node n ON n.person = m.one AND n.cascade = :cascade
WHERE m.id IN ids(:ids)
"""
WORKSHOPS = "SELECT id, number FROM workshop WHERE cascade = :cascade AND counts = 1"
AT_ONCE = 2_000
"""Workshops whose entries are held in memory together."""

Key = tuple[int, bool, int, int]
"""Parent (0: none), unattributed, day of entry, day of recording."""


@dataclass(frozen=True)
class Group:
    """`parent`: the place of the parent among all parents, None in generation 0. The first
    `parents` of the `people` are parents themselves. Days are ordinals."""

    parent: int | None
    unattributed: bool
    day: int
    recorded: int
    people: int
    parents: int


@dataclass(frozen=True)
class Recorded:
    """`held`: workshop → the day on which it was recorded; `later`: (workshop, person's id) → the
    day on which a later entry added that person."""

    held: Mapping[int, int]
    later: Mapping[tuple[int, str], int]


def forest(db: Db, log: Log, cascade: int) -> list[list[Group]]:
    """All people who entered, in groups, by generation."""
    known = recorded(db, log, cascade)
    moved = _moved(db, cascade, known)
    counts: dict[Key, int] = defaultdict(int)
    for parent, workshop, day, people, loose in db.rows(CELLS, cascade=cascade):
        on = known.held.get(workshop, day)
        counts[parent, False, day, on] += people - (0 if parent else loose)
        if not parent and loose:
            counts[0, True, day, on] += loose
    for was, now in moved.values():
        counts[was] -= 1
        counts[now] += 1
    above = {key[0] for key in counts}
    parents: dict[Key, list[int]] = defaultdict(list)
    for person, parent, role, day, workshop in db.rows(PARENTS, cascade=cascade):
        if person in above:
            plain = (parent, bool(role and not parent), day, known.held.get(workshop, day))
            parents[moved.get(person, (plain, plain))[1]].append(person)
    return _levels({key: people for key, people in counts.items() if people}, parents)


def _moved(db: Db, cascade: int, known: Recorded) -> dict[int, tuple[Key, Key]]:
    """People who were added to a sheet later: person → (key without that line, key with it)."""
    found = {}
    ids = sorted({id for _, id in known.later})
    for id, person, parent, role, day, workshop in db.rows(NODES, cascade=cascade, ids=ids):
        if (workshop, id) in known.later:
            place = (parent, bool(role and not parent), day)
            was = (*place, known.held.get(workshop, day))
            found[person] = (was, (*place, known.later[workshop, id]))
    return found


def _levels(counts: Mapping[Key, int], parents: Mapping[Key, Sequence[int]]) -> list[list[Group]]:
    under: dict[int, list[Key]] = defaultdict(list)
    for key in sorted(counts, key=lambda key: key[1:]):
        under[key[0]].append(key)
    levels = []
    level, place = [0], -1
    while level:
        groups, below = [], []
        for person in level:
            for key in under.get(person, ()):
                mine = sorted(parents.get(key, ()))
                at = place if person else None
                groups.append(Group(at, *key[1:], counts[key], len(mine)))
                below += mine
            place += 1
        if groups:
            levels.append(groups)
        level = below
    return levels


# ---- when it was recorded --------------------------------------------------------------------


def recorded(db: Db, log: Log, cascade: int) -> Recorded:
    """The days of recording of the workshops that count."""
    numbers = {f"workshop/{id}": number for id, number in db.rows(WORKSHOPS, cascade=cascade)}
    held: dict[int, int] = {}
    later: dict[tuple[int, str], int] = {}
    streams = sorted(numbers)
    for at in range(0, len(streams), AT_ONCE):
        for stream, entries in log.load(streams[at : at + AT_ONCE]).items():
            number = numbers[stream]
            for day, person in _additions(entries):
                if person is None:
                    held[number] = day
                else:
                    later[number, person] = day
    return Recorded(held, later)


def _additions(entries: Sequence[Entry]) -> Iterator[tuple[int, str | None]]:
    """(day of recording, id of the person whom the entry added or None for the whole sheet)."""
    giving: set[str] = set()
    signed: set[str] = set()
    for entry in entries:
        day = entry.recorded_at.date().toordinal()
        match entry.event:
            case WorkshopHeld() as held:
                giving = {*held.cofacilitators, *([held.lead] if held.lead else ())}
                signed = {line.person for line in held.register}
                yield day, None
            case AttendanceAdded(attendance=line) if line.person not in giving:
                signed.add(line.person)
                yield day, line.person
            case WorkshopCorrected(lead=lead, cofacilitators=others):
                named = {lead} if isinstance(lead, str) else set()
                named |= set() if others is UNSET else set(others or ())
                for person in sorted(named - giving - signed):
                    yield day, person
                giving |= named
