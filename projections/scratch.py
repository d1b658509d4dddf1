"""Scratch folders: their owner's alone, gone with whoever uses them, and swept after a crash.

A folder is locked for as long as its process lives. So a folder that can be locked is one that a
killed process left, and the next start removes it.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import time
import weakref
from contextlib import suppress
from pathlib import Path

from projections import permissions

try:
    import fcntl
except ImportError:  # not here, where nothing is swept
    fcntl = None  # type: ignore[assignment]

PREFIX = "banyan-scratch-"
HELD: set[Path] = set()
"""The folders of this process."""
PATIENCE = 1.0
"""Seconds for somebody else's sweeping."""


class Scratch:
    """An empty folder, beside all other temporary files or in a given one.

    It goes when it is closed, when nobody holds it any more, or when Python ends. Of one `name`
    there is one at a time: BlockingIOError where another process, or this one, has it.
    """

    def __init__(self, inside: Path | None = None, name: str | None = None) -> None:
        parent = inside or Path(tempfile.gettempdir())
        self.path, lock = _named(parent / f"{PREFIX}{name}") if name else _made(parent)
        HELD.add(self.path)
        self._end = weakref.finalize(self, _remove, self.path, lock, os.getpid())

    def close(self) -> None:
        self._end()

    def __enter__(self) -> Path:
        return self.path

    def __exit__(self, *_: object) -> None:
        self.close()


def sweep(*folders: Path) -> None:
    """Removes what processes left there that were killed. What cannot be removed stays."""
    for folder in folders or (Path(tempfile.gettempdir()),):
        for path in _left(folder):
            _sweep_one(path)


def _sweep_one(path: Path) -> None:
    with suppress(OSError):  # its process lives, or another one is sweeping
        lock = _lock(path)
        if lock is not None:
            _remove(path, lock, os.getpid())


def _left(folder: Path) -> list[Path]:
    """The caller's own."""
    try:
        found = [Path(entry.path) for entry in os.scandir(folder) if entry.name.startswith(PREFIX)]
        return [path for path in found if _is_own(path)]
    except OSError:
        return []


def _is_own(path: Path) -> bool:
    state = path.lstat()
    return stat.S_ISDIR(state.st_mode) and state.st_uid == os.geteuid()


def _named(path: Path) -> tuple[Path, int | None]:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            path.mkdir()
            path.chmod(permissions.FOLDER)
            return path, _lock(path)
        except FileExistsError:
            _sweep_one(path)
        except (BlockingIOError, FileNotFoundError):
            pass  # somebody swept it at this very moment
        if path.exists() and time.monotonic() > until:
            raise BlockingIOError(path)
        time.sleep(0.01)


def _made(inside: Path) -> tuple[Path, int | None]:
    while True:
        path = Path(tempfile.mkdtemp(prefix=PREFIX, dir=inside))
        try:
            path.chmod(permissions.FOLDER)
            return path, _lock(path)
        except (BlockingIOError, FileNotFoundError):
            continue  # somebody swept it at this very moment


def _lock(path: Path) -> int | None:
    """None where there are no locks. BlockingIOError where it is another's."""
    if fcntl is None:
        return None
    lock = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.path.samestat(os.fstat(lock), path.stat()):
            return lock
        raise FileNotFoundError(path)
    except (BlockingIOError, FileNotFoundError):
        os.close(lock)
        raise
    except OSError:
        os.close(lock)
        return None


def _remove(path: Path, lock: int | None, process: int) -> None:
    if process != os.getpid():
        return  # a child that was forked has no say in it
    HELD.discard(path)
    shutil.rmtree(path, ignore_errors=True)
    if lock is not None:
        os.close(lock)
