"""Everybody's unique reach, which is dear to compute: kept, and where it is very dear, for a while.

What is answered names the position at which it was true.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

from api.reading import Read
from projections.reach import Numbers
from projections.reach_all import all_numbers

KEPT = 4
DEAR = 1.0
"""Seconds of computing, from which on a ranking may lag behind the log."""
LAG = 60.0
"""Seconds."""


@dataclass(frozen=True)
class Ranking:
    """`at` and `took` in seconds of the monotonic clock."""

    rows: Sequence[Numbers]
    position: int
    at: float
    took: float

    def serves(self, position: int) -> bool:
        fresh = self.took > DEAR and time.monotonic() - self.at < LAG
        return self.position == position or (self.position < position and fresh)


class Rankings:
    """By cascade, day and moment; the one longest unasked goes first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[object, ...], Ranking] = OrderedDict()
        self._lock = Lock()

    def of(self, read: Read, cascade: int) -> Sequence[Numbers]:
        """The furthest reach first. Sets the position of the read to that of the ranking."""
        key = (cascade, read.as_of, read.asked.get("known_at"))
        with self._lock:
            kept = self._kept.get(key)
        if kept is None or not kept.serves(read.position):
            began = time.monotonic()
            rows = all_numbers(read.db, cascade, read.as_of)
            now = time.monotonic()
            kept = Ranking(rows, read.position, now, now - began)
        with self._lock:
            self._kept[key] = kept
            self._kept.move_to_end(key)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        read.position = kept.position
        return kept.rows
