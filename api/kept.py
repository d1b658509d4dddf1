"""Figures that are dear to compute: kept by position, and where very dear, for a while beyond it.

What is answered names the position at which it was true.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

from api.reading import Read

DEAR = 1.0
"""Seconds of computing, from which on figures may lag behind the log."""
LAG = 60.0
"""Seconds."""
T = TypeVar("T")


@dataclass(frozen=True)
class _One(Generic[T]):
    found: T
    position: int
    at: float
    took: float

    def serves(self, position: int) -> bool:
        fresh = self.took > DEAR and time.monotonic() - self.at < LAG
        return self.position == position or (self.position < position and fresh)


class Kept(Generic[T]):
    """By key; the one longest unasked goes first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, _One[T]] = OrderedDict()
        self._lock = Lock()

    def of(self, read: Read, key: Hashable, compute: Callable[[], T]) -> T:
        """Sets the position of the read to that of what is found."""
        key = (key, read.asked.get("known_at"))
        with self._lock:
            kept = self._kept.get(key)
        if kept is None or not kept.serves(read.position):
            began = time.monotonic()
            found = compute()
            now = time.monotonic()
            kept = _One(found, read.position, now, now - began)
        with self._lock:
            self._kept[key] = kept
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        read.position = kept.position
        return kept.found
