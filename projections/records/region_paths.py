"""The path of each region: the names from the largest area down to the region."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from projections.db import Db

BETWEEN = " / "
_STEPS = re.compile(r"\s*[/>\\|]\s*")


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


def region_named(db: Db, text: str) -> str | None:
    """The id of the only region with this path, or whose own name this is; None if there is none,
    or more than one. Case, accents and the sign between names do not count."""
    said = tuple(map(_folded, _STEPS.split(text.strip())))
    known = [(tuple(map(_folded, one.names)), one.id) for one in region_paths(db)]
    whole = [id for names, id in known if names == said]
    found = whole or [id for names, id in known if names[-len(said) :] == said]
    return found[0] if len(found) == 1 else None


def _folded(name: str) -> str:
    bare = unicodedata.normalize("NFKD", name)
    return " ".join("".join(c for c in bare if not unicodedata.combining(c)).casefold().split())
