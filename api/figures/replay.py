"""The replay of a cascade as one small file and as a table.

The file is whole numbers, each as LEB128 (seven bits a byte, least first), in this order:

    1, position, first day, number of generations, groups in each generation;
    then of all groups, column by column: parent, people, parents among them, day, day recorded

Days are counted from 1 January of the year 1. A parent is the index of a group's parent among all
people who have people below, written as the difference from the group before; in generation 0 it is
1 for unattributed people. A day is written as the difference from the parent's day (in generation
0: from the first day), the day recorded as the difference from the day; both are zigzag encoded (0,
−1, 1, −2, … become 0, 1, 2, 3, …).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from projections.history.replay import Group

FORMAT = 1
MEDIA_TYPE = "application/vnd.banyan.replay"
Key = int | None
"""A generation; None for the unattributed."""


# ---- as a file -------------------------------------------------------------------------------


def encode(levels: Sequence[Sequence[Group]], position: int) -> bytes:
    """The file, in the format above."""
    groups = [group for level in levels for group in level]
    first = min((group.day for group in groups), default=0)
    days: list[int] = []
    columns: list[list[int]] = [[], [], [], [], []]
    for level in levels:
        before = 0
        for group in level:
            parent = int(group.unattributed) if group.parent is None else group.parent - before
            before = before if group.parent is None else group.parent
            start = first if group.parent is None else days[group.parent]
            steps = _zigzag(group.day - start), _zigzag(group.recorded - group.day)
            values = (parent, group.people, group.parents, *steps)
            for column, value in zip(columns, values, strict=True):
                column.append(value)
            days += [group.day] * group.parents
    head = [FORMAT, position, first, len(levels), *map(len, levels)]
    short = [bytes((value,)) for value in range(128)]
    return b"".join(
        short[value] if value < 128 else _leb128(value)
        for part in (head, *columns)
        for value in part
    )


def _zigzag(step: int) -> int:
    return step * 2 if step >= 0 else -step * 2 - 1


def _leb128(value: int) -> bytes:
    made = bytearray()
    while value > 127:
        made.append(value & 127 | 128)
        value >>= 7
    made.append(value)
    return bytes(made)


# ---- as a table ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Month:
    """`last`: the last day of the month; `people`: of each generation, entered by that day."""

    last: date
    people: Sequence[int]
    total: int


def keys(levels: Sequence[Sequence[Group]]) -> list[Key]:
    """The generations that have people, the unattributed last."""
    found = {_key(at, group) for at, level in enumerate(levels) for group in level}
    return sorted(found, key=lambda key: (key is None, key or 0))


def by_month(levels: Sequence[Sequence[Group]]) -> list[Month]:
    """The people by month of their workshop: every month from the first entry into the tree to the
    last."""
    counts: dict[Key, Counter[int]] = {key: Counter() for key in keys(levels)}
    for at, level in enumerate(levels):
        for group in level:
            day = date.fromordinal(group.day)
            counts[_key(at, group)][day.year * 12 + day.month - 1] += group.people
    months = [month for counted in counts.values() for month in counted]
    if not months:
        return []
    wanted = range(min(months), max(months) + 1)
    sums = [list(accumulate(counted[month] for month in wanted)) for counted in counts.values()]
    rows = zip(*sums, strict=True)
    return [Month(last_day(m), row, sum(row)) for m, row in zip(wanted, rows, strict=True)]


def totals(levels: Iterable[Sequence[Group]]) -> dict[Key, int]:
    """Generation → its people, on the last day."""
    found: Counter[Key] = Counter()
    for key, people in _counted(levels):
        found[key] += people
    return dict(found)


def _counted(levels: Iterable[Sequence[Group]]) -> Iterator[tuple[Key, int]]:
    for at, level in enumerate(levels):
        for group in level:
            yield _key(at, group), group.people


def _key(generation: int, group: Group) -> Key:
    return None if group.unattributed else generation


def last_day(month: int) -> date:
    """The last day of a month, given as the number of months since the year 0."""
    year, at = divmod(month + 1, 12)
    return date.fromordinal(date(year, at + 1, 1).toordinal() - 1)
