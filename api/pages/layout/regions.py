"""The choices of a region: each by its path, such as Kenya / Kisumu."""

from __future__ import annotations

from uuid import UUID

from projections.db import Db
from projections.records.region_paths import region_paths
from projections.scope import Scope


def within(db: Db, scope: Scope, cascade: UUID) -> list[tuple[str, str]]:
    """As `paths`, of the regions in which the scope allows writes to this cascade."""
    ((number,),) = db.rows("SELECT number FROM cascade WHERE id = :id", id=str(cascade))
    here = (one for one in region_paths(db) if scope.part_of(number, one.number))
    return [(one.id, one.text) for one in sorted(here, key=lambda one: (one.names, one.id))]


def paths(db: Db) -> list[tuple[str, str]]:
    """(id, path) of every region, in the order of the paths."""
    found = sorted(region_paths(db), key=lambda one: (one.names, one.id))
    return [(one.id, one.text) for one in found]


def paths_by_number(db: Db) -> dict[int | None, str]:
    return {one.number: one.text for one in region_paths(db)}
