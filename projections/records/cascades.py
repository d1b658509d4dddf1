"""Lists of cascades and imports, paged by their numbers."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TypedDict

import msgspec

from domain.values import Standard, Tier
from projections import scope as scopes
from projections.db import Db, Row
from projections.scope import EVERYTHING, Scope

CASCADE = """
SELECT number, id, slug, title, series, details, modules, tiers, standard, evidence_months,
       contact_months, second_factor, closed
FROM cascade
"""
BATCH = """
SELECT b.name, c.id, b.started, b.completed, b.undone, b.recorded_by, b.recorded_at,
       b.people, b.workshops, b.facts
FROM batch b LEFT JOIN cascade c ON c.number = b.cascade
"""


class ModuleRow(TypedDict):
    """One unit of the curriculum."""

    code: str
    name: str


class TargetRow(TypedDict):
    """A number of people to reach by a date. `region`: an id, None for the whole cascade."""

    people: int
    by: date
    region: str | None


class TierRow(TypedDict):
    name: str
    targets: list[TargetRow]


class StandardRow(TypedDict):
    """The rule for attendance and certification, as `domain.values.Standard` says."""

    least_post_share: float | None
    least_rubric: int | None
    cofacilitations: int
    months_valid: int | None
    least_attendance: float | None


class CascadeRow(TypedDict):
    """One cascade. `details`: the commitment to its objectives; `evidence_months`,
    `contact_months`: how long evidence and contacts are kept, None: for ever."""

    number: int
    id: str
    slug: str
    title: str
    series: str
    details: str | None
    modules: list[ModuleRow]
    tiers: list[TierRow]
    standard: StandardRow
    evidence_months: int | None
    contact_months: int | None
    second_factor: bool
    closed: bool


class BatchRow(TypedDict):
    """One import. `number`, `started`: the position at which it began; `completed`, `undone`:
    positions; `people`, `workshops`, `facts`: how many it added."""

    number: int
    name: str
    cascade: str | None
    started: int
    completed: int | None
    undone: int | None
    recorded_by: str
    recorded_at: datetime
    people: int
    workshops: int
    facts: int


_TIERS = msgspec.json.Decoder(list[Tier])
_DAYS = (date,)
"""What stays as it is among builtins."""
_STANDARD = msgspec.json.Decoder(Standard)


def cascades(
    db: Db, after: int, limit: int, slug: str | None = None, scope: Scope = EVERYTHING
) -> list[CascadeRow]:
    sql = f"""{CASCADE} c WHERE number > :after AND {scopes.CASCADE}
    AND (CAST(:slug AS text) IS NULL OR slug = :slug) ORDER BY number LIMIT :limit"""
    rows = db.rows(sql, after=after, limit=limit, slug=slug or None, **scope.asked)
    return [_cascade(row) for row in rows]


def cascade(db: Db, id: str) -> CascadeRow | None:
    row = db.one(f"{CASCADE} WHERE id = :id", id=id)
    return _cascade(row) if row else None


def known(db: Db, id: str) -> CascadeRow:
    """The cascade with this id; LookupError if there is none."""
    found = cascade(db, id)
    if found is None:
        raise LookupError(id)
    return found


def series(db: Db, id: str) -> str:
    """The number series of a cascade's identifiers; "" if there is no such cascade."""
    row = db.one("SELECT series FROM cascade WHERE id = :id", id=id)
    return str(row[0]) if row else ""


def standard(db: Db, id: str) -> Standard:
    """The rule for certification in a cascade; without a rule, one that requires nothing."""
    row = db.one("SELECT standard FROM cascade WHERE id = :id", id=id)
    return _STANDARD.decode(row[0]) if row else Standard()


def tiers(db: Db, cascade: int) -> list[Tier]:
    """The planned tiers, in order. `cascade`: its number."""
    row = db.one("SELECT tiers FROM cascade WHERE number = :cascade", cascade=cascade)
    return _TIERS.decode(row[0]) if row and row[0] else []


def batches(db: Db, after: int, limit: int, scope: Scope = EVERYTHING) -> list[BatchRow]:
    sql = f"""{BATCH} WHERE b.started > :after AND {scopes.BATCH}
    ORDER BY b.started LIMIT :limit"""
    return [_batch(row) for row in db.rows(sql, after=after, limit=limit, **scope.asked)]


def batches_of(db: Db, cascade: str, limit: int) -> list[BatchRow]:
    """The imports of a cascade, the latest first."""
    sql = f"{BATCH} WHERE c.id = :cascade ORDER BY b.started DESC LIMIT :limit"
    return [_batch(row) for row in db.rows(sql, cascade=cascade, limit=limit)]


def batch(db: Db, name: str) -> BatchRow | None:
    row = db.one(f"{BATCH} WHERE b.name = :name", name=name)
    return _batch(row) if row else None


def _cascade(row: Row) -> CascadeRow:
    (number, id, slug, title, series, details, modules, tiers, standard, evidence_months,
     contact_months, second_factor, closed) = row  # fmt: skip
    return {
        "number": number,
        "id": id,
        "slug": slug,
        "title": title,
        "series": series,
        "details": details,
        "modules": json.loads(modules),
        "tiers": msgspec.to_builtins(_TIERS.decode(tiers), builtin_types=_DAYS),
        "standard": _standard(_STANDARD.decode(standard)),
        "evidence_months": evidence_months,
        "contact_months": contact_months,
        "second_factor": bool(second_factor),
        "closed": bool(closed),
    }


def _standard(rule: Standard) -> StandardRow:
    return {
        "least_post_share": rule.least_post_share,
        "least_rubric": rule.least_rubric,
        "cofacilitations": rule.cofacilitations,
        "months_valid": rule.months_valid,
        "least_attendance": rule.least_attendance,
    }


def _batch(row: Row) -> BatchRow:
    (name, cascade, started, completed, undone, recorded_by, recorded_at,
     people, workshops, facts) = row  # fmt: skip
    return {
        "number": started,
        "name": name,
        "cascade": cascade,
        "started": started,
        "completed": completed,
        "undone": undone,
        "recorded_by": recorded_by,
        "recorded_at": datetime.fromisoformat(recorded_at),
        "people": people,
        "workshops": workshops,
        "facts": facts,
    }
