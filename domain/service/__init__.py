"""Load, decide, append: the commands of every noun, and the one way they get into the log."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from domain.log import MOST_AT_ONCE, Log, Stale
from domain.rules import Conflict
from domain.service.access import AccessCommands
from domain.service.imports import ImportCommands
from domain.service.outcomes import OutcomeCommands
from domain.service.proposals import ProposalCommands
from domain.service.unit_of_work import Actor, Repeated

__all__ = ["Actor", "Commands", "Recorded", "Repeated", "Service"]

TRIES = 12
T = TypeVar("T")


class Commands(ImportCommands, OutcomeCommands, ProposalCommands, AccessCommands):
    """Every command there is. What several of them record together is one transaction."""


@dataclass(frozen=True)
class Recorded:
    """Where the log stood after a command.

    `entries`: how many it added. Where there was nothing to add, `position` is that of the entry by
    which it was known, or else the log's last. `repeated`: the same command had been recorded
    before, and `position` is that of its last entry.
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

    def do(self, by: Actor, act: Callable[[Commands], object]) -> Recorded:
        """Runs `act` on a fresh draft and appends what it recorded, all or nothing.

        Every stream that the decision loaded must still be as it was, in the transaction that
        writes; also where nothing is to be written. Otherwise it is loaded and decided again, a few
        times; then Conflict.
        A command whose id is in the log already answers with the position it was recorded at.
        """
        for attempt in range(TRIES):
            draft = Commands(self.log, by, self._clock())
            try:
                act(draft)
                if not draft.pending:
                    self.log.require_unmoved(draft.reads)
                    return Recorded(draft.known_at or self.log.position(), 0)
                position = self.log.append(draft.pending, draft.reads)
                return Recorded(position, len(draft.pending))
            except Repeated as repeated:
                return Recorded(self._end_of(by.command, repeated.position), 0, repeated=True)
            except Stale:
                time.sleep(random.uniform(0, min(0.5, 0.01 * 2**attempt)))  # noqa: S311
        raise Conflict("Others are changing the same records. Try again in a moment.")

    def read(self, by: Actor | None = None) -> Commands:
        """A draft to read what is known, and to try commands on; it is thrown away. `by`: of whom
        a command would be, so that one that is recorded already is known by `Repeated`."""
        return Commands(self.log, by or Actor("", "", ""), self._clock())

    def _end_of(self, command: str, position: int) -> int:
        """A command's entries stand side by side, for they were appended together."""
        for entry in self.log.read(after=position, upto=position + MOST_AT_ONCE):
            if entry.command != command:
                break
            position = entry.position
        return position
