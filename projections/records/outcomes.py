"""Lists of outcomes: behaviour, results, and claims of sharing."""

from __future__ import annotations

from datetime import date
from typing import TypedDict

from projections import scope as scopes
from projections.db import Db, Row
from projections.reach.tree import EVER
from projections.scope import EVERYTHING, Scope

OUTCOME = """
SELECT o.number, o.id, c.id, o.person, w.id, o.kind, o.day, o.quantity, o.unit, b.id, o.words,
       o.voided
FROM outcome o LEFT JOIN cascade c ON c.number = o.cascade
LEFT JOIN workshop w ON w.number = o.workshop LEFT JOIN person b ON b.number = o.observer
"""
KIRKPATRICK = {"behaviour": 3, "result": 4, "sharing": 4}


class OutcomeRow(TypedDict):
    """One outcome. `person`: a number as recorded; `cascade`, `workshop`, `observer`: ids; `level`:
    Kirkpatrick's; `words`: a commitment."""

    number: int
    id: str
    cascade: str | None
    person: int
    workshop: str | None
    kind: str
    level: int
    day: date
    quantity: float
    unit: str | None
    observer: str | None
    words: str | None
    voided: bool


def outcomes(
    db: Db,
    after: int,
    limit: int,
    cascade: int | None = None,
    person: int | None = None,
    as_of: int = EVER,
    scope: Scope = EVERYTHING,
) -> list[OutcomeRow]:
    """Outcomes by number. `person`: a number after merges, which stands for the whole group."""
    asked: dict[str, int] = {}
    chosen = ""
    if cascade is not None:
        asked["cascade"], chosen = cascade, "AND o.cascade = :cascade"
    if person is not None:
        asked["person"] = person
        chosen += " AND o.person IN (SELECT number FROM person WHERE one = :person)"
    sql = f"""{OUTCOME} WHERE o.number > :after AND o.day <= :as_of {chosen}
    AND {scopes.OUTCOME} ORDER BY o.number LIMIT :limit"""
    rows = db.rows(sql, after=after, limit=limit, as_of=as_of, **asked, **scope.asked)
    return [_outcome(row) for row in rows]


def outcome(db: Db, id: str) -> OutcomeRow | None:
    row = db.one(f"{OUTCOME} WHERE o.id = :id", id=id)
    return _outcome(row) if row else None


def _outcome(row: Row) -> OutcomeRow:
    (number, id, cascade, person, workshop, kind, day, quantity, unit, observer, words,
     voided) = row  # fmt: skip
    return {
        "number": number,
        "id": id,
        "cascade": cascade,
        "person": person,
        "workshop": workshop,
        "kind": kind,
        "level": KIRKPATRICK[kind],
        "day": date.fromordinal(day),
        "quantity": quantity,
        "unit": unit,
        "observer": observer,
        "words": words,
        "voided": bool(voided),
    }
