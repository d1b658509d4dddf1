"""The trainers of a cascade with what is below each: read once for each position of the log."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

from api.reading import Read
from projections.trainers import Trainer, trainers

KEPT = 4


class Lineages:
    """By cascade; the one longest unasked goes first. As it is now, never as it was."""

    def __init__(self) -> None:
        self._kept: OrderedDict[int, tuple[int, Sequence[Trainer]]] = OrderedDict()
        self._lock = Lock()

    def of(self, read: Read, cascade: int) -> Sequence[Trainer]:
        """The largest lineage first, true at the position of the read."""
        with self._lock:
            kept = self._kept.get(cascade)
        if kept is None or kept[0] != read.position:
            kept = read.position, trainers(read.db, cascade)
        with self._lock:
            self._kept[cascade] = kept
            self._kept.move_to_end(cascade)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return kept[1]
