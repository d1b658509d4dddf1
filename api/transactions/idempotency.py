"""Idempotent writes: a write that is sent again gets its first answer and changes nothing.

The random seed of a write, from which its ids follow, is stored before the first try. So a repeat
creates nothing twice, even if the first answer was lost on its way to the client.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypedDict
from uuid import UUID

from sqlalchemy import delete, select

from api.errors import Problem
from api.private.deletions import ANSWERED, REQUEST
from api.private.sealing import canonical
from api.private.store import Private
from api.private.tables import repeat
from projections.db import transaction


class Answer(TypedDict):
    """The answer to a write. `data`: as its schema dumps it; `location`: the address of the new
    record; `entry`: the fingerprint of the entry at `position`; `status`: of HTTP."""

    position: int
    data: dict[str, Any]
    location: str | None
    entry: str
    status: int


@dataclass
class Repeat:
    """A write and its repeats. `key`: None for a write without repeats; `content`: its body as
    canonical JSON; `seed`: hexadecimal; `first`: no write had this key before; `answer`: the first
    answer, None while there is none."""

    key: str | None
    content: str
    seed: str
    first: bool
    answer: Answer | None = None

    def id(self, nth: int) -> str:
        """The nth id of this write, a UUID (version 4) derived from its seed alone."""
        digest = sha256(bytes.fromhex(self.seed) + nth.to_bytes(4, "big")).digest()
        return str(UUID(bytes=digest[:16], version=4))


def key_of(account: str, method: str, path: str, key: str) -> str:
    """The key of a request, hashed, since a client may put a person's identifier into its key."""
    text = f"{account} {method} {path} {key}"
    return f"{REQUEST}{sha256(text.encode()).hexdigest()}"


def begin(private: Private, key: str | None, body: object) -> Repeat:
    """Registers a write. Raises a Problem if the key was used with other content before (409), or
    if its subject has been erased since (410)."""
    seed, content = secrets.token_hex(32), canonical({"body": body})
    if key is None:
        return Repeat(None, content, seed, first=True)
    known = private.remember(key, content, {"seed": seed})
    if known is None:
        raise Problem(
            409,
            "This id or Idempotency-Key was used with other content before. Choose a new one.",
        )
    if "seed" not in known:
        raise Problem(
            410,
            "This was recorded before, and who it was about was erased on request since. It is "
            "not recorded anew.",
        )
    first = known["seed"] == seed
    return Repeat(key, content, known["seed"], first, None if first else _answer(private, key))


def finish(private: Private, write: Repeat, answer: Answer) -> None:
    """Stores the answer for repeats."""
    if write.key is not None:
        private.remember(_done(write.key), write.content, answer)


def forget(private: Private, write: Repeat) -> None:
    """Frees the key of a refused write, so that a corrected one may use it."""
    if write.key is not None and write.first:
        with transaction(private.engine) as connection:
            connection.execute(delete(repeat).where(repeat.c.key == write.key))


def take_back(private: Private, write: Repeat) -> None:
    """Deletes the stored answer and keeps the seed, so that a repeat gets the same ids."""
    if write.key is not None:
        with transaction(private.engine) as connection:
            connection.execute(delete(repeat).where(repeat.c.key == _done(write.key)))


def _answer(private: Private, key: str) -> Answer | None:
    with private.engine.connect() as connection:
        query = select(repeat.c.answer).where(repeat.c.key == _done(key))
        text = connection.execute(query).scalar()
    answer: Answer | None = json.loads(text) if text else None
    return answer


def _done(key: str) -> str:
    return f"{key}{ANSWERED}"
