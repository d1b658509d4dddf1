"""Many facts in appends of a bearable size, with word of how far it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar
from uuid import uuid4

from api.home import Home
from api.private.sealing import Sealer
from api.transactions.record import record
from domain.service import Actor, Commands

T = TypeVar("T")
AT_ONCE = 200
"""Steps, or facts taken back, in one append; each becomes one or two entries."""
Progress = Callable[[int, int], object]
"""Hears (done, of how many)."""


def silent(done: int, of: int) -> None:
    """Progress that is not shown."""


def in_parts(values: Sequence[T], progress: Progress = silent) -> Iterator[Sequence[T]]:
    """`AT_ONCE` values at a time; tells after each part was dealt with."""
    for at in range(0, len(values), AT_ONCE):
        some = values[at : at + AT_ONCE]
        yield some
        progress(at + len(some), len(values))


def append(
    home: Home,
    who: str,
    source: str,
    act: Callable[[Commands], object],
    sealer: Sealer | None = None,
) -> int:
    """Recorded by the account `who`, as of `source`. The position after it."""
    return record(home, Actor(who, source, str(uuid4())), act, sealer).position
