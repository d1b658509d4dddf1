"""The tables of the forest: docs/definitions.md."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
)

from projections.columns import count, day, key, metadata, number

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
)

reach_trainer = Table(
    "reach_trainer",
    metadata,
    key("cascade"),
    key("person"),
    number("parent"),
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
