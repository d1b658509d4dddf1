"""The standing of people on a day: certified, lapsed, suspended, revoked, or not yet certified."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import TypedDict

from projections import scope as scopes
from projections.db import Db, Params, Row
from projections.scope import EVERYTHING, Scope

LEVELS = ("candidate", "qualified", "master")
FOR_EVER = date.max.toordinal()

ONES = f"""
SELECT DISTINCT p.one FROM person p WHERE p.one > :after AND p.number IN (
  SELECT person FROM certificate WHERE cascade = :cascade AND voided = 0
  UNION SELECT person FROM standing WHERE cascade = :cascade)
AND {scopes.PERSON} ORDER BY p.one LIMIT :limit
"""
SPELLS = """
SELECT p.one, c.level, c.until FROM person p CROSS JOIN certified c
WHERE p.one IN ids(:ones) AND c.cascade = :cascade AND c.person = p.number
  AND c.starts_on <= :day AND c.until >= :day
"""
CERTIFICATES = """
SELECT p.one, c.level, c.certified_on, c.expires_on, c.number_sealed, c.waived, c.on_word
FROM person p CROSS JOIN certificate c
WHERE p.one IN ids(:ones) AND c.cascade = :cascade AND c.person = p.number
  AND c.voided = 0 AND c.certified_on <= :day
ORDER BY c.certified_on, c.number
"""
STEPS = """
SELECT p.one, s.what, s.rubric, w.id FROM person p CROSS JOIN standing s
LEFT JOIN workshop w ON w.number = s.workshop
WHERE p.one IN ids(:ones) AND s.cascade = :cascade AND s.person = p.number
  AND coalesce(w.starts_on, s.day) <= :day
ORDER BY s.day, s.position
"""


class Certificate(TypedDict):
    """`number`: the commitment to the number on the certificate; `waived`: given below the
    standard, with a waiver; `on_programmes_word`: imported without a check of the standard."""

    level: str
    certified_on: date
    expires_on: date | None
    number: str | None
    waived: bool
    on_programmes_word: bool


class Step(TypedDict):
    """One step of a certification. `what`: its code; `other`: the number of the person who
    nominated or assessed; `workshop`: the id of a credited workshop; `rubric`: five scores."""

    day: date | None
    what: str
    level: str | None
    until: date | None
    rubric: list[int] | None
    other: int | None
    workshop: str | None


class Cofacilitated(TypedDict):
    """A workshop (its id) that a person co-facilitated."""

    workshop: str
    identifier: str | None
    starts_on: date


@dataclass
class Standing:
    """`until`: the last valid day, None if there is no end or no certificate; `rubric`: five
    scores."""

    person: int
    standing: str = "none"
    level: str | None = None
    until: date | None = None
    rubric: list[int] | None = None
    credited: set[str] = field(default_factory=set)
    certificates: list[Certificate] = field(default_factory=list)


def standings(
    db: Db, cascade: int, day: int, after: int = 0, limit: int = 50, scope: Scope = EVERYTHING
) -> list[Standing]:
    """A page of the people who were at least nominated, by number after merges."""
    asked = {"cascade": cascade, "after": after, "limit": limit}
    ones = [one for (one,) in db.rows(ONES, **asked, **scope.asked)]
    return standings_of(db, cascade, ones, day)


def standings_of(db: Db, cascade: int, ones: Collection[int], day: int) -> list[Standing]:
    """The standings of people. `ones`: their numbers after merges. A merged person has the
    certificates of all their ids."""
    asked: Params = {"cascade": cascade, "ones": sorted(ones), "day": day}
    spells = _by_person(db.rows(SPELLS, **asked))
    certificates = _by_person(db.rows(CERTIFICATES, **asked))
    steps = _by_person(db.rows(STEPS, **asked))
    return [_standing(one, spells[one], certificates[one], steps[one]) for one in sorted(ones)]


def _by_person(rows: list[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for one, *rest in rows:
        found[one].append(tuple(rest))
    return found


def _standing(one: int, spells: list[Row], certificates: list[Row], steps: list[Row]) -> Standing:
    found = Standing(one, certificates=[_certificate(row) for row in certificates])
    for what, rubric, workshop in steps:
        if what == "cofacilitationcredited" and workshop:
            found.credited.add(workshop)
        if rubric:
            found.rubric = json.loads(rubric)
    if spells:
        level, until = max(spells, key=lambda spell: (LEVELS.index(spell[0]), spell[1]))
        found.standing, found.level = "certified", level
        found.until = date.fromordinal(until) if until <= FOR_EVER else None
    else:
        found.standing = _without_certificate(bool(certificates), [what for what, *_ in steps])
    return found


def _without_certificate(was_certified: bool, steps: list[str]) -> str:
    changes = [what for what in steps if what in ("suspended", "reinstated", "revoked")]
    if was_certified:
        return changes[-1] if changes and changes[-1] != "reinstated" else "lapsed"
    if "assessed" in steps:
        return "assessed"
    return "nominated" if "nominated" in steps else "none"


def _certificate(row: Row) -> Certificate:
    level, certified_on, expires_on, number, waived, word = row
    return {
        "level": level,
        "certified_on": date.fromordinal(certified_on),
        "expires_on": date.fromordinal(expires_on) if expires_on else None,
        "number": number,
        "waived": bool(waived),
        "on_programmes_word": bool(word),
    }


# ---- by standing, and step by step -----------------------------------------------------------

ON_DAY = """
SELECT person FROM spell
WHERE cascade = :cascade AND what = :standing AND until_day >= :day AND from_day <= :day
"""
STORY = """
SELECT s.day, s.position, s.what, s.level, s.until, s.rubric, o.number, w.id, w.starts_on
FROM person p CROSS JOIN standing s
LEFT JOIN workshop w ON w.number = s.workshop LEFT JOIN person o ON o.number = s.other_person
WHERE p.one = :one AND s.cascade = :cascade AND s.person = p.number
UNION ALL
SELECT c.certified_on, c.number, CASE WHEN c.waived = 1 THEN 'waived' ELSE 'certified' END,
       c.level, c.expires_on, NULL, NULL, NULL, NULL
