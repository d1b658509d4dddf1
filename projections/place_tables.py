"""The tables of where people lie, for readers of regions, and of who is due there."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, Table, sql

from projections.columns import Number, flag, key, metadata

FOR_EVER = 10**7
"""The last day of what has no end. (Ordinals end at 3,652,059.)"""
LAPSES_WITHIN = 60
"""A certificate is about to lapse if its last day is at most so many days away."""
IDLE_FOR = 90
"""A certified trainer is idle after so many days without a workshop."""
FOLLOWED_UP_AFTER = 90
"""A trained person should be visited or asked after so many days."""
NOWHERE = -1
"""The home of a person whom no region of a cascade shows."""

ELSEWHERE = sql.text("seen = 1 AND home <> region")

person_place = Table(
    "person_place",
    metadata,
    key("person"),
    key("cascade"),
    Column("region", Number, primary_key=True, autoincrement=False, comment="0: none"),
    flag("seen"),
    Column("home", Number, nullable=False, comment="the least region that shows them, else -1"),
    Column("due_from", Integer, comment="the first day on which a follow-up is due"),
    Column("due_until", Integer, comment="the last one"),
    Index("person_place_region", "cascade", "region", "person"),
    Index(
        "person_place_elsewhere",
        *("cascade", "region", "home", "due_from", "due_until", "person", "seen"),
        sqlite_where=ELSEWHERE,
        postgresql_where=ELSEWHERE,
    ),
    sqlite_with_rowid=False,
    comment="the regions in which a person, after merges, lies in a cascade. Not `seen`: no reader"
    " of the region may see them by this row",
)

followup_due = Table(
    "followup_due",
    metadata,
    key("cascade"),
    Column("home", Number, primary_key=True, autoincrement=False, comment="as in person_place"),
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("change", Integer, nullable=False, comment="people due from this day on, or no longer"),
    sqlite_with_rowid=False,
    comment="each person once, at their home: sums up to a day count the people who are due then",
)
