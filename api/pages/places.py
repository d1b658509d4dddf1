"""Regions to choose from: by their paths, from the largest down."""

from __future__ import annotations

from projections.db import Db


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
