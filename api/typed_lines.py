"""Of whom the lines speak that trainers typed on proposals: for when somebody is erased."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from api.drawer import sealed
from api.matching import keys
from api.private import Private
from domain import person
from domain.values import Commitment, PersonId
from projections.db import Db

LINE = "line"
LED = "SELECT id FROM proposal WHERE lead IN (SELECT number FROM person WHERE id IN ids(:people))"

Contacts = set[tuple[str, str]]


def streams_of(db: Db, people: Iterable[str]) -> set[str]:
    """Of the proposals that these people made: what is sealed under them goes with them."""
    return {f"proposal/{id}" for (id,) in db.rows(LED, people=sorted(set(people)))}


def about(private: Private, people: Iterable[str]) -> set[Commitment]:
    """The commitments to lines, on anybody's proposals, that bear a contact or an identifier of
    who has these ids, in any version. Ask before their own texts are deleted: those say which."""
    members = sorted({PersonId(id) for id in people})
    theirs: Contacts = set()
    for row in private.kept((person.stream(id) for id in members), ()):
        theirs |= contacts(json.loads(row.content))
    for names in private.identifiers(members).values():
        theirs |= {("identifier", name) for name in names}
    if not theirs:
        return set()
    lines = select(sealed.c.commitment, sealed.c.content).where(sealed.c.tag == LINE)
    with private.engine.connect() as connection:
        return {
            Commitment(made)
            for made, content in connection.execute(lines)
            if contacts(json.loads(content)) & theirs
        }


def contacts(said: Mapping[str, Any]) -> Contacts:
    """As they are compared: (kind, value)."""
    found = {("phone", phone) for phone in keys.phones(said.get("phone") or "")}
    found |= {
        ("email", keys.email(said.get("email") or "")),
        ("id_number", keys.id_number(said.get("id_number") or "")),
        ("identifier", said.get("identifier") or ""),
    }
    return {(kind, value) for kind, value in found if value}
