"""The table of flags, and what the kinds of flags are. docs/definitions.md."""

from __future__ import annotations

from sqlalchemy import Column, Index, SmallInteger, Table

from projections.columns import key, metadata, text

PARAMS: dict[str, tuple[str, ...]] = {
    "lead-not-certified": ("starts_on",),
    "no-lead": ("people",),
    "unattributed": (),
    "facilitator-on-register": (),
    "taught-before-trained": ("taught_on", "trained_on"),
    "taught-before-training-ended": ("training", "taught_on", "ended_on", "people"),
    "headcount-differs": ("headcount", "people", "difference"),
    "scores-all-alike": ("people", "pre", "post"),
    "scores-in-conflict": (),
    "unknown-module": ("module",),
    "two-places-one-day": ("other_workshop", "both_on"),
    "long-workshop": ("days", "starts_on", "ends_on"),
    "assessed-after-certified": ("certified_on", "assessed_on"),
    "standing-before-certificate": ("change", "changed_on", "certified_on"),
    "outcome-before-workshop": ("observed_on", "starts_on"),
    "certified-below-standard": ("level", "certified_on"),
    "registered-nameless": (),
    "named-unseen": ("elsewhere",),
}
"""Code → names of what its sentence says beside the workshop and the person, in the order in which
a coordinator sees flags. A name that ends in `_on` is a day."""
CODES = tuple(PARAMS)
"""The place of a code in this order is its number in the table."""

flags = Table(
    "flag",
    metadata,
    key("cascade"),
    Column("code", SmallInteger, primary_key=True, autoincrement=False),
    key("workshop"),
    key("person"),
    key("place"),
    text("params", null=False),
    Index("flag_workshop", "workshop"),
    Index("flag_person", "person"),
    sqlite_with_rowid=False,
    comment="0: no workshop, no person; place: tells several of one code on both apart",
)
