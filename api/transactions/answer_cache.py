"""Answers cached by log position. Expensive ones may lag behind the log for a while.

Each answer names the position at which it is true. An expensive answer is served for up to `LAG`
seconds after the first entry that it does not include, while it is computed anew in the background.
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
"""Seconds of computing: an answer that takes longer may lag behind the log."""
LAG = 60.0
"""Seconds."""
MAX_ANSWERS = 400
"""Answers cached; the one that was not used for the longest time is dropped first."""
MAX_RENEWED = 8
"""Answers that are computed anew after a write: the last used."""
REST = 10
"""An answer for which no request waits is computed again at the earliest after this many times the
seconds that it took."""

T = TypeVar("T")
Key = tuple[object, ...]


@dataclass(frozen=True)
class CachedAnswer(Generic[T]):
    """A cached answer. `moment`: of the views at which it is true; `took`: seconds of computing;
    `at`: the end of computing, by the monotonic clock."""

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
    cached: CachedAnswer[Any] | None = None
    at_work: Lock = field(default_factory=Lock)
    """Held by the thread that computes the answer."""


class AnswerCache:
    """Answers by their key and by the moment that is read."""

    def __init__(self, home: Home, most: int = MAX_ANSWERS) -> None:
        self._home, self._most = home, most
        self._slots: OrderedDict[Key, _Slot] = OrderedDict()
        self._lock = Lock()
        self._one_at_a_time = Lock()

    def of(self, read: Read, what: Key, compute: Callable[[Db], T]) -> CachedAnswer[T]:
        """The answer; computed if none is cached that may be served. `what`: all that the answer
        depends on, except the moment of the views."""
        slot = self._slot(read, what, compute)
        cached = self._serving(slot, read)
        if cached is None:
            with slot.at_work:
                cached = self._serving(slot, read)
                if cached is None:
                    cached = slot.cached = _computed(compute, read.db, read.moment)
        return cached

    def exact(self, read: Read, what: Key, compute: Callable[[Db], T]) -> T:
        """The answer at exactly the moment that is read. `what`: as for `of`. Do not change the
        object that is returned."""
        slot = self._slot(read, what, compute)
        cached: CachedAnswer[T] | None = slot.cached
        if cached is None or cached.moment != read.moment:
            cached = slot.cached = CachedAnswer(compute(read.db), read.moment, 0.0, 0.0)
        return cached.value

    def latest(self, read: Read, what: Key, compute: Callable[[Db], T]) -> CachedAnswer[T] | None:
        """The last answer computed, however old; None if there is none yet. Never waits: a newer
        one is computed in the background."""
        if read.asked.get("known_at"):
            return self.of(read, what, compute)
        slot = self._slot(read, what, compute)
        slot.is_awaited = False
        cached = self._cached(slot, read)
        if cached is None or (cached.position < read.position and cached.has_rested):
            self._renew([slot])
        return cached

    def renew(self) -> None:
        """Call it after a write: computes the expensive answers anew, before they are requested."""
        with self._lock:
            known = reversed(self._slots.items())
            expensive = [
                slot for key, slot in known if key[-1] is None and _is_expensive(slot.cached)
            ]
        self._renew([slot for slot in expensive if slot.is_awaited][:MAX_RENEWED])

    def _slot(self, read: Read, what: Key, compute: Callable[[Db], Any]) -> _Slot:
        key = (*what, read.asked.get("known_at"))
        with self._lock:
            slot = self._slots.setdefault(key, _Slot(compute))
            self._slots.move_to_end(key)
            while len(self._slots) > self._most:
                self._slots.popitem(last=False)
        return slot

    def _serving(self, slot: _Slot, read: Read) -> CachedAnswer[Any] | None:
        """The cached answer, if it may be served. `slot.cached` is read once, since other threads
        replace it."""
        cached = self._cached(slot, read)
        if cached is None or cached.position >= read.position:
            return cached
        if read.asked.get("known_at") or not _is_expensive(cached) or self._lag(cached) >= LAG:
            return None
        self._renew([slot])
        return cached

    def _cached(self, slot: _Slot, read: Read) -> CachedAnswer[Any] | None:
        """The cached answer, unless the log was replaced by another since."""
        cached = slot.cached
        if cached is None or cached.moment == read.moment or cached.moment.holds(self._home.log):
            return cached
        return None

    def _lag(self, cached: CachedAnswer[Any]) -> float:
        """Seconds since the first entry that the answer does not include."""
        unknown = next(self._home.log.read(cached.position), None)
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
                    left[0].cached = _computed(left[0].compute, db, moment(db))
                left.pop(0).at_work.release()
        finally:
            for slot in left:
                slot.at_work.release()


def _computed(compute: Callable[[Db], T], db: Db, at: Witness) -> CachedAnswer[T]:
    began = time.monotonic()
    value = compute(db)
    done = time.monotonic()
    return CachedAnswer(value, at, done - began, done)


def _is_expensive(cached: CachedAnswer[Any] | None) -> bool:
    return cached is not None and cached.took > EXPENSIVE
