"""Facts in, bytes out: the one module that knows the event store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

import msgspec
from eventsourcing.application import Application
from eventsourcing.persistence import IntegrityError, Mapper, StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder
from eventsourcing.sqlite import SQLiteApplicationRecorder
from eventsourcing.utils import Environment, EnvType

from domain.codec import Envelope, decode, encode
from domain.events import NAMES, Entry, Event
from domain.rows import POSTGRES, SQLITE, MemoryRows, Row, SQLRows, postgres_query, sqlite_query

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
        self._settings = ours | settings
        self._opening = Lock()
        self._stores = [_Store(self._settings)]

    def close(self) -> None:
        for store in self._stores:
            store.application.close()

    def _store(self) -> _Store:
        """The file at its path now: one that was put in its place is opened, in all threads.

        What was open before stays so until `close`, for another thread may be reading from it.
        """
        store = self._stores[-1]
        if store.is_there():
            return store
        with self._opening:
            if not self._stores[-1].is_there():
                self._stores.append(_Store(self._settings))
            return self._stores[-1]

    @property
    def _application(self) -> _Application:
        return self._store().application

    @property
    def _recorder(self) -> Any:
        return self._application.recorder

    @property
    def _rows(self) -> MemoryRows | SQLRows:
        return self._store().rows

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

    def at(self, positions: Iterable[int]) -> list[Row]:
        """The rows at these few positions, as far as there are any."""
        return self._rows.at(sorted(set(positions)))

    def entries(self, rows: Iterable[Row]) -> Iterator[Entry]:
        """What `rows` and `at` gave, decoded."""
        return map(_entry, rows)


def fits(facts: Sequence[Pending]) -> bool:
    """Whether they may be appended at once."""
    if len(facts) > MOST_AT_ONCE:
        return False
    return sum(len(encode(fact.envelope)) for fact in facts) <= MOST_BYTES


def _entry(row: Row) -> Entry:
    position, stream, version, name, state = row
    e = decode(name, state)
    return Entry(
        position, stream, version, name, e.at, e.by, e.source, e.command, e.cascade, e.fact
    )


def _rows_of(recorder: Any) -> MemoryRows | SQLRows:
    if isinstance(recorder, SQLiteApplicationRecorder):
        return SQLRows(sqlite_query(recorder), SQLITE)
    if isinstance(recorder, PostgresApplicationRecorder):
        table = f"log.{recorder.events_table_name}"
        return SQLRows(postgres_query(recorder), POSTGRES | {"table": table})
    return MemoryRows(recorder)


class _Store:
    """The event store as it was opened, and which file that was."""

    def __init__(self, settings: dict[str, str]) -> None:
        self.application = _Application(settings)
        self.rows = _rows_of(self.application.recorder)
        self._path = settings.get("SQLITE_DBNAME", ":memory:")
        self._file = self._found()

    def is_there(self) -> bool:
        return self._file is None or self._file == self._found()

    def _found(self) -> tuple[int, int] | None:
        if ":memory:" in self._path:
            return None
        try:
            found = Path(self._path).stat()
        except FileNotFoundError:
            return 0, 0
        return found.st_dev, found.st_ino


# ---- where the log is -------------------------------------------------------------------------


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
