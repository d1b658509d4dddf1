"""Load, decide, append: the commands of every noun, and the only way into the log."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from domain.log import MAX_ENTRIES, Log, Stale
from domain.rules import Conflict
from domain.service.access import AccessCommands
from domain.service.imports import ImportCommands
from domain.service.outcomes import OutcomeCommands
from domain.service.proposals import ProposalCommands
from domain.service.unit_of_work import Actor, Repeated

__all__ = ["Actor", "Commands", "Recorded", "Repeated", "Service"]

MAX_ATTEMPTS = 12
T = TypeVar("T")


class Commands(ImportCommands, OutcomeCommands, ProposalCommands, AccessCommands):
    """All commands. Several commands on one object are recorded in one transaction."""


@dataclass(frozen=True)
class Recorded:
    """The result of a command.

    `entries`: how many entries it added; `position`: of the last one. If it added none, `position`
    is that of the entry that made it superfluous, else of the log's last entry. `repeated`: the
    same command was recorded before, and `position` is that of its last entry.
    """

    position: int
    entries: int
    repeated: bool = False


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Service:
    def __init__(self, log: Log, clock: Callable[[], datetime] = _utc_now) -> None:
        self.log = log
        self._clock = clock

    def do(self, actor: Actor, act: Callable[[Commands], object]) -> Recorded:
        """Runs `act` on new Commands and appends what it recorded, all or nothing.

        In the transaction that writes, every stream that the decision loaded must still have the
        version that was loaded; this is checked too where nothing is to be written. If one has
        moved on, the decision is loaded and made again, up to `MAX_ATTEMPTS` times; then Conflict.
        A command whose id is in the log already gives the position at which it was recorded.
        """
        for attempt in range(MAX_ATTEMPTS):
            commands = Commands(self.log, actor, self._clock())
            try:
                act(commands)
                if not commands.pending:
                    self.log.require_unmoved(commands.reads)
                    return Recorded(commands.known_at or self.log.position(), 0)
                position = self.log.append(commands.pending, commands.reads)
                return Recorded(position, len(commands.pending))
            except Repeated as repeated:
                return Recorded(self._end_of(actor.command, repeated.position), 0, repeated=True)
            except Stale:
                time.sleep(random.uniform(0, min(0.5, 0.01 * 2**attempt)))  # noqa: S311
        raise Conflict("Others are changing the same records. Try again in a moment.")

    def read(self, actor: Actor | None = None) -> Commands:
        """Commands for reading the log and for trying out decisions; nothing is appended.

        `actor`: with it, a command that is recorded already raises `Repeated`.
        """
        return Commands(self.log, actor or Actor("", "", ""), self._clock())

    def _end_of(self, command: str, position: int) -> int:
        """The position of a command's last entry. A command's entries are next to each other, since
        they were appended together."""
        for entry in self.log.read(after=position, upto=position + MAX_ENTRIES):
            if entry.command != command:
                break
            position = entry.position
        return position
