"""The databases of the views, and how a rebuilt set of tables replaces the old one."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from sqlalchemy import Connection, Engine

from projections import scratch
from projections.db import Db, postgres_engine, sqlite_engine
from projections.locks import lock


class SQLitePlace:
    """A file, or `:memory:`. Swapped by SQLite's backup: one write, for which readers wait."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._engine = sqlite_engine(path)
        self._inode: int | None = None
        self._one_at_a_time = Lock()

    def engine(self) -> Engine:
        if self.was_removed():
            self._engine.dispose()
            self._inode = None
        return self._engine

    def was_removed(self) -> bool:
        """Whether the file is another than the one this process opened: the views were deleted."""
        if self._path == ":memory:":
            return False
        try:
            inode = Path(self._path).stat().st_ino
        except FileNotFoundError:
            return True
        if self._inode is None:
            self._inode = inode
        return inode != self._inode

    def close(self) -> None:
        self._engine.dispose()

    def hold(self, connection: Connection) -> None:
        """SQLite's own snapshot keeps a reader from seeing a swap."""

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One rebuild at a time, of all processes: the others wait. Readers do not."""
        with self._one_at_a_time:
            folder = Path(self._path).parent
            is_shared = self._path != ":memory:" and folder not in scratch.HELD
            descriptor = lock(folder, wait=True) if is_shared else None
            try:
                yield
            finally:
                if descriptor is not None:
                    os.close(descriptor)

    @contextmanager
    def beside(self) -> Iterator[Engine]:
        """An empty database, which is deleted at the end. Call this and `swap` inside `alone`."""
        memory = self._path == ":memory:"
        path = ":memory:" if memory else f"{self._path}.{os.getpid()}.rebuild"
        engine = sqlite_engine(path, scratch=True)
        try:
            yield engine
        finally:
            engine.dispose()
            for file in [] if memory else [path, f"{path}-wal", f"{path}-shm"]:
                with suppress(FileNotFoundError):
                    Path(file).unlink()

    def swap(self, beside: Engine, aside: str | None) -> None:
        """The database beside replaces the views. `aside`: a name to keep these under, or None."""
        if aside is not None:
            self._put_aside(Path(self._path).with_name(aside))
        with beside.connect() as source, self.engine().connect() as target:
            _copy(source.connection.driver_connection, target.connection.driver_connection)

    def name_aside(self) -> str | None:
        """An unused name, with the time in it, for a file beside the views; None in memory."""
        if self._path == ":memory:":
            return None
        views = Path(self._path)
        names = (f"{views.stem}-{one}{views.suffix}" for one in _stamps("%Y-%m-%dT%H%M%SZ"))
        return next(name for name in names if not views.with_name(name).exists())

    def _put_aside(self, file: Path) -> None:
        """Writes a complete copy, which only the owner may read. Fails if there is a file of this
        name by now."""
        part = file.with_name(f"{file.name}.part")
        with suppress(FileNotFoundError):
            part.unlink()
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        try:
            copy = sqlite3.connect(part)
            with self.engine().connect() as views:
                _copy(views.connection.driver_connection, copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            copy.close()
            os.link(part, file)
        finally:
            part.unlink()

    @contextmanager
    def compared(self, beside: Engine) -> Iterator[tuple[Db, str]]:
        """The database beside, to be written, and the name of the schema under which it sees the
        views, at one moment. Not in memory, where nothing is kept."""
        with beside.connect() as connection:
            db = Db(connection)
            db.run("ATTACH DATABASE :path AS old", path=self._path)
            with connection.begin():
                yield db, "old"
            db.run("DETACH DATABASE old")


def _copy(source: object, target: object) -> None:
    assert isinstance(source, sqlite3.Connection)  # noqa: S101
    assert isinstance(target, sqlite3.Connection)  # noqa: S101
    source.backup(target)


def _stamps(form: str) -> Iterator[str]:
    """The time, then the time with a number."""
    now = datetime.now(UTC).strftime(form)
    yield now
    number = 2
    while True:
        yield f"{now}_{number}"
        number += 1


class PostgresPlace:
    """Schema `views`. Swapped by renaming schemas in one transaction."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._engine = postgres_engine(url, "views", lasting=False)

    def engine(self) -> Engine:
        return self._engine

    def was_removed(self) -> bool:
        return False

    def close(self) -> None:
        self._engine.dispose()

    def hold(self, connection: Connection) -> None:
        """Call it first in a reader's transaction: a swap waits until the transaction ends, and the
        transaction waits until a swap ends.

        A snapshot alone is not enough. PostgreSQL looks up table names outside the snapshot: after
        a swap they are the new tables, in which an old snapshot sees no row.
        """
        connection.exec_driver_sql("LOCK TABLE meta IN ACCESS SHARE MODE")

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One rebuild at a time, of all processes: the others wait. Readers do not."""
        with self._engine.connect() as guard:
            guard.exec_driver_sql("SELECT pg_advisory_lock(hashtext('banyan rebuild'))")
            guard.commit()
            try:
                yield
            finally:
                guard.rollback()
                guard.exec_driver_sql("SELECT pg_advisory_unlock_all()")
                guard.commit()

    @contextmanager
    def beside(self) -> Iterator[Engine]:
        """An empty database. Call this and `swap` inside `alone`."""
        engine = postgres_engine(self._url, "views_next", lasting=False)
        try:
            with self._engine.begin() as connection:
                connection.exec_driver_sql("DROP SCHEMA IF EXISTS views_next CASCADE")
                connection.exec_driver_sql("CREATE SCHEMA views_next")
            yield engine
        finally:
            engine.dispose()

    def swap(self, beside: Engine, aside: str | None) -> None:
        """The database beside replaces the views. `aside`: a name to keep these under, or None."""
        beside.dispose()
        with self._engine.begin() as connection:
            if connection.exec_driver_sql("SELECT to_regclass('views.meta')").scalar():
                connection.exec_driver_sql("LOCK TABLE views.meta IN ACCESS EXCLUSIVE MODE")
            if aside is not None:
                connection.exec_driver_sql(f'ALTER SCHEMA views RENAME TO "{aside}"')
            connection.exec_driver_sql("DROP SCHEMA IF EXISTS views CASCADE")
            connection.exec_driver_sql("ALTER SCHEMA views_next RENAME TO views")

    def name_aside(self) -> str | None:
        """An unused name, with the time in it, for a schema."""
        with self._engine.connect() as connection:
            found = connection.exec_driver_sql("SELECT nspname FROM pg_namespace").scalars()
            taken = set(found)
        names = (f"views_{one}" for one in _stamps("%Y%m%d_%H%M%S"))
        return next(name for name in names if name not in taken)

    @contextmanager
    def compared(self, beside: Engine) -> Iterator[tuple[Db, str]]:
        """The database beside, to be written, and the name of the schema under which it sees the
        views, at one moment."""
        with beside.connect() as connection:
            connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                connection.exec_driver_sql("LOCK TABLE views.meta IN ACCESS SHARE MODE")
                yield Db(connection), "views"
