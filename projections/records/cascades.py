"""Lists of cascades, regions, organisations and imports, paged by their numbers."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

import msgspec

from domain.values import Standard, Tier
from projections import scope as scopes
from projections.db import Db
from projections.scope import EVERYTHING, Scope

CASCADE = """
SELECT number, id, slug, title, series, details, modules, tiers, standard, evidence_months,
       contact_months, second_factor, closed
FROM cascade
"""
REGION = """
SELECT r.number, r.id, r.name, p.id, r.latitude, r.longitude, r.boundary
FROM region r LEFT JOIN region p ON p.number = r.parent
"""
ORGANISATION = """
SELECT o.number, o.id, o.name, o.kind, r.id
FROM organisation o LEFT JOIN region r ON r.number = o.region
"""
BATCH = """
SELECT b.started, b.name, c.id, b.started, b.completed, b.undone, b.recorded_by, b.recorded_at,
       b.people, b.workshops, b.facts
FROM batch b LEFT JOIN cascade c ON c.number = b.cascade
"""

Found = dict[str, Any]
Shape = tuple[float | None, float | None, str | None]
"""Of a region: latitude, longitude, and the boundary as GeoJSON text."""
_TIERS = msgspec.json.Decoder(list[Tier])


def cascades(
    db: Db, after: int, limit: int, slug: str | None = None, scope: Scope = EVERYTHING
) -> list[Found]:
    named = "AND slug = :slug" if slug else ""
    asked = scope.asked | ({"slug": slug} if slug else {})
    sql = f"""{CASCADE} c WHERE number > :after AND {scopes.CASCADE} {named}
    ORDER BY number LIMIT :limit"""
    return [_cascade(*row) for row in db.rows(sql, after=after, limit=limit, **asked)]


def cascade(db: Db, id: str) -> Found | None:
    row = db.one(f"{CASCADE} WHERE id = :id", id=id)
    return _cascade(*row) if row else None


def tiers(db: Db, cascade: int) -> list[Tier]:
    """As planned, the first first. `cascade`: its number."""
    row = db.one("SELECT tiers FROM cascade WHERE number = :cascade", cascade=cascade)
    return _TIERS.decode(row[0]) if row and row[0] else []


def region_tree(db: Db) -> list[tuple[int, str, str, int | None]]:
    """(number, id, name, the number of the region around it) of each."""
    return [
        (number, id, name, parent)
        for number, id, name, parent in db.rows("SELECT number, id, name, parent FROM region")
    ]


def regions(db: Db, after: int, limit: int) -> list[Found]:
    sql = f"{REGION} WHERE r.number > :after ORDER BY r.number LIMIT :limit"
    return [_region(*row) for row in db.rows(sql, after=after, limit=limit)]


def region(db: Db, id: str) -> Found | None:
    row = db.one(f"{REGION} WHERE r.id = :id", id=id)
    return _region(*row) if row else None


def organisations(db: Db, after: int, limit: int) -> list[Found]:
    sql = f"{ORGANISATION} WHERE o.number > :after ORDER BY o.number LIMIT :limit"
    return [_organisation(*row) for row in db.rows(sql, after=after, limit=limit)]


def organisation(db: Db, id: str) -> Found | None:
    row = db.one(f"{ORGANISATION} WHERE o.id = :id", id=id)
    return _organisation(*row) if row else None


def batches(db: Db, after: int, limit: int, scope: Scope = EVERYTHING) -> list[Found]:
    sql = f"""{BATCH} WHERE b.started > :after AND {scopes.BATCH}
    ORDER BY b.started LIMIT :limit"""
    return [_batch(*row) for row in db.rows(sql, after=after, limit=limit, **scope.asked)]


def batches_of(db: Db, cascade: str, limit: int) -> list[Found]:
    """Of one cascade, the latest first."""
    sql = f"{BATCH} WHERE c.id = :cascade ORDER BY b.started DESC LIMIT :limit"
    return [_batch(*row) for row in db.rows(sql, cascade=cascade, limit=limit)]


def batch(db: Db, name: str) -> Found | None:
    row = db.one(f"{BATCH} WHERE b.name = :name", name=name)
    return _batch(*row) if row else None


def region_names(db: Db, numbers: Collection[int]) -> dict[int, tuple[str, str]]:
    """Number → (id, name)."""
    sql = "SELECT number, id, name FROM region WHERE number IN ids(:numbers)"
    return {number: (id, name) for number, id, name in db.rows(sql, numbers=sorted(numbers))}


def shapes(db: Db, ids: Collection[str]) -> dict[str, Shape]:
    """By the id of a region, as far as they are known."""
    sql = "SELECT id, latitude, longitude, boundary FROM region WHERE id IN ids(:ids)"
    return {id: (lat, lon, boundary) for id, lat, lon, boundary in db.rows(sql, ids=sorted(ids))}


def _cascade(
    number: int,
    id: str,
    slug: str,
    title: str,
    series: str,
    details: str | None,
    modules: str,
    tiers: str,
    standard: str,
    evidence_months: int | None,
    contact_months: int | None,
    second_factor: int,
    closed: int,
) -> Found:
    """`details` is a commitment."""
    return {
        "number": number,
        "id": id,
        "slug": slug,
        "title": title,
        "series": series,
        "details": details,
        "modules": json.loads(modules),
        "tiers": msgspec.to_builtins(_TIERS.decode(tiers), builtin_types=(date,)),
        "standard": msgspec.structs.asdict(msgspec.json.decode(standard, type=Standard)),
        "evidence_months": evidence_months,
        "contact_months": contact_months,
        "second_factor": bool(second_factor),
        "closed": bool(closed),
    }


def _region(
    number: int,
    id: str,
    name: str,
    parent: str | None,
    latitude: float | None,
    longitude: float | None,
    boundary: str | None,
) -> Found:
    point = None if latitude is None else {"latitude": latitude, "longitude": longitude}
    return {
        "number": number,
        "id": id,
        "name": name,
        "parent": parent,
        "centroid": point,
        "boundary": json.loads(boundary) if boundary else None,
    }


def _organisation(number: int, id: str, name: str, kind: str, region: str | None) -> Found:
    return {"number": number, "id": id, "name": name, "kind": kind, "region": region}


def _batch(
    number: int,
    name: str,
    cascade: str | None,
    started: int,
    completed: int | None,
    undone: int | None,
    recorded_by: str,
    recorded_at: str,
    *brought: int,
) -> Found:
    """The number of a batch is the position at which it began."""
    people, workshops, facts = brought
    return {
        "number": number,
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
