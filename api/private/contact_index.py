"""The contact index: finds people by a telephone number, an e-mail address or an ID number that
they have or had, and by words that sound like those of their name.

It holds keyed hashes and nothing else about anybody; the key lies in a file, in no database. Every
kept version of a person's details is indexed, so that a number they had before finds them too.
Whatever deletes sealed texts of people calls `renew` in the same transaction.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Engine, Select, delete, func, select

from api.matching import contacts
from api.matching.phonetics import skeleton, words
from api.private.key_files import secret
from api.private.sql_helpers import add_missing, in_parts, rows_in
from api.private.tables import OF_PERSON, TextRow, contact_key, name_key, sealed
from projections.db import transaction

KEY_BYTES = 32
AT_ONCE = 5_000
"""Texts indexed in one statement by a rebuild."""
MADE = "made with names"
"""The row that says under which key the index was made, and that it is whole."""
NAME = "name"


class Contact(NamedTuple):
    """A contact as it is compared. `kind`: phone, email, id_number."""

    kind: str
    value: str


class Details(NamedTuple):
    """The sealed details of a person, as JSON."""

    owner: str
    content: str


def contacts_in(details: Mapping[str, str | None]) -> set[Contact]:
    """The contacts among a person's details."""
    phone, email, id_number = (details.get(kind) or "" for kind in ("phone", "email", "id_number"))
    found = {Contact("phone", number) for number in contacts.phones(phone)}
    found.add(Contact("email", contacts.email(email)))
    found.add(Contact("id_number", contacts.id_number(id_number)))
    return {contact for contact in found if contact.value}


class Contacts:
    """`key`: the file of the key; without one (a drawer alone) a key that lasts as long as this."""

    def __init__(self, engine: Engine, key: Path | None) -> None:
        self._engine, self._path = engine, key

    @cached_property
    def _key(self) -> bytes:
        if self._path is None:
            return secrets.token_bytes(KEY_BYTES)
        return secret(self._path, lambda: secrets.token_bytes(KEY_BYTES))

    def hashes(self, details: Mapping[str, str | None]) -> set[bytes]:
        """The keyed hash of each contact in a person's details."""
        return {self._hash(*contact) for contact in contacts_in(details)}

    def keyed(self, kind: str, value: str) -> bytes:
        """A hash under the key, of what else is compared without being kept."""
        return self._hash(kind, value)

    # ---- written with the texts --------------------------------------------------------------

    def keep(self, connection: Connection, rows: Iterable[TextRow]) -> None:
        """Indexes the details among texts that are being written."""
        details = (row for row in rows if row["tag"] == "details")
        self._add(connection, (Details(row["owner"], row["content"]) for row in details))

    def renew(self, connection: Connection, people: Iterable[str]) -> None:
        """Indexes these people anew, from the texts that are still kept."""
        ids = sorted(set(people))
        for part in in_parts(ids):
            for table in (contact_key, name_key):
                connection.execute(delete(table).where(table.c.person.in_(part)))
        owners = [OF_PERSON + id for id in ids]
        rows = rows_in(connection, _details(), sealed.c.owner, owners)
        self._add(connection, (Details(*row) for row in rows))

    def rebuild(self) -> None:
        """From all details that are kept. Readers see the old index or the new one."""
        with transaction(self._engine) as connection:
            connection.execute(delete(contact_key))
            connection.execute(delete(name_key))
            result = connection.execute(_details(sealed.c.owner.like(OF_PERSON + "%")))
            for rows in result.partitions(AT_ONCE):
                self._add(connection, (Details(*row) for row in rows))
            made = {"person": "", "kind": MADE, "key": self._hash(MADE, "")}
            add_missing(connection, contact_key, [made])

    # ---- read --------------------------------------------------------------------------------

    def ready(self) -> None:
        """Makes the index where it is missing, or was made under a key that is lost."""
        with self._whole():
            pass

    def of_people(self, people: Iterable[str]) -> dict[str, set[bytes]]:
        """Person → their hashes."""
        found: dict[str, set[bytes]] = {}
        with self._whole() as connection:
            query = select(contact_key.c.person, contact_key.c.key)
            for person, key in rows_in(connection, query, contact_key.c.person, people):
                found.setdefault(person, set()).add(bytes(key))
        return found

    def holders(self, hashes: Iterable[bytes]) -> set[str]:
        """The people who have or had one of these contacts."""
        query = select(contact_key.c.person).where(contact_key.c.person != "")
        with self._whole() as connection:
            return {row.person for row in rows_in(connection, query, contact_key.c.key, hashes)}

    def named(self, name: str, most: int) -> list[str]:
        """At most so many people whose name, now or before, has a word that sounds like each of
        these."""
        wanted = {self._hash(NAME, skeleton(word)) for word in words(name)}
        if not wanted:
            return []
        query = select(name_key.c.person).where(name_key.c.key.in_(sorted(wanted)))
        query = query.group_by(name_key.c.person).having(func.count() == len(wanted))
        with self._whole() as connection:
            return list(connection.execute(query.limit(most)).scalars())

    @contextmanager
    def _whole(self) -> Iterator[Connection]:
        """A connection to read the index by, once it is ready."""
        with self._engine.connect() as connection:
            query = select(contact_key.c.key).where(contact_key.c.kind == MADE)
            made = connection.execute(query).scalar()
            if made is not None and hmac.compare_digest(bytes(made), self._hash(MADE, "")):
                yield connection
                return
        self.rebuild()
        with self._engine.connect() as connection:
            yield connection

    def _hash(self, kind: str, value: str) -> bytes:
        return hmac.digest(self._key, f"{kind}:{value}".encode(), "sha256")

    def _add(self, connection: Connection, texts: Iterable[Details]) -> None:
        hashes, names = set(), set()
        for text in texts:
            if text.owner.startswith(OF_PERSON):
                person, details = text.owner.removeprefix(OF_PERSON), json.loads(text.content)
                hashes |= {(person, c.kind, self._hash(*c)) for c in contacts_in(details)}
                spoken = words(details.get("name") or "")
                names |= {(person, self._hash(NAME, skeleton(word))) for word in spoken}
        kept = [{"person": p, "kind": kind, "key": key} for p, kind, key in sorted(hashes)]
        add_missing(connection, contact_key, kept)
        add_missing(connection, name_key, [{"person": p, "key": key} for p, key in sorted(names)])


def _details(*which: ColumnElement[bool]) -> Select[str, str]:
    query = select(sealed.c.owner, sealed.c.content)
    return query.where(sealed.c.tag == "details", *which)
