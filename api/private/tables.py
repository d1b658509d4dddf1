"""The tables of the private drawer, and what a seal is.

A text becomes a commitment: SHA-256 over a tag, the owner's stream, a 32-byte random salt and the
canonical JSON of the content.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

from domain.values import Commitment

metadata = MetaData()

OF_PERSON = "person/"
"""How the stream of a person begins, which owns their texts: then comes their id."""

SEEN_BY_PLANNER = frozenset(
    [
        "account",
        "cascade",
        "commitment",
        "evidence",
        "expires_at",
        "keep_until",
        "kept_at",
        "owner",
        "person",
        "purpose",
        "recorded_at",
        "region",
        "series",
        "standing",
        "tag",
    ]
)
"""Columns of ids, codes and days alone. Of all others PostgreSQL keeps no statistics, for those are
samples of what was typed, and would outlive an erasure."""

sealed = Table(
    "sealed",
    metadata,
    Column("commitment", Text, primary_key=True),
    Column("owner", Text, nullable=False, comment="the stream whose fact commits to it"),
    Column("tag", Text, nullable=False),
    Column("salt", LargeBinary, nullable=False),
    Column("content", Text, nullable=False),
    Column("kept_at", Text, nullable=False),
    Column("standing", Text, nullable=False, comment="'new' until its entry was seen in the log"),
    Index("sealed_owner", "owner"),
    Index("sealed_standing", "standing", "kept_at"),
)

identifier = Table(
    "identifier",
    metadata,
    Column("series", Text, primary_key=True),
    Column("identifier", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Index("identifier_person", "person"),
    Index("identifier_name", "identifier"),
)

repeat = Table(
    "repeat",
    metadata,
    Column("key", Text, primary_key=True),
    Column("salt", LargeBinary, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("kept_at", Text, nullable=False),
)

evidence_file = Table(
    "evidence_file",
    metadata,
    Column("evidence", Text, primary_key=True),
    Column("media_type", Text, nullable=False),
    Column("bytes", LargeBinary, nullable=False),
    Column("keep_until", Text),
)


consent = Table(
    "consent",
    metadata,
    Column("person", Text, primary_key=True),
    Column("purpose", Text, primary_key=True),
    Column("recorded_at", Text, primary_key=True, comment="the last one holds"),
    Column("given", Boolean, nullable=False),
    Column("given_on", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("recorded_by", Text, nullable=False),
)

mark = Table(
    "mark",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
    comment="how far something has come, such as erasures along the log",
)

shred = Table(
    "shred",
    metadata,
    Column("name", Text, primary_key=True, comment="a table from which rows were deleted"),
    Column("since", Text, nullable=False),
    comment="whose bytes may still be in files",
)


waiting = Table(
    "waiting",
    metadata,
    Column("commitment", Text, primary_key=True, comment="a text whose entry is still to come"),
    Column("kind", Text, primary_key=True, comment="what came with it: 'person' or 'file'"),
    Column("key", Text, primary_key=True, comment="the person whom it singles out, or the file"),
    Index("waiting_key", "kind", "key"),
)

erased = Table(
    "erased",
    metadata,
    Column("person", Text, primary_key=True),
    comment="whom the log says was erased: nothing about them is written any more",
)


MANY = 500
"""Parameters in one statement; SQLite takes 32,766, PostgreSQL 65,535."""


def commitment(tag: str, owner: str, salt: bytes, content: str) -> Commitment:
    """Each part is preceded by its length in 8 bytes, so that no two framings agree."""
    digest = hashlib.sha256()
    for part in (tag.encode(), owner.encode(), salt, content.encode()):
        digest.update(len(part).to_bytes(8, "big") + part)
    return Commitment(digest.hexdigest())


def canonical(content: Mapping[str, Any]) -> str:
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def in_parts(values: list[Any]) -> Iterable[list[Any]]:
    for at in range(0, len(values), MANY):
        yield values[at : at + MANY]
