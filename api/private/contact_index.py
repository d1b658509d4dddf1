"""The contact index in the private drawer: who ever had this telephone number, address or ID, and
whose name has a word that sounds so.

It holds keyed hashes and nothing else about anybody; the key lies in a file, in no database. Every
version of somebody's details that is still kept is indexed, so that a number they had before finds
them too. Whatever deletes sealed texts of people calls `forget` or `renew` in the same transaction.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from api.matching import contacts as matching_contacts
from api.matching.phonetics import skeleton, words
from api.private.key_files import secret
from api.private.matching_tables import contact_key, name_key
from api.private.tables import OF_PERSON, sealed
from projections.db import transaction

KEY_BYTES = 32
PARTS = 500
MADE = "made with names"
"""The row that says under which key the index was made, and that it is whole."""
NAME = "name"

Rows = Sequence[Mapping[str, Any]]


class Contacts:
    """`key`: the file of the key; without one (a drawer alone) a key that lasts as long as this."""

    def __init__(self, key: Path | None) -> None:
        self._path = key

    @cached_property
    def _key(self) -> bytes:
        if self._path is None:
            return secrets.token_bytes(KEY_BYTES)
        return secret(self._path, lambda: secrets.token_bytes(KEY_BYTES))

    def hashes(self, details: Mapping[str, Any]) -> set[tuple[str, bytes]]:
        """(kind, keyed hash) of each contact in somebody's details."""
        found = [("phone", phone) for phone in matching_contacts.phones(details.get("phone") or "")]
        found.append(("email", matching_contacts.email(details.get("email") or "")))
        found.append(("id_number", matching_contacts.id_number(details.get("id_number") or "")))
        return {(kind, self._hash(kind, value)) for kind, value in found if value}

    def keep(self, connection: Connection, rows: Rows) -> None:
        """Indexes the details among rows of the table `sealed` that are being written."""
        self._insert(connection, rows)

    def forget(self, connection: Connection, people: Iterable[str]) -> None:
        """Nothing about these people stays."""
        ids = sorted(set(people))
        for at in range(0, len(ids), PARTS):
            part = ids[at : at + PARTS]
            for table in (contact_key, name_key):
                connection.execute(delete(table).where(table.c.person.in_(part)))

    def renew(self, connection: Connection, people: Iterable[str]) -> None:
        """Of these people what the texts say that are still kept."""
        ids = sorted(set(people))
        self.forget(connection, ids)
        for at in range(0, len(ids), PARTS):
            owners = [OF_PERSON + id for id in ids[at : at + PARTS]]
            self._insert(connection, _details(connection, sealed.c.owner.in_(owners)))

    def ready(self, engine: Engine) -> None:
        """Makes the index where it is missing, or was made under a key that is lost."""
        with engine.connect() as connection:
            if self._is_whole(connection):
                return
        self.rebuild(engine)

    def rebuild(self, engine: Engine) -> None:
        """From all details that are kept. Readers see the old index or the new one."""
        with transaction(engine) as connection:
            connection.execute(delete(contact_key))
            connection.execute(delete(name_key))
            waiting: list[Mapping[str, Any]] = []
            for row in _details(connection):
                waiting.append(row)
                if len(waiting) == 10 * PARTS:
                    self._insert(connection, waiting)
                    waiting = []
            self._insert(connection, waiting)
            made = {"person": "", "kind": MADE, "key": self._hash(MADE, "")}
            self._put(connection, contact_key, [made])

    def of_people(self, connection: Connection, people: Iterable[str]) -> dict[str, set[bytes]]:
        """Person → their hashes."""
        ids = sorted(set(people))
        found: dict[str, set[bytes]] = {}
        query = select(contact_key.c.person, contact_key.c.key)
        for at in range(0, len(ids), PARTS):
            part = contact_key.c.person.in_(ids[at : at + PARTS])
            for person, key in connection.execute(query.where(part)):
                found.setdefault(person, set()).add(bytes(key))
        return found

    def holders(self, connection: Connection, hashes: Iterable[bytes]) -> set[str]:
        """Who has or had one of these contacts."""
        wanted = sorted(set(hashes))
        found: set[str] = set()
        for at in range(0, len(wanted), PARTS):
            query = select(contact_key.c.person).where(
                contact_key.c.key.in_(wanted[at : at + PARTS]), contact_key.c.person != ""
            )
            found.update(person for (person,) in connection.execute(query))
        return found

    def named(self, connection: Connection, name: str, most: int) -> list[str]:
        """Whose name, now or before, has a word that sounds like each of these; so many at most."""
        wanted = {self._hash(NAME, skeleton(word)) for word in words(name)}
        if not wanted:
            return []
        query = select(name_key.c.person).where(name_key.c.key.in_(sorted(wanted)))
        query = query.group_by(name_key.c.person).having(func.count() == len(wanted))
        return [person for (person,) in connection.execute(query.limit(most))]

    def _is_whole(self, connection: Connection) -> bool:
        made = connection.execute(
            select(contact_key.c.key).where(contact_key.c.kind == MADE)
        ).scalar()
        return made is not None and hmac.compare_digest(bytes(made), self._hash(MADE, ""))

    def _hash(self, kind: str, value: str) -> bytes:
        return hmac.digest(self._key, f"{kind}:{value}".encode(), "sha256")

    def _insert(self, connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
        contacts, names = set(), set()
        for row in rows:
            if row["tag"] == "details" and row["owner"].startswith(OF_PERSON):
                person, details = row["owner"].removeprefix(OF_PERSON), json.loads(row["content"])
                contacts |= {(person, kind, key) for kind, key in self.hashes(details)}
                spoken = words(details.get("name") or "")
                names |= {(person, self._hash(NAME, skeleton(word))) for word in spoken}
        kept = [{"person": p, "kind": k, "key": key} for p, k, key in sorted(contacts)]
        self._put(connection, contact_key, kept)
        self._put(connection, name_key, [{"person": p, "key": key} for p, key in sorted(names)])

    def _put(self, connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
        if rows:
            dialects = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
            insert: Any = dialects[connection.dialect.name]
            connection.execute(insert(table).on_conflict_do_nothing(), rows)


def _details(connection: Connection, *which: Any) -> Iterator[Mapping[str, Any]]:
    query = select(sealed.c.owner, sealed.c.tag, sealed.c.content)
    of_people = sealed.c.owner.like(OF_PERSON + "%")
    rows = connection.execute(query.where(sealed.c.tag == "details", of_people, *which))
    yield from rows.mappings()
