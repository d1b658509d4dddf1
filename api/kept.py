"""Figures that are dear to compute: kept, and where they are very dear, for a while.

What is answered names the position at which it was true. It lags behind the log by at most `LAG`,
counted from the first entry that it does not know; meanwhile it is computed anew in the background.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock, Thread
from typing import Any, Generic, TypeVar, cast

from api.home import Home
from api.reading import Read
from projections.catchup import position
from projections.db import Db

DEAR = 0.2
"""Seconds of computing, from which on a figure may lag behind the log."""
LAG = 60.0
"""Seconds."""
MOST = 200
"""Figures kept; the one longest unasked goes first."""

T = TypeVar("T")
Key = tuple[object, ...]


@dataclass(frozen=True)
class Held(Generic[T]):
    """`took`: seconds of computing."""

    value: T
    position: int
    took: float


@dataclass
class _Slot:
    compute: Callable[[Db], Any]
    held: Held[Any] | None = None
    at_work: Lock = field(default_factory=Lock)
    """Held by whoever computes it."""


class Kept:
    """By what is asked, and the moment that is read."""

    def __init__(self, home: Home, most: int = MOST) -> None:
        self._home, self._most = home, most
        self._slots: OrderedDict[Key, _Slot] = OrderedDict()
        self._lock = Lock()
        self._one_at_a_time = Lock()

    def of(self, read: Read, what: Key, compute: Callable[[Db], T]) -> Held[T]:
        """`what`: all that the answer depends on, but for the moment of the views."""
        slot = self._slot(read, what, compute)
        if not self._serves(slot, read):
            with slot.at_work:
                if not self._serves(slot, read):
                    slot.held = _computed(compute, read.db, read.position)
        return cast(Held[T], slot.held)

    def soon(self, read: Read, what: Key, compute: Callable[[Db], T]) -> Held[T] | None:
        """What was last computed, however late; it is computed anew when nobody waits for it."""
        if read.asked.get("known_at"):
            return self.of(read, what, compute)
        slot = self._slot(read, what, compute)
        if slot.held is None or slot.held.position < read.position:
            self._renew([slot])
        return slot.held

    def renew(self) -> None:
        """Something was written: what is dear and was asked for is computed before it is again."""
        with self._lock:
            known = list(self._slots.items())
        self._renew([slot for key, slot in reversed(known) if key[-1] is None and _is_dear(slot)])

    def _slot(self, read: Read, what: Key, compute: Callable[[Db], Any]) -> _Slot:
        key = (*what, read.asked.get("known_at"))
        with self._lock:
            slot = self._slots.setdefault(key, _Slot(compute))
            self._slots.move_to_end(key)
            while len(self._slots) > self._most:
                self._slots.popitem(last=False)
        return slot

    def _serves(self, slot: _Slot, read: Read) -> bool:
        held = slot.held
        if held is None or held.position >= read.position:
            return held is not None
        if read.asked.get("known_at") or not _is_dear(slot) or self._lag(held) >= LAG:
            return False
        self._renew([slot])
        return True

    def _lag(self, held: Held[Any]) -> float:
        """Seconds since the first entry that it does not know was recorded."""
        unknown = next(self._home.log.read(held.position), None)
        return (datetime.now(UTC) - unknown.recorded_at).total_seconds() if unknown else 0.0

    # ---- in the background -------------------------------------------------------------------

    def _renew(self, slots: list[_Slot]) -> None:
        mine = [slot for slot in slots if slot.at_work.acquire(blocking=False)]
        if mine:
            Thread(target=self._work, args=(mine,), daemon=True).start()

    def _work(self, slots: list[_Slot]) -> None:
        for slot in slots:
            try:
                with self._one_at_a_time, self._home.views.read() as db:
                    slot.held = _computed(slot.compute, db, position(db))
            finally:
                slot.at_work.release()


def _computed(compute: Callable[[Db], T], db: Db, at: int) -> Held[T]:
    began = time.monotonic()
    value = compute(db)
    return Held(value, at, time.monotonic() - began)


def _is_dear(slot: _Slot) -> bool:
    return slot.held is not None and slot.held.took > DEAR
