"""Lists of workshops, and single workshops with their sheet, feedback and evidence."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any, TypedDict

from domain.identifiers import same
from projections import scope as scopes
from projections.db import Db, Params, Row
from projections.reach.tree import EVER
from projections.scope import EVERYTHING, Scope

WORKSHOP = """
SELECT w.number, w.id, c.id, w.identifier, w.kind, w.status, w.counts, w.starts_on, w.ends_on,
       w.lead, w.cofacilitators, r.id, w.details, w.mode, w.modules, w.headcount, w.people,
       w.gain_sum, w.gain_count, w.sheet, w.left_off
FROM workshop w JOIN cascade c ON c.number = w.cascade LEFT JOIN region r ON r.number = w.region
"""


ALIKE = "SELECT same, identifier FROM workshop WHERE same IN ids(:forms) ORDER BY number"


SEVERAL = "SELECT same FROM workshop WHERE same IS NOT NULL GROUP BY same HAVING count(*) > 1"


class RegisterLine(TypedDict):
    """A line of a register. `person`: a number as recorded; `in_conflict`: two sheets gave
    different scores, so none counts."""

    person: int
    pre: float | None
    post: float | None
    max_score: float | None
    in_conflict: bool
    voided: bool


class WorkshopFields(TypedDict):
    """What all forms of a workshop have. `cascade`, `region`: ids; `modules`: codes; `people`: the
    number of participants; `headcount`: the reported number of participants; `gain`: the mean of
    individual gains (projections.gain), None if none is known; `counts`: whether it counts for
    lineage and reach."""

    number: int
    id: str
    cascade: str
    identifier: str | None
    kind: str
    status: str
    counts: bool
    starts_on: date
    ends_on: date
    region: str | None
    mode: str | None
    modules: list[str]
    headcount: int | None
    people: int
    gain: float | None


class WorkshopRow(WorkshopFields):
    """One workshop with its register. `lead`, `cofacilitators`, `left_off` (facilitators on the
    register, who are not participants): numbers of people as recorded; `details`: a commitment."""

    lead: int | None
    cofacilitators: list[int]
    left_off: list[int]
    details: str | None
    register: list[RegisterLine]


class FeedbackRow(TypedDict):
    """`person`: the id of the person who gave it, None if it has no name; `rating`: 1 to 5;
    `words`: a commitment."""

    id: str
    rating: int
    person: str | None
    words: str | None


class EvidenceRow(TypedDict):
    """An attached file. `keep_until`: the last day on which it is kept, None: for ever."""

    id: str
    kind: str
    keep_until: date | None


def workshops(
    db: Db,
    after: int,
    limit: int,
    cascade: int | None = None,
    status: str | None = None,
    lead: int | None = None,
    as_of: int = EVER,
    scope: Scope = EVERYTHING,
) -> list[WorkshopRow]:
    """Workshops by number. `lead`: a person's number after merges."""
    chosen_by: Params = {"cascade": cascade, "status": status, "leader": lead}
    asked = {name: value for name, value in chosen_by.items() if value is not None}
    chosen = " ".join(f"AND w.{name} = :{name}" for name in asked)
    sql = f"""{WORKSHOP} WHERE w.number > :after AND w.starts_on <= :as_of {chosen}
    AND {scopes.WORKSHOP} ORDER BY w.number LIMIT :limit"""
    rows = db.rows(sql, after=after, limit=limit, as_of=as_of, **asked, **scope.asked)
    return [of_row(row) for row in rows]


def workshop(db: Db, id: str, scope: Scope = EVERYTHING) -> WorkshopRow | None:
    row = db.one(f"{WORKSHOP} WHERE w.id = :id AND {scopes.WORKSHOP}", id=id, **scope.asked)
    return of_row(row) if row else None


def feedback(db: Db, workshop: int) -> list[FeedbackRow]:
    sql = """
    SELECT f.id, f.rating, p.id, f.words FROM feedback f LEFT JOIN person p ON p.number = f.person
    WHERE f.workshop = :workshop ORDER BY f.id
    """
    return [
        {"id": id, "rating": rating, "person": person, "words": words}
        for id, rating, person, words in db.rows(sql, workshop=workshop)
    ]


def evidence(db: Db, workshop: int) -> list[EvidenceRow]:
    sql = """
    SELECT id, kind, keep_until FROM evidence WHERE workshop = :workshop ORDER BY id
    """
    return [
        {"id": id, "kind": kind, "keep_until": date.fromordinal(until) if until else None}
        for id, kind, until in db.rows(sql, workshop=workshop)
    ]


def of_row(row: Row) -> WorkshopRow:
    """Converts a row of the query `WORKSHOP`."""
    (number, id, cascade, identifier, kind, status, counts, starts_on, ends_on, lead,
     cofacilitators, region, details, mode, modules, headcount, people, gain_sum, gain_count,
     sheet, left_off) = row  # fmt: skip
    return {
        "number": number,
        "id": id,
        "cascade": cascade,
        "identifier": identifier,
        "kind": kind,
        "status": status,
        "counts": bool(counts),
        "starts_on": date.fromordinal(starts_on),
        "ends_on": date.fromordinal(ends_on),
        "lead": lead,
        "cofacilitators": json.loads(cofacilitators),
        "region": region,
        "details": details,
        "mode": mode,
        "modules": json.loads(modules),
        "headcount": headcount,
        "people": people,
        "left_off": json.loads(left_off),
        "gain": gain_sum / gain_count if gain_count else None,
        "register": [_line(line) for line in json.loads(sheet)],
    }


def _line(line: list[Any]) -> RegisterLine:
    person, pre, post, top, in_conflict, voided = line
    return {
        "person": person,
        "pre": pre,
        "post": post,
        "max_score": top,
        "in_conflict": bool(in_conflict),
        "voided": bool(voided),
    }


def alike(db: Db, identifiers: Iterable[str]) -> dict[str, list[str]]:
    """Form (`domain.identifiers.same`) of each of these identifiers → those of workshops, of any
    number series, that have it, as they are written. Forms of no workshop are left out."""
    found: dict[str, list[str]] = {}
    for form, name in db.rows(ALIKE, forms=sorted(set(map(same, identifiers)))):
        found.setdefault(form, []).append(name)
    return found


def several_alike(db: Db) -> frozenset[str]:
    """The forms of identifiers (`domain.identifiers.same`) that several workshops have."""
    return frozenset(form for (form,) in db.rows(SEVERAL))
