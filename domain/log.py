"""Facts in, bytes out: the one module that knows the event store."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import msgspec
from eventsourcing.application import Application
from eventsourcing.persistence import IntegrityError, Mapper, StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder
from eventsourcing.sqlite import SQLiteApplicationRecorder
from eventsourcing.utils import Environment, EnvType

from domain.codec import Envelope, decode, encode
from domain.events import NAMES, Entry, Event

MOST_AT_ONCE = 500
"""More in one save fill the PostgreSQL driver's pipeline, and at about 1,000 it hangs for ever."""
MOST_BYTES = 400_000
"""Likewise: some 0.8 MB in one save were seen to hang, whatever the number of entries."""
PAGE = 5_000
"""Positions at a time; a range, since a LIMIT made PostgreSQL sort all that was still to come."""


class Stale(Exception):
    """Something else was appended to a stream meanwhile: load again and decide again."""


class Pending(msgspec.Struct, frozen=True):
    """A fact that is to become an entry. The names are those that the event store asks for."""

    originator_id: str
    originator_version: int
    envelope: Envelope[Event]


class EntryMapper(Mapper[str]):
    """Between facts and what is stored of them; topics are the names that we chose."""

    def to_stored_event(self, domain_event: Any) -> StoredEvent:
        envelope = domain_event.envelope
        return StoredEvent(
            domain_event.originator_id,
            domain_event.originator_version,
            NAMES[type(envelope.fact)],
            encode(envelope),
        )

    def to_domain_event(self, stored_event: StoredEvent) -> Any:
        envelope = decode(stored_event.topic, stored_event.state)
        return Pending(str(stored_event.originator_id), stored_event.originator_version, envelope)


class _Application(Application[str]):
    """Takes its settings from us alone: nothing in the environment changes how facts are stored."""

    name = "stored"
    """So the table is called `stored_events`, on every database."""

    def construct_env(self, name: str, env: EnvType | None = None) -> Environment:
        return Environment(name, dict(env or {}))


class Log:
    """The append-only log. Keep a reference: the application's finaliser closes its pools."""

    def __init__(self, settings: dict[str, str]) -> None:
        """`settings`: of the event store, as `memory()`, `sqlite()` and `postgres()` give them."""
        ours = {"MAPPER_TOPIC": "domain.log:EntryMapper", "ORIGINATOR_ID_TYPE": "text"}
        self._application = _Application(ours | settings)
        self._recorder = self._application.recorder
        self._rows = _rows_of(self._recorder)

    def close(self) -> None:
        self._application.close()

    def append(self, facts: Sequence[Pending]) -> int:
        """In one transaction, all or nothing. The position of the last; Stale on a conflict."""
        if not fits(facts):
            raise ValueError(
                f"at most {MOST_AT_ONCE} entries of {MOST_BYTES} bytes at a time, not {len(facts)}"
            )
        try:
            recordings = self._application.save(*facts)
        except IntegrityError as error:
            raise Stale from error
        return recordings[-1].notification.id

    def restore(self, rows: Iterable[Row]) -> None:
        """Into an empty log, byte for byte and at their positions: rows as `rows` gave them."""
        if self.position():
            raise ValueError("this log is not empty")
        _RESTORE[type(self._recorder)](self._recorder, rows)

    def position(self) -> int:
        """Of the last entry; 0 where there is none."""
        return self._recorder.max_notification_id() or 0

    def load(self, streams: Iterable[str]) -> dict[str, list[Entry]]:
        """The entries of each stream that has any, in order."""
        wanted = sorted(set(streams))
        found: dict[str, list[Entry]] = {}
        for at in range(0, len(wanted), MOST_AT_ONCE):
            for row in self._rows.of_streams(wanted[at : at + MOST_AT_ONCE]):
                found.setdefault(row[1], []).append(_entry(row))
        return found

    def read(self, after: int = 0, upto: int | None = None) -> Iterator[Entry]:
        """All entries past a position, in order, as far as they stood when reading began."""
        return map(_entry, self.rows(after, upto))

    def rows(self, after: int = 0, upto: int | None = None) -> Iterator[Row]:
        """As `read`, undecoded: (position, stream, version, name, state)."""
        last = self.position() if upto is None else min(upto, self.position())
        while after < last:
            yield from self._rows.between(after, min(after + PAGE, last))
            after += PAGE


def fits(facts: Sequence[Pending]) -> bool:
    """Whether they may be appended at once."""
    if len(facts) > MOST_AT_ONCE:
        return False
    return sum(len(encode(fact.envelope)) for fact in facts) <= MOST_BYTES


Row = tuple[int, str, int, str, bytes]


def _entry(row: Row) -> Entry:
    position, stream, version, name, state = row
    e = decode(name, state, position)
    return Entry(
        position, stream, version, name, e.at, e.by, e.source, e.command, e.cascade, e.fact
    )


# ---- where the rows are ----------------------------------------------------------------------


