"""Files and folders for their owner alone: files 0600, folders 0700, whatever the umask says.

Databases, keys, mails, backups and temporary folders are made here. SQLite gives the files beside a
database (-wal, -shm, -journal) the mode of the database itself. `mend` corrects what was made
otherwise.
"""

from __future__ import annotations

import os
import re
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

FILE, FOLDER = 0o600, 0o700
OTHERS = 0o077
DRAWER = re.compile(r"(?:log|private|views)[.-]")
"""The beginnings of the names of databases, of files beside them, and of old databases."""
ROOMS = ("keys", "outbox")


def folder(path: Path) -> Path:
    """Creates a folder and those above it, if missing; an existing one keeps its mode."""
    if not path.is_dir():
        folder(path.parent)
        path.mkdir(mode=FOLDER, exist_ok=True)
        path.chmod(FOLDER)
    return path


def file(path: Path, content: bytes = b"") -> Path:
    """Creates a file if missing, complete or not at all. Of two processes the first one wins."""
    if not path.exists():
        part = _beside(path)
        try:
            with _opened(part) as out:
                out.write(content)
            with suppress(FileExistsError):
                os.link(part, path)
        finally:
            part.unlink(missing_ok=True)
    return path


@contextmanager
def written(path: Path) -> Iterator[BinaryIO]:
    """A file to write, which replaces the old one when it is complete; else the old one stays."""
    if path.exists() and not path.is_file():  # a device or a pipe: not ours to replace
        with path.open("wb") as given:
            yield given
        return
    target = path.resolve()
    part = _beside(target)
    try:
        out = _opened(part)
    except OSError as problem:
        problem.filename = str(path)
        raise
    try:
        with out:
            yield out
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")


def _opened(path: Path) -> BinaryIO:
    out = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE), "wb")
    path.chmod(FILE)
    return out


# ---- corrected -------------------------------------------------------------------------------


def mend(home: Path) -> list[Path]:
    """Takes other users' access to a home and to Banyan's files in it, if the caller owns them.

    Returns the paths that stay open to others: of another owner, or on a file system without modes.
    """
    if os.name != "posix":
        return []
    loose = [] if _closed(home, home.stat()) else [home]
    return loose + [path for path, state in _kept(home) if not _closed(path, state)]


def _kept(home: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """The home's databases with the files beside them, its token, its keys and its outbox."""
    for entry in os.scandir(home):
        name = entry.name
        if DRAWER.match(name) or name == "token" or name in ROOMS:
            with suppress(FileNotFoundError):  # gone meanwhile
                yield Path(entry.path), entry.stat(follow_symlinks=False)
        if name in ROOMS and entry.is_dir(follow_symlinks=False):
            for inner in os.scandir(entry.path):
                with suppress(FileNotFoundError):
                    yield Path(inner.path), inner.stat(follow_symlinks=False)


def _closed(path: Path, state: os.stat_result) -> bool:
    """Whether others have no access once this returns. Links and sticky folders are not changed."""
    if stat.S_ISLNK(state.st_mode) or not state.st_mode & OTHERS:
        return True
    if state.st_uid != os.geteuid() or state.st_mode & stat.S_ISVTX:
        return False
    with suppress(OSError):
        path.chmod(FOLDER if stat.S_ISDIR(state.st_mode) else FILE)
    try:
        return not path.stat().st_mode & OTHERS
    except FileNotFoundError:
        return True
