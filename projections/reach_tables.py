"""The tables of the forest: docs/definitions.md."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    sql,
)

from projections.columns import Number, count, day, key, metadata, number

reach_node = Table(
    "reach_node",
    metadata,
    key("cascade"),
    key("person"),
    number("parent"),
    Column("role", SmallInteger, nullable=False),
    day("entry_date", null=False),
    number("entry_workshop", null=False),
    PrimaryKeyConstraint("person", "cascade"),
    Index("reach_node_children", "cascade", "parent", "entry_date", "person"),
    Index("reach_node_entered", "cascade", "entry_date", "person"),
)

reach_trainer = Table(
    "reach_trainer",
    metadata,
    key("cascade"),
    key("person"),
    number("parent"),
    Column("role", SmallInteger, nullable=False, comment="of their entry"),
    day("entry_date", null=False),
    Column("recorded", Integer, nullable=False, comment="when their workshop of entry was"),
    PrimaryKeyConstraint("person", "cascade"),
    Index("reach_trainer_children", "parent"),
    sqlite_with_rowid=False,
)

reach_succ = Table(
    "reach_succ",
    metadata,
    key("workshop"),
    key("next_workshop"),
    Index("reach_succ_back", "next_workshop", "workshop"),
    sqlite_with_rowid=False,
)

reach_set = Table(
    "reach_set",
    metadata,
    key("workshop"),
    Column("slice", Integer, primary_key=True, autoincrement=False),
    Column("members", LargeBinary, nullable=False, comment="projections/led_to.py"),
    sqlite_with_rowid=False,
)

trainer_reach = Table(
    "trainer_reach",
    metadata,
    key("cascade"),
    key("person"),
    count("direct"),
    count("reach"),
    count("workshops_downstream"),
    PrimaryKeyConstraint("person", "cascade"),
    sqlite_with_rowid=False,
)

trainer = Table(
    "trainer",
    metadata,
    key("cascade"),
    key("person"),
    number("parent"),
    Column("role", SmallInteger, comment="of their entry; null outside the tree"),
    day("entry_date"),
    Column("generation", Integer, comment="-1 unattributed; null outside the tree"),
    Column("people", Integer, nullable=False, comment="directly under them in the tree"),
    Column("lineage", Integer, nullable=False, comment="all people below them"),
    Column("given", Integer, nullable=False, comment="workshops that count"),
    day("first_given"),
    day("last_given"),
    Column("days_to_first", Integer, comment="from being trained; null for who entered giving"),
    Column("gain_sum", Float, nullable=False, comment="of the workshops that they led"),
    count("gain_count"),
    Column("claimed", Integer, nullable=False, comment="heads without names, likewise"),
    PrimaryKeyConstraint("person", "cascade"),
    Index("trainer_ranking", "cascade", sql.text("lineage DESC"), "person"),
    Index("trainer_children", "parent"),
    Index("trainer_first", "cascade", "generation", "days_to_first"),
    sqlite_with_rowid=False,
)
"""All who facilitated a workshop that counts, have a certificate, or have people below them."""

given_by = Table(
    "given_by",
    metadata,
    key("workshop"),
    number("cascade", null=False),
    Column("generations", Text, nullable=False, comment="of its facilitators: 0,2"),
    Column("once", Integer, nullable=False, comment="participants who attended no other"),
)
"""The workshops that count."""

repeat_trainee = Table(
    "repeat_trainee",
    metadata,
    key("cascade"),
    key("person"),
    Column("generations", Text, nullable=False, comment="of all who taught them: 0,2"),
    PrimaryKeyConstraint("person", "cascade"),
    sqlite_with_rowid=False,
)
"""Participants of several workshops that count."""

generation_sum = Table(
    "generation_sum",
    metadata,
    key("cascade"),
    Column("generation", Integer, primary_key=True, autoincrement=False, comment="-1 unattributed"),
    Column("figure", Text, primary_key=True, comment="people, female, male, other, trained"),
    Column("region", Number, primary_key=True, autoincrement=False, comment="of people; else 0"),
    Column("count", Number, nullable=False),
    sqlite_with_rowid=False,
)
"""How many people entered in a generation, and how many different people its active taught."""
