"""The tables of people whom workshops name without counting them as present."""

from __future__ import annotations

from sqlalchemy import Index, Table

from projections.columns import key, metadata, number

mention = Table(
    "mention",
    metadata,
    key("workshop"),
    key("person"),
    Index("mention_person", "person"),
    comment="people as recorded whom a workshop names or named, but for standing register lines",
)

unseen = Table(
    "unseen",
    metadata,
    key("workshop"),
    key("person"),
    number("position", null=False),
    Index("unseen_person", "person"),
    comment="people as recorded whom a workshop's recorder named, and could not see",
)
