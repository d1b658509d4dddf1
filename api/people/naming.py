"""What a programme calls the people whose numbers the views give."""

from __future__ import annotations

from collections.abc import Iterable

from api.access.gate import Gate
from api.private.store import Private
from projections.db import Db


def names(db: Db, private: Private | Gate, people: Iterable[int]) -> dict[int, str]:
    """Number → the programme's identifier; of merged people the smallest; else the id."""
    members = group_members(db, people)
    called = private.identifiers(id for ids in members.values() for id in ids)
    found = {}
    for number, ids in members.items():
        identifiers = sorted(name for id in ids for name in called.get(id, ()))
        found[number] = identifiers[0] if identifiers else ids[0]
    return found


def group_members(db: Db, people: Iterable[int]) -> dict[int, list[str]]:
    """Number → the ids of all who are this person, the smallest first."""
    wanted = sorted(set(people))
    rows = db.rows(
        "SELECT p.number, m.id FROM person p JOIN person m ON m.one = p.one"
        " WHERE p.number IN ids(:wanted)",
        wanted=wanted,
    )
    members: dict[int, list[str]] = {}
    for number, id in rows:
        members.setdefault(number, []).append(id)
    return {number: sorted(ids) for number, ids in members.items()}


def person_number(db: Db, private: Private, series: str, reference: str) -> int | None:
    """Who is meant, after merges: by an identifier of the series, by one that only one person
    bears in any other, or by an id."""
    others = private.called(reference)
    only = others.pop() if len(others) == 1 else reference
    id = private.people(series, [reference]).get(reference, only)
    row = db.one("SELECT one FROM person WHERE id = :id", id=id)
    return int(row[0]) if row else None
