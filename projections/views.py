"""The views as a whole: kept up with the log, read, rebuilt, replayed, checked against it."""

from __future__ import annotations

import gc
import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Engine, inspect
from sqlalchemy.schema import CreateIndex, CreateTable

from domain.events import Entry
from domain.log import Log
from projections import catchup, lineage, tables
from projections.db import Db, sqlite_engine
from projections.place import PostgresPlace, SQLitePlace
from projections.scratch import Scratch
from projections.touched import Touched

VERSION = 2
"""Raised when a projection comes to other rows from the same facts, so that views are rebuilt."""

Progress = Callable[[int], object]


def _quiet(done: int) -> None:
    return None


def schema() -> str:
    """A fingerprint of the tables and of the version of what fills them."""
    parts = [str(VERSION)]
    for table in tables.metadata.sorted_tables:
        parts.append(str(CreateTable(table)))
        parts += sorted(str(CreateIndex(index)) for index in table.indexes)
    return hashlib.sha256("".join(parts).encode()).hexdigest()[:16]


def fill(
    engine: Engine,
    log: Log,
    until: int | None = None,
    progress: Progress = _quiet,
    facts: Sequence[catchup.Projection] = catchup.FACTS,
) -> int:
    """Projects the log into an empty database, in one transaction. The position reached."""
    tables.metadata.create_all(engine)
    with (
        _no_collecting(),
        engine.connect().execution_options(writes=True) as connection,
        connection.begin(),
    ):
        db = Db(connection)
        catchup.start(db, schema())
        at = 0
        for batch in catchup.batches(log.read(upto=until)):
            catchup.project(db, batch, Touched(), facts)
            at = batch[-1].position
            progress(at)
        lineage.derive_all(db)
        catchup.set_position(db, at)
    return at


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Facts and rows make no cycles; looking for some took a fifth of a rebuild's time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Views:
    """The live views of one log."""

    def __init__(self, place: SQLitePlace | PostgresPlace, log: Log) -> None:
        self._place = place
        self._log = log
        self._fitting = False

    def close(self) -> None:
        self._place.close()

    @contextmanager
    def read(self) -> Iterator[Db]:
        """One moment of the views, not behind what was in the log when it was asked for."""
        self.catch_up()
        with self._place.engine().connect() as connection:
            if connection.dialect.name == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                self._place.hold(connection)
                yield Db(connection)

    def catch_up(self, progress: Progress = _quiet) -> int:
        """Applies what the log has and the views have not. The position reached."""
        self._ensure(progress)
        goal = self._log.position()
        at = self.position()
        while at < goal:
            engine = self._place.engine()
            with engine.connect().execution_options(writes=True) as connection, connection.begin():
                at = catchup.catch_up(Db(connection), self._log, progress)
        return at

    def position(self) -> int:
        with self._place.engine().connect() as connection, connection.begin():
            return catchup.position(Db(connection))

    @contextmanager
    def supposing(self, entries: Callable[[int], Sequence[Entry]]) -> Iterator[Db]:
        """The views as they would be with further entries, in a transaction that is rolled back:
        nobody else sees any of it, and nothing stays. Other followers wait meanwhile.

        `entries`: from the position that the views have reached, those that would come after it.
        """
        self.catch_up()
        engine = self._place.engine()
        with (
            engine.connect().execution_options(writes=True) as connection,
            connection.begin() as transaction,
        ):
            db = Db(connection)
            further = entries(catchup.catch_up(db, self._log))
            if further:
                catchup.apply(db, further)
            yield db
            transaction.rollback()

    def follow(self, pause: float = 0.1, stop: Callable[[], bool] = lambda: False) -> None:
        """Keeps up until told to stop, looking every `pause` seconds."""
        while not stop():
            self.catch_up()
            time.sleep(pause)

    def rebuild(self, progress: Progress = _quiet) -> int:
        """New tables beside the old, then swapped at once: readers never see half a view."""
        with self._place.beside() as engine:
            at = fill(engine, self._log, progress=progress)
        self._fitting = True
        return at

    def _ensure(self, progress: Progress) -> None:
        """Missing views, and those of another version of Banyan, are rebuilt."""
        if self._fitting and not self._place.was_removed():
            return
        engine = self._place.engine()
        if not inspect(engine).has_table("meta") or not self._fits():
            self.rebuild(progress)
        self._fitting = True

    def _fits(self) -> bool:
        """Of this version, and true up to a position that can be one."""
        with self._place.engine().connect() as connection, connection.begin():
            said: dict[str, str] = dict(Db(connection).rows("SELECT key, value FROM meta"))
        return said.get("schema") == schema() and str(said.get("position")).isdecimal()


# ---- the past --------------------------------------------------------------------------------


@contextmanager
def replayed(log: Log, until: int, progress: Progress = _quiet) -> Iterator[Engine]:
    """A throw-away database that knows the log up to a position and no further."""
    with Scratch() as directory:
        path = str(directory / "replay.db")
        scratch, engine = sqlite_engine(path, scratch=True), sqlite_engine(path)
        try:
            fill(scratch, log, until, progress)
            scratch.dispose()
            yield engine
        finally:
            scratch.dispose()
            engine.dispose()


def position_at(log: Log, moment: datetime) -> int:
    """The last position before the first entry that was recorded later than `moment`."""
    at = 0
    for entry in log.read():
        if entry.recorded_at > moment:
            break
        at = entry.position
    return at


def differences(views: Views, log: Log, progress: Progress = _quiet) -> list[str]:
    """Where the live views differ from a rebuild to the same position: a line a table."""
    found = []
    with (
        views.read() as live,
        replayed(log, catchup.position(live), progress) as engine,
        engine.connect() as connection,
        connection.begin(),
    ):
        rebuilt = Db(connection)
        for table in tables.metadata.sorted_tables:
            found += list(_differing(table.name, live, rebuilt))
    return found


def _differing(table: str, live: Db, rebuilt: Db) -> Iterator[str]:
    here = set(live.rows(f"SELECT * FROM {table}"))
    there = set(rebuilt.rows(f"SELECT * FROM {table}"))
    only_here, only_there = here - there, there - here
    if only_here or only_there:
        shown = next(iter(only_here or only_there))
        yield (
            f"{table}: {len(only_here)} rows are only in the views, "
            f"{len(only_there)} only in the rebuild; for example {shown}"
        )
