"""The log, looked through entry by entry: what one that nobody altered cannot look like."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from api.i18n import _
from domain.log import Log, Row

STEP = 5_000


def faults(log: Log, gapless: bool, progress: Callable[[int], object]) -> Iterator[str]:
    """A sentence each. `gapless`: positions follow one another, as they do on SQLite."""
    versions: dict[str, int] = {}
    last = 0
    for row in log.rows():
        position, stream, version, name, _state = row
        if gapless and position != last + 1:
            yield _("Positions {first} to {end} are missing.", first=last + 1, end=position - 1)
        due = versions.get(stream, 0) + 1
        if version != due:
            yield _(
                "Position {position}, {stream}: version {version}, where {due} is due.",
                position=position, stream=stream, version=version, due=due,
            )  # fmt: skip
        versions[stream] = version
        if not _is_readable(log, row):
            yield _(
                "Position {position}, {name}: this entry cannot be read. It was altered, or a "
                "newer version of Banyan wrote it.",
                position=position, name=name,
            )  # fmt: skip
        last = position
        if position % STEP == 0:
            progress(position)


def _is_readable(log: Log, row: Row) -> bool:
    try:
        list(log.entries([row]))
    except Exception:  # whatever somebody wrote there
        return False
    return True
