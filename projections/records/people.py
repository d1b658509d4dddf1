"""Lists of people, with merges, and their training records."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date
from typing import TypedDict

from projections import scope as scopes
from projections.db import Db, Row
from projections.gain import gain
from projections.scope import EVERYTHING, Scope

PERSON = """
SELECT p.number, p.id, o.id, p.sex, p.age_band, r.id, p.cadre, g.id, p.disability, p.details,
       p.withdrawn, p.erased, c.id, p.one
FROM person p JOIN person o ON o.number = p.one
LEFT JOIN region r ON r.number = p.region
LEFT JOIN organisation g ON g.number = p.organisation
LEFT JOIN cascade c ON c.number = p.cascade
"""
IN_CASCADE = """
AND (p.cascade = :cascade OR EXISTS (
  SELECT 1 FROM reach_node n WHERE n.cascade = :cascade AND n.person = p.one))
"""
RECORD = """
SELECT w.number, w.id, w.identifier, c.id, w.kind, w.starts_on, w.ends_on, s.role, w.sheet
FROM presence s CROSS JOIN workshop w CROSS JOIN cascade c
WHERE s.person = :one AND w.number = s.workshop AND c.number = w.cascade
  AND w.status = 'held' {cascade}
  AND (:everything = 1 OR w.cascade IN ids(:cascades))
  AND (w.starts_on > :day OR (w.starts_on = :day AND w.number > :after))
ORDER BY w.starts_on, w.number LIMIT :limit
"""

PAIRS = """
SELECT a.id, b.id FROM pair q JOIN person a ON a.number = q.one JOIN person b ON b.number = q.other
WHERE q.merged = 1 AND a.one IN (SELECT one FROM person WHERE id IN ids(:ids)) ORDER BY a.id, b.id
"""
"""The pairs that merge these people with others."""


class ProfileRow(TypedDict):
    """Statistics of a person: codes; `region`, `organisation`: ids; `cadre`: as typed."""

    sex: str
    age_band: str | None
    region: str | None
    cadre: str | None
    organisation: str | None
    disability: str


class PersonFields(TypedDict):
    """What all forms of a person have. `one`: the number that stands for the merged group;
    `merged_into`: the id of that number, None if it is this one's own; `same_as`: all ids of the
    group, with this one; `cascade`: the id of the cascade in which they were registered."""

    number: int
    one: int
    id: str
    merged_into: str | None
    same_as: list[str]
    profile: ProfileRow
    cascade: str | None
    withdrawn: bool
    erased: bool


class PersonRow(PersonFields):
    """One person. `details`: a commitment; for a person who stands for a group the first one in the
    group."""

    details: str | None


class Participation(TypedDict):
    """A workshop that a person gave or attended. `day`: the ordinal of its first day; `workshop`,
    `cascade`: ids; `role`: `participant` or `facilitator`. Scores are those of a participant, None
    if their lines differ; `gain`: see projections.gain."""

    number: int
    day: int
    workshop: str
    identifier: str | None
    cascade: str
    kind: str
    starts_on: date
    ends_on: date
    role: str
    pre: float | None
    post: float | None
    max_score: float | None
    gain: float | None


def people(
    db: Db, after: int, limit: int, cascade: int | None = None, scope: Scope = EVERYTHING
) -> list[PersonRow]:
    """People by number. Merged people are one row; withdrawn people are left out."""
    chosen = "" if cascade is None else IN_CASCADE
    asked = scope.asked | ({} if cascade is None else {"cascade": cascade})
    sql = f"""{PERSON} WHERE p.number > :after AND p.one = p.number AND p.withdrawn = 0 {chosen}
    AND {scopes.PERSON} ORDER BY p.number LIMIT :limit"""
    return _whole(db, db.rows(sql, after=after, limit=limit, **asked))


def pairs_of(db: Db, ids: Collection[str]) -> list[tuple[str, str]]:
    """The pairs of ids that merge these people with others, in order."""
    return [(a, b) for a, b in db.rows(PAIRS, ids=sorted(ids))]


def of_ids(db: Db, ids: Collection[str], scope: Scope = EVERYTHING) -> list[PersonRow]:
    """The people with these ids, as far as they exist and lie within the scope."""
    sql = f"{PERSON} WHERE p.id IN ids(:ids) AND {scopes.PERSON}"
    return _whole(db, db.rows(sql, ids=sorted(ids), **scope.asked))


CASCADES = """
SELECT cascade FROM person WHERE one = :one AND cascade IS NOT NULL
UNION SELECT w.cascade FROM presence s CROSS JOIN workshop w
  WHERE s.person = :one AND w.number = s.workshop
