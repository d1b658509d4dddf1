"""Somebody as answers name them: id, name and identifier, for whom may read them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from api.reading import Read

MEMBERS = """
SELECT p.number, p.id, p.details, m.id, m.details FROM person p JOIN person m ON m.one = p.one
WHERE p.number IN ids(:numbers) ORDER BY m.id
"""


def known(read: Read, numbers: Iterable[int | None]) -> dict[int, dict[str, Any]]:
    """Number → `schemas.people.Known`. Merged people share a name and the smallest identifier."""
    wanted = sorted({n for n in numbers if n is not None})
    rows = read.db.rows(MEMBERS, numbers=wanted)
    opened = read.private.open(sealed for row in rows for sealed in (row[2], row[4]))
    called = read.private.identifiers(row[3] for row in rows)
    found: dict[int, dict[str, Any]] = {}
    for number, id, details, member, theirs in rows:
        one = found.setdefault(number, {"person": id, "name": None, "identifier": None})
        names = (opened.get(sealed or "", {}).get("name") for sealed in (details, theirs))
        one["name"] = one["name"] or next((name for name in names if name), None)
        identifiers = [one["identifier"], *called.get(member, ())]
        one["identifier"] = min((i for i in identifiers if i), default=None)
    return found
