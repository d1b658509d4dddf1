"""Workshops with their sheets, and who was present at them."""

from __future__ import annotations

from sqlalchemy import Column, Float, Index, Integer, LargeBinary, SmallInteger, Table, Text, sql

from projections.columns import Number, day, flag, key, metadata, number, text

GAVE, LATER = sql.text("role = 0"), sql.text("named_later IS NOT NULL")
"""Conditions of partial indexes: few rows fulfil them."""

workshop = Table(
    "workshop",
    metadata,
    key("number"),
    Column("id", Text, unique=True, nullable=False),
    number("cascade", null=False),
    text("identifier"),
    Column("key", LargeBinary, nullable=False, comment="breaks ties, by Unicode code point"),
    text("kind"),
    text("status", null=False),
    flag("counts"),
    day("starts_on", null=False),
    day("ends_on", null=False),
    Column("lead", Number, comment="as recorded"),
    Column("leader", Number, comment="who that is, after merges"),
    text("cofacilitators"),
    Column("sheet", Text, comment="the register: [person, pre, post, max, in conflict, voided]"),
    Column("left_off", Text, comment="who signs and facilitates, as recorded: no participants"),
    Column("headcount", Integer),
    number("region"),
    text("mode"),
    text("modules"),
    text("details"),
    Column("people", Integer, nullable=False, comment="on the register, facilitators left out"),
    Column("gain_sum", Float, nullable=False),
    Column("gain_count", Integer, nullable=False),
    flag("in_conflict"),
    Column("recorded", Integer, nullable=False, comment="the day on which it was recorded"),
    Column("named_later", Text, comment="[[person, day recorded, whether they ever gave it], …]"),
    Column("same", Text, comment="the identifier as it is compared (domain.identifiers)"),
    Index("workshop_days", "cascade", "starts_on"),
    Index("workshop_leader", "leader", "starts_on"),
    Index("workshop_same", "same"),
)

presence = Table(
    "presence",
    metadata,
    key("workshop"),
    key("person"),
    Column("role", SmallInteger, nullable=False, comment="0 facilitator, 1 participant"),
    Index("presence_person", "person", "role", "workshop"),
    Index("presence_given", "workshop", "person", sqlite_where=GAVE, postgresql_where=GAVE),
    sqlite_with_rowid=False,
)
