"""Work on other threads, with nothing left to which of them is faster."""

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
    """Each on a thread of its own, and all begin at one moment. What each answered, in order."""
    items = list(items)
    ready = Barrier(len(items))

    def one(item: T) -> R:
        ready.wait(MINUTES)
        return act(item)

    with ThreadPoolExecutor(len(items)) as many:
        return list(many.map(one, items))


def aside(act: Callable[[], object]) -> Thread:
    """Begun; whoever begins it ends it."""
    thread = Thread(target=act, daemon=True)
    thread.start()
    return thread


def ended(thread: Thread) -> None:
    thread.join(MINUTES)
    assert not thread.is_alive(), "it hangs"


class Later(Thread):
    """Work that waits until the test does it."""

    def __init__(self, work: Callable[[], object]) -> None:
        super().__init__(target=work)

    def join(self, timeout: float | None = None) -> None:
        """Whoever waits for it a while waits in vain."""


class Background:
    """What Banyan does in the background: over before whoever began it goes on; or, once
    `is_held`, when the test says `go_on`.
    """

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
        """Does what waits, on this thread. How many pieces of work it was."""
        waiting, self.waiting = self.waiting, []
        for work in waiting:
            work()
        return len(waiting)
