"""The tables of the forest: docs/definitions.md."""

from __future__ import annotations

from sqlalchemy import Column, Float, Index, PrimaryKeyConstraint, SmallInteger, Table, Text

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
    PrimaryKeyConstraint("person", "cascade"),
    Index("reach_trainer_children", "parent"),
    sqlite_with_rowid=False,
)

reach_cell = Table(
    "reach_cell",
    metadata,
    number("cascade", null=False),
    Column("trainer", Number, primary_key=True, autoincrement=False, comment="0: nobody"),
    key("workshop"),
    Column("gain_sum", Float, nullable=False),
    count("gain_count"),
    day("date", null=False),
    count("people"),
    count("unattributed"),
    count("female"),
    count("male"),
    count("other"),
    Column("regions", Text, nullable=False, comment="[[region or 0, people], …]"),
    Index("reach_cell_workshop", "workshop"),
    sqlite_with_rowid=False,
)

reach_succ = Table(
    "reach_succ",
    metadata,
    key("workshop"),
    key("next_workshop"),
    sqlite_with_rowid=False,
)