FROM person p CROSS JOIN certificate c
WHERE p.one = :one AND c.cascade = :cascade AND c.person = p.number AND c.voided = 0
ORDER BY 1, 2
"""
BESIDE = """
SELECT w.id, w.identifier, w.starts_on FROM presence s CROSS JOIN workshop w
WHERE s.person = :one AND s.role = 0 AND w.number = s.workshop AND w.cascade = :cascade
  AND w.status = 'held'
  AND (w.leader IS NULL OR w.leader <> :one)
ORDER BY w.starts_on, w.number
"""


def some_certified(db: Db, cascade: int, day: int, limit: int) -> set[int]:
    """At most `limit` of the people who are certified on a day, in no order."""
    sql = f"{ON_DAY} LIMIT :limit"
    rows = db.rows(sql, cascade=cascade, standing="certified", day=day, limit=limit)
    return {person for (person,) in rows}


def story(db: Db, cascade: int, one: int) -> list[Step]:
    """All steps of a person's certification, by day."""
    return [
        {
            "day": date.fromordinal(began or day) if began or day else None,
            "what": what,
            "level": level,
            "until": date.fromordinal(until) if until and until <= FOR_EVER else None,
            "rubric": json.loads(rubric) if rubric else None,
            "other": other,
            "workshop": workshop,
        }
        for day, _, what, level, until, rubric, other, workshop, began in db.rows(
            STORY, cascade=cascade, one=one
        )
    ]


def beside(db: Db, cascade: int, one: int) -> list[Cofacilitated]:
    """The workshops that a person co-facilitated, by day."""
    rows = db.rows(BESIDE, cascade=cascade, one=one)
    return [
        {"workshop": id, "identifier": called, "starts_on": date.fromordinal(day)}
        for id, called, day in rows
    ]
