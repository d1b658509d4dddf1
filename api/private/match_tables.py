"""The tables of the pass that compares people, to find those who were recorded twice.

They hold numbers of the views, keyed hashes and codes: no name, no contact. All of it is made from
the log and the sealed texts, so no backup has it, and it can be deleted at any time.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
)

from api.private.tables import metadata
from projections.columns import Number, key, number

match_progress = Table(
    "match_progress",
    metadata,
    Column("only", SmallInteger, primary_key=True, autoincrement=False, comment="1: one row"),
    Column("writes", BigInteger, nullable=False, comment="rises with each change of these tables"),
    Column("position", BigInteger, nullable=False, comment="up to which the log was noted"),
    Column("entry", Text, nullable=False, comment="fingerprint of the entry there"),
    Column("made", BigInteger, nullable=False, comment="by which a lost key is known"),
    comment="how far the pass came along the log",
)

match_crowd = Table(
    "match_crowd",
    metadata,
    key("cascade"),
    Column("size", Integer, nullable=False, comment="people found so far"),
    Column("generation", Integer, nullable=False, comment="how often names were counted"),
    Column("totals", Text, nullable=False, comment="of the people when they were counted last"),
    Column("step", SmallInteger, nullable=False, comment="0 counted, 1 counting, 2 taking over"),
    Column("reached", BigInteger, nullable=False, comment="the person or the hash of the step"),
    Column("further", Text, nullable=False, comment="totals of those counted now"),
    comment="the people of a cascade, and the counting of their names",
)

match_count = Table(
    "match_count",
    metadata,
    key("cascade"),
    Column("trait", BigInteger, primary_key=True, comment="keyed hash, 64 bits"),
    Column("people", Integer, nullable=False, comment="who have it; 2 or more"),
    Column("further", Integer, nullable=False, comment="as counted now"),
    sqlite_with_rowid=False,
    comment="how many people have a word in their name, a region, a telephone number",
)

match_person = Table(
    "match_person",
    metadata,
    key("cascade"),
    key("number"),
    Column("person", Text, nullable=False),
    number("region"),
    Column("places", Text, comment="regions whose coordinators see them; NULL: nobody does"),
    Column("blocks", LargeBinary, nullable=False, comment="their keys, 8 bytes each"),
    Column(
        "compared",
        Integer,
        nullable=False,
        comment="-1 keys to be made, 0 to be compared, else by which count of names they were",
    ),
    Index("match_person_person", "person"),
    Index("match_person_compared", "cascade", "compared", "region", "number"),
    comment="the people of a cascade, as they were compared",
)

match_key = Table(
    "match_key",
    metadata,
    Column("block", BigInteger, primary_key=True, autoincrement=False, comment="keyed, 64 bits"),
    Column("region", Number, primary_key=True, autoincrement=False, comment="0: not known"),
    Column("number", Number, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
    comment="people with a key in common are compared",
)

match_pair = Table(
    "match_pair",
    metadata,
    key("cascade"),
    Column("one", Number, primary_key=True, autoincrement=False, comment="with the smaller id"),
    Column("other", Number, primary_key=True, autoincrement=False),
    Column("score", Integer, nullable=False, comment="probability in thousandths"),
    Column("why", Text, nullable=False, comment="codes of the evidence"),
    Column("here", Text, comment="`places` of the one"),
    Column("there", Text, comment="and of the other"),
    Index("match_pair_other", "cascade", "other"),
    Index("match_pair_score", "cascade", "score"),
    comment="pairs who are probably one person",
)

ALL = (match_progress, match_crowd, match_count, match_person, match_key, match_pair)
