"""Work on other threads, so that the result does not depend on which thread is faster."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Thread
from typing import TypeVar

import pytest

from api.transactions import background

MINUTES = 600.0
"""Seconds, after which something hangs; a limit that no test that works comes near."""

T = TypeVar("T")
R = TypeVar("R")


def together(act: Callable[[T], R], items: Iterable[T]) -> list[R]:
    """Calls `act` for each item on a thread of its own; all begin at the same moment. The results,
    in order."""
    items = list(items)
    ready = Barrier(len(items))

    def one(item: T) -> R:
        ready.wait(MINUTES)
        return act(item)

    with ThreadPoolExecutor(len(items)) as many:
        return list(many.map(one, items))


def aside(act: Callable[[], object]) -> Thread:
    """Starts work on another thread; the caller must end it."""
    thread = Thread(target=act, daemon=True)
    thread.start()
    return thread


def ended(thread: Thread) -> None:
    thread.join(MINUTES)
    assert not thread.is_alive(), "it hangs"


class Later(Thread):
    """Background work that waits until the test runs it."""

    def __init__(self, work: Callable[[], object]) -> None:
        super().__init__(target=work)

    def join(self, timeout: float | None = None) -> None:
        """Does not wait: the work is not done before the test runs it."""


class Background:
    """Replaces Banyan's background work: it ends before its caller goes on, or, if `is_held`, it
    runs when the test calls `go_on`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.is_held = False
        self.waiting: list[Callable[[], object]] = []
        monkeypatch.setattr(background, "begin", self._begin)

    def _begin(self, work: Callable[[], object]) -> Thread:
        if self.is_held:
            self.waiting.append(work)
            return Later(work)
        thread = aside(work)
        ended(thread)
        return thread

    def go_on(self) -> int:
        """Runs the waiting work on this thread. Returns the number of pieces of work."""
        waiting, self.waiting = self.waiting, []
        for work in waiting:
            work()
        return len(waiting)
