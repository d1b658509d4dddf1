"""Backup and restore: the log is kept for ever, private texts for 30 days; views need no backup.

A backup is a directory of SQLite files, also if the drawers are on PostgreSQL, so it can be
restored to either database. Keys, the token and the outbox are never in it.

The log is copied first, then the private drawer. A text is written before the entry that refers to
it, so every entry in the copy has its text. Only an erasure between the two copies could remove
one; then both are copied again, so that the copy of the log has the erasure too.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import msgspec
from sqlalchemy import Connection, inspect, select

from api.errors import BadInput
from api.home import Home
from api.i18n import _
from api.private import erasure
from api.private import restore as private_restore
from api.private.account_tables import api_token, attempt, invitation, session, token_grant
from api.private.match_tables import ALL as MATCHES
from api.private.tables import (
    contact_key,
    evidence_file,
    indexed_person,
    mark,
    metadata,
    name_token,
    shred,
)
from api.private.upload_tables import ALL as UPLOADS
from domain import log as store
from domain.log import Log
from projections import permissions
from projections.db import sqlite_engine
from projections.scratch import Scratch, sweep

LOG, PRIVATE, DESCRIPTION = "log.db", "private.db", "backup.json"
PRIVATE_RETENTION = timedelta(days=30)
ROWS, FILES = 2_000, 8
"""Rows in memory at once: of all tables, and of the table of evidence files."""
EXCLUDED_TABLES = (
    mark,
    shred,
    contact_key,
    indexed_person,
    name_token,
    session,
    api_token,
    token_grant,
    invitation,
    attempt,
    *UPLOADS,
    *MATCHES,
)
"""Tables that are in no backup. Marks and the queue of shredding concern this home alone; the
contact index is built again with the key of the other home, and people are compared again; a
session, token or link that was ended must not work again; and uploads are kept for a day only."""
NOTE = (
    "log.db: keep it for ever. private.db: delete it on the day “delete_private_by” at the latest; "
    "“banyan daily” does so where BANYAN_BACKUPS names the directory that this one is in."
)


class About(msgspec.Struct):
    """The file beside the copies. `position`: the last position of the log in the backup."""

    made_on: date
    delete_private_by: date
    position: int
    note: str = NOTE


# ---- back up ---------------------------------------------------------------------------------


def back_up(home: Home, target: Path, today: date) -> int:
    """Writes a backup into a new directory, completely or not at all. Returns the log's last
    position in it. BadInput if the directory is not empty."""
    if target.exists() and any(target.iterdir()):
        raise BadInput(_("{directory} is not empty. Name a new directory.", directory=target))
    sweep(permissions.folder(target.absolute().parent))
    with Scratch(target.absolute().parent) as part:
        position = _copy(home, part)
        about = msgspec.json.encode(About(today, today + PRIVATE_RETENTION, position))
        permissions.file(part / DESCRIPTION, msgspec.json.format(about, indent=1) + b"\n")
        if target.exists():
            target.rmdir()
        part.replace(target)
    return position


def _copy(home: Home, part: Path) -> int:
    while True:
        for file in (LOG, PRIVATE):
            (part / file).unlink(missing_ok=True)
        position = _copy_log(home.log, part / LOG)
        _copy_private(home, part / PRIVATE)
        if not erasure.since(home.log, position):
            return position


def _copy_log(log: Log, file: Path) -> int:
    upto = log.position()
    copy = Log(store.sqlite(str(permissions.file(file))))
    copy.restore(log.rows(upto=upto))
    copy.close()
    _checkpoint(file)
    return upto


def _copy_private(home: Home, file: Path) -> None:
    copy = sqlite_engine(str(file), lasting=True)
    try:
        metadata.create_all(copy)
        with home.private.engine.connect() as source, copy.connect() as target:
            if source.dialect.name == "postgresql":
                source.execution_options(isolation_level="REPEATABLE READ")
            _require_all_known(source)
            with source.begin(), target.begin():
                _copy_tables(source, target)
    finally:
        copy.dispose()
    _checkpoint(file)


def _checkpoint(file: Path) -> None:
    """Moves the write-ahead log into the file, which can then be read alone."""
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.close()


def _require_all_known(source: Connection) -> None:
    """BadInput if there is a table that the backup would leave out without a word."""
    unknown = set(inspect(source).get_table_names()) - metadata.tables.keys()
    source.rollback()
    if unknown:
        raise BadInput(
            _(
                "The private drawer has tables that this version of Banyan does not know "
                "({tables}). Make the backup with the version that made them.",
                tables=", ".join(sorted(unknown)),
            )
        )


def _copy_tables(source: Connection, target: Connection) -> None:
    """Copies each table, in the columns that both have: an older backup may lack some."""
    here = set(inspect(source).get_table_names())
    for table in metadata.sorted_tables:
        if table.name not in here or table in EXCLUDED_TABLES:
            continue
        there = {column["name"] for column in inspect(source).get_columns(table.name)}
        columns = [column for column in table.columns if column.name in there]
        found = source.execute(
            select(*columns).execution_options(yield_per=FILES if table is evidence_file else ROWS)
        )
        for rows in found.mappings().partitions():
            target.execute(table.insert(), [dict(row) for row in rows])


# ---- restore ---------------------------------------------------------------------------------


def restore(home: Home, source: Path, log: Path | None = None) -> tuple[int, list[str]]:
    """Restores a backup into an empty home, completely or not at all. `log`: a copy of the log that
    is newer than the one in the backup.

    The data is prepared in a scratch folder, where the erasures in the log are done again. So no
    text of an erased person reaches the home. Returns the log's last position, and sentences on
    what remains of erased people. BadInput if the home is not empty or a file is damaged.
    """
    files = [log or source / LOG, source / PRIVATE]
    for file in files:
        if not file.is_file():
            raise BadInput(_("{file} is not there. Name the directory of a backup.", file=file))
    with private_restore.exclusively(home.path, home.private.engine) as folder:
        _require_empty(home)
        ready = Home(folder / "home")
        try:
            _make_ready(ready, folder, *files)
            _move_in(ready, home)
        finally:
            ready.close()
        remains = home.forget_erased(anew=True)
    return home.log.position(), remains


def _make_ready(ready: Home, folder: Path, log: Path, private: Path) -> None:
    engine = ready.private.engine
    given = sqlite_engine(str(_sound_copy(private, folder / PRIVATE)))
    try:
        with given.connect() as copy, engine.begin() as target:
            _copy_tables(copy, target)
    finally:
        given.dispose()
    older = Log(store.sqlite(str(_sound_copy(log, folder / LOG))))
    try:
        ready.log.restore(older.rows())
    finally:
        older.close()
    ready.forget_erased(anew=True)


def _sound_copy(file: Path, target: Path) -> Path:
    """A copy of the file, which may be in a read-only place. BadInput if it is damaged."""
    permissions.file(target)
    source = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
    copy = sqlite3.connect(target)
    try:
        source.backup(copy)
        (result,) = copy.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.DatabaseError as problem:
        if problem.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise
        result = str(problem)
    finally:
        copy.close()
        source.close()
    if result != "ok":
        raise BadInput(
            _(
                "{file} is damaged, or no file of a backup. Nothing was restored; take another "
                "backup.",
                file=file,
            )
        )
    return target


def _move_in(ready: Home, home: Home) -> None:
    """Copies the texts, then the log. A mark in between says that only half is there."""
    with ready.private.engine.connect() as copy, home.private.engine.begin() as target:
        private_restore.begin(target)
        _copy_tables(copy, target)
    home.log.restore(ready.log.rows())
    private_restore.finish(home.private)


def _require_empty(home: Home) -> None:
    with home.private.engine.connect() as connection:
        tables = [table for table in metadata.sorted_tables if table not in (mark, shred)]
        full = any(connection.execute(select(table).limit(1)).first() for table in tables)
    if home.log.position() or full:
        raise BadInput(
            _("This home is not empty. Restore into a new one: set BANYAN_HOME to a new directory.")
        )


# ---- delete ----------------------------------------------------------------------------------


def delete_old(directory: Path, today: date) -> Iterator[Path]:
    """Deletes the private texts of backups that are too old, in the directory and in the ones
    directly below it, and what a killed backup left there. Yields the deleted files."""
    sweep(directory)
    for about in sorted([*directory.glob(DESCRIPTION), *directory.glob(f"*/{DESCRIPTION}")]):
        file = about.with_name(PRIVATE)
        known = msgspec.json.decode(about.read_bytes(), type=About)
        if file.exists() and known.delete_private_by < today:
            file.unlink()
            yield file
