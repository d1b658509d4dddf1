"""Names of people: name and identifier in answers, identifier alone in files and reports."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

from api.access.gate import Gate
from api.access.rules import LOG_WORK
from api.private.store import Private
from api.transactions.read import Read
from projections import scope as scopes
from projections.db import Db

MEMBERS = """
SELECT p.number, p.id, p.details, m.id, m.details FROM person p JOIN person m ON m.one = p.one
WHERE p.number IN ids(:numbers) ORDER BY m.id
"""


class DisplayName(TypedDict):
    """As `schemas.people.Known`. `person`: the id. The other fields are None if there is no value,
    or if the reader may not read it."""

    person: str
    name: str | None
    identifier: str | None


def display_names(read: Read, numbers: Iterable[int | None]) -> dict[int, DisplayName]:
    """Number → names. Merged people have one name and the smallest of their identifiers."""
    wanted = sorted({n for n in numbers if n is not None})
    if not wanted:
        return {}
    rows = read.db.rows(MEMBERS, numbers=wanted)
    opened = read.private.open(sealed for row in rows for sealed in (row[2], row[4]))
    bound = read.private.identifiers(row[3] for row in rows)
    found: dict[int, DisplayName] = {}
    for number, id, details, member, theirs in rows:
        one = found.setdefault(number, {"person": id, "name": None, "identifier": None})
        names = (opened.get(sealed or "", {}).get("name") for sealed in (details, theirs))
        one["name"] = one["name"] or next((name for name in names if name), None)
        identifiers = [one["identifier"], *bound.get(member, ())]
        one["identifier"] = min((i for i in identifiers if i), default=None)
    return found


def best_name(person: DisplayName | None) -> str:
    """The person's name, else identifier, else id; "" for None."""
    return (person["name"] or person["identifier"] or person["person"]) if person else ""


def identifiers(db: Db, private: Private | Gate, people: Iterable[int]) -> dict[int, str]:
    """Number → identifier, else id. Merged people have the smallest of their identifiers."""
    members: dict[int, list[str]] = {}
    for number, _id, _details, member, _theirs in db.rows(MEMBERS, numbers=sorted(set(people))):
        members.setdefault(number, []).append(member)
    bound = private.identifiers(id for ids in members.values() for id in ids)
    return {
        number: min((name for id in ids for name in bound.get(id, ())), default=ids[0])
        for number, ids in members.items()
    }


UNSEEN = f"""
SELECT w.number, u.person, p.id, c.series FROM unseen u
JOIN workshop w ON w.number = u.workshop JOIN cascade c ON c.number = w.cascade
JOIN person p ON p.number = u.person
WHERE u.workshop IN ids(:workshops) AND {scopes.WORKSHOP}
"""


def typed_identifiers(read: Read, workshops: Iterable[int]) -> dict[tuple[int, int], str]:
    """(workshop, person) → the identifier that was typed for a person recorded as unseen. Only for
    workshops that the reader may change. The reader learns nothing else about that person."""
    scope = read.scope_of(LOG_WORK)
    rows = read.db.rows(UNSEEN, workshops=sorted(set(workshops)), **scope.asked)
    found: dict[tuple[int, int], str] = {}
    for series in {row[3] for row in rows}:
        ids = {id: (workshop, number) for workshop, number, id, of in rows if of == series}
        for id, names in read.private.typed(series, ids).items():
            found[ids[id]] = names[0]
    return found
