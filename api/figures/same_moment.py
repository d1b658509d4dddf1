"""What was computed of the views at one moment is the same at that moment: it is kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any

from api.transactions.read import Read
from projections.witness import Witness

MOST = 200
"""Answers kept; the one longest unasked goes first."""

Key = tuple[object, ...]


class SameMoment:
    """Never behind the log. For what a page and its neighbours ask for again and again."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, tuple[Witness, Any]] = OrderedDict()
        self._lock = Lock()

    def of(self, read: Read, what: Key, compute: Callable[[], Any]) -> Any:
        """`what`: all that it depends on but the moment. The answer is not to be changed."""
        with self._lock:
            kept = self._kept.get(what)
        if kept is None or kept[0] != read.moment:
            kept = (read.moment, compute())
        with self._lock:
            self._kept[what] = kept
            self._kept.move_to_end(what)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return kept[1]
