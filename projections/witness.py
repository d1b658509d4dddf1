"""The witness: data in the views about the log from which they were made, to notice another log.

A position alone is not enough: a restored log grows again and gives the same positions to other
entries. So the views keep, beside their position, the hashes of the first and the last entry that
they know, and a hash chain over all entries between. The two hashes are compared at every read. The
chain needs the whole log; `banyan check` and a rebuild compare it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from hashlib import sha256

import msgspec

from domain.log import Log, Row
from projections.db import Db

START = bytes(32)
HEAD = struct.Struct(">qqII")


class Elsewhere(Exception):
    """The log is not the one that the views were made from."""


class Witness(msgspec.Struct, frozen=True):
    """`position`: of the last entry that the views know; `entries`: how many there are up to it.

    `first`, `last`: hashes of the first entry, which lies at `began`, and of the last; `chain`: of
    all, each hashed behind the 32 bytes of the chain before it, which are zeros before the first.
    Hashes are SHA-256, in hexadecimal digits, of rows as `_framed` puts them.
    """

    position: int = 0
    entries: int = 0
    began: int = 0
    first: str = ""
    last: str = ""
    chain: str = ""

    def after(self, rows: Iterable[Row]) -> Witness:
        """The witness after these rows of the log, which follow its position."""
        chain, row, entries = bytes.fromhex(self.chain) or START, None, self.entries
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
        """Whether the log has the first and the last entry where they were."""
        return self.end_of(log) is not None

    def end_of(self, log: Log) -> int | None:
        """The last position of the log, if it `holds`; else None. One query to the log."""
        rows = log.at_and_last((self.began, self.position) if self.position else ())
        if self.position:
            found = {row[0]: row for row in rows}
            for at, known in ((self.began, self.first), (self.position, self.last)):
                if at not in found or _hash(found[at]) != known:
                    return None
        return rows[-1][0] if rows else 0

    def matches(self, log: Log) -> bool:
        """Whether all entries up to the position are the same: the log is read up to there."""
        return Witness().after(log.rows(upto=self.position)) == self

    def text(self) -> str:
        return msgspec.json.encode(self).decode()


def fingerprint(log: Log, position: int) -> str:
    """The hash of the entry at a position, for code that stores a position elsewhere; "" if there
    is no entry."""
    return next((_hash(row) for row in log.at([position])), "")


def read(text: str | None) -> Witness | None:
    """Reads a witness that `text` wrote; None for any other text."""
    try:
        return msgspec.json.decode(text or "", type=Witness)
    except msgspec.DecodeError:
        return None


def from_meta(meta: Mapping[str, str]) -> Witness | None:
    """The witness in the table `meta`; None if there is none, or if it contradicts the position."""
    found = read(meta.get("log"))
    return found if found and meta.get("position") == str(found.position) else None


def moment(db: Db) -> Witness:
    """The witness of these views: a key for caches. Raises Elsewhere if they have none."""
    found = from_meta(db.meta())
    if found is None:
        raise Elsewhere
    return found


def _hash(row: Row) -> str:
    return sha256(_framed(row)).hexdigest()


def _framed(row: Row) -> bytes:
    """The bytes of a row that are hashed; no two different rows have the same bytes.

    One byte, `=`; position and version, 8 bytes each; the lengths in bytes of stream and name, 4
    bytes each; all big-endian; stream and name in UTF-8; and the state as it is stored.

    SQLite can store any value in any column. For a row that does not fit: `?` and its Python
    literal.
    """
    position, stream, version, name, state = row
    try:
        there, what = stream.encode(), name.encode()
        head = HEAD.pack(position, version, len(there), len(what))
        return b"=%b%b%b%b" % (head, there, what, state)
    except (AttributeError, TypeError, UnicodeError, struct.error):
        return b"?" + ascii(row).encode()
