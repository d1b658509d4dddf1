"""Between facts and bytes: what an entry's stored state looks like.

Canonical JSON (sorted keys, no spaces, ISO dates): the envelope says who, when, from where and
by which command, and holds the event under `fact`. An auditor can read it with any JSON tool.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from types import GenericAlias
from typing import Any, Generic, TypeVar

import msgspec

from domain.events import CLASSES, Event
from domain.values import CascadeId

F = TypeVar("F")

Fact = dict[str, Any]

SENTENCES = {
    "newer": "This log holds an entry of a newer version of Banyan (position {position}, {name}). "
    "Update Banyan; nothing is lost, and until then nothing is recorded here.",
    "damaged": "The entry at position {position} of the log is damaged: it is not what Banyan "
    "wrote. Keep all files as they are, make a copy of them, and restore a backup into a new home.",
}


class Unreadable(Exception):
    """An entry that this version cannot read, at its position in the log.

    `template` is an English sentence with {named} places, which says what to do.
    """

    why: str

    def __init__(self, name: str, position: int) -> None:
        self.template = SENTENCES[self.why]
        self.params = {"name": name[:80], "position": position}
        super().__init__(self.template.format(**self.params))


class NewerEntry(Unreadable):
    """Its name, or its shape, is none that this version knows."""

    why = "newer"


class DamagedEntry(Unreadable):
    """Its bytes are no JSON; no version writes that."""

    why = "damaged"


def _sign_all(fact: Fact) -> Fact:
    """Facilitators who had signed too were left off the register; their scores were not kept."""
    fact = dict(fact)
    lines = list(fact.pop("register", ()))
    signed = [line["person"] for line in lines]
    missing = [p for p in dict.fromkeys(fact.pop("left_off", ())) if p not in signed]
    return {**fact, "register": [*lines, *({"person": p} for p in missing)]}


def _sign(fact: Fact) -> Fact:
    """An old `facilitator.left_off` reads as `attendance.added`, reason `other`: the old shape had
    none."""
    return {"attendance": {"person": fact["person"]}, "reason": {"code": "other"}}


UPCASTERS: dict[str, tuple[str, Callable[[Fact], Fact]]] = {
    "workshop.held": ("workshop.held.2", _sign_all),
    "facilitator.left_off": ("attendance.added", _sign),
}
"""From the name of an old shape to the name of the next and a pure function between them."""


class Envelope(msgspec.Struct, Generic[F], frozen=True, omit_defaults=True):
    """`command` is the id that makes a repeated submission harmless."""

    at: datetime
    by: str
    command: str
    fact: F
    source: str
    cascade: CascadeId | None = None


_DECODERS: dict[str, msgspec.json.Decoder[Envelope[Event]]] = {
    name: msgspec.json.Decoder(GenericAlias(Envelope, (cls,))) for name, cls in CLASSES.items()
}
_ENCODER = msgspec.json.Encoder(order="sorted")


def encode(envelope: Envelope[Event]) -> bytes:
    return _ENCODER.encode(envelope)


def decode(name: str, state: bytes, position: int = 0) -> Envelope[Event]:
    """The envelope as stored, an old shape lifted to the present one. Else `Unreadable`."""
    try:
        return _decoded(name, state)
    except (msgspec.DecodeError, LookupError, TypeError, AttributeError, ValueError) as error:
        unreadable = NewerEntry if _is_json(state) else DamagedEntry
        raise unreadable(name, position) from error


def _decoded(name: str, state: bytes) -> Envelope[Event]:
    if name not in UPCASTERS:
        return _DECODERS[name].decode(state)
    envelope = json.loads(state)
    while name in UPCASTERS:
        name, upcast = UPCASTERS[name]
        envelope["fact"] = upcast(envelope["fact"])
    return _DECODERS[name].decode(json.dumps(envelope))


def _is_json(state: bytes) -> bool:
    try:
        msgspec.json.decode(state)
    except (msgspec.DecodeError, TypeError):
        return False
    return True
