"""Why a number changed: two moments, the difference, and the entries that caused it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from api.access.rules import HISTORY
from api.history.history_lines import HistoryLine, history_lines
from api.transactions import moments
from api.transactions.caller import Caller
from api.transactions.read import Read, reading
from domain.events import (
    AttendanceAdded,
    AttendanceRestored,
    AttendanceVoided,
    Event,
    MergeUndone,
    PeopleMerged,
    WorkshopCorrected,
    WorkshopHeld,
    WorkshopRescheduled,
    WorkshopRestored,
    WorkshopVoided,
)
from projections.history import comparison
from projections.history.comparison import Comparison, Moment, Part
from projections.history.record_history import lines_at

KINDS: dict[type[Event], str] = {
    WorkshopHeld: "recorded",
    AttendanceAdded: "added",
    AttendanceRestored: "added",
    AttendanceVoided: "voided",
    WorkshopCorrected: "corrected",
    WorkshopRescheduled: "corrected",
    WorkshopVoided: "workshop-voided",
    WorkshopRestored: "workshop-restored",
    PeopleMerged: "merged",
    MergeUndone: "parted",
}
UNDONE, OTHER = "undone", "other"
ORDER = (*dict.fromkeys(KINDS.values()), UNDONE, OTHER)


@dataclass(frozen=True)
class ComparisonQuery:
    """A comparison to make. `first`, `last`: the period; `then`, `now`: a day (meaning its end in
    UTC), a time, or a log position; empty: now. `until_then`: another last day of the period for
    the moment `then`.
    """

    figure: str
    first: date
    last: date
    then: str
    now: str = ""
    until_then: date | None = None


@dataclass(frozen=True)
class Group:
    """The parts of a difference that entries of one kind caused, the largest first."""

    kind: str
    parts: Sequence[Part]

    @property
    def more(self) -> int:
        return sum(part.more for part in self.parts)

    @property
    def less(self) -> int:
        return sum(part.less for part in self.parts)

    @property
    def net(self) -> int:
        return self.more - self.less


def two(caller: Caller, then: str, now: str) -> tuple[Read, Read]:
    """The reads of both moments, the earlier first. Raises a Problem (202) during a replay."""
    one, other = (reading(caller, {"known_at": known_at(text)}, HISTORY) for text in (then, now))
    return (one, other) if one.position <= other.position else (other, one)


def known_at(text: str) -> str | None:
    """The text as `known_at` of a read. None: now, also for a day that is not over."""
    try:
        day = moments.day(text)
    except ValueError:
        return text or None
    over = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)
    return over.isoformat() if over <= datetime.now(UTC) else None


def compare(then: Read, now: Read, cascade: int, asked: ComparisonQuery) -> Comparison:
    """The number at both moments and the parts of the difference. `cascade`: its number."""
    first, last = asked.first.toordinal(), asked.last.toordinal()
    until = asked.until_then.toordinal() if asked.until_then else last
    return comparison.compare(
        now.home.log,
        asked.figure,
        cascade,
        Moment(then.db, then.position, first, until),
        Moment(now.db, now.position, first, last),
    )


def groups(found: Comparison) -> list[Group]:
    """The parts of a comparison by kind, in the order of `ORDER`."""
    by_kind: dict[str, list[Part]] = defaultdict(list)
    for part in found.parts:
        by_kind[_kind(part)].append(part)
    for parts in by_kind.values():
        parts.sort(key=lambda part: (-part.more - part.less, _position(part)))
    return [Group(kind, by_kind[kind]) for kind in ORDER if kind in by_kind]


def _position(part: Part) -> int:
    return part.entry.position if part.entry else 0


def _kind(part: Part) -> str:
    if part.entry is None:
        return OTHER
    if part.entry.source.startswith("undo:"):
        return UNDONE
    return KINDS.get(type(part.entry.event), OTHER)


class ComparedLine(HistoryLine):
    """`more`, `less`: what the entry added to the number, and took from it."""

    more: int
    less: int


def in_words(read: Read, parts: Sequence[Part]) -> list[ComparedLine]:
    """The entries of the parts, in words."""
    entries = [part.entry for part in parts if part.entry]
    worded = history_lines(read, lines_at(read.home.log, entries), brief=True)
    lines = {line["position"]: line for line in worded}
    return [
        {**lines[part.entry.position], "more": part.more, "less": part.less}
        for part in parts
        if part.entry
    ]


# ---- months ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Month:
    """A month, and the number in it at both moments."""

    first: date
    last: date
    then: int
    now: int


def months(then: Read | None, now: Read, cascade: int, figure: str) -> list[Month]:
    """The months in which the number is not zero at one of the moments, the latest first."""
    sums: dict[date, list[int]] = defaultdict(lambda: [0, 0])
    for at, read in enumerate((then, now)):
        if read is not None:
            for day, count in comparison.by_day(read.db, figure, cascade).items():
                sums[date.fromordinal(day).replace(day=1)][at] += count
    return [Month(m, end_of(m), *sums[m]) for m in sorted(sums, reverse=True)]


def end_of(month: date) -> date:
    """The last day of a month, given by any of its days."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
