"""Regions to choose from: by their paths, from the largest down."""

from __future__ import annotations

from uuid import UUID

from projections.db import Db
from projections.scope import Scope


def within(db: Db, scope: Scope, cascade: UUID) -> list[tuple[str, str]]:
    """As `paths`, of the regions in which something of this cascade may be recorded."""
    ((number,),) = db.rows("SELECT number FROM cascade WHERE id = :id", id=str(cascade))
    numbers = {id: region for region, id in db.rows("SELECT number, id FROM region")}
    return [(id, path) for id, path in paths(db) if scope.part_of(number, numbers[id])]


def paths(db: Db) -> list[tuple[str, str]]:
    """(id, path such as Kenya / Kisumu), in order."""
    rows = db.rows("SELECT number, id, name, parent FROM region")
    known = {number: (name, parent) for number, _, name, parent in rows}

    def path(number: int) -> tuple[str, ...]:
        names: list[str] = []
        at: int | None = number
        while at in known and len(names) < len(known):
            name, at = known[at]
            names.insert(0, name)
        return tuple(names)

    found = sorted((path(number), id) for number, id, _, _ in rows)
    return [(id, " / ".join(names)) for names, id in found]
