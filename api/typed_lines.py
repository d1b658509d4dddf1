"""What was typed on proposals that wait: of whom it speaks, and who known is likely to be meant."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from api.auth import LOG_WORK
from api.called import known
from api.drawer import sealed
from api.private import Private
from api.reading import Read
from domain import person
from domain.values import PersonId
from projections import scope as scopes
from projections.db import Db

LINE = "line"
DIGITS = 9
"""Last digits of a telephone number that are compared, however it was written."""
LED = "SELECT id FROM proposal WHERE lead IN (SELECT number FROM person WHERE id IN ids(:people))"
PEOPLE = f"""
SELECT p.one, p.details FROM person p WHERE p.erased = 0 AND p.withdrawn = 0
AND p.details IS NOT NULL AND {scopes.PERSON}
"""
MOST = 5
Contacts = set[tuple[str, str]]
Typed = Mapping[str, Any]


# ---- somebody is erased ----------------------------------------------------------------------


def streams_of(db: Db, people: Iterable[str]) -> set[str]:
    """Of the proposals that these people made: what is sealed under them is theirs."""
    return {f"proposal/{id}" for (id,) in db.rows(LED, people=sorted(set(people)))}


def about(private: Private, people: Iterable[str]) -> set[str]:
    """The commitments to lines, on anybody's proposals, that bear a contact or an identifier of
    who has these ids, in any version. Ask before their own texts are deleted: those say which."""
    members = sorted({PersonId(id) for id in people})
    owners = [person.stream(id) for id in members]
    theirs: Contacts = set()
    found: set[str] = set()
    with private.engine.connect() as connection:
        own = select(sealed.c.content).where(sealed.c.owner.in_(owners))
        for (content,) in connection.execute(own):
            theirs |= contacts(json.loads(content))
        for names in private.identifiers(members).values():
            theirs |= {("identifier", name) for name in names}
        lines = select(sealed.c.commitment, sealed.c.content).where(sealed.c.tag == LINE)
        for made, content in connection.execute(lines):
            if contacts(json.loads(content)) & theirs:
                found.add(made)
    return found


def contacts(said: Typed) -> Contacts:
    """As they are compared: (kind, value)."""
    found = {
        ("phone", _digits(said.get("phone"))),
        ("email", "".join(str(said.get("email") or "").split()).casefold()),
        ("id_number", "".join(filter(str.isalnum, str(said.get("id_number") or ""))).casefold()),
        ("identifier", str(said.get("identifier") or "").strip()),
    }
    return {(kind, value) for kind, value in found if value}


def _digits(phone: Any) -> str:
    digits = "".join(c for c in str(phone or "") if c.isdecimal())
    return digits[-DIGITS:].lstrip("0") if len(digits) >= 6 else ""


# ---- somebody is meant -----------------------------------------------------------------------


def likely(read: Read, series: str, lines: Iterable[Typed | None]) -> list[list[dict[str, Any]]]:
    """Of each line, who of those whom the reader may see shares a contact, an identifier or the
    whole name with it; who shares most comes first."""
    wanted = [_wanted(line or {}) for line in lines]
    if not any(wanted):
        return [[] for _ in wanted]
    bearers = _bearers(read, series, set().union(*wanted))
    shared: list[dict[int, list[str]]] = []
    for keys in wanted:
        found: dict[int, list[str]] = {}
        for kind, value in sorted(keys):
            for one in bearers.get((kind, value), ()):
                found.setdefault(one, []).append(kind)
        shared.append(found)
    people = known(read, {one for found in shared for one in found})
    return [
        [
            people[one] | {"score": None, "why": why}
            for one, why in sorted(found.items(), key=lambda row: (-len(row[1]), row[0]))[:MOST]
        ]
        for found in shared
    ]


def _wanted(line: Typed) -> Contacts:
    name = _folded(line.get("name"))
    return contacts(line) | ({("name", name)} if name else set())


def _folded(name: Any) -> str:
    return " ".join(str(name or "").casefold().split())


def _bearers(read: Read, series: str, wanted: Contacts) -> dict[tuple[str, str], set[int]]:
    """Contact → who bears it, of those whom the reader may see."""
    scope = read.access.scope(LOG_WORK)
    rows = read.db.rows(PEOPLE, **scope.asked)
    opened = read.private.open(details for _, details in rows)
    found: dict[tuple[str, str], set[int]] = {}
    for one, details in rows:
        for key in _wanted(opened.get(details, {})) & wanted:
            found.setdefault(key, set()).add(one)
    names = {value for kind, value in wanted if kind == "identifier"}
    for name, id in read.private.people(series, names).items():
        row = read.db.one("SELECT one FROM person WHERE id = :id", id=id)
        if row:
            found.setdefault(("identifier", name), set()).add(int(row[0]))
    return found
