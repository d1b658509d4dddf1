"""The history of a cascade as a table: one row for each entry of the log."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from api.home import Home

HISTORY_COLUMNS = (
    "position", "recorded_at", "recorded_by", "source", "stream", "version", "entry", "fact",
)  # fmt: skip


def history_rows(home: Home, cascade: str) -> Iterator[list[str]]:
    """Rows of `HISTORY_COLUMNS`, by position. `fact` is the fact's canonical JSON, in which
    private texts are commitments."""
    for entry in home.log.read():
        if entry.cascade == cascade:
            fact = msgspec.json.encode(entry.event, order="sorted").decode()
            yield [
                str(entry.position), entry.recorded_at.isoformat(), entry.recorded_by,
                entry.source, entry.stream, str(entry.version), entry.name, fact,
            ]  # fmt: skip
