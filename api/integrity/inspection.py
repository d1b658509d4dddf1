"""Checks the log entry by entry for faults that show that it was altered."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from api.i18n import _
from domain.codec import Unreadable
from domain.log import Log, Row

STEP = 5_000


def faults(log: Log, gapless: bool, progress: Callable[[int], object]) -> Iterator[str]:
    """A sentence on each fault. `gapless`: whether positions must have no gaps, as on SQLite.
    `progress`: is called with a position now and then."""
    versions: dict[str, int] = {}
    last = 0
    for row in log.rows():
        position, stream, version, _name, _state = row
        if gapless and position != last + 1:
            yield _("Positions {first} to {end} are missing.", first=last + 1, end=position - 1)
        due = versions.get(stream, 0) + 1
        if version != due:
            yield _(
                "Position {position}, {stream}: version {version}, where {due} is due.",
                position=position, stream=stream, version=version, due=due,
            )  # fmt: skip
        versions[stream] = version
        yield from _unreadable(log, row)
        last = position
        if position % STEP == 0:
            progress(position)


def _unreadable(log: Log, row: Row) -> Iterator[str]:
    try:
        list(log.entries([row]))
    except Unreadable as problem:
        yield _(problem.template, **problem.params)
