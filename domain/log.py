"""The append-only log. Only this file and domain/recorders.py know the event store."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Any, cast

import msgspec
from eventsourcing.application import Application
from eventsourcing.persistence import IntegrityError, InternalError, Mapper, Recording, StoredEvent
from eventsourcing.utils import Environment, EnvType

from domain.codec import Envelope, decode, encode
from domain.events import CURRENT_NAMES, NAMES, Entry, Event
from domain.recorders import Reads, Recorder, Row

__all__ = ["MAX_ENTRIES", "Log", "Pending", "Reads", "Row", "Stale", "fits"]

MAX_ENTRIES = 500
"""Entries in one append. More fill the PostgreSQL driver's pipeline; at about 1,000 it hangs."""
MAX_BYTES = 400_000
"""Bytes in one append, for the same reason: about 0.8 MB hung, whatever the number of entries."""
PAGE = 5_000
"""Positions read at a time. It is a range, since with a LIMIT PostgreSQL sorted all later rows."""

UNKNOWN_TYPE = "cache lookup failed for type"
"""Part of PostgreSQL's message (always English) about a type that no longer exists."""


class Stale(Exception):
    """A stream that was read or is written has a newer version: load it and decide again."""


class Pending(msgspec.Struct, frozen=True):
    """A fact to append. The event store prescribes the names of the first two fields."""

    originator_id: str
    originator_version: int
    envelope: Envelope[Event]


class EntryMapper(Mapper[str]):
    """Converts facts to stored events and back. Topics are the facts' names in the log."""

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
    """Ignores the environment: no variable there can change how facts are stored."""

    name = "stored"
    """Makes `stored_events` the table's name on every database."""

    def construct_env(self, name: str, env: EnvType | None = None) -> Environment:
        return Environment(name, dict(env or {}))


class Log:
    """The append-only log. Keep a reference: the application's finaliser closes its pools."""

    def __init__(self, settings: dict[str, str]) -> None:
        """`settings`: of the event store, as `memory()`, `sqlite()` and `postgres()` give them."""
        ours = {"MAPPER_TOPIC": "domain.log:EntryMapper", "ORIGINATOR_ID_TYPE": "text"}
        self._settings = ours | settings
        self._guard = Lock()
        self._place = _Place(settings.get("SQLITE_DBNAME", ":memory:"))
        self._place.make()
        self._store = _Store(self._settings, self._place)

    def close(self) -> None:
        self._store.application.close()

    @contextmanager
    def _open(self) -> Iterator[_Store]:
        """The store at the path as it is now: a file that replaced the first is opened, for all
        threads.

        FileNotFoundError if there is none. An empty file would be another log, and entries written
        to a file that was moved away could be lost. A store that was replaced is closed once no
        thread reads from it.
        """
        found = self._place.found()
        with self._guard:
            before = self._store
            if before.file != found:
                self._store = _Store(self._settings, self._place)
            store = self._store
            store.users += 1
            is_over = before is not store and not before.users
        if is_over:
            before.application.close()
        try:
            yield store
        finally:
            with self._guard:
                store.users -= 1
                is_over = store is not self._store and not store.users
            if is_over:
                store.application.close()

    def append(self, facts: Sequence[Pending], reads: Reads | None = None) -> int:
        """Appends facts in one transaction, all or nothing. Returns the position of the last one.

        `reads`: stream → version that the decision loaded, for each stream that is not written to.
        Raises Stale if any of these streams, or of the written ones, has another version now.
        """
        if not fits(facts):
            raise ValueError(
                f"at most {MAX_ENTRIES} entries of {MAX_BYTES} bytes at a time, not {len(facts)}"
            )
        try:
            recordings = self._save(facts, reads or {})
        except IntegrityError as error:
            raise Stale from error
        return recordings[-1].notification.id

    def _save(self, facts: Sequence[Pending], reads: Reads) -> list[Recording[str]]:
        """Tries again on a reopened store if PostgreSQL no longer knows a type: a schema that was
        restored has the same types under other numbers."""
        with self._open() as store:
            try:
                return store.application.save(*facts, reads=reads)
            except InternalError as error:
                if UNKNOWN_TYPE not in str(error):
                    raise
            with self._guard:
                if self._store is store:
                    self._store = _Store(self._settings, self._place)
        with self._open() as store:
            return store.application.save(*facts, reads=reads)

    def require_unmoved(self, reads: Reads) -> None:
        """For a decision that records nothing: raises Stale unless the streams have these
        versions."""
        if not reads:
            return
        with self._open() as store:
            if store.recorder.moved(reads):
                raise Stale

    def restore(self, rows: Iterable[Row]) -> None:
        """Writes rows, as `rows` gave them, into an empty log: same bytes, same positions."""
        if self.position():
            raise ValueError("this log is not empty")
        with self._open() as store:
            store.recorder.restore(rows)

    def position(self) -> int:
        """The position of the last entry; 0 if there is none."""
        with self._open() as store:
            return store.recorder.max_notification_id() or 0

    def load(self, streams: Iterable[str]) -> dict[str, list[Entry]]:
        """The entries of each stream that has any, in order."""
        wanted = sorted(set(streams))
        found: dict[str, list[Entry]] = {}
        for at in range(0, len(wanted), MAX_ENTRIES):
            with self._open() as store:
                rows = store.recorder.rows_of(wanted[at : at + MAX_ENTRIES])
            for row in rows:
                found.setdefault(row[1], []).append(_entry(row))
        return found

    def read(self, after: int = 0, upto: int | None = None) -> Iterator[Entry]:
        """All entries after a position, in order, up to the last at the time of the call."""
        return map(_entry, self.rows(after, upto))

    def rows(self, after: int = 0, upto: int | None = None) -> Iterator[Row]:
        """As `read`, not decoded: (position, stream, version, name, state)."""
        last = self.position() if upto is None else min(upto, self.position())
        while after < last:
            with self._open() as store:
                page = store.recorder.rows_between(after, min(after + PAGE, last))
            yield from page
            after += PAGE

    def at(self, positions: Iterable[int]) -> list[Row]:
        """The rows at these positions, by position; positions without a row are left out."""
        with self._open() as store:
            return store.recorder.rows_at(sorted(set(positions)))

    def at_and_last(self, positions: Iterable[int]) -> list[Row]:
        """As `at`, with the last row of the log too; all rows are of one moment."""
        with self._open() as store:
            return store.recorder.rows_at_and_last(sorted(set(positions)))

    def entries(self, rows: Iterable[Row]) -> Iterator[Entry]:
        """Decodes rows from `rows` or `at`."""
        return map(_entry, rows)


