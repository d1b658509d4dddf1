"""Pseudonyms: the codes by which a trainer sees people further down in their branch.

A pseudonym is one block of AES-256 over the person's random id (a UUID). Its key is derived for
each trainer, by HMAC-SHA256, from a secret in a file outside the databases. So a person has the
same pseudonym for one trainer every time, and another one for every other trainer. Reading a
pseudonym back is one decryption, which takes the same time for an invented one.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from uuid import UUID

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

FORM = re.compile(r"p-[0-9a-f]{32}")


class Pseudonyms:
    """`secret`: `Home.pseudonym_key()`; `trainer`: the person id of the trainer who reads."""

    def __init__(self, secret: str, trainer: str) -> None:
        key = hmac.digest(secret.encode(), f"pseudonyms of {trainer}".encode(), hashlib.sha256)
        self._cipher = Cipher(algorithms.AES256(key), modes.ECB())  # noqa: S305 # a single block

    def of(self, person: str) -> str:
        """The pseudonym of a person's id: `p-` and 32 hexadecimal digits."""
        block = self._cipher.encryptor()
        return "p-" + (block.update(UUID(person).bytes) + block.finalize()).hex()

    def person(self, pseudonym: str) -> str | None:
        """The id behind a pseudonym, perhaps of no person; None if the form is another."""
        if not FORM.fullmatch(pseudonym):
            return None
        block = self._cipher.decryptor()
        return str(UUID(bytes=block.update(bytes.fromhex(pseudonym[2:])) + block.finalize()))
