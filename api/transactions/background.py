"""Starts work that no request waits for. Tests replace `begin` to control when it is done."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread


def begin(work: Callable[[], object]) -> Thread:
    """Runs the work on a daemon thread, which ends with the process."""
    thread = Thread(target=work, daemon=True)
    thread.start()
    return thread
