"""Fills empty tables from the log, for a rebuild or for the views of an earlier moment."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache

from sqlalchemy import Engine
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable, ExecutableDDLElement

from domain.log import Log
from projections import catchup, tables
from projections.collecting import no_collecting
from projections.db import Db, sqlite_engine, transaction
from projections.facts.changes import Touched
from projections.scratch import Scratch
from projections.witness import Elsewhere, Witness

VERSION = 6
"""Increase it when a projection makes other rows of the same facts: then views are rebuilt."""


def schema() -> str:
    """A fingerprint of the tables and of `VERSION`."""
    return _fingerprint(VERSION)


@cache
def _fingerprint(version: int) -> str:
    parts = [str(version)]
    for table in tables.metadata.sorted_tables:
        parts.append(str(CreateTable(table)))
        parts += sorted(str(CreateIndex(index)) for index in table.indexes)
    return hashlib.sha256("".join(parts).encode()).hexdigest()[:16]


def _make_tables(engine: Engine) -> None:
    """Makes the tables in an empty database. The statements are compiled once per process."""
    with engine.begin() as connection:
        for statement in _statements(engine.dialect.name):
            connection.exec_driver_sql(statement)


@cache
def _statements(dialect: str) -> tuple[str, ...]:
    """The SQL statements that make the tables and their indexes, in order."""
    speaking = {"sqlite": sqlite, "postgresql": postgresql}[dialect].dialect()
    made: list[ExecutableDDLElement] = []
    for table in tables.metadata.sorted_tables:
        made += [CreateTable(table), *(CreateIndex(index) for index in table.indexes)]
    return tuple(str(one.compile(dialect=speaking)) for one in made)


def fill(
    engine: Engine,
    log: Log,
    until: int | None = None,
    progress: catchup.Progress = catchup.no_progress,
    facts: Sequence[catchup.Projection] = catchup.FACTS,
) -> int:
    """Projects the log into an empty database, in one transaction. Returns the position reached.

    Elsewhere, if the log was replaced meanwhile: the database is useless then.
    """
    _make_tables(engine)
    with no_collecting(), transaction(engine) as connection:
        db = Db(connection)
        catchup.start(db, schema())
        known = Witness()
        for batch in catchup.batches(log.rows(upto=until)):
            _require_same(known, log)
            catchup.project(db, list(log.entries(batch)), Touched(), facts)
            known = known.after(batch)
            progress(known.position)
        _require_same(known, log)
        for module in catchup.DERIVED:
            module.derive_all(db)
        db.fresh_statistics(*tables.metadata.sorted_tables)
        catchup.remember(db, known)
    return known.position


@contextmanager
def replayed(
    log: Log, until: int, progress: catchup.Progress = catchup.no_progress
) -> Iterator[Engine]:
    """A temporary database with the views of the log up to a position."""
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


def _require_same(known: Witness, log: Log) -> None:
    """Call it after each batch was read, so that all batches are of one log. Elsewhere if not."""
    if not known.holds(log):
        raise Elsewhere
