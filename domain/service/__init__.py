"""Load, decide, append: the commands of every noun, and the one way they get into the log."""

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
    """Every command there is. What several of them record together is one transaction."""


@dataclass(frozen=True)
class Recorded:
    """Where the log stood after a command.

    `entries`: how many it added. Where it added none, `position` is that of the entry that already
    says so, or else of the log's last. `repeated`: the same command was recorded before, and
    `position` is that of its last entry.
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
        """Commands to read the log with and to try out; nothing of them is appended.

        `actor`: whose a command would be, so that one which is recorded already raises `Repeated`.
        """
        return Commands(self.log, actor or Actor("", "", ""), self._clock())

    def _end_of(self, command: str, position: int) -> int:
        """A command's entries stand side by side, for they were appended together."""
        for entry in self.log.read(after=position, upto=position + MAX_ENTRIES):
            if entry.command != command:
                break
            position = entry.position
        return position
