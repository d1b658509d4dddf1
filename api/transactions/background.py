"""Work for requests that nobody waits for begins here, so that a test may say when it is done."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread


def begin(work: Callable[[], object]) -> Thread:
    """On a thread that ends with the process."""
    thread = Thread(target=work, daemon=True)
    thread.start()
    return thread
