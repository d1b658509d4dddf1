"""The event store's own recorders, with further methods that the log needs.

An append names the versions of the other streams that its decision read. They are compared in the
writing transaction, under its lock, so that no other write can come between: an append that read an
older version is not written. Rows are read with their positions, which the stock methods leave out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from eventsourcing.persistence import IntegrityError, StoredEvent
from eventsourcing.popo import POPOApplicationRecorder, POPOFactory
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresFactory
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteFactory

Row = tuple[int, str, int, str, bytes]
"""Position, stream, version, name, state."""
Reads = Mapping[str, int]
"""The version at which each stream was read; 0 where it had no entry."""

EVER = 2**62


def _require_same(moved: bool) -> None:
    if moved:
        raise IntegrityError("a stream that was read has moved on")


# ---- memory ----------------------------------------------------------------------------------


class MemoryRecorder(POPOApplicationRecorder):
    def _assert_uniqueness(
        self, stored_events: Sequence[StoredEvent], reads: Reads | None = None, **kwargs: Any
    ) -> None:
        super()._assert_uniqueness(stored_events, **kwargs)
        _require_same(self.moved(reads or {}))

    def moved(self, reads: Reads) -> bool:
        """Whether any of these streams has another version now."""
        versions = self._stored_events_index
        return any(max(versions.get(s, ()), default=0) != v for s, v in reads.items())

    def rows_of(self, streams: Sequence[str]) -> list[Row]:
        """The rows of these streams, by stream and version."""
        wanted = set(streams)
        rows = (row for row in self.rows_between(0, EVER) if row[1] in wanted)
        return sorted(rows, key=lambda row: (row[1], row[2]))

    def rows_between(self, after: int, upto: int) -> list[Row]:
        """The rows after one position and up to another, by position."""
        found = self.select_notifications(after, EVER, upto, inclusive_of_start=False)
        return [(n.id, str(n.originator_id), n.originator_version, n.topic, n.state) for n in found]

    def rows_at(self, positions: Sequence[int]) -> list[Row]:
        """The rows at these positions, by position."""
        return [row for at in positions for row in self.rows_between(at - 1, at)]

    def rows_at_and_last(self, positions: Sequence[int]) -> list[Row]:
        """The rows at these positions and the last row, by position."""
        with self._database_lock:
            return self.rows_at(sorted({*positions, self.max_notification_id() or 0}))

    def restore(self, rows: Iterable[Row]) -> None:
        """Writes rows byte for byte; positions count from 1."""
        self._insert_events([StoredEvent(*row[1:]) for row in rows])


class MemoryFactory(POPOFactory):
    def application_recorder(self) -> MemoryRecorder:
        return MemoryRecorder()


# ---- SQLite ----------------------------------------------------------------------------------


class SQLiteRecorder(SQLiteApplicationRecorder):
    def _insert_events(
        self, c: Any, stored_events: Sequence[StoredEvent], reads: Reads | None = None, **_: Any
    ) -> Sequence[int] | None:
        """Compares versions after writing. A transaction that begins with a read would fail with
        “database is locked” if another one wrote first."""
        returning = super()._insert_events(c, stored_events)
        if reads:
            c.execute(self._moved_sql, [json.dumps(list(reads.items()))])
            _require_same(c.fetchone() is not None)
        return returning

    @property
    def _moved_sql(self) -> str:
        return (
            "SELECT 1 FROM json_each(?) r WHERE json_extract(r.value, '$[1]') <> coalesce((SELECT"
            f" max(originator_version) FROM {self.events_table_name}"
            " WHERE originator_id = json_extract(r.value, '$[0]')), 0) LIMIT 1"
        )

    def moved(self, reads: Reads) -> bool:
        """Whether any of these streams has another version now."""
        return bool(self._query(self._moved_sql, [json.dumps(list(reads.items()))]))

    def rows_of(self, streams: Sequence[str]) -> list[Row]:
        """The rows of these streams, by stream and version."""
        return self._query(
            f"SELECT rowid, originator_id, originator_version, topic, state"
            f" FROM {self.events_table_name}"
            " WHERE originator_id IN (SELECT value FROM json_each(?))"
            " ORDER BY originator_id, originator_version",
            [json.dumps(streams)],
        )

    def rows_between(self, after: int, upto: int) -> list[Row]:
        """The rows after one position and up to another, by position."""
        return self._query(
            f"SELECT rowid, originator_id, originator_version, topic, state"
            f" FROM {self.events_table_name} WHERE rowid > ? AND rowid <= ? ORDER BY rowid",
            [after, upto],
        )

    def rows_at(self, positions: Sequence[int]) -> list[Row]:
        """The rows at these positions, by position."""
        return self._query(
            f"SELECT rowid, originator_id, originator_version, topic, state"
            f" FROM {self.events_table_name}"
            " WHERE rowid IN (SELECT value FROM json_each(?)) ORDER BY rowid",
            [json.dumps(positions)],
        )

    def rows_at_and_last(self, positions: Sequence[int]) -> list[Row]:
        """The rows at these positions and the last row, in one query, so that all are of one
        moment."""
        places = "?, " * len(positions)
        return self._query(
            f"SELECT rowid, originator_id, originator_version, topic, state"
            f" FROM {self.events_table_name} WHERE rowid IN"
            f" ({places}(SELECT max(rowid) FROM {self.events_table_name})) ORDER BY rowid",
            positions,
        )

    def restore(self, rows: Iterable[Row]) -> None:
        """Writes rows byte for byte and at their positions."""
        columns = "rowid, originator_id, originator_version, topic, state"
        sql = f"INSERT INTO {self.events_table_name} ({columns}) VALUES (?, ?, ?, ?, ?)"
        with self.datastore.transaction(commit=True) as cursor:
            for row in rows:
                cursor.execute(sql, row)

    def _query(self, sql: str, params: Sequence[Any]) -> list[Row]:
        with self.datastore.transaction(commit=False) as cursor:
            cursor.execute(sql, params)
            return [tuple(row) for row in cursor.fetchall()]


class SQLiteLogFactory(SQLiteFactory):
    application_recorder_class = SQLiteRecorder


# ---- PostgreSQL ------------------------------------------------------------------------------


class PostgresRecorder(PostgresApplicationRecorder):
    @property
    def _table(self) -> str:
        return f"log.{self.events_table_name}"

    def _insert_stored_events(
        self, curs: Any, stored_events: Sequence[StoredEvent], reads: Reads | None = None, **_: Any
    ) -> None:
        """Compares versions before writing, under the lock of the table: an exception after the
        insert would not stop the stock recorder from committing it."""
        if not reads:
            return super()._insert_stored_events(curs, stored_events)
        self._lock_table(curs)
        self._notify_channel(curs)
        curs.execute(self._moved_sql, [list(reads), list(reads.values())], prepare=True)
        _require_same(curs.fetchone() is not None)
        return super(PostgresApplicationRecorder, self)._insert_stored_events(curs, stored_events)

    @property
    def _moved_sql(self) -> str:
        return (
            "SELECT 1 FROM unnest(%s::text[], %s::bigint[]) AS r(stream, version)"
            " WHERE r.version <> coalesce((SELECT max(originator_version)"
            f" FROM {self._table} WHERE originator_id = r.stream), 0) LIMIT 1"
        )

    def moved(self, reads: Reads) -> bool:
        """Whether any of these streams has another version now."""
        return bool(self._query(self._moved_sql, [list(reads), list(reads.values())]))

    def rows_of(self, streams: Sequence[str]) -> list[Row]:
        """The rows of these streams, by stream and version."""
        return self._query(
            "SELECT notification_id, originator_id, originator_version, topic, state"
            f" FROM {self._table} WHERE originator_id = ANY(%s)"
            " ORDER BY originator_id, originator_version",
            [list(streams)],
        )

    def rows_between(self, after: int, upto: int) -> list[Row]:
        """The rows after one position and up to another, by position."""
        return self._query(
            "SELECT notification_id, originator_id, originator_version, topic, state"
            f" FROM {self._table} WHERE notification_id > %s AND notification_id <= %s"
            " ORDER BY notification_id",
            [after, upto],
        )

    def rows_at(self, positions: Sequence[int]) -> list[Row]:
        """The rows at these positions, by position."""
        return self._query(
            "SELECT notification_id, originator_id, originator_version, topic, state"
            f" FROM {self._table} WHERE notification_id = ANY(%s) ORDER BY notification_id",
            [list(positions)],
        )

    def rows_at_and_last(self, positions: Sequence[int]) -> list[Row]:
        """The rows at these positions and the last row, in one query, so that all are of one
        moment."""
        return self._query(
            "SELECT notification_id, originator_id, originator_version, topic, state"
            f" FROM {self._table} WHERE notification_id = ANY(array_append(%s::bigint[],"
            f" (SELECT max(notification_id) FROM {self._table}))) ORDER BY notification_id",
            [list(positions)],
        )

    def restore(self, rows: Iterable[Row]) -> None:
        """Writes rows byte for byte and at their positions; the next append comes after them."""
        columns = "notification_id, originator_id, originator_version, topic, state"
        last = 0
        with self.datastore.get_connection() as connection, connection.transaction():
            cursor = connection.cursor()
            with cursor.copy(f"COPY {self._table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
                    last = row[0]
            if last:
                sequence = f"pg_get_serial_sequence('{self._table}', 'notification_id')"
                cursor.execute(f"SELECT setval({sequence}, %s)", [last])

    def _query(self, sql: str, params: Sequence[Any]) -> list[Row]:
        from psycopg.rows import tuple_row

        connection: Any = self.datastore.get_connection()
        with connection as conn, conn.cursor(row_factory=tuple_row, binary=True) as cursor:
            found: list[Row] = cursor.execute(sql, params, prepare=True).fetchall()
            return found


class PostgresLogFactory(PostgresFactory):
    application_recorder_class = PostgresRecorder


Recorder = MemoryRecorder | SQLiteRecorder | PostgresRecorder
