"""Lists of regions and organisations, paged by their numbers; names and shapes of regions.

What was withdrawn is in no list; its name is still told where a record has it.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import NamedTuple, TypedDict

from projections.db import Db, Row

REGION = """
SELECT r.number, r.id, r.name, p.id, r.latitude, r.longitude, r.boundary
FROM region r LEFT JOIN region p ON p.number = r.parent
"""
ORGANISATION = """
SELECT o.number, o.id, o.name, o.kind, r.id
FROM organisation o LEFT JOIN region r ON r.number = o.region
"""


class Centroid(TypedDict):
    """In degrees; north and east are positive."""

    latitude: float
    longitude: float | None


class RegionRow(TypedDict):
    """One region. `parent`: an id; `boundary`: GeoJSON."""

    number: int
    id: str
    name: str
    parent: str | None
    centroid: Centroid | None
    boundary: dict[str, object] | None


class OrganisationRow(TypedDict):
    """One organisation. `region`: an id."""

    number: int
    id: str
    name: str
    kind: str
    region: str | None


class RegionName(NamedTuple):
    id: str
    name: str


class Shape(NamedTuple):
    """The place of a region, in degrees; `boundary`: GeoJSON text."""

    latitude: float | None
    longitude: float | None
    boundary: str | None


def regions(db: Db, after: int, limit: int) -> list[RegionRow]:
    sql = f"{REGION} WHERE r.withdrawn = 0 AND r.number > :after ORDER BY r.number LIMIT :limit"
    return [_region(row) for row in db.rows(sql, after=after, limit=limit)]


def region(db: Db, id: str) -> RegionRow | None:
    row = db.one(f"{REGION} WHERE r.withdrawn = 0 AND r.id = :id", id=id)
    return _region(row) if row else None


def organisations(db: Db, after: int, limit: int) -> list[OrganisationRow]:
    those = "o.withdrawn = 0 AND o.number > :after ORDER BY o.number LIMIT :limit"
    sql = f"{ORGANISATION} WHERE {those}"
    return [_organisation(row) for row in db.rows(sql, after=after, limit=limit)]


def organisation(db: Db, id: str) -> OrganisationRow | None:
    row = db.one(f"{ORGANISATION} WHERE o.withdrawn = 0 AND o.id = :id", id=id)
    return _organisation(row) if row else None


def region_names(db: Db, numbers: Collection[int]) -> dict[int, RegionName]:
    """Number → name of a region."""
    sql = "SELECT number, id, name FROM region WHERE number IN ids(:numbers)"
    return {
        number: RegionName(id, name) for number, id, name in db.rows(sql, numbers=sorted(numbers))
    }


def shapes(db: Db, ids: Collection[str]) -> dict[str, Shape]:
    """Id of a region → shape; unknown ids are left out."""
    sql = "SELECT id, latitude, longitude, boundary FROM region WHERE id IN ids(:ids)"
    return {id: Shape(*shape) for id, *shape in db.rows(sql, ids=sorted(ids))}


def _region(row: Row) -> RegionRow:
    number, id, name, parent, latitude, longitude, boundary = row
    return {
        "number": number,
        "id": id,
        "name": name,
        "parent": parent,
        "centroid": None if latitude is None else Centroid(latitude=latitude, longitude=longitude),
        "boundary": json.loads(boundary) if boundary else None,
    }


def _organisation(row: Row) -> OrganisationRow:
    number, id, name, kind, region = row
    return {"number": number, "id": id, "name": name, "kind": kind, "region": region}
