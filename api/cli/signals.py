"""Signals: SIGTERM and SIGHUP end a command like Ctrl-C, so that everything is closed first."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


class Ended(KeyboardInterrupt):
    """Raised in the main thread by a signal that ends the process."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.code = 128 + number
        """The exit status that shells use for a signal."""


@contextmanager
def orderly() -> Iterator[None]:
    """Inside, the first signal raises `Ended`. A signal that is ignored (nohup) stays ignored."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in SIGNALS}
    for number, handler in before.items():
        if handler is signal.SIG_DFL:
            signal.signal(number, _end)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(number: int, _frame: FrameType | None) -> None:
    for each in SIGNALS:  # a second signal must not interrupt the closing
        signal.signal(each, signal.SIG_IGN)
    raise Ended(number)
