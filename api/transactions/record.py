"""The one way of a write with private rows into the log: decided, kept, appended, settled."""

from __future__ import annotations

from collections.abc import Callable

from api.errors import BadInput, Problem
from api.home import Home
from api.private import pending
from api.private.sealing import Sealer
from api.private.shredding import shred
from domain.rules import Refused
from domain.service import Actor, Commands, Recorded, Service
from domain.values import Commitment


def record(
    home: Home,
    by: Actor,
    act: Callable[[Commands], object],
    sealer: Sealer | None = None,
    service: Service | None = None,
) -> Recorded:
    """Decides, keeps what `sealer` sealed for the entries, and appends, as often as it takes; what
    was kept and is in no entry then is taken back, and its bytes with it. `service`: one with
    another clock than the home's."""
    sealer = sealer or home.private.sealer()
    said: set[Commitment] = set()

    def decided(commands: Commands) -> None:
        said.clear()
        sealer.begin()
        act(commands)
        said.update(sealer.keep(commands))

    try:
        recorded = (service or home.service).do(by, decided)
    except (Refused, BadInput, Problem):
        _take_back(home, sealer.settle(set()))
        raise
    _take_back(home, sealer.settle(said if recorded.entries else set()))
    return recorded


def _take_back(home: Home, kept: set[Commitment]) -> None:
    if kept and pending.take_back(home.private, home.log, kept):
        shred(home.private)
