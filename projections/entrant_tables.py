"""Tables of the people who entered a cascade, counted by what is known of them.

The tables of entrants have the columns of `counts()`, so that a figure with any filter, and each of
its breakdowns, is a sum of rows. docs/definitions.md.
"""

from __future__ import annotations

from sqlalchemy import Column, Float, Index, Integer, SmallInteger, Table, Text

from domain.values import AgeBand, Disability, Sex
from projections.columns import Number, count, day, key, metadata, number

CADRES_IN_COLUMNS = 16
"""The cadres with the least numbers have columns of their own; others are in `entrants_of_cadre`"""
COUNTED: dict[str, tuple[str, str | int]] = {
    **{sex.value: ("sex", sex.value) for sex in Sex if sex is not Sex.UNKNOWN},
    **{band.name.lower(): ("age_band", band.value) for band in AgeBand},
    "disability_yes": ("disability", Disability.YES.value),
    "disability_no": ("disability", Disability.NO.value),
    **{f"cadre_{at}": ("cadre", at) for at in range(1, CADRES_IN_COLUMNS + 1)},
}
"""Column → the dimension and its value of the people that it counts; a cadre by its number."""


def counts() -> list[Column[int]]:
    return [count("people"), *(count(name) for name in COUNTED)]


def role() -> Column[int]:
    return Column(
        "role", SmallInteger, primary_key=True, comment="in which they entered, as in `presence`"
    )


def place(name: str) -> Column[int]:
    return Column(name, Number, primary_key=True, autoincrement=False, comment="0: not known")


def parent(name: str) -> Column[int]:
    return Column(name, Number, primary_key=True, autoincrement=False, comment="0: nobody")


cadre = Table(
    "cadre",
    metadata,
    Column(
        "number", Number, primary_key=True, autoincrement=False, comment="1, 2, … as first told"
    ),
    Column("name", Text, unique=True, nullable=False),
)

reach_cell = Table(
    "reach_cell",
    metadata,
    number("cascade", null=False),
    parent("trainer"),
    key("workshop"),
    role(),
    Column("gain_sum", Float, nullable=False),
    count("gain_count"),
    day("date", null=False),
    Column("recorded", Integer, nullable=False, comment="when the workshop was"),
    *counts(),
    Index("reach_cell_workshop", "workshop"),
    sqlite_with_rowid=False,
)
"""By parent and workshop of entry; also workshops with gains to which nobody owes their entry."""

entrants_by_region = Table(
    "entrants_by_region",
    metadata,
    key("cascade"),
    place("region"),
    parent("parent"),
    key("workshop"),
    role(),
    day("day", null=False),
    *counts(),
    Index("entrants_by_region_workshop", "workshop"),
    Index("entrants_by_region_parent", "cascade", "parent", "day", "people"),
    sqlite_with_rowid=False,
)

entrants_by_organisation = Table(
    "entrants_by_organisation",
    metadata,
    key("cascade"),
    place("organisation"),
    place("region"),
    parent("parent"),
    key("workshop"),
    role(),
    day("day", null=False),
    *counts(),
    Index("entrants_by_organisation_workshop", "workshop"),
    sqlite_with_rowid=False,
)

entrants_of_cadre = Table(
    "entrants_of_cadre",
    metadata,
    key("cascade"),
    place("organisation"),
    place("region"),
    parent("parent"),
    key("workshop"),
    role(),
    key("cadre"),
    day("day", null=False),
    count("people"),
    Index("entrants_of_cadre_workshop", "workshop"),
    sqlite_with_rowid=False,
)

attended_again = Table(
    "attended_again",
    metadata,
    key("cascade"),
    place("region"),
    key("person"),
    key("workshop"),
    day("day", null=False),
    Column("since", Integer, comment="the day of their attendance before; null: their first"),
    day("entered", null=False),
    number("parent", null=False),
    Column("role", SmallInteger, nullable=False),
    number("organisation", null=False),
    Column("profile", Integer, nullable=False, comment="as `said` reads it"),
    Index("attended_again_person", "person"),
    Index("attended_again_profile", "cascade", "profile", "day", "since"),
    Index("attended_again_parent", "cascade", "parent", "role", "day", "since"),
    sqlite_with_rowid=False,
)
"""Attendances as participant other than the one by which somebody entered. `region`, `entered`,
`parent`, `role`: of their entry, as in the tables above."""

PROFILE: dict[str, tuple[str, ...]] = {
    "sex": tuple(sex.value for sex in Sex if sex is not Sex.UNKNOWN),
    "age_band": tuple(band.value for band in AgeBand),
    "disability": (Disability.YES.value, Disability.NO.value),
}
"""The digits of a profile, the last one first: 0 if not known, else the place of the value."""


def said(profile: int) -> tuple[dict[str, str | None], int]:
    """(dimension → value, the number of the cadre or 0), of a profile."""
    found: dict[str, str | None] = {}
    for dimension, values in PROFILE.items():
        profile, at = divmod(profile, len(values) + 1)
        found[dimension] = values[at - 1] if at else None
    return found, profile
