"""One number at two moments, and the entries of the log that made the difference.

A number counts a set of people or of workshops. Only those whom an entry between the moments
touched can be in it at one moment and not at the other; the others need not be read. Each member of
the set at only one of the moments is attributed to one entry: the last one after which it began, or
ceased, to be counted. To find that entry, the workshops by which a person entered at either moment
are followed entry by entry, and the merges of the person between the moments. Each member has one
entry, so the parts add up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from domain.events import Entry
from domain.log import Log
from projections.db import Db, Params
from projections.history import workshop_timeline
from projections.history.workshop_timeline import Snapshot

PEOPLE, WORKSHOPS = "people", "workshops"
FIGURES = (PEOPLE, WORKSHOPS)

MEMBERS = {
    PEOPLE: """
SELECT person FROM reach_node
WHERE cascade = :cascade AND person IN ids(:these) AND entry_date >= :first AND entry_date <= :last
""",
    WORKSHOPS: """
SELECT number FROM workshop
WHERE cascade = :cascade AND number IN ids(:these) AND counts = 1
  AND starts_on >= :first AND starts_on <= :last
""",
}
BY_DAY = {
    PEOPLE: "SELECT date, sum(people) FROM reach_cell WHERE cascade = :cascade GROUP BY date",
    WORKSHOPS: """
