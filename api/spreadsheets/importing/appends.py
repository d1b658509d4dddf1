"""Records many facts in several appends of limited size, and reports progress."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar
from uuid import uuid4

from api.home import Home
from api.private.sealing import Sealer
from api.transactions.record import record
from domain.service import Actor, Commands

T = TypeVar("T")
BATCH_SIZE = 200
"""Steps, or facts to take back, in one append. Each becomes one or two entries."""
Progress = Callable[[int, int], object]
"""Is called with (number done, number of all)."""


def no_progress(done: int, of: int) -> None:
    """A `Progress` that reports nothing."""


def in_parts(values: Sequence[T], progress: Progress = no_progress) -> Iterator[Sequence[T]]:
    """The values in parts of `BATCH_SIZE`; reports progress after the caller is done with each."""
    for at in range(0, len(values), BATCH_SIZE):
        some = values[at : at + BATCH_SIZE]
        yield some
        progress(at + len(some), len(values))


def append(
    home: Home,
    who: str,
    source: str,
    act: Callable[[Commands], object],
    sealer: Sealer | None = None,
) -> int:
    """Records what `act` decides. `who`: the account; `source`: of the entries. Returns the
    position of the last entry."""
    return record(home, Actor(who, source, str(uuid4())), act, sealer).position