class _Place:
    """The path of the log's file; no path if the log is not a file."""

    def __init__(self, path: str) -> None:
        self._path = None if ":memory:" in path else Path(path)

    def make(self) -> None:
        """Creates an empty file, for its owner alone, if there is none; a link is followed. A file
        that exists is not opened: closing it would release SQLite's locks."""
        if self._path is not None:
            with suppress(FileExistsError):
                os.close(os.open(self._path.resolve(), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))

    def found(self) -> tuple[int, int] | None:
        """Device and inode of the file; FileNotFoundError if there is none. None in memory."""
        if self._path is None:
            return None
        found = self._path.stat()
        return found.st_dev, found.st_ino

    def settings(self) -> dict[str, str]:
        """SQLite opens an existing file and creates none."""
        if self._path is None:
            return {}
        return {"SQLITE_DBNAME": f"{self._path.absolute().as_uri()}?mode=rw"}


class _Store:
    """An opened event store, its file, and how many callers use it."""

    def __init__(self, settings: dict[str, str], place: _Place) -> None:
        self.file = place.found()
        self.application = _Application(settings | place.settings())
        self.recorder = cast(Recorder, self.application.recorder)
        self.users = 0


def fits(facts: Sequence[Pending]) -> bool:
    """Whether the facts are few and small enough for one append."""
    if len(facts) > MAX_ENTRIES:
        return False
    return sum(len(encode(fact.envelope)) for fact in facts) <= MAX_BYTES


def _entry(row: Row) -> Entry:
    position, stream, version, name, state = row
    e = decode(name, state, position)
    name = CURRENT_NAMES[type(e.fact)]
    return Entry(
        position, stream, version, name, e.at, e.by, e.source, e.command, e.cascade, e.fact
    )


# ---- where the rows are ----------------------------------------------------------------------


def memory() -> dict[str, str]:
    return {"PERSISTENCE_MODULE": "domain.recorders:MemoryFactory"}


def sqlite(path: str) -> dict[str, str]:
    """Settings for a file in WAL mode; a write waits up to 60 seconds for another process."""
    return {
        "PERSISTENCE_MODULE": "domain.recorders:SQLiteLogFactory",
        "SQLITE_DBNAME": path,
        "SQLITE_LOCK_TIMEOUT": "60",
    }


def postgres(
    host: str, port: str, dbname: str, user: str, password: str, create: bool
) -> dict[str, str]:
    """Settings for PostgreSQL. The schema `log` must exist. `create`: whether to create the tables,
    once, before workers start."""
    return {
        "PERSISTENCE_MODULE": "domain.recorders:PostgresLogFactory",
        "POSTGRES_HOST": host,
        "POSTGRES_PORT": port,
        "POSTGRES_DBNAME": dbname,
        "POSTGRES_USER": user,
        "POSTGRES_PASSWORD": password,
        "POSTGRES_SCHEMA": "log",
        "POSTGRES_POOL_SIZE": "1",
        "POSTGRES_MAX_OVERFLOW": "14",
        "POSTGRES_ENABLE_DB_FUNCTIONS": "n",
        "POSTGRES_IDLE_IN_TRANSACTION_SESSION_TIMEOUT": "60",
        "CREATE_TABLE": "y" if create else "n",
    }
