"""The tables of the private drawer, apart from those of accounts and of uploads."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TypedDict

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

metadata = MetaData()

OF_PERSON = "person/"
"""A person's texts are owned by the stream of this prefix and the person's id."""

SEEN_BY_PLANNER = frozenset(
    [
        "account",
        "cascade",
        "commitment",
        "compared",
        "evidence",
        "expires_at",
        "keep_until",
        "kept_at",
        "number",
        "one",
        "other",
        "owner",
        "person",
        "purpose",
        "recorded_at",
        "region",
        "score",
        "series",
        "standing",
        "tag",
    ]
)
"""Columns that hold only ids, codes and days. PostgreSQL keeps no statistics on any other column:
statistics are samples of typed text, and would outlive an erasure."""

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
    Column("same", Text, nullable=False, comment="as it is compared (domain.identifiers)"),
    Index("identifier_person", "person"),
    Index("identifier_same", "same", "series"),
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
    comment="tables whose deleted bytes may still be in files",
)


waiting = Table(
    "waiting",
    metadata,
    Column("commitment", Text, primary_key=True, comment="a text whose entry is still to come"),
    Column("kind", Text, primary_key=True, comment="what came with it: 'person' or 'file'"),
    Column("key", Text, primary_key=True, comment="the person it singles out, or the file"),
    Index("waiting_key", "kind", "key"),
)

erased = Table(
    "erased",
    metadata,
    Column("person", Text, primary_key=True),
    comment="people erased by the log: nothing about them is written any more",
)


contact_key = Table(
    "contact_key",
    metadata,
    Column("person", Text, primary_key=True),
    Column("kind", Text, primary_key=True, comment="phone, email, id_number; 'made' of the key"),
    Column("key", LargeBinary, primary_key=True, comment="HMAC-SHA256 under keys/contacts.key"),
    Index("contact_key_key", "key"),
    comment="the contact index: who has or had a telephone number, an e-mail address, an ID",
)

indexed_person = Table(
    "indexed_person",
    metadata,
    Column("number", Integer, primary_key=True, comment="in the order in which they came"),
    Column("person", Text, unique=True, nullable=False),
    comment="the people of the name index",
)

name_token = Table(
    "name_token",
    metadata,
    Column("key", BigInteger, primary_key=True, comment="of a token: 64 bits of its HMAC-SHA256"),
    Column("number", Integer, primary_key=True, comment="of an indexed person"),
    Index("name_token_number", "number"),
    sqlite_with_rowid=False,
    comment="the name index: who has or had a name with a token (matching.name_tokens)",
)

layout = Table(
    "layout",
    metadata,
    Column("series", Text, primary_key=True),
    Column("key", Text, primary_key=True, comment="a hash of the sheet's headings"),
    Column("name", Text, nullable=False, comment="of the file, or as somebody called it"),
    Column("answers", Text, nullable=False, comment="how such sheets are read, as JSON"),
    Column("kept_at", Text, nullable=False),
    comment="layouts of the sheets of a programme",
)

FORMER_TABLES = ("name_key",)
"""Tables of earlier versions, which held what others hold now."""


class TextRow(TypedDict):
    """A row of `sealed`, as it is written."""

    commitment: str
    owner: str
    tag: str
    salt: bytes
    content: str
    kept_at: str
    standing: str


class FileRow(TypedDict):
    """A row of `evidence_file`. `keep_until`: its last day, YYYY-MM-DD; None for ever."""

    evidence: str
    media_type: str
    bytes: bytes
    keep_until: str | None


def utc_now() -> datetime:
    return datetime.now(UTC)
