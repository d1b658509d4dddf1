"""What the views remember of the log that they were made from, so that another log is noticed.

A position alone says little: a log that was put back grows again, and gives the same positions to
other entries. So the views keep, beside their position, the hashes of the first entry and of the
last that they know, and a chain over all entries up to it. The first two are compared at every
read; the chain, for which the whole log is read, by `banyan check` and before a rebuild.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

import msgspec

from domain.log import Log, Row


class Elsewhere(Exception):
    """The log is not the one that the views were made from."""


class Witness(msgspec.Struct, frozen=True):
    """`position`: of the last entry that the views know; `entries`: how many there are up to it.

    `first`, `last`: hashes of the first entry, which lies at `began`, and of the last; `chain`: of
    all, each hashed together with the chain before it. Hashes are SHA-256 in hexadecimal digits.
    """

    position: int = 0
    entries: int = 0
    began: int = 0
    first: str = ""
    last: str = ""
    chain: str = ""

    def after(self, rows: Iterable[Row]) -> Witness:
        """With these rows of the log, which come next."""
        chain, row, entries = bytes.fromhex(self.chain), None, self.entries
        began, first = self.began, self.first
        for row in rows:
            chain = sha256(chain + _framed(row)).digest()
            entries += 1
            if not first:
                began, first = row[0], _hash(row)
        if row is None:
            return self
        return Witness(row[0], entries, began, first, _hash(row), chain.hex())

    def holds(self, log: Log) -> bool:
        """Whether the log has the first and the last entry where they were: two rows are read."""
        if not self.position:
            return True
        found = {row[0]: _hash(row) for row in log.at((self.began, self.position))}
        return (found.get(self.began), found.get(self.position)) == (self.first, self.last)

    def matches(self, log: Log) -> bool:
        """Whether all entries up to the position are the same: the log is read up to there."""
        return Witness().after(log.rows(upto=self.position)) == self

    def text(self) -> str:
        return msgspec.json.encode(self).decode()


def fingerprint(log: Log, position: int) -> str:
    """Of the entry there, for whatever keeps a position outside of the views; "" for none."""
    return next((_hash(row) for row in log.at([position])), "")


def read(text: str | None) -> Witness | None:
    """None where it is not what `text` gave."""
    try:
        return msgspec.json.decode(text or "", type=Witness)
    except msgspec.DecodeError:
        return None


def _hash(row: Row) -> str:
    return sha256(_framed(row)).hexdigest()


def _framed(row: Row) -> bytes:
    """In a form that no other row has, whatever somebody wrote into the log's columns."""
    *place, state = row
    stored = state if isinstance(state, bytes) else ascii(state).encode()
    return f"{place!a}{type(state).__name__}\n".encode() + stored
