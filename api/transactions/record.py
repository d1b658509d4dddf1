"""Appends a write and its private texts together: decide, store the texts, append, clean up."""

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
    """Runs `act`, stores the texts that `sealer` sealed for its entries, and appends the entries.

    After a conflict all of this is done again. Texts that are in no entry at the end are deleted,
    with their bytes on disk. `service`: one with another clock than the home's.
    """
    sealer = sealer or home.private.sealer()
    stored: set[Commitment] = set()

    def decide(commands: Commands) -> None:
        stored.clear()
        sealer.begin()
        act(commands)
        stored.update(sealer.keep(commands))

    try:
        recorded = (service or home.service).do(by, decide)
    except (Refused, BadInput, Problem):
        _delete(home, sealer.settle(set()))
        raise
    _delete(home, sealer.settle(stored if recorded.entries else set()))
    return recorded


def _delete(home: Home, unused: set[Commitment]) -> None:
    if unused and pending.take_back(home.private, home.log, unused):
        shred(home.private)
