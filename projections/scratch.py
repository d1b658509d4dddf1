"""Temporary folders that only their owner may read. They are deleted when the process ends; after a
crash, by the next start.

A folder is locked for as long as its process lives. So a folder that can be locked was left by a
process that was killed, and the next start removes it.
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

from projections import locks, permissions

PREFIX = "banyan-scratch-"
HELD: set[Path] = set()
"""The scratch folders of this process."""
PATIENCE = 1.0
"""Seconds to wait while another process sweeps."""


class Scratch:
    """An empty folder, beside all other temporary files or in a given one.

    It is removed when it is closed, when it is no longer referenced, or when Python ends. There is
    one of each `name` at a time: BlockingIOError if this or another process has it.
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
    """Removes the scratch folders that killed processes left in these folders. Those that cannot be
    removed stay."""
    for folder in folders or (Path(tempfile.gettempdir()),):
        for path in _left(folder):
            _sweep_one(path)


def _sweep_one(path: Path) -> None:
    with suppress(OSError):  # its process lives, or another one is sweeping
        lock = _lock(path)
        if lock is not None:
            _remove(path, lock, os.getpid())


def _left(folder: Path) -> list[Path]:
    """The scratch folders in a folder that belong to the caller's user."""
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
            pass  # swept by another process at this moment
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
            continue  # swept by another process at this moment


def _lock(path: Path) -> int | None:
    """Locks a folder; None if the system has no locks. BlockingIOError if another process has the
    lock, FileNotFoundError if the folder was removed meanwhile."""
    try:
        lock = locks.lock(path, wait=False)
    except (BlockingIOError, FileNotFoundError):
        raise
    except OSError:
        return None
    if lock is not None and not _is_still_there(lock, path):
        os.close(lock)
        raise FileNotFoundError(path)
    return lock


def _is_still_there(lock: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(lock), path.stat())
    except FileNotFoundError:
        return False


def _remove(path: Path, lock: int | None, process: int) -> None:
    if process != os.getpid():
        return  # a forked child must not remove its parent's folder
    HELD.discard(path)
    shutil.rmtree(path, ignore_errors=True)
    if lock is not None:
        os.close(lock)
