"""The unique reach of all facilitators: expensive, so cached by cascade, day and log position."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from api.home import Home
from api.transactions.answer_cache import AnswerCache
from api.transactions.read import Read
from projections.db import Db
from projections.reach.all_facilitators import all_numbers
from projections.reach.headline import has_workshops
from projections.reach.reach import Numbers

MAX_RANKINGS = 4
LARGE = 500
"""Workshops: a page of a larger cascade does not wait for its ranking."""


class Rankings:
    """Rankings cached by cascade, day and log position."""

    def __init__(self, home: Home) -> None:
        self._cache = AnswerCache(home, MAX_RANKINGS)

    def of(self, read: Read, cascade: int) -> Sequence[Numbers]:
        """The ranking, the furthest reach first. Sets the read's position to the ranking's."""
        found = self._cache.of(read, (cascade, read.as_of), _all(cascade, read.as_of))
        read.position = found.position
        return found.value

    def latest(self, read: Read, cascade: int) -> tuple[Sequence[Numbers], int] | None:
        """(the ranking, the position at which it is true); None while it is computed."""
        is_large = has_workshops(read.db, cascade, LARGE)
        ask = self._cache.latest if is_large else self._cache.of
        found = ask(read, (cascade, read.as_of), _all(cascade, read.as_of))
        return (found.value, found.position) if found else None


def _all(cascade: int, as_of: int) -> Callable[[Db], Sequence[Numbers]]:
    return lambda db: all_numbers(db, cascade, as_of)
