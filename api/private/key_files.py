"""Files beside the databases, of secrets and of alarms: made once, for their owner alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from projections import permissions


def secret(path: Path, make: Callable[[], bytes]) -> bytes:
    """Its content; `make` gives it the first time. Of two processes the first one's stays."""
    if not path.exists():
        permissions.folder(path.parent)
        permissions.file(path, make())
    return path.read_bytes()
