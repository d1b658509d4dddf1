"""The steps of the sample: commands as a door gives them, each with the moment of its entry."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from api.private.sealing import Sealer
from domain.service import Commands
from domain.values import Commitment, Reason, ReasonCode

Command = Callable[[Commands, Sealer], object]


class Step(NamedTuple):
    """`when`: the moment of the entry, in UTC. `who`: an account, or the console."""

    when: datetime
    command: Command
    who: str = "console"
    source: str = "console"


class Why(NamedTuple):
    """The reason of a correction; its words are private."""

    code: ReasonCode
    words: str

    def sealed(self, sealer: Sealer, owner: str) -> Reason:
        return Reason(self.code, seal_words(sealer, owner, self.words))


def because(
    when: datetime, owner: str, why: Why, act: Callable[[Commands, Reason], object]
) -> Step:
    """A step with a reason. `owner`: the stream to which the words of the reason belong."""
    return Step(when, lambda c, sealer: act(c, why.sealed(sealer, owner)))


def telling(
    when: datetime, owner: str, text: str, act: Callable[[Commands, Commitment], object]
) -> Step:
    """A step with private words, which belong to the stream `owner`."""
    return Step(when, lambda c, sealer: act(c, seal_words(sealer, owner, text)))


def seal_words(sealer: Sealer, owner: str, text: str) -> Commitment:
    return sealer.seal(owner, "words", {"words": text})