UNION SELECT x.cascade FROM person m JOIN standing x ON x.person = m.number WHERE m.one = :one
UNION SELECT x.cascade FROM certificate x JOIN person m ON m.number = x.person WHERE m.one = :one
"""


def cascades_of(db: Db, one: int) -> set[int]:
    """The numbers of the cascades that a person belongs to."""
    return {number for (number,) in db.rows(CASCADES, one=one)}


def record(
    db: Db,
    one: int,
    after: tuple[int, int],
    limit: int,
    cascade: int | None = None,
    scope: Scope = EVERYTHING,
) -> list[Participation]:
    """The workshops that a person gave or attended, by day: all workshops of the cascades in which
    the person lies within the scope, whatever their region.

    `after`: (day, number) of the last row of the page before.
    """
    within = "" if cascade is None else "AND w.cascade = :cascade"
    members = db.rows("SELECT number, id FROM person WHERE one = :one ORDER BY number", one=one)
    asked = scope.asked | ({} if cascade is None else {"cascade": cascade})
    if members and not scope.everything:
        asked["cascades"] = sorted(scopes.knowing(db, scope, members[0][1]))
    rows = db.rows(
        RECORD.format(cascade=within),
        one=one,
        day=after[0],
        after=after[1],
        limit=limit,
        **asked,
    )
    return [_participation({n for n, _id in members}, row) for row in rows]


def _participation(members: set[int], row: Row) -> Participation:
    number, id, identifier, cascade, kind, starts_on, ends_on, role, sheet = row
    scores = {
        (pre, post, top)
        for who, pre, post, top, _conflict, voided in json.loads(sheet)
        if who in members and not voided and role == 1
    }
    pre, post, top = scores.pop() if len(scores) == 1 else (None, None, None)
    return {
        "number": number,
        "day": starts_on,
        "workshop": id,
        "identifier": identifier,
        "cascade": cascade,
        "kind": kind,
        "starts_on": date.fromordinal(starts_on),
        "ends_on": date.fromordinal(ends_on),
        "role": "participant" if role else "facilitator",
        "pre": pre,
        "post": post,
        "max_score": top,
        "gain": gain(pre, post, top),
    }


def _whole(db: Db, rows: list[Row]) -> list[PersonRow]:
    ones = sorted({row[-1] for row in rows})
    same: dict[int, list[tuple[str, str | None]]] = {}
    sql = "SELECT one, id, details FROM person WHERE one IN ids(:ones) ORDER BY id"
    for one, id, details in db.rows(sql, ones=ones):
        same.setdefault(one, []).append((id, details))
    return [_person(same[row[-1]], row) for row in rows]


def _person(same: list[tuple[str, str | None]], row: Row) -> PersonRow:
    (number, id, one_id, sex, age_band, region, cadre, organisation, disability, details,
     withdrawn, erased, cascade, one) = row  # fmt: skip
    if one == number and details is None:
        details = next((sealed for _, sealed in same if sealed), None)
    return {
        "number": number,
        "one": one,
        "id": id,
        "merged_into": None if one_id == id else one_id,
        "same_as": [member for member, _ in same],
        "details": details,
        "profile": {
            "sex": sex,
            "age_band": age_band,
            "region": region,
            "cadre": cadre,
            "organisation": organisation,
            "disability": disability,
        },
        "cascade": cascade,
        "withdrawn": bool(withdrawn),
        "erased": bool(erased),
    }
