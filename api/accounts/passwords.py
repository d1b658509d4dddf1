"""Passwords: how they are hashed, how many are hashed at a time, and which are accepted.

Argon2id with OWASP's smallest sound settings (19 MiB, two passes, one lane): some 30 ms.
"""

from __future__ import annotations

import os
import re
import secrets
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from api.accounts.common_passwords import is_common
from api.errors import Problem
from domain.rules import require

MEMORY_KIB, PASSES, LANES = 19_456, 2, 1
SHORTEST, LONGEST = 12, 256
"""Characters of a phrase."""
MAX_WAITING = 50
"""Requests that may wait for a core; the server has more threads, so other requests get one."""
PATIENCE = 20
"""Seconds that a request waits."""

_hasher = PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)


class Gate:
    """Hashing takes a core for a moment: at least one core stays free for other requests."""

    def __init__(self, at_once: int, waiting: int) -> None:
        self._room = threading.BoundedSemaphore(at_once + waiting)
        self._cores = threading.BoundedSemaphore(at_once)

    @contextmanager
    def passed(self) -> Iterator[None]:
        if not self._room.acquire(blocking=False):
            raise _busy()
        try:
            if not self._cores.acquire(timeout=PATIENCE):
                raise _busy()
            try:
                yield
            finally:
                self._cores.release()
        finally:
            self._room.release()


def _busy() -> Problem:
    return Problem(
        503,
        "Many people are signing in at this moment. Try again in a few seconds.",
        headers={"Retry-After": "5"},
    )


gate = Gate(max(1, (os.cpu_count() or 2) - 1), MAX_WAITING)


def hash_password(phrase: str) -> str:
    with gate.passed():
        return _hasher.hash(phrase.encode(errors="surrogatepass"))


def verify(known: str | None, phrase: str) -> bool:
    """False where there is no password to compare with, after as much work."""
    with gate.passed():
        try:
            matches = _hasher.verify(
                known or decoy_hash(), phrase[: LONGEST + 1].encode(errors="surrogatepass")
            )
        except (VerificationError, InvalidHashError):
            return False
    return matches and known is not None


def is_outdated(known: str) -> bool:
    """Made with other settings than those of today."""
    return _hasher.check_needs_rehash(known)


@cache
def decoy_hash() -> str:
    """What is compared where there is no password: the hash of one that nobody knows. Made before
    the first sign-in (`create_app`)."""
    return _hasher.hash(secrets.token_bytes(32))


def require_sound(phrase: str, about: Iterable[str]) -> None:
    """`about`: what the account is called, which makes no password."""
    require(
        len(phrase) >= SHORTEST,
        "This is too short: a password has at least {least} characters. Take a phrase of some "
        "words that only you would put together.",
        field="password",
        least=SHORTEST,
    )
    require(
        len(phrase) <= LONGEST,
        "This is too long: a password has at most {most} characters.",
        field="password",
        most=LONGEST,
    )
    require(
        not is_common(_without(phrase, about)),
        "Many people would think of this one. Take a phrase of some words that only you would "
        "put together.",
        field="password",
    )


def _without(phrase: str, about: Iterable[str]) -> str:
    left = phrase.casefold()
    for text in about:
        for word in (text.casefold(), *re.split(r"[\W_]+", text.casefold())):
            if len(word) > 2:
                left = left.replace(word, "")
    return left
