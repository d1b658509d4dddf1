"""Backups with separate lives: the log for ever, private texts for 30 days; views need none.

A backup is a directory of SQLite files, wherever the drawers lie, so it can be restored to either
database. Keys, the token and the outbox are never in it.

The log is copied first. Texts are written before the entries that speak of them, so every entry in
the copy has its text in the private drawer, which is copied after. Only an erasure in between could
take one away; then both are copied once more, so that the copy of the log knows of it.
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
from api.private.tables import contact_key, evidence_file, mark, metadata, name_key, shred
from api.private.upload_tables import ALL as UPLOADS
from domain import log as store
from domain.log import Log
from projections import permissions
from projections.db import sqlite_engine
from projections.scratch import Scratch, sweep

LOG, PRIVATE, ABOUT = "log.db", "private.db", "backup.json"
KEPT = timedelta(days=30)
ROWS, FILES = 2_000, 8
"""Rows in memory at once; of files of evidence."""
LEFT_OUT = (
    mark,
    shred,
    contact_key,
    name_key,
    session,
    api_token,
    token_grant,
    invitation,
    attempt,
    *UPLOADS,
)
"""Tables that are in no backup. Marks are true of this home alone; the contact index is made anew
under the key of the other home; a session, token or link that was ended must not open anything
again; and uploads live for a day."""
NOTE = (
    "log.db: keep it for ever. private.db: delete it on the day “delete_private_by” at the latest; "
    "“banyan daily” does so where BANYAN_BACKUPS names the directory that this one is in."
)


class About(msgspec.Struct):
    """The file beside the copies. `position`: the last one of the log in the backup."""

    made_on: date
    delete_private_by: date
    position: int
    note: str = NOTE


# ---- made ------------------------------------------------------------------------------------


def back_up(home: Home, target: Path, today: date) -> int:
    """Into a new directory, whole or not at all. The last position in it."""
    if target.exists() and any(target.iterdir()):
        raise BadInput(_("{directory} is not empty. Name a new directory.", directory=target))
    sweep(permissions.folder(target.absolute().parent))
    with Scratch(target.absolute().parent) as part:
        position = _copied(home, part)
        about = msgspec.json.encode(About(today, today + KEPT, position))
        permissions.file(part / ABOUT, msgspec.json.format(about, indent=1) + b"\n")
        if target.exists():
            target.rmdir()
        part.replace(target)
    return position


def _copied(home: Home, part: Path) -> int:
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
    _fold_in(file)
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
    _fold_in(file)


def _fold_in(file: Path) -> None:
    """One file, readable alone: without a write-ahead log beside it."""
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.close()


def _require_all_known(source: Connection) -> None:
    """BadInput where there is a table that would be left out in silence."""
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
    """The columns that both have of each table; a backup of an older version may lack some."""
    here = set(inspect(source).get_table_names())
    for table in metadata.sorted_tables:
        if table.name not in here or table in LEFT_OUT:
            continue
        there = {column["name"] for column in inspect(source).get_columns(table.name)}
        columns = [column for column in table.columns if column.name in there]
        found = source.execute(
            select(*columns).execution_options(yield_per=FILES if table is evidence_file else ROWS)
        )
        for rows in found.mappings().partitions():
            target.execute(table.insert(), [dict(row) for row in rows])


# ---- restored --------------------------------------------------------------------------------


def restore(home: Home, source: Path, log: Path | None = None) -> tuple[int, list[str]]:
    """Into an empty home, whole or not at all. `log`: a copy of the log that is newer than the one
    in the backup.

    All is made ready in a scratch folder, where the erasures in the log are done again, so no text
    of an erased person reaches the home. Returns the last position, and sentences on what remains
    of erased people.
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
    """The file may lie where nothing can be written. BadInput where it is damaged."""
    permissions.file(target)
    source = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
    copy = sqlite3.connect(target)
    try:
        source.backup(copy)
        (said,) = copy.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.DatabaseError as problem:
        if problem.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise
        said = str(problem)
    finally:
        copy.close()
        source.close()
    if said != "ok":
        raise BadInput(
            _(
                "{file} is damaged, or no file of a backup. Nothing was restored; take another "
                "backup.",
                file=file,
            )
        )
    return target


def _move_in(ready: Home, home: Home) -> None:
    """The texts, then the entries that speak of them; a mark tells that only half is there."""
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


# ---- deleted ---------------------------------------------------------------------------------


def delete_old(directory: Path, today: date) -> Iterator[Path]:
    """Deletes private texts of backups whose day has come, in the directory and one below it, and
    what a backup that was killed left there. Yields the files."""
    sweep(directory)
    for about in sorted([*directory.glob(ABOUT), *directory.glob(f"*/{ABOUT}")]):
        file = about.with_name(PRIVATE)
        known = msgspec.json.decode(about.read_bytes(), type=About)
        if file.exists() and known.delete_private_by < today:
            file.unlink()
            yield file
