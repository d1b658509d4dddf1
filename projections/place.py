"""Where the views lie, and how a rebuilt set of tables takes the place of the old one."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, Engine

from projections.db import postgres_engine, sqlite_engine


class SQLitePlace:
    """A file, or `:memory:`. Swapped by SQLite's backup: one write, which readers wait out."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._engine = sqlite_engine(path)
        self._inode: int | None = None

    def engine(self) -> Engine:
        if self.was_removed():
            self._engine.dispose()
            self._inode = None
        return self._engine

    def was_removed(self) -> bool:
        """The file is not the one that this process opened (somebody deleted the views)."""
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
    def beside(self) -> Iterator[Engine]:
        """An empty database; what it holds at the end replaces the views."""
        memory = self._path == ":memory:"
        path = ":memory:" if memory else f"{self._path}.{os.getpid()}.rebuild"
        engine = sqlite_engine(path, scratch=True)
        try:
            yield engine
            with engine.connect() as source, self.engine().connect() as target:
                _copy(source.connection.driver_connection, target.connection.driver_connection)
        finally:
            engine.dispose()
            for file in [] if memory else [path, f"{path}-wal", f"{path}-shm"]:
                with suppress(FileNotFoundError):
                    Path(file).unlink()


def _copy(source: object, target: object) -> None:
    assert isinstance(source, sqlite3.Connection)  # noqa: S101
    assert isinstance(target, sqlite3.Connection)  # noqa: S101
    source.backup(target)


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
        """First in a reader's transaction: a swap waits for its end, and it for a swap's.

        A snapshot alone is not enough, for names are looked up outside it: after a swap they
        would mean new tables, in which an old snapshot sees no row.
        """
        connection.exec_driver_sql("LOCK TABLE meta IN ACCESS SHARE MODE")

    @contextmanager
    def beside(self) -> Iterator[Engine]:
        """One rebuild at a time: the second waits for the first."""
        engine = postgres_engine(self._url, "views_next", lasting=False)
        try:
            with self._engine.connect() as guard:
                guard.exec_driver_sql("SELECT pg_advisory_lock(hashtext('banyan rebuild'))")
                guard.exec_driver_sql("DROP SCHEMA IF EXISTS views_next CASCADE")
                guard.exec_driver_sql("CREATE SCHEMA views_next")
                guard.commit()
                yield engine
                engine.dispose()
                if guard.exec_driver_sql("SELECT to_regclass('views.meta')").scalar():
                    guard.exec_driver_sql("LOCK TABLE views.meta IN ACCESS EXCLUSIVE MODE")
                guard.exec_driver_sql("DROP SCHEMA IF EXISTS views CASCADE")
                guard.exec_driver_sql("ALTER SCHEMA views_next RENAME TO views")
                guard.commit()
                guard.exec_driver_sql("SELECT pg_advisory_unlock_all()")
                guard.commit()
        finally:
            engine.dispose()
