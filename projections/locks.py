"""Locks between processes on a folder. They end with the process, however it ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path

if sys.platform != "win32":
    import fcntl


def lock(folder: Path, wait: bool) -> int | None:
    """A file descriptor, which unlocks when it is closed; None if the system has no such locks.

    BlockingIOError if another process has the lock and `wait` is false.
    """
    if sys.platform == "win32":
        return None
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor
