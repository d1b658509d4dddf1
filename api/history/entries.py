"""History as pages and programs ask for it: of a cascade, or of one thing in it, latest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api.history.wording import HistoryLine, history_lines
from api.transactions.read import Read
from domain.rules import NotFound
from projections.history import cascade_history
from projections.history.cascade_history import HistoryFilter
from projections.history.history import Line, history, lines_at

END = 2**53
ALL = 10**6
NOTHING = "Nothing is recorded under this id. Check it."


@dataclass(frozen=True)
class HistoryPage:
    """`lines`: where `brief` was asked for, ids in sentences are short.

    `late`: position → days after the day that it speaks of. `before`: where the next page
    begins; None where nothing comes after it."""

    lines: Sequence[HistoryLine]
    late: dict[int, int]
    before: int | None


def of_cascade(
    read: Read,
    cascade: int,
    id: str,
    wanted: HistoryFilter,
    before: int,
    limit: int,
    *,
    brief: bool,
) -> HistoryPage:
    before = min(before, read.position + 1)
    found = cascade_history.of_cascade(read.home.log, read.db, cascade, id, wanted, before, limit)
    lines = lines_at(read.home.log, found.entries)[::-1]
    return _told(read, lines, found.looked_to + 1 if found.looked_to else None, brief)


def of_one(
    read: Read, kind: str, id: str, wanted: HistoryFilter, before: int, limit: int, *, brief: bool
) -> HistoryPage:
    """A person's history is that in the cascades that the reader may see."""
    every = history(read.home.log, read.db, kind, id, 0, ALL, scope=read.scope)
    if not every:
        raise NotFound(NOTHING)
    lines = [line for line in reversed(every) if line.position < before and wanted.takes(line)]
    more = lines[limit - 1].position if len(lines) > limit else None
    return _told(read, lines[:limit], more, brief)


def at(read: Read, cascade: int, id: str, position: int, *, brief: bool) -> HistoryPage:
    """The entry at a position alone."""
    entry = cascade_history.one(read.home.log, read.db, cascade, id, position)
    if entry is None:
        raise NotFound(NOTHING)
    return _told(read, lines_at(read.home.log, [entry]), None, brief)


def _told(read: Read, lines: Sequence[Line], before: int | None, brief: bool) -> HistoryPage:
    late = {line.position: days for line in lines if (days := cascade_history.late_by(line))}
    return HistoryPage(history_lines(read, lines, brief=brief), late, before)