SELECT starts_on, count(*) FROM workshop WHERE cascade = :cascade AND counts = 1 GROUP BY starts_on
""",
}
ENTERED = """
SELECT person, entry_workshop FROM reach_node WHERE cascade = :cascade AND person IN ids(:people)
"""
GROUPS = """
SELECT p.number, m.number, m.id FROM person p JOIN person m ON m.one = p.one
WHERE p.number IN ids(:people)
"""
ONE = "SELECT number, one FROM person WHERE number IN ids(:people)"
PAIRS = """
SELECT a.id, b.id FROM pair q JOIN person a ON a.number = q.one JOIN person b ON b.number = q.other
WHERE q.one IN ids(:people) OR q.other IN ids(:people)
"""
TOUCHED_WORKSHOPS = "SELECT number FROM workshop WHERE id IN ids(:ids)"
TOUCHED_PEOPLE = """
SELECT s.person FROM workshop w CROSS JOIN presence s
WHERE w.id IN ids(:workshops) AND s.workshop = w.number
UNION
SELECT m.number FROM person p CROSS JOIN person m WHERE p.id IN ids(:people) AND m.one = p.one
"""
IDS = "SELECT number, id FROM workshop WHERE number IN ids(:numbers)"
NO_IDS: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Moment:
    """A position of the log, and a period: the ordinals of two days, both included."""

    db: Db
    position: int
    first: int
    last: int


@dataclass
class Part:
    """How one entry changed the number. `entry` is None if no entry was found."""

    entry: Entry | None
    more: int = 0
    less: int = 0

    @property
    def net(self) -> int:
        return self.more - self.less


@dataclass
class Comparison:
    """`then` + the `parts` + `days` = `now`. `days`: (more, less), the difference that comes from
    asking for another period at the second moment."""

    then: int
    now: int
    days: tuple[int, int] = (0, 0)
    parts: list[Part] = field(default_factory=list)


def compare(log: Log, figure: str, cascade: int, then: Moment, now: Moment) -> Comparison:
    """`then` is not later in the log than `now`."""
    days = [by_day(moment.db, figure, cascade) for moment in (then, now)]
    before, after = (_count(of, moment) for of, moment in zip(days, (then, now), strict=True))
    found = Comparison(before, after)
    found.days = (_outside(days[0], now, then), _outside(days[0], then, now))
    these = _touched(log, figure, then, now)
    asked: Params = {"cascade": cascade, "first": now.first, "last": now.last}
    asked["these"] = sorted(these)
    was, is_ = ({n for (n,) in m.db.rows(MEMBERS[figure], **asked)} for m in (then, now))
    if was == is_:
        return found
    causes = (_of_people if figure == PEOPLE else _of_workshops)(log, cascade, then, now, was ^ is_)
    parts: dict[int, Part] = {}
    for one in sorted(was ^ is_):
        entry = causes.get(one)
        part = parts.setdefault(entry.position if entry else 0, Part(entry))
        part.more += one in is_
        part.less += one in was
    found.parts = [parts[at] for at in sorted(parts)]
    return found


def _count(by: Mapping[int, int], within: Moment) -> int:
    return sum(n for day, n in by.items() if within.first <= day <= within.last)


def _outside(by: Mapping[int, int], within: Moment, other: Moment) -> int:
    """The number in the period of one moment and not in that of the other."""
    return sum(
        n
        for day, n in by.items()
        if within.first <= day <= within.last and not other.first <= day <= other.last
    )


def _touched(log: Log, figure: str, then: Moment, now: Moment) -> set[int]:
    """Members of the set at either moment that an entry between them may have put there."""
    streams = {row[1] for row in log.rows(then.position, now.position)}
    workshops = sorted(s.removeprefix("workshop/") for s in streams if s.startswith("workshop/"))
    people = sorted({id for s in streams if s.startswith("pair/") for id in s.split("/")[1:]})
    found: set[int] = set()
    for db in (then.db, now.db):
        if figure == WORKSHOPS:
            rows = db.rows(TOUCHED_WORKSHOPS, ids=workshops)
        else:
            rows = db.rows(TOUCHED_PEOPLE, workshops=workshops, people=people)
        found |= {number for (number,) in rows}
    return found


def by_day(db: Db, figure: str, cascade: int) -> dict[int, int]:
    """The whole number, by day."""
    return {day: int(n) for day, n in db.rows(BY_DAY[figure], cascade=cascade) if n}


# ---- workshops -------------------------------------------------------------------------------


def _of_workshops(
    log: Log, cascade: int, then: Moment, now: Moment, differing: Collection[int]
) -> dict[int, Entry]:
    found = {}
    for number, snapshots in _snapshots(log, now, differing).items():
        if entry := _flip([snapshots], [], then, now):
            found[number] = entry
    return found


# ---- people ----------------------------------------------------------------------------------


def _of_people(
    log: Log, cascade: int, then: Moment, now: Moment, differing: Collection[int]
) -> dict[int, Entry]:
    people = sorted(differing)
    entered: dict[int, set[int]] = defaultdict(set)
    for db in (then.db, now.db):
        for person, workshop in db.rows(ENTERED, cascade=cascade, people=people):
            entered[person].add(workshop)
    snapshots = _snapshots(log, now, {w for some in entered.values() for w in some})
    groups = [_groups(moment.db, people) for moment in (then, now)]
    pairs = _pairs(log, then, now, groups)
    gone = _not_themselves(then.db, people) | _not_themselves(now.db, people)
    found = {}
    for person in people:
        before, after = (g.get(person, NO_IDS) for g in groups)
        regrouped = pairs.get(person) if before and before != after else None
        if person in gone and regrouped:
            found[person] = regrouped
            continue
        switch = [(regrouped, before, after)] if regrouped else []
        sheets = [snapshots[w] for w in sorted(entered[person]) if w in snapshots]
        entry = _flip(sheets, switch, then, now, before or after, after or before)
        if entry:
            found[person] = entry
    return found


def _groups(db: Db, people: Sequence[int]) -> dict[int, frozenset[str]]:
    """Person → all ids of the same human."""
    found: dict[int, set[str]] = defaultdict(set)
    for person, _, id in db.rows(GROUPS, people=people):
        found[person].add(id)
    return {person: frozenset(ids) for person, ids in found.items()}


def _not_themselves(db: Db, people: Sequence[int]) -> set[int]:
    """Those people whose merged group has another number than their own."""
    return {number for number, one in db.rows(ONE, people=people) if number != one}


def _pairs(
    log: Log, then: Moment, now: Moment, groups: Sequence[Mapping[int, frozenset[str]]]
) -> dict[int, Entry]:
    """Person → the last entry between the moments that changed their merged group."""
    members: dict[int, set[str]] = defaultdict(set)
    for found in groups:
        for person, ids in found.items():
            members[person] |= ids
    changed = [p for p in members if groups[0].get(p) != groups[1].get(p)]
    people = sorted(set(changed) | _numbers(now.db, members, changed))
    streams = [f"pair/{one}/{other}" for one, other in now.db.rows(PAIRS, people=people)]
    last: dict[str, Entry] = {}
    for entries in log.load(streams).values():
        for entry in entries:
            if then.position < entry.position <= now.position and workshop_timeline.regroups(entry):
                for id in entry.stream.split("/")[1:]:
                    if id not in last or last[id].position < entry.position:
                        last[id] = entry
    found_: dict[int, Entry] = {}
    for person in changed:
        entries_ = [last[id] for id in members[person] if id in last]
        if entries_:
            found_[person] = max(entries_, key=lambda entry: entry.position)
    return found_


def _numbers(db: Db, members: Mapping[int, set[str]], changed: Iterable[int]) -> set[int]:
    ids = sorted({id for person in changed for id in members[person]})
    return {n for (n,) in db.rows("SELECT number FROM person WHERE id IN ids(:ids)", ids=ids)}


# ---- entry by entry --------------------------------------------------------------------------


def _snapshots(log: Log, now: Moment, workshops: Collection[int]) -> dict[int, list[Snapshot]]:
    numbers = {f"workshop/{id}": n for n, id in now.db.rows(IDS, numbers=sorted(workshops))}
    found = {}
    streams = sorted(numbers)
    for at in range(0, len(streams), 1000):
        for stream, entries in log.load(streams[at : at + 1000]).items():
            upto = [entry for entry in entries if entry.position <= now.position]
            found[numbers[stream]] = workshop_timeline.snapshots(upto)
    return found


def _flip(
    sheets: Sequence[Sequence[Snapshot]],
    switches: Sequence[tuple[Entry, frozenset[str], frozenset[str]]],
    then: Moment,
    now: Moment,
    before: frozenset[str] | None = None,
    after: frozenset[str] | None = None,
) -> Entry | None:
    """The last entry between the moments that put the person into the set, or took them out of it.

    `before`, `after`: the person's ids before and after the switch; None: the workshop itself.
    """
    entries = {s.entry.position: s.entry for sheet in sheets for s in sheet}
    entries |= {entry.position: entry for entry, _, _ in switches}
    turn = switches[0][0].position if switches else then.position
    last, counted = None, None
    for at in (then.position, *sorted(p for p in entries if p > then.position)):
        ids = after if at >= turn else before
        days = [
            day for sheet in sheets if (day := workshop_timeline.day_at(sheet, at, ids)) is not None
        ]
        is_counted = bool(days) and now.first <= min(days) <= now.last
        if counted is not None and is_counted != counted:
            last = entries[at]
        counted = is_counted
    return last
