"""Proposals as they stand: what a trainer says, and what a coordinator answered."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from projections import scope as scopes
from projections.db import Db
from projections.scope import Scope

NAMES = (
    "number", "id", "cascade", "lead", "author", "kind", "state", "starts_on", "ends_on",
    "region", "mode", "modules", "headcount", "lines", "heads", "details", "reason", "words",
    "answered_by", "workshop",
)  # fmt: skip
PROPOSAL = """
SELECT q.number, q.id, c.id, l.one, q.author, q.kind, q.state, q.starts_on, q.ends_on,
       r.id, q.mode, q.modules, q.headcount, q.lines, q.heads, q.details, q.reason, q.words,
       q.answered_by, w.id
FROM proposal q JOIN cascade c ON c.number = q.cascade JOIN person l ON l.number = q.lead
LEFT JOIN region r ON r.number = q.region LEFT JOIN workshop w ON w.number = q.workshop
"""

Found = dict[str, Any]


def proposals(
    db: Db,
    after: int,
    limit: int,
    scope: Scope,
    cascade: int | None = None,
    state: str | None = None,
) -> list[Found]:
    """By number, those that lie within the scope."""
    asked: dict[str, Any] = {"cascade": cascade, "state": state}
    asked = {name: value for name, value in asked.items() if value is not None}
    chosen = " ".join(f"AND q.{name} = :{name}" for name in asked)
    sql = f"""{PROPOSAL} WHERE q.number > :after {chosen} AND {scopes.PROPOSAL}
    ORDER BY q.number LIMIT :limit"""
    return [_found(row) for row in db.rows(sql, after=after, limit=limit, **asked, **scope.asked)]


def waiting(db: Db, cascade: int, scope: Scope) -> int:
    """How many wait, of those that lie within the scope."""
    sql = f"""SELECT count(*) FROM proposal q
    WHERE q.cascade = :cascade AND q.state = 'waiting' AND {scopes.PROPOSAL}"""
    ((count,),) = db.rows(sql, cascade=cascade, **scope.asked)
    return int(count)


def proposal(db: Db, id: str, scope: Scope) -> Found | None:
    row = db.one(f"{PROPOSAL} WHERE q.id = :id AND {scopes.PROPOSAL}", id=id, **scope.asked)
    return _found(row) if row else None


def _found(row: tuple[Any, ...]) -> Found:
    """`lead` is a number after merges; `lines`, `details` and `words` are commitments."""
    found = dict(zip(NAMES, row, strict=True))
    for name in ("modules", "lines"):
        found[name] = json.loads(found[name])
    for name in ("starts_on", "ends_on"):
        found[name] = date.fromordinal(found[name])
    return found


REGION_OF_LEAD = """
SELECT r.id FROM proposal q JOIN person m ON m.number = q.lead JOIN person o ON o.number = m.one
JOIN region r ON r.number = o.known_region WHERE q.id = :id
"""


def region_of_lead(db: Db, id: str) -> str | None:
    """Where who gave a proposed workshop is at home, by id."""
    row = db.one(REGION_OF_LEAD, id=id)
    return str(row[0]) if row else None
