"""The contact index: finds people by a telephone number, an e-mail address or an ID number that
they have or had, and keeps the name index (`name_index`).

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
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Engine, Select, delete, select

from api.matching import contacts
from api.private import name_index
from api.private.key_files import secret
from api.private.name_index import Hash, NameIndex
from api.private.sql_helpers import add_missing, in_parts, rows_in
from api.private.tables import OF_PERSON, TextRow, contact_key, sealed
from projections.db import transaction

KEY_BYTES = 32
AT_ONCE = 5_000
"""Texts indexed in one statement by a rebuild."""
MADE = "made with tokens of names"
"""The row that says in which form and under which key both indexes were made, and that they are
whole."""
OF_A_NAME = "of a name"


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
            connection.execute(delete(contact_key).where(contact_key.c.person.in_(part)))
        name_index.remove(connection, ids)
        owners = [OF_PERSON + id for id in ids]
        rows = rows_in(connection, _details(), sealed.c.owner, owners)
        self._add(connection, (Details(*row) for row in rows))

    def rebuild(self) -> None:
        """From all details that are kept. Readers see the old index or the new one."""
        with transaction(self._engine) as connection:
            self._rebuild(connection)

    def _rebuild(self, connection: Connection) -> None:
        connection.execute(delete(contact_key))
        name_index.clear(connection)
        result = connection.execute(_details(sealed.c.owner.like(OF_PERSON + "%")))
        hashed = cache(self._token)
        for rows in result.partitions(AT_ONCE):
            self._add(connection, (Details(*row) for row in rows), hashed)
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

    def bearers(self, hashes: Iterable[bytes]) -> dict[bytes, list[str]]:
        """Hash → the people who have or had this contact."""
        query = select(contact_key.c.key, contact_key.c.person).where(contact_key.c.person != "")
        found: dict[bytes, list[str]] = {}
        with self._whole() as connection:
            for key, person in rows_in(connection, query, contact_key.c.key, hashes):
                found.setdefault(bytes(key), []).append(person)
        return found

    @contextmanager
    def names(self) -> Iterator[NameIndex]:
        """The name index, to be read."""
        with self._whole() as connection:
            yield NameIndex(connection, self._token)

    @contextmanager
    def _whole(self) -> Iterator[Connection]:
        """A connection to read the indexes by, once they are ready."""
        with self._engine.connect() as connection:
            if self._is_whole(connection) or self._is_of_nobody(connection):
                yield connection
                return
        with transaction(self._engine) as connection:
            if not self._is_whole(connection):
                self._rebuild(connection)
        with self._engine.connect() as connection:
            yield connection

    def _is_whole(self, connection: Connection) -> bool:
        query = select(contact_key.c.key).where(contact_key.c.kind == MADE)
        made = connection.execute(query.where(contact_key.c.person == "")).scalar()
        return made is not None and hmac.compare_digest(bytes(made), self._hash(MADE, ""))

    def _is_of_nobody(self, connection: Connection) -> bool:
        return connection.execute(_details().limit(1)).first() is None

    def _token(self, token: str) -> int:
        return int.from_bytes(self._hash(OF_A_NAME, token)[:8], signed=True)

    def _hash(self, kind: str, value: str) -> bytes:
        return hmac.digest(self._key, f"{kind}:{value}".encode(), "sha256")

    def _add(
        self, connection: Connection, texts: Iterable[Details], hashed: Hash | None = None
    ) -> None:
        hashes, names = set(), []
        for text in texts:
            if text.owner.startswith(OF_PERSON):
                person, details = text.owner.removeprefix(OF_PERSON), json.loads(text.content)
                hashes |= {(person, c.kind, self._hash(*c)) for c in contacts_in(details)}
                names.append((person, details.get("name") or ""))
        kept = [{"person": p, "kind": kind, "key": key} for p, kind, key in sorted(hashes)]
        add_missing(connection, contact_key, kept)
        name_index.add(connection, hashed or self._token, names)


def _details(*which: ColumnElement[bool]) -> Select[str, str]:
    query = select(sealed.c.owner, sealed.c.content)
    return query.where(sealed.c.tag == "details", *which)
