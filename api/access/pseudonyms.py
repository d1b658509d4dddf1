"""What a trainer calls the people further down: a name that is no name, theirs alone.

A pseudonym is one block of AES-256 over the person's random id, under a key that HMAC-SHA256
derives for the trainer from a secret which lies beside the databases, in none of them. So it is
the same for this trainer each time and another for every other; and it is read back at once,
without trying everybody, so that a made-up one costs what a real one does.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from uuid import UUID

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

FORM = re.compile(r"p-[0-9a-f]{32}")


class Pseudonyms:
    """`secret`: the home's; `trainer`: the id of who reads."""

    def __init__(self, secret: str, trainer: str) -> None:
        key = hmac.digest(secret.encode(), f"pseudonyms of {trainer}".encode(), hashlib.sha256)
        self._cipher = Cipher(algorithms.AES256(key), modes.ECB())  # noqa: S305 # a single block

    def of(self, person: str) -> str:
        block = self._cipher.encryptor()
        return "p-" + (block.update(UUID(person).bytes) + block.finalize()).hex()

    def person(self, pseudonym: str) -> str | None:
        """The id, which need not be anybody's; None where this has not the form of a pseudonym."""
        if not FORM.fullmatch(pseudonym):
            return None
        block = self._cipher.decryptor()
        return str(UUID(bytes=block.update(bytes.fromhex(pseudonym[2:])) + block.finalize()))
