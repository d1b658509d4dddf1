"""Converts facts to bytes and back: the format of an entry's stored state.

Canonical JSON (sorted keys, no spaces, ISO dates). The envelope has the account, the time, the
source and the command, and the event under `fact`. An auditor can read it with any JSON tool.
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
    """The entry's name or shape is unknown to this version."""

    why = "newer"


class DamagedEntry(Unreadable):
    """The entry's bytes are not JSON; no version writes such bytes."""

    why = "damaged"


def _sign_all(fact: Fact) -> Fact:
    """Adds facilitators who had signed to the register: the old shape left them off, without their
    scores."""
    fact = dict(fact)
    lines = list(fact.pop("register", ()))
    signed = [line["person"] for line in lines]
    missing = [p for p in dict.fromkeys(fact.pop("left_off", ())) if p not in signed]
    return {**fact, "register": [*lines, *({"person": p} for p in missing)]}


def _sign(fact: Fact) -> Fact:
    """Reads an old `facilitator.left_off` as `attendance.added`. Its reason is `other`, since the
    old shape had no reason."""
    return {"attendance": {"person": fact["person"]}, "reason": {"code": "other"}}


UPCASTERS: dict[str, tuple[str, Callable[[Fact], Fact]]] = {
    "workshop.held": ("workshop.held.2", _sign_all),
    "facilitator.left_off": ("attendance.added", _sign),
}
"""Name of an old shape → (name of the next shape, pure function that converts a fact)."""


class Envelope(msgspec.Struct, Generic[F], frozen=True, omit_defaults=True):
    """`command`: the id of the command; the same id is recorded only once."""

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
    """The stored envelope; a fact of an old shape is converted to the present shape. Raises
    `Unreadable`."""
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
