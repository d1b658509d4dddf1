"""The schema of the views. Rebuildable from the log; nothing here is the only copy of a fact.

Ids are small integers: a person's, workshop's or cascade's *number* is the position of the entry
with which it began. Days are integers too: `date.toordinal()`. Texts are codes and the names
that the log may hold; a private text is present as its commitment only.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
)

metadata = MetaData()
Number = BigInteger().with_variant(Integer, "sqlite")


def _key(name: str) -> Column[int]:
    return Column(name, Number, primary_key=True, autoincrement=False)


def _number(name: str, null: bool = True) -> Column[int]:
    return Column(name, Number, nullable=null)


def _day(name: str, null: bool = True) -> Column[int]:
    return Column(name, Integer, nullable=null)


def _text(name: str, null: bool = True) -> Column[str]:
    return Column(name, Text, nullable=null)


def _flag(name: str) -> Column[int]:
    return Column(name, SmallInteger, nullable=False)


def _count(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


meta = Table("meta", metadata, Column("key", Text, primary_key=True), _text("value", null=False))

cascade = Table(
    "cascade",
    metadata,
    _key("number"),
    Column("id", Text, unique=True, nullable=False),
    Column("slug", Text, unique=True, nullable=False),
    _text("title"),
    _text("series"),
    _text("details"),
    _text("modules"),
    _text("tiers"),
    _text("standard"),
    Column("evidence_months", Integer),
    _flag("closed"),
)

region = Table(
    "region",
    metadata,
    _key("number"),
    Column("id", Text, unique=True, nullable=False),
    _text("name"),
    _number("parent"),
    Column("latitude", Float),
    Column("longitude", Float),
    _text("boundary"),
)

organisation = Table(
    "organisation",
    metadata,
    _key("number"),
    Column("id", Text, unique=True, nullable=False),
    _text("name"),
    _text("kind"),
    _number("region"),
)

person = Table(
    "person",
    metadata,
    _key("number"),
    Column("id", Text, unique=True, nullable=False),
    Column("one", Number, nullable=False, comment="who this is: the merged group's smallest id"),
    _text("sex"),
    _text("age_band"),
    _number("region"),
    _text("cadre"),
    _number("organisation"),
    _text("disability"),
    _text("details"),
    _flag("withdrawn"),
    _flag("erased"),
    _number("cascade"),
    Column("known_sex", Text, comment="of the merged group, where it is `one`"),
    Column("known_region", Number, comment="likewise"),
    Index("person_one", "one"),
)

pair = Table(
    "pair",
    metadata,
    _key("one"),
    _key("other"),
    _flag("merged"),
    _flag("distinct_people"),
    Index("pair_other", "other"),
)

workshop = Table(
    "workshop",
    metadata,
    _key("number"),
    Column("id", Text, unique=True, nullable=False),
    _number("cascade", null=False),
    _text("identifier"),
    Column("key", LargeBinary, nullable=False, comment="breaks ties, by Unicode code point"),
    _text("kind"),
    _text("status", null=False),
    _flag("counts"),
    _day("starts_on", null=False),
    _day("ends_on", null=False),
    Column("lead", Number, comment="as recorded"),
    Column("leader", Number, comment="who that is, after merges"),
    _text("cofacilitators"),
    Column("sheet", Text, comment="the register: [person, pre, post, max, in conflict, voided]"),
    _text("left_off"),
    Column("headcount", Integer),
    _number("region"),
    _text("mode"),
    _text("modules"),
    _text("details"),
    Column("people", Integer, nullable=False, comment="on the register, facilitators left out"),
    Column("gain_sum", Float, nullable=False),
    Column("gain_count", Integer, nullable=False),
    _flag("in_conflict"),
    Index("workshop_days", "cascade", "starts_on"),
    Index("workshop_leader", "leader"),
)

presence = Table(
    "presence",
    metadata,
    _key("workshop"),
    _key("person"),
    Column("role", SmallInteger, nullable=False, comment="0 facilitator, 1 participant"),
    Index("presence_person", "person", "role", "workshop"),
)

mention = Table(
    "mention",
    metadata,
    _key("workshop"),
    _key("person"),
    Index("mention_person", "person"),
    comment="people as recorded whom a workshop names or named, but for standing register lines",
)

reach_node = Table(
    "reach_node",
    metadata,
    _key("cascade"),
    _key("person"),
    _number("parent"),
    Column("role", SmallInteger, nullable=False),
    _day("entry_date", null=False),
    _number("entry_workshop", null=False),
    PrimaryKeyConstraint("person", "cascade"),
    Index("reach_node_children", "cascade", "parent", "entry_date", "person"),
)

reach_trainer = Table(
    "reach_trainer",
    metadata,
    _key("cascade"),
    _key("person"),
    _number("parent"),
    PrimaryKeyConstraint("person", "cascade"),
    Index("reach_trainer_children", "parent"),
    sqlite_with_rowid=False,
)

reach_cell = Table(
    "reach_cell",
    metadata,
    _number("cascade", null=False),
    Column("trainer", Number, primary_key=True, autoincrement=False, comment="0: nobody"),
    _key("workshop"),
    Column("gain_sum", Float, nullable=False),
    _count("gain_count"),
    _day("date", null=False),
    _count("people"),
    _count("unattributed"),
    _count("female"),
    _count("male"),
    _count("other"),
    Column("regions", Text, nullable=False, comment="[[region or 0, people], …]"),
    Index("reach_cell_workshop", "workshop"),
    sqlite_with_rowid=False,
)

reach_succ = Table(
    "reach_succ",
    metadata,
    _key("workshop"),
    _key("next_workshop"),
    sqlite_with_rowid=False,
)

certificate = Table(
    "certificate",
    metadata,
    _key("number"),
    _number("cascade", null=False),
    _number("person", null=False),
    _text("level"),
    _day("certified_on", null=False),
    _day("expires_on"),
    Column("number_sealed", Text, comment="commitment to the certificate's own number"),
    _flag("waived"),
    _flag("on_word"),
    _flag("voided"),
    Index("certificate_person", "cascade", "person"),
)

standing = Table(
    "standing",
    metadata,
    Column("position", Number, primary_key=True, autoincrement=False),
    _number("cascade", null=False),
    _number("person", null=False),
    _day("day", null=False),
    _text("what", null=False),
    _text("level"),
    _day("until"),
    _text("rubric"),
    _number("other_person"),
    _number("workshop"),
    Index("standing_person", "cascade", "person", "day"),
)

certified = Table(
    "certified",
    metadata,
    _key("cascade"),
    _key("person"),
    Column("starts_on", Integer, primary_key=True, autoincrement=False),
    Column("until", Integer, nullable=False, comment="the last valid day"),
    _text("level"),
)

outcome = Table(
    "outcome",
    metadata,
    _key("number"),
    Column("id", Text, unique=True, nullable=False),
    _number("cascade", null=False),
    _number("person", null=False),
    _number("workshop"),
    _text("kind", null=False),
    _day("day", null=False),
    Column("quantity", Float, nullable=False),
    _text("unit"),
    _number("observer"),
    _text("words"),
    _flag("voided"),
    Index("outcome_person", "cascade", "person"),
)

feedback = Table(
    "feedback",
    metadata,
    Column("id", Text, primary_key=True),
    _number("workshop", null=False),
    _number("person"),
    _count("rating"),
    _text("words"),
    Index("feedback_workshop", "workshop"),
)

evidence = Table(
    "evidence",
    metadata,
    Column("id", Text, primary_key=True),
    _number("workshop", null=False),
    _text("kind"),
    _text("file"),
    _day("keep_until"),
    Index("evidence_workshop", "workshop"),
)

batch = Table(
    "batch",
    metadata,
    Column("name", Text, primary_key=True),
    _number("cascade"),
    _number("started", null=False),
    _number("completed"),
    _number("undone"),
)
