"""The tables of certification: certificates, steps, and on which days what is so."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, PrimaryKeyConstraint, Table, Text

from projections.columns import Number, day, flag, key, metadata, number, text

certificate = Table(
    "certificate",
    metadata,
    key("number"),
    number("cascade", null=False),
    number("person", null=False),
    text("level"),
    day("certified_on", null=False),
    day("expires_on"),
    Column("number_sealed", Text, comment="commitment to the certificate's own number"),
    flag("waived"),
    flag("on_word"),
    flag("voided"),
    Index("certificate_person", "person", "cascade"),
)

standing = Table(
    "standing",
    metadata,
    Column("position", Number, primary_key=True, autoincrement=False),
    number("cascade", null=False),
    number("person", null=False),
    day("day", null=False),
    text("what", null=False),
    text("level"),
    day("until"),
    text("rubric"),
    number("other_person"),
    number("workshop"),
    Index("standing_person", "person", "cascade", "day"),
)

certified = Table(
    "certified",
    metadata,
    key("cascade"),
    key("person"),
    Column("starts_on", Integer, primary_key=True, autoincrement=False),
    Column("until", Integer, nullable=False, comment="the last valid day"),
    text("level"),
    PrimaryKeyConstraint("person", "cascade", "starts_on"),
)

spell = Table(
    "spell",
    metadata,
    key("cascade"),
    key("person"),
    Column("what", Text, primary_key=True),
    Column("from_day", Integer, primary_key=True, autoincrement=False),
    day("until_day", null=False),
    PrimaryKeyConstraint("person", "cascade", "what", "from_day"),
    Index("spell_days", "cascade", "what", "until_day", "from_day", "person"),
    sqlite_with_rowid=False,
    comment="days on which a person, after merges, has a standing, or is about to lapse or at rest",
)
