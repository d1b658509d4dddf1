"""Who is meant by what somebody typed: an identifier, a contact, an ID number, a name.

What is typed is private. It comes in a body, never in an address, and is looked up by keyed hashes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from api.matching.names import percent
from api.matching.phonetics import words
from api.transactions.read import Read
from projections import scope as scopes
from projections.records import cascades

MOST_NAMED = 5_000
"""Bearers of a name who are looked at; more say nothing, and another word is asked for."""
MOST_READ = 400
MOST_SHOWN = 50
AN_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

WITHIN = f"""
SELECT DISTINCT p.one, o.details FROM person p JOIN person o ON o.number = p.one
WHERE p.id IN ids(:ids) AND p.withdrawn = 0 AND p.erased = 0
  AND (p.cascade = :cascade OR EXISTS (
    SELECT 1 FROM reach_node n WHERE n.cascade = :cascade AND n.person = p.one))
  AND {scopes.PERSON}
ORDER BY p.one LIMIT {MOST_READ}
"""


def seek(read: Read, cascade: int, id: str, typed: str) -> list[int]:
    """Numbers of people of a cascade whom the reader may see, the likeliest first."""
    typed = typed.strip()
    surely = _within(read, cascade, _surely(read, id, typed))
    named = read.private.named(typed, MOST_NAMED)
    maybe = [row for row in _within(read, cascade, named) if row not in surely]
    opened = read.private.open(details for _, details in maybe)
    spoken = words(typed)

    def likeness(row: tuple[int, str | None]) -> tuple[int, int]:
        name = opened.get(row[1] or "", {}).get("name") or ""
        return -percent(spoken, words(name)), row[0]

    found = [*surely, *sorted(maybe, key=likeness)]
    return [one for one, _ in found[:MOST_SHOWN]]


def _surely(read: Read, cascade: str, typed: str) -> set[str]:
    """Who bears this as an identifier, a contact or an id."""
    series = cascades.series(read.db, cascade)
    found = {str(person) for person in read.private.people(series, [typed]).values()}
    found |= read.private.called(typed)
    if AN_ID.fullmatch(typed.lower()):
        found.add(typed.lower())
    return found | read.private.holders([{"phone": typed, "email": typed, "id_number": typed}])


def _within(read: Read, cascade: int, ids: Iterable[str]) -> list[tuple[int, str | None]]:
    wanted = sorted(set(ids))
    if not wanted:
        return []
    rows = read.db.rows(WITHIN, ids=wanted, cascade=cascade, **read.scope.asked)
    return [(one, details) for one, details in rows]
