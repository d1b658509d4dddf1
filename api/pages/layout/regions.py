"""Regions to choose from: by their paths, from the largest down."""

from __future__ import annotations

from uuid import UUID

from projections.db import Db
from projections.scope import Scope


def within(db: Db, scope: Scope, cascade: UUID) -> list[tuple[str, str]]:
    """As `paths`, of the regions in which something of this cascade may be recorded."""
    ((number,),) = db.rows("SELECT number FROM cascade WHERE id = :id", id=str(cascade))
    return [(id, path) for region, id, path in _paths(db) if scope.part_of(number, region)]


def paths(db: Db) -> list[tuple[str, str]]:
    """(id, path such as Kenya / Kisumu), in order."""
    return [(id, path) for _region, id, path in _paths(db)]


def paths_by_number(db: Db) -> dict[int | None, str]:
    return {region: path for region, _id, path in _paths(db)}


def _paths(db: Db) -> list[tuple[int, str, str]]:
    rows = db.rows("SELECT number, id, name, parent FROM region")
    known = {number: (name, parent) for number, _, name, parent in rows}

    def path(number: int) -> tuple[str, ...]:
        names: list[str] = []
        at: int | None = number
        while at in known and len(names) < len(known):
            name, at = known[at]
            names.insert(0, name)
        return tuple(names)

    found = sorted((path(number), id, number) for number, id, _, _ in rows)
    return [(number, id, " / ".join(names)) for names, id, number in found]
