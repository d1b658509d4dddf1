"""Storage failures, each with a helpful sentence and an HTTP status, for all doors: a full disk,
read-only files, damaged files, a database that does not answer.

No sentence quotes typed text, or advises to delete evidence.
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

LOG = "log.db"
RETRY_SECONDS = 30
"""Seconds to wait before a retry, for failures that may pass."""
MIN_FREE_BYTES = 1 << 20
"""Bytes. A disk with less free space counts as full: SQLite does not always say why a write failed.
"""
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
NO_RIGHT = (errno.EROFS, errno.EACCES, errno.EPERM)

SENTENCES = {
    "full": "The disk is full. Make room on it, but delete none of Banyan's own files; then look "
    "whether this was recorded before you do it again.",
    "busy": "Another program has kept Banyan's files to itself for too long. Try again in a "
    "minute; if it does not let go of them, end it.",
    "read-only": "Banyan may not write its files: the disk or a file is read-only, or is somebody "
    "else's. Let the user as whom Banyan runs write in BANYAN_HOME, then try again.",
    "log gone": "log.db is not where it was. Put it back into BANYAN_HOME, with the files whose "
    "names begin with its own; until then Banyan reads nothing from it and records nothing.",
    "failing": "The disk fails to read or to write. Make a backup on another disk now if you can "
    "(banyan backup), and leave Banyan's files as they are until somebody has looked at it.",
    "views damaged": "views.db is damaged. Move it out of BANYAN_HOME, with the files whose names "
    "begin with its own, and keep it; Banyan makes the views anew from the log.",
    "damaged": "{file} is damaged. Stop Banyan and keep {file} and the files whose names begin "
    "with its own, for they are evidence; then restore a backup into a new BANYAN_HOME "
    "(banyan restore).",
    "server full": "The disk of the database server is full. Ask who looks after it to make room; "
    "then look whether this was recorded before you do it again.",
    "server crowded": "The database server has no connection left for Banyan. Try again in a "
    "minute; if it happens often, run fewer processes or raise max_connections.",
    "server read-only": "The database server takes no writes: it is a standby, or was made "
    "read-only. Ask who looks after it, then try again.",
    "server silent": "The database server does not answer. Try again in a minute, and look whether "
    "this was recorded before you do it again.",
}
STATUS = {
    "full": 507,
    "server full": 507,
    "failing": 500,
    "views damaged": 500,
    "damaged": 500,
}
"""HTTP status of a failure; 503 for all others."""
NO_RETRY = {"read-only"}
"""Failures of status 503 that do not pass by waiting."""


@dataclass(frozen=True)
class Failure:
    """`retry_after`: seconds to wait before a retry; `vague`: the sentence does not tell an
    operator enough, so the exception should be logged too."""

    status: int
    sentence: str
    retry_after: int | None = None
    vague: bool = False


def failure(problem: BaseException, home: Path) -> Failure | None:
    """The storage failure behind an exception, or None if it is no storage failure. `home`: the
    folder of Banyan's files."""
    for cause in causes(problem):
        kind, file = None, ""
        if isinstance(cause, sqlite3.Error):
            kind = _of_sqlite(cause, home)
        elif isinstance(cause, psycopg.Error):
            kind = _of_postgres(cause)
        elif isinstance(cause, OSError):
            kind = _of_system(cause, home)
        if kind == "damaged":
            file = _damaged(home)
            kind = {"": None, "views.db": "views damaged"}.get(file, kind)
        if kind:
            status = STATUS.get(kind, 503)
            retry_after = RETRY_SECONDS if status == 503 and kind not in NO_RETRY else None
            sentence = _(SENTENCES[kind], file=file)
            return Failure(status, sentence, retry_after, vague=kind == "server silent")
    return None


def causes(problem: BaseException) -> Iterator[BaseException]:
    """The exception itself, and the exceptions from which it was raised."""
    at: BaseException | None = problem
    while at is not None:
        yield at
        if isinstance(at, DBAPIError) and at.orig is not None:
            yield at.orig
        at = at.__cause__


# ---- this machine ----------------------------------------------------------------------------


def _of_system(problem: OSError, home: Path) -> str | None:
    if problem.errno in NO_ROOM:
        return "full"
    if problem.errno in NO_RIGHT and problem.filename and _is_in(home, problem.filename):
        return "read-only"
    if problem.errno == errno.ENOENT and problem.filename == str(home / LOG):
        return "log gone"
    return "failing" if problem.errno == errno.EIO else None


def _is_in(home: Path, file: str | bytes | int) -> bool:
    return isinstance(file, str) and Path(file).absolute().is_relative_to(home.absolute())


def _of_sqlite(problem: sqlite3.Error, home: Path) -> str | None:
    match getattr(problem, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_FULL:
            return "full"
        case sqlite3.SQLITE_IOERR:
            return "full" if _is_full(home) else "failing"
        case sqlite3.SQLITE_CANTOPEN:
            return "full" if _is_full(home) else "read-only"
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return "read-only"
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return "damaged"
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return "busy"
    return None


def _is_full(home: Path) -> bool:
    try:
        places = {home, Path(tempfile.gettempdir())}
        return any(shutil.disk_usage(place).free < MIN_FREE_BYTES for place in places)
    except OSError:
        return False


def _damaged(home: Path) -> str:
    """The name of the first damaged database file; "" if none is."""
    for name in ("log.db", "private.db", "views.db"):
        file = home / name
        if file.exists() and not _is_sound(file, *_state(file)):
            return name
    return ""


def _state(file: Path) -> tuple[int, ...]:
    beside = [file, file.with_name(f"{file.name}-wal")]
    return tuple(f.stat().st_mtime_ns for f in beside if f.exists())


@lru_cache(maxsize=8)
def _is_sound(file: Path, *_state: int) -> bool:
    """Whether the file is sound. The answer is cached until the file changes: a check reads all of
    it."""
    try:
        uri = f"{file.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True, timeout=1)) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.DatabaseError as problem:
        damage = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
        return getattr(problem, "sqlite_errorcode", 0) & 0xFF not in damage


# ---- a database server -----------------------------------------------------------------------


def _of_postgres(problem: psycopg.Error) -> str | None:
    state = problem.sqlstate or ""
    if state == "53100":
        return "server full"
    if state == "53300" or (not state and "too many" in str(problem)):
        return "server crowded"
    if state == "25006":
        return "server read-only"
    never_spoke = not state and isinstance(problem, psycopg.OperationalError)
    return "server silent" if never_spoke or state.startswith(("57P", "08")) else None
