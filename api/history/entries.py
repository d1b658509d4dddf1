"""Pages of history: of a cascade, of one record in it, or of one entry; the latest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api.history.history_lines import HistoryLine, history_lines
from api.transactions.read import Read
from domain.rules import NotFound
from projections.history import cascade_history
from projections.history.cascade_history import HistoryFilter
from projections.history.record_history import Line, history, lines_at

END = 2**53
ALL = 10**6
NOTHING = "Nothing is recorded under this id. Check it."


@dataclass(frozen=True)
class HistoryPage:
    """A page. `lines`: with `brief`, ids in sentences are short; `late`: position → days between
    the day of the fact and its entry; `before`: the position at which the next page begins, None on
    the last page."""

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
    """Up to `limit` entries of a cascade with positions below `before`."""
    before = min(before, read.position + 1)
    found = cascade_history.of_cascade(read.home.log, read.db, cascade, id, wanted, before, limit)
    lines = lines_at(read.home.log, found.entries)[::-1]
    return _page(read, lines, found.looked_to + 1 if found.looked_to else None, brief)


def of_one(
    read: Read, kind: str, id: str, wanted: HistoryFilter, before: int, limit: int, *, brief: bool
) -> HistoryPage:
    """Up to `limit` entries of one record; of a person, in the cascades that the reader may see.
    Raises NotFound if there are none."""
    every = history(read.home.log, read.db, kind, id, 0, ALL, scope=read.scope)
    if not every:
        raise NotFound(NOTHING)
    lines = [line for line in reversed(every) if line.position < before and wanted.takes(line)]
    more = lines[limit - 1].position if len(lines) > limit else None
    return _page(read, lines[:limit], more, brief)


def at(read: Read, cascade: int, id: str, position: int, *, brief: bool) -> HistoryPage:
    """The entry at a position; raises NotFound if it is not of this cascade."""
    entry = cascade_history.one(read.home.log, read.db, cascade, id, position)
    if entry is None:
        raise NotFound(NOTHING)
    return _page(read, lines_at(read.home.log, [entry]), None, brief)


def _page(read: Read, lines: Sequence[Line], before: int | None, brief: bool) -> HistoryPage:
    late = {line.position: days for line in lines if (days := cascade_history.late_by(line))}
    return HistoryPage(history_lines(read, lines, brief=brief), late, before)
