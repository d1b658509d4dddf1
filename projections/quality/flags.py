"""Flags for the coordinator: facts that break rules. `facts/flags.py` derives their table.

A flag exists as long as its facts do. Probable duplicates are not among them, since to find those
needs names.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from msgspec import json

from projections import scope as scopes
from projections.db import Db, Params, Row
from projections.flag_tables import CODES, PARAMS
from projections.scope import EVERYTHING, Scope

Value = int | float | str | date | None
"""A number, a code, or a day where its name ends in `_on`."""
Cursor = tuple[str, int, int, int]
"""(code, workshop, person, place) of the last flag of the page before."""

SENTENCES = {
    "lead-not-certified": "{person} led {workshop} on {starts_on} without a valid certificate. "
    "Certify them, record the certificate they had, or correct the lead.",
    "no-lead": "{workshop} has no lead, so the {people} people on its register hang under nobody. "
    "Correct the workshop and name who led it.",
    "unattributed": "{person} entered the cascade by {workshop}, which has no lead. "
    "Name who led that workshop.",
    "facilitator-on-register": "{person} facilitated {workshop} and is on its register too. They "
    "count as a facilitator. If they only attended, take them off the facilitators: then their "
    "line counts, with its scores.",
    "taught-before-trained": "{person} taught {workshop} on {taught_on}, before their certificate "
    "or first training of {trained_on}. Check both dates, or record the earlier training.",
    "taught-before-training-ended": "{person} taught {workshop} on {taught_on}, before their own "
    "training {training} ended on {ended_on}, and {people} people hang under them through it. "
    "Check the days of both workshops.",
    "headcount-differs": "{headcount} people are said to have attended {workshop}, and {people} "
    "are on its register (a difference of {difference}). Add the missing names, or correct the "
    "headcount.",
    "scores-all-alike": "All {people} scored people at {workshop} have {pre} before and {post} "
    "after. Compare them with the test papers.",
    "scores-in-conflict": "The sheets of {workshop} give {person} different scores, so none is "
    "counted. Record the right ones.",
    "unknown-module": "{workshop} taught the module {module}, which is not in the curriculum. "
    "Correct the workshop, or add the module to the curriculum.",
    "two-places-one-day": "{person} led {workshop} and {other_workshop} in distant places, both "
    "on {both_on}. Correct a date, a region or a lead.",
    "long-workshop": "{workshop} lasted {days} days, from {starts_on} to {ends_on}. Check both "
    "dates.",
    "assessed-after-certified": "{person} was certified on {certified_on} and first assessed on "
    "{assessed_on}. Check both dates, or record the earlier assessment.",
    "standing-before-certificate": "{person}'s certificate was {change} on {changed_on}, before "
    "their first certificate of {certified_on}. Check both dates.",
    "outcome-before-workshop": "An outcome of {workshop} was recorded for {person} on "
    "{observed_on}, before the workshop began on {starts_on}. Check both dates.",
    "certified-below-standard": "{person} was certified as {level} on {certified_on} below the "
    "standard, by a waiver. Complete what is missing, or keep the waiver's reason at hand.",
    "registered-nameless": "{person} is registered without a name. Add their details.",
    "named-unseen": "{person} is on the sheet of {elsewhere}, put there by somebody who does not "
    "coordinate them and typed their identifier. Ask whether they were there. Whoever coordinates "
    "the whole cascade can void the line, or add it anew and so vouch for it.",
}
"""Code → a sentence that says what is irregular, and what can be done about it."""

PEOPLE = frozenset({"person"})
WORKSHOPS = frozenset({"workshop", "other_workshop", "training", "elsewhere"})
"""The places in sentences that hold numbers of people and of workshops, to be named by the door."""


@dataclass(frozen=True)
class Flag:
    """Numbers of a workshop and of a person as merged; `params`: numbers, codes, dates.

    The sentence's places are filled from `workshop`, `person` and `params`.
    """

    code: str
    workshop: int | None
    person: int | None
    params: dict[str, Value]
    cursor: Cursor

    def numbers(self, places: frozenset[str]) -> dict[str, int]:
        """Place in the sentence → number, for the places in `places`: `PEOPLE` or `WORKSHOPS`."""
        said = {"workshop": self.workshop, "person": self.person} | self.params
        return {place: n for place, n in said.items() if place in places and isinstance(n, int)}


ROWS = "SELECT code, workshop, person, place, params FROM flag f WHERE f.cascade = :cascade"
ORDER = "ORDER BY code, workshop, person, place"


def flags(
    db: Db,
    cascade: int,
    code: str | None = None,
    after: Cursor | None = None,
    limit: int = 50,
    scope: Scope = EVERYTHING,
) -> list[Flag]:
    """A page of flags, of one code or of all in the order of `CODES`. ValueError: no such code.

    `scope`: only flags of workshops and people within it.
    """
    start, *beyond = after or (code or CODES[0], 0, 0, -1)
    last = CODES.index(start), *beyond
    asked: Params = dict(zip(("code", "workshop", "person", "place"), last, strict=True))
    within, seen = _within(cascade, scope)
    sql = f"""
    {ROWS} AND (code, workshop, person, place) > (:code, :workshop, :person, :place)
    AND {"code = :code" if code else "1 = 1"} AND {within} {ORDER} LIMIT :limit
    """
    asked |= {"cascade": cascade, "limit": limit}
    return [_flag(row) for row in db.rows(sql, **asked, **seen)]


def counts(db: Db, cascade: int, scope: Scope = EVERYTHING) -> dict[str, int]:
    """The number of flags within the scope, for each code that has any."""
    within, seen = _within(cascade, scope)
    sql = f"""
    SELECT code, count(*) FROM flag f WHERE f.cascade = :cascade AND {within}
    GROUP BY code ORDER BY code
    """
    return {CODES[code]: count for code, count in db.rows(sql, cascade=cascade, **seen)}


def of_workshops(db: Db, cascade: int, workshops: Collection[int]) -> list[Flag]:
    """The flags of these workshops, in the order of `CODES`."""
    sql = f"{ROWS} AND workshop IN ids(:these) {ORDER}"
    these = sorted(workshops)
    return [_flag(row) for row in db.rows(sql, cascade=cascade, these=these)] if these else []


def _flag(row: Row) -> Flag:
    number, workshop, person, place, params = row
    code = CODES[number]
    values = zip(PARAMS[code], json.decode(params), strict=True)
    return Flag(
        code,
        workshop or None,
        person or None,
        {name: _value(name, value) for name, value in values},
        (code, workshop, person, place),
    )


WITHIN = f"""
CASE WHEN f.workshop <> 0
  THEN f.workshop IN (
    SELECT w.number FROM workshop w WHERE w.cascade = :cascade AND {scopes.WORKSHOP})
  ELSE EXISTS (SELECT 1 FROM person p WHERE p.number = f.person AND {scopes.PERSON}) END
"""
"""The condition that a flag `f` lies within: its workshop does, or else its person."""


def _within(cascade: int, scope: Scope) -> tuple[str, Params]:
    """The condition and its parameters; no condition if the scope has the whole cascade."""
    if scope.everything or cascade in scope.whole:
        return "1 = 1", {}
    return WITHIN, scope.within(cascade).asked


def _value(name: str, value: Any) -> Value:
    return date.fromordinal(value) if name.endswith("_on") else value
