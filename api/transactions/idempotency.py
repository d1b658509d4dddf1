"""Writes that are sent again: the same key and content answer as the first time.

What was chosen for a write (a random seed, from which its ids follow) is kept before it is tried,
so that a repeat makes nothing twice even where the first answer got lost on the way.
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
    """To a write. `data`: as its shape shows it; `location`: where what was made is; `entry`: the
    fingerprint of the entry at `position`."""

    position: int
    data: dict[str, Any]
    location: str | None
    entry: str
    status: int


@dataclass
class Repeat:
    """`seed`: hex. `answer`: what was answered the first time, where it came that far."""

    key: str | None
    content: str
    seed: str
    first: bool
    answer: Answer | None = None

    def id(self, nth: int) -> str:
        """The nth id of this write: random as its seed is, and derived from nothing else."""
        digest = sha256(bytes.fromhex(self.seed) + nth.to_bytes(4, "big")).digest()
        return str(UUID(bytes=digest[:16], version=4))


def key_of(account: str, method: str, path: str, key: str) -> str:
    """As a hash, for who writes a client may put an identifier into a key."""
    said = f"{account} {method} {path} {key}"
    return f"{REQUEST}{sha256(said.encode()).hexdigest()}"


def begin(private: Private, key: str | None, body: object) -> Repeat:
    """A Problem where the key came with other content before."""
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
    if write.key is not None:
        private.remember(_done(write.key), write.content, answer)


def forget(private: Private, write: Repeat) -> None:
    """A write that was refused leaves its key free for the corrected one."""
    if write.key is not None and write.first:
        with transaction(private.engine) as connection:
            connection.execute(delete(repeat).where(repeat.c.key == write.key))


def take_back(private: Private, write: Repeat) -> None:
    """The answer no longer holds; the ids that were chosen do."""
    if write.key is not None:
        with transaction(private.engine) as connection:
            connection.execute(delete(repeat).where(repeat.c.key == _done(write.key)))


def _answer(private: Private, key: str) -> Answer | None:
    with private.engine.connect() as connection:
        query = select(repeat.c.answer).where(repeat.c.key == _done(key))
        found = connection.execute(query).scalar()
    answer: Answer | None = json.loads(found) if found else None
    return answer


def _done(key: str) -> str:
    return f"{key}{ANSWERED}"
