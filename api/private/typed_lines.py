"""Of whom the lines speak that trainers typed on proposals: for when somebody is erased."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from api.matching import contacts as matching_contacts
from api.matching.phonetics import words
from api.private.store import Private
from api.private.tables import sealed
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
    theirs, _names = _of_people(private, people)
    lines = _lines(private) if theirs else ()
    return {made for made, _owner, said in lines if contacts(said) & theirs}


def named_alike(private: Private, db: Db, people: Iterable[str]) -> int:
    """How many lines bear a name of theirs, as names are compared, and would not be deleted."""
    people = set(people)
    theirs, names = _of_people(private, people)
    own = streams_of(db, people)
    return sum(
        words(said.get("name") or "") in names and not contacts(said) & theirs
        for _made, owner, said in (_lines(private) if names else ())
        if owner not in own
    )


def _of_people(private: Private, people: Iterable[str]) -> tuple[Contacts, set[tuple[str, ...]]]:
    """Their contacts and identifiers; the words of their names."""
    members = sorted({PersonId(id) for id in people})
    theirs: Contacts = set()
    names = set()
    for row in private.kept((person.stream(id) for id in members), ()):
        said = json.loads(row.content)
        theirs |= contacts(said)
        names.add(words(said.get("name") or ""))
    for called in private.identifiers(members).values():
        theirs |= {("identifier", name) for name in called}
    return theirs, names - {()}


def _lines(private: Private) -> list[tuple[Commitment, str, Mapping[str, Any]]]:
    query = select(sealed.c.commitment, sealed.c.owner, sealed.c.content)
    with private.engine.connect() as connection:
        rows = connection.execute(query.where(sealed.c.tag == LINE)).all()
    return [(Commitment(made), owner, json.loads(content)) for made, owner, content in rows]


def contacts(said: Mapping[str, Any]) -> Contacts:
    """As they are compared: (kind, value)."""
    found = {("phone", phone) for phone in matching_contacts.phones(said.get("phone") or "")}
    found |= {
        ("email", matching_contacts.email(said.get("email") or "")),
        ("id_number", matching_contacts.id_number(said.get("id_number") or "")),
        ("identifier", said.get("identifier") or ""),
    }
    return {(kind, value) for kind, value in found if value}
