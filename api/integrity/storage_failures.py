"""What the machine may refuse, each with a sentence that helps and an HTTP status, for every door:
a full disk, files that may not be written, damage, a database that does not answer.

No sentence quotes what somebody typed, or advises deleting what is evidence.
"""

from __future__ import annotations

import errno
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import psycopg
from sqlalchemy.exc import DBAPIError

from api.i18n import _

FULL, UNAVAILABLE, BROKEN = 507, 503, 500
LOG = "log.db"
AGAIN = 30
"""Seconds after which it is worth trying again, where waiting helps."""
LITTLE = 1 << 20
"""Bytes. A disk with less is full: SQLite does not always say why it could not write."""
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
NO_RIGHT = (errno.EROFS, errno.EACCES, errno.EPERM)


@dataclass(frozen=True)
class Trouble:
    """`again`: seconds after which it is worth trying again. `vague`: who looks after the machine
    is helped by what was raised, too."""

    status: int
    sentence: str
    again: int | None = None
    vague: bool = False


def of(problem: BaseException, home: Path) -> Trouble | None:
    """None where it is nothing that the machine refused."""
    for cause in causes(problem):
        found = None
        if isinstance(cause, sqlite3.Error):
            found = _of_sqlite(cause, home)
        elif isinstance(cause, psycopg.Error):
            found = _of_postgres(cause)
        elif isinstance(cause, OSError):
            found = _of_system(cause, home)
        if found:
            return found
    return None


def causes(problem: BaseException) -> Iterator[BaseException]:
    """The trouble itself, and what was raised because of it."""
    at: BaseException | None = problem
    while at is not None:
        yield at
        if isinstance(at, DBAPIError) and at.orig is not None:
            yield at.orig
        at = at.__cause__


# ---- this machine ----------------------------------------------------------------------------


def _of_system(problem: OSError, home: Path) -> Trouble | None:
    if problem.errno in NO_ROOM:
        return _full()
    if problem.errno in NO_RIGHT and problem.filename and _is_in(home, problem.filename):
        return _not_ours()
    if problem.errno == errno.ENOENT and problem.filename == str(home / LOG):
        return _gone()
    return _failing() if problem.errno == errno.EIO else None


def _is_in(home: Path, file: str | bytes | int) -> bool:
    return isinstance(file, str) and Path(file).absolute().is_relative_to(home.absolute())


def _of_sqlite(problem: sqlite3.Error, home: Path) -> Trouble | None:
    code = getattr(problem, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return _full()
    if code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN):
        if _is_full(home):
            return _full()
        return _failing() if code == sqlite3.SQLITE_IOERR else _not_ours()
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
        return _not_ours()
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return _damaged(home)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Trouble(
            UNAVAILABLE,
            _(
                "Another program has kept Banyan's files to itself for too long. Try again in a "
                "minute; if it does not let go of them, end it."
            ),
            AGAIN,
        )
    return None


def _is_full(home: Path) -> bool:
    try:
        places = {home, Path(tempfile.gettempdir())}
        return any(shutil.disk_usage(place).free < LITTLE for place in places)
    except OSError:
        return False


def _full() -> Trouble:
    return Trouble(
        FULL,
        _(
            "The disk is full. Make room on it, but delete none of Banyan's own files; then look "
            "whether this was recorded before you do it again."
        ),
    )


def _not_ours() -> Trouble:
    return Trouble(
        UNAVAILABLE,
        _(
            "Banyan may not write its files: the disk or a file is read-only, or is somebody "
            "else's. Let the user as whom Banyan runs write in BANYAN_HOME, then try again."
        ),
    )


def _gone() -> Trouble:
    return Trouble(
        UNAVAILABLE,
        _(
            "log.db is not where it was. Put it back into BANYAN_HOME, with the files whose names "
            "begin with its own; until then Banyan reads nothing from it and records nothing."
        ),
        AGAIN,
    )


def _failing() -> Trouble:
    return Trouble(
        BROKEN,
        _(
            "The disk fails to read or to write. Make a backup on another disk now if you can "
            "(banyan backup), and leave Banyan's files as they are until somebody has looked at it."
        ),
    )


def _damaged(home: Path) -> Trouble | None:
    for name in ("log.db", "private.db", "views.db"):
        file = home / name
        if file.exists() and not _is_sound(file, *_state(file)):
            return Trouble(BROKEN, _if_damaged(name))
    return None


def _if_damaged(name: str) -> str:
    if name == "views.db":
        return _(
            "views.db is damaged. Move it out of BANYAN_HOME, with the files whose names begin "
            "with its own, and keep it; Banyan makes the views anew from the log."
        )
    return _(
        "{file} is damaged. Stop Banyan and keep {file} and the files whose names begin with its "
        "own, for they are evidence; then restore a backup into a new BANYAN_HOME "
        "(banyan restore).",
        file=name,
    )


def _state(file: Path) -> tuple[int, ...]:
    beside = [file, file.with_name(f"{file.name}-wal")]
    return tuple(f.stat().st_mtime_ns for f in beside if f.exists())


@lru_cache(maxsize=8)
def _is_sound(file: Path, *_state: int) -> bool:
    """Looked at once as long as it does not change, for it is read whole."""
    try:
        uri = f"{file.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True, timeout=1)) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.DatabaseError as problem:
        damage = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
        return getattr(problem, "sqlite_errorcode", 0) & 0xFF not in damage


# ---- a database server -----------------------------------------------------------------------


def _of_postgres(problem: psycopg.Error) -> Trouble | None:
    state = problem.sqlstate or ""
    if state == "53100":
        return Trouble(
            FULL,
            _(
                "The disk of the database server is full. Ask who looks after it to make room; "
                "then look whether this was recorded before you do it again."
            ),
        )
    if state == "53300" or (not state and "too many" in str(problem)):
        return Trouble(
            UNAVAILABLE,
            _(
                "The database server has no connection left for Banyan. Try again in a minute; if "
                "it happens often, run fewer processes or raise max_connections."
            ),
            AGAIN,
        )
    if state == "25006":
        return Trouble(
            UNAVAILABLE,
            _(
                "The database server takes no writes: it is a standby, or was made read-only. Ask "
                "who looks after it, then try again."
            ),
            AGAIN,
        )
    never_spoke = not state and isinstance(problem, psycopg.OperationalError)
    return _no_answer() if never_spoke or state.startswith(("57P", "08")) else None


def _no_answer() -> Trouble:
    return Trouble(
        UNAVAILABLE,
        _(
            "The database server does not answer. Try again in a minute, and look whether this "
            "was recorded before you do it again."
        ),
        AGAIN,
        vague=True,
    )
