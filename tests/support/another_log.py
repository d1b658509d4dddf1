"""Replaces a log by another one: as a file, as a schema, or row by row in the same place."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import psycopg

from domain.log import Log, Row, memory
from projections.databases import SQLitePlace
from projections.views import Views
from tests.oracle import facts as plain
from tests.oracle import histories as told
from tests.support.postgres import Database
from tests.support.threads import MINUTES
from tests.support.world import World

WEEK = timedelta(7)
SQLITE = (
    "INSERT INTO stored_events (rowid, originator_id, originator_version, topic, state)"
    " VALUES (?, ?, ?, ?, ?)"
)
POSTGRES = (
    "INSERT INTO log.stored_events"
    " (notification_id, originator_id, originator_version, topic, state) OVERRIDING SYSTEM VALUE"
    " VALUES (%s, %s, %s, %s, %s)"
)


def rows_of(name: str, workshops: int) -> list[Row]:
    """The rows of a log with so many workshops, each with a lead and one participant. Logs with
    different names have different rows. The first six entries open a cascade and register three
    people."""
    log = Log(memory())
    world = World(log, Views(SQLitePlace(":memory:"), log))
    world.tell([told.RegisterPerson(f"{name}{p}", None, None) for p in "abc"])
    for n in range(workshops):
        day = told.FIRST_DAY + n * WEEK
        lead, other = (f"{name}a", f"{name}b") if n % 2 else (f"{name}b", f"{name}c")
        people = (plain.Attendance(other),)
        held = plain.Workshop(f"{name}{n}", day, day, "step-down", lead, (), people)
        world.tell([told.HoldWorkshop(held)])
    return list(log.rows())


def write_file(path: Path, rows: Sequence[Row]) -> None:
    """Replaces the log's file by a new one, as a copy of a file does, without files beside it."""
    new = path.with_name("new.db")
    with sqlite3.connect(new) as connection:
        connection.execute(
            "CREATE TABLE stored_events (originator_id TEXT, originator_version INTEGER,"
            " topic TEXT, state BLOB, PRIMARY KEY (originator_id, originator_version))"
        )
        connection.executemany(SQLITE, rows)
    connection.close()
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    new.replace(path)


def write_rows(path: Path, rows: Sequence[Row]) -> None:
    """Replaces the rows in the existing file, in one transaction."""
    connection = sqlite3.connect(path, timeout=MINUTES)
    with connection:
        connection.execute("DELETE FROM stored_events")
        connection.executemany(SQLITE, rows)
    connection.close()


def write_schema(database: Database, rows: Sequence[Row]) -> None:
    """Drops the schema and makes it again, as a restore does."""
    with database.connect() as connection:
        connection.execute("DROP SCHEMA log CASCADE")
        connection.execute("CREATE SCHEMA log")
    Log(database.settings(create=True)).close()
    write_table(database, rows)


def write_table(database: Database, rows: Sequence[Row]) -> None:
    """Replaces the rows in the existing table, in one transaction."""
    with database.connect() as connection, connection.transaction():
        connection.execute("DELETE FROM log.stored_events")
        _insert(connection, rows)


def _insert(connection: psycopg.Connection[object], rows: Sequence[Row]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(POSTGRES, rows)
        name = "pg_get_serial_sequence('log.stored_events', 'notification_id')"
        last = max((row[0] for row in rows), default=0)
        cursor.execute(f"SELECT setval({name}, %s, %s)", [max(last, 1), last > 0])
