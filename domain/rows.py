"""Where the rows of the log lie, on each store: read with their positions, undecoded."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

Row = tuple[int, str, int, str, bytes]
"""(position, stream, version, name, state)"""


class MemoryRows:
    def __init__(self, recorder: Any) -> None:
        self._recorder = recorder

    def of_streams(self, streams: Sequence[str]) -> Iterator[Row]:
        wanted = set(streams)
        rows = (r for r in self.between(0, 2**62) if r[1] in wanted)
        return iter(sorted(rows, key=lambda row: (row[1], row[2])))

    def between(self, after: int, upto: int) -> list[Row]:
        found = self._recorder.select_notifications(after, 2**62, upto, inclusive_of_start=False)
        return [(n.id, n.originator_id, n.originator_version, n.topic, n.state) for n in found]

    def at(self, positions: Sequence[int]) -> list[Row]:
        return [row for position in positions for row in self.between(position - 1, position)]


class SQLRows:
    """Reads the recorder's table with its position, which the recorder's own methods leave out."""

    def __init__(self, query: Callable[[str, Sequence[Any]], list[Row]], sql: dict[str, str]):
        self._query = query
        columns = f"{sql['position']}, originator_id, originator_version, topic, state"
        self._of_streams = (
            f"SELECT {columns} FROM {sql['table']} WHERE originator_id {sql['in']}"
            " ORDER BY originator_id, originator_version"
        )
        self._between = (
            f"SELECT {columns} FROM {sql['table']} WHERE {sql['position']} > {sql['mark']}"
            f" AND {sql['position']} <= {sql['mark']} ORDER BY {sql['position']}"
        )
        self._at = (
            f"SELECT {columns} FROM {sql['table']} WHERE {sql['position']} {sql['in']}"
            f" ORDER BY {sql['position']}"
        )
        self._many = sql["many"]

    def of_streams(self, streams: Sequence[str]) -> Iterator[Row]:
        return iter(self._query(self._of_streams, [self._all(streams)]))

    def at(self, positions: Sequence[int]) -> list[Row]:
        return self._query(self._at, [self._all(positions)])

    def _all(self, values: Sequence[Any]) -> Any:
        return json.dumps(values) if self._many == "json" else list(values)

    def between(self, after: int, upto: int) -> list[Row]:
        return self._query(self._between, [after, upto])


SQLITE = {
    "table": "stored_events",
    "position": "rowid",
    "mark": "?",
    "in": "IN (SELECT value FROM json_each(?))",
    "many": "json",
}
POSTGRES = {
    "position": "notification_id",
    "mark": "%s",
    "in": "= ANY(%s)",
    "many": "list",
}


def sqlite_query(recorder: Any) -> Callable[[str, Sequence[Any]], list[Row]]:
    def query(sql: str, params: Sequence[Any]) -> list[Row]:
        with recorder.datastore.transaction(commit=False) as cursor:
            cursor.execute(sql, params)
            return [tuple(row) for row in cursor.fetchall()]

    return query


def postgres_query(
    recorder: Any,
) -> Callable[[str, Sequence[Any]], list[Row]]:
    from psycopg.rows import tuple_row

    def query(sql: str, params: Sequence[Any]) -> list[Row]:
        connection = recorder.datastore.get_connection()
        with connection as conn, conn.cursor(row_factory=tuple_row, binary=True) as cursor:
            found: list[Row] = cursor.execute(sql, params, prepare=True).fetchall()
            return found

    return query
