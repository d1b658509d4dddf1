"""Somebody as answers name them: id, name and identifier, for whom may read them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from api.access.rules import LOG_WORK
from api.transactions.read import Read
from projections import scope as scopes

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


UNSEEN = f"""
SELECT w.number, u.person, p.id, c.series FROM unseen u
JOIN workshop w ON w.number = u.workshop JOIN cascade c ON c.number = w.cascade
JOIN person p ON p.number = u.person
WHERE u.workshop IN ids(:workshops) AND {scopes.WORKSHOP}
"""


def typed(read: Read, workshops: Iterable[int]) -> dict[tuple[int, int], str]:
    """(workshop, person) → the identifier by which somebody was put there whom the recorder could
    not see, for whom may write to that workshop. What else is known of them is not theirs."""
    scope = read.scope_of(LOG_WORK)
    rows = read.db.rows(UNSEEN, workshops=sorted(set(workshops)), **scope.asked)
    found: dict[tuple[int, int], str] = {}
    for series in {row[3] for row in rows}:
        ids = {id: (workshop, number) for workshop, number, id, of in rows if of == series}
        for id, names in read.private.typed(series, ids).items():
            found[ids[id]] = names[0]
    return found