def memory() -> dict[str, str]:
    return {"PERSISTENCE_MODULE": "eventsourcing.popo"}


def sqlite(path: str) -> dict[str, str]:
    """A file, in WAL mode, waiting up to 60 seconds for another process that writes."""
    return {
        "PERSISTENCE_MODULE": "eventsourcing.sqlite",
        "SQLITE_DBNAME": path,
        "SQLITE_LOCK_TIMEOUT": "60",
    }


def postgres(
    host: str, port: str, dbname: str, user: str, password: str, create: bool
) -> dict[str, str]:
    """Schema `log`, which must exist. Tables are created once, before workers start, or not."""
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_HOST": host,
        "POSTGRES_PORT": port,
        "POSTGRES_DBNAME": dbname,
        "POSTGRES_USER": user,
        "POSTGRES_PASSWORD": password,
        "POSTGRES_SCHEMA": "log",
        "POSTGRES_ENABLE_DB_FUNCTIONS": "n",
        "POSTGRES_IDLE_IN_TRANSACTION_SESSION_TIMEOUT": "60",
        "CREATE_TABLE": "y" if create else "n",
    }


class _MemoryRows:
    def __init__(self, recorder: Any) -> None:
        self._recorder = recorder

    def of_streams(self, streams: Sequence[str]) -> Iterator[Row]:
        wanted = set(streams)
        rows = (r for r in self.between(0, 2**62) if r[1] in wanted)
        return iter(sorted(rows, key=lambda row: (row[1], row[2])))

    def between(self, after: int, upto: int) -> list[Row]:
        found = self._recorder.select_notifications(after, 2**62, upto, inclusive_of_start=False)
        return [(n.id, n.originator_id, n.originator_version, n.topic, n.state) for n in found]


class _SQLRows:
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
        self._many = sql["many"]

    def of_streams(self, streams: Sequence[str]) -> Iterator[Row]:
        wanted: Any = json.dumps(streams) if self._many == "json" else list(streams)
        return iter(self._query(self._of_streams, [wanted]))

    def between(self, after: int, upto: int) -> list[Row]:
        return self._query(self._between, [after, upto])


def _rows_of(recorder: Any) -> _MemoryRows | _SQLRows:
    if isinstance(recorder, SQLiteApplicationRecorder):
        return _SQLRows(_sqlite_query(recorder), _SQLITE)
    if isinstance(recorder, PostgresApplicationRecorder):
        table = f"log.{recorder.events_table_name}"
        return _SQLRows(_postgres_query(recorder), _POSTGRES | {"table": table})
    return _MemoryRows(recorder)


_SQLITE = {
    "table": "stored_events",
    "position": "rowid",
    "mark": "?",
    "in": "IN (SELECT value FROM json_each(?))",
    "many": "json",
}
_POSTGRES = {
    "position": "notification_id",
    "mark": "%s",
    "in": "= ANY(%s)",
    "many": "list",
}


def _sqlite_query(recorder: SQLiteApplicationRecorder) -> Callable[[str, Sequence[Any]], list[Row]]:
    def query(sql: str, params: Sequence[Any]) -> list[Row]:
        with recorder.datastore.transaction(commit=False) as cursor:
            cursor.execute(sql, params)
            return [tuple(row) for row in cursor.fetchall()]

    return query


def _postgres_query(
    recorder: PostgresApplicationRecorder,
) -> Callable[[str, Sequence[Any]], list[Row]]:
    from psycopg.rows import tuple_row

    def query(sql: str, params: Sequence[Any]) -> list[Row]:
        connection = recorder.datastore.get_connection()
        with connection as conn, conn.cursor(row_factory=tuple_row, binary=True) as cursor:
            return cursor.execute(sql, params, prepare=True).fetchall()

    return query


# ---- restored --------------------------------------------------------------------------------


def _restore_sqlite(recorder: SQLiteApplicationRecorder, rows: Iterable[Row]) -> None:
    columns = "rowid, originator_id, originator_version, topic, state"
    sql = f"INSERT INTO {recorder.events_table_name} ({columns}) VALUES (?, ?, ?, ?, ?)"
    with recorder.datastore.transaction(commit=True) as cursor:
        for row in rows:
            cursor.execute(sql, row)


def _restore_postgres(recorder: PostgresApplicationRecorder, rows: Iterable[Row]) -> None:
    table = f"log.{recorder.events_table_name}"
    columns = "notification_id, originator_id, originator_version, topic, state"
    last = 0
    pool = recorder.datastore
    with pool.get_connection() as connection, connection.transaction():
        cursor = connection.cursor()
        with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
                last = row[0]
        if last:
            sequence = f"pg_get_serial_sequence('{table}', 'notification_id')"
            cursor.execute(f"SELECT setval({sequence}, %s)", [last])


_RESTORE: dict[type, Callable[[Any, Iterable[Row]], None]] = {
    SQLiteApplicationRecorder: _restore_sqlite,
    PostgresApplicationRecorder: _restore_postgres,
}
