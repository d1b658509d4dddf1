"""Answers kept by the moment of the views that they are true of; expensive ones for a while longer.

What is answered names the position at which it was true. It lags behind the log by at most `LAG`,
counted from the first entry that it does not know; meanwhile it is computed anew in the background.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from api.home import Home
from api.transactions import background
from projections.db import Db
from projections.witness import Witness, moment

if TYPE_CHECKING:
    from api.transactions.read import Read

EXPENSIVE = 0.5
"""Seconds of computing, from which on a figure may lag behind the log."""
LAG = 60.0
"""Seconds."""
MAX_ANSWERS = 400
"""Answers kept; the one longest unasked goes first."""
AT_ONCE = 8
"""Answers that are computed anew after a write: those asked for last."""
REST = 10
"""What nobody waits for is left alone as many times as long as it took to compute."""

T = TypeVar("T")
Key = tuple[object, ...]


@dataclass(frozen=True)
class Held(Generic[T]):
    """`moment`: of the views, when it was true; `took`: seconds of computing; `at`: when it was
    done, by the monotonic clock."""

    value: T
    moment: Witness
    took: float
    at: float

    @property
    def position(self) -> int:
        return self.moment.position

    @property
    def has_rested(self) -> bool:
        return time.monotonic() - self.at >= self.took * REST


@dataclass
class _Slot:
    compute: Callable[[Db], Any]
    is_awaited: bool = True
    held: Held[Any] | None = None
    at_work: Lock = field(default_factory=Lock)
    """Held by whoever computes it."""


class AnswerCache:
    """By what is asked, and the moment that is read."""

    def __init__(self, home: Home, most: int = MAX_ANSWERS) -> None:
        self._home, self._most = home, most
        self._slots: OrderedDict[Key, _Slot] = OrderedDict()
        self._lock = Lock()
        self._one_at_a_time = Lock()

    def of(self, read: Read, what: Key, compute: Callable[[Db], T]) -> Held[T]:
        """`what`: all that the answer depends on, but for the moment of the views."""
        slot = self._slot(read, what, compute)
        held = self._serving(slot, read)
        if held is None:
            with slot.at_work:
                held = self._serving(slot, read)
                if held is None:
                    held = slot.held = _computed(compute, read.db, read.moment)
        return held

    def exact(self, read: Read, what: Key, compute: Callable[[], T]) -> T:
        """Never behind the log. `what`: as for `of`; the answer is not to be changed."""
        slot = self._slot(read, what, lambda _db: compute())
        held: Held[T] | None = slot.held
        if held is None or held.moment != read.moment:
            held = slot.held = Held(compute(), read.moment, 0.0, 0.0)
        return held.value

    def soon(self, read: Read, what: Key, compute: Callable[[Db], T]) -> Held[T] | None:
        """What was last computed, however late; it is computed anew when nobody waits for it."""
        if read.asked.get("known_at"):
            return self.of(read, what, compute)
        slot = self._slot(read, what, compute)
        slot.is_awaited = False
        held = self._held(slot, read)
        if held is None or (held.position < read.position and held.has_rested):
            self._renew([slot])
        return held

    def renew(self) -> None:
        """Something was written: what is expensive is computed before it is asked for again."""
        with self._lock:
            known = reversed(self._slots.items())
            expensive = [
                slot for key, slot in known if key[-1] is None and _is_expensive(slot.held)
            ]
        self._renew([slot for slot in expensive if slot.is_awaited][:AT_ONCE])

    def _slot(self, read: Read, what: Key, compute: Callable[[Db], Any]) -> _Slot:
        key = (*what, read.asked.get("known_at"))
        with self._lock:
            slot = self._slots.setdefault(key, _Slot(compute))
            self._slots.move_to_end(key)
            while len(self._slots) > self._most:
                self._slots.popitem(last=False)
        return slot

    def _serving(self, slot: _Slot, read: Read) -> Held[Any] | None:
        """What may be answered with: looked at once, for others put a newer one in its place."""
        held = self._held(slot, read)
        if held is None or held.position >= read.position:
            return held
        if read.asked.get("known_at") or not _is_expensive(held) or self._lag(held) >= LAG:
            return None
        self._renew([slot])
        return held

    def _held(self, slot: _Slot, read: Read) -> Held[Any] | None:
        """What was computed of the log that there is, and of no other."""
        held = slot.held
        if held is None or held.moment == read.moment or held.moment.holds(self._home.log):
            return held
        return None

    def _lag(self, held: Held[Any]) -> float:
        """Seconds since the first entry that it does not know was recorded."""
        unknown = next(self._home.log.read(held.position), None)
        return (datetime.now(UTC) - unknown.recorded_at).total_seconds() if unknown else 0.0

    # ---- in the background -------------------------------------------------------------------

    def _renew(self, slots: list[_Slot]) -> None:
        mine = [slot for slot in slots if slot.at_work.acquire(blocking=False)]
        if mine:
            background.begin(partial(self._work, mine))

    def _work(self, slots: list[_Slot]) -> None:
        left = list(slots)
        try:
            while left:
                with self._one_at_a_time, self._home.views.read() as db:
                    left[0].held = _computed(left[0].compute, db, moment(db))
                left.pop(0).at_work.release()
        finally:
            for slot in left:
                slot.at_work.release()


def _computed(compute: Callable[[Db], T], db: Db, at: Witness) -> Held[T]:
    began = time.monotonic()
    value = compute(db)
    done = time.monotonic()
    return Held(value, at, done - began, done)


def _is_expensive(held: Held[Any] | None) -> bool:
    return held is not None and held.took > EXPENSIVE
