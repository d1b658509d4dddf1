"""The path of each region: the names from the largest area down to the region."""

from __future__ import annotations

from typing import NamedTuple

from projections.db import Db

BETWEEN = " / "


class RegionPath(NamedTuple):
    """`names`: from the largest area down to the region itself."""

    number: int
    id: str
    names: tuple[str, ...]

    @property
    def text(self) -> str:
        """The path as text, such as Kenya / Kisumu."""
        return BETWEEN.join(self.names)


def region_paths(db: Db) -> list[RegionPath]:
    """The paths of all regions that were not withdrawn."""
    rows = db.rows("SELECT number, id, name, parent FROM region WHERE withdrawn = 0")
    known: dict[int | None, tuple[str, int | None]] = {
        number: (name, parent) for number, _id, name, parent in rows
    }

    def names(at: int | None) -> tuple[str, ...]:
        found: list[str] = []
        while at in known and len(found) < len(known):
            name, at = known[at]
            found.insert(0, name)
        return tuple(found)

    return [RegionPath(number, id, names(number)) for number, id, _name, _parent in rows]
