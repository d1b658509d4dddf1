"""Workshops as they are listed, and one of them with its sheet and all that came with it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from projections import scope as scopes
from projections.db import Db, Row
from projections.reach.reach import EVER
from projections.scope import EVERYTHING, Scope

WORKSHOP = """
SELECT w.number, w.id, c.id, w.identifier, w.kind, w.status, w.counts, w.starts_on, w.ends_on,
       w.lead, w.cofacilitators, r.id, w.details, w.mode, w.modules, w.headcount, w.people,
       w.gain_sum, w.gain_count, w.sheet, w.left_off
FROM workshop w JOIN cascade c ON c.number = w.cascade LEFT JOIN region r ON r.number = w.region
"""

NAMES = (
    "number", "id", "cascade", "identifier", "kind", "status", "counts", "starts_on", "ends_on",
    "lead", "cofacilitators", "region", "details", "mode", "modules", "headcount", "people",
    "gain_sum", "gain_count", "sheet", "left_off",
)  # fmt: skip
"""Of the columns of `WORKSHOP`, in order."""

Found = dict[str, Any]


def workshops(
    db: Db,
    after: int,
    limit: int,
    cascade: int | None = None,
    status: str | None = None,
    lead: int | None = None,
    as_of: int = EVER,
    scope: Scope = EVERYTHING,
) -> list[Found]:
    """By number. `lead`: a person's number after merges."""
    asked: dict[str, Any] = {"cascade": cascade, "status": status, "leader": lead}
    asked = {name: value for name, value in asked.items() if value is not None}
    chosen = " ".join(f"AND w.{name} = :{name}" for name in asked)
    sql = f"""{WORKSHOP} WHERE w.number > :after AND w.starts_on <= :as_of {chosen}
    AND {scopes.WORKSHOP} ORDER BY w.number LIMIT :limit"""
    rows = db.rows(sql, after=after, limit=limit, as_of=as_of, **asked, **scope.asked)
    return [of_row(row) for row in rows]


def workshop(db: Db, id: str, scope: Scope = EVERYTHING) -> Found | None:
    row = db.one(f"{WORKSHOP} WHERE w.id = :id AND {scopes.WORKSHOP}", id=id, **scope.asked)
    return of_row(row) if row else None


def feedback(db: Db, workshop: int) -> list[Found]:
    sql = """
    SELECT f.id, f.rating, p.id, f.words FROM feedback f LEFT JOIN person p ON p.number = f.person
    WHERE f.workshop = :workshop ORDER BY f.id
    """
    return [
        {"id": id, "rating": rating, "person": person, "words": words}
        for id, rating, person, words in db.rows(sql, workshop=workshop)
    ]


def evidence(db: Db, workshop: int) -> list[Found]:
    sql = """
    SELECT id, kind, keep_until FROM evidence WHERE workshop = :workshop ORDER BY id
    """
    return [
        {"id": id, "kind": kind, "keep_until": date.fromordinal(until) if until else None}
        for id, kind, until in db.rows(sql, workshop=workshop)
    ]


def of_row(row: Row) -> Found:
    """People are numbers, as recorded; `details` is a commitment."""
    found = dict(zip(NAMES, row, strict=True))
    gain_sum, gain_count = found.pop("gain_sum"), found.pop("gain_count")
    for name in ("cofacilitators", "modules", "left_off"):
        found[name] = json.loads(found[name])
    for name in ("starts_on", "ends_on"):
        found[name] = date.fromordinal(found[name])
    return found | {
        "counts": bool(found["counts"]),
        "gain": gain_sum / gain_count if gain_count else None,
        "register": [_line(*line) for line in json.loads(found.pop("sheet"))],
    }


def _line(person: int, pre: float, post: float, top: float, conflict: int, voided: int) -> Found:
    return {
        "person": person,
        "pre": pre,
        "post": post,
        "max_score": top,
        "in_conflict": bool(conflict),
        "voided": bool(voided),
    }
