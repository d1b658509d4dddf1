"""Reads of the private drawer: texts, identifiers, files of evidence."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, func, select

from api.private import identifier_forms
from api.private.contact_index import Contacts
from api.private.sealing import canonical
from api.private.sql_helpers import rows_in
from api.private.tables import OF_PERSON, evidence_file, identifier, sealed
from domain.identifiers import same
from domain.rules import Refused
from domain.values import PersonId

KEYS_OF_IMPORTS = "import:"
"""Begins the number series in which imports keep the keys of people without an identifier. No
reader is shown them."""
MAX_FOUND = 2_000
"""Texts that one search looks at."""

TYPED = ~identifier.c.series.startswith(KEYS_OF_IMPORTS)
"""Whether a programme calls the person so."""

Content = dict[str, Any]
"""What was sealed, as JSON. Its names depend on the tag."""


class Text(NamedTuple):
    """A text with the stream that it belongs to."""

    owner: str
    tag: str
    content: Content


class Bearing(NamedTuple):
    """Who bears identifiers. `people`: identifier, as it was asked → person; `unclear`: identifier,
    as it was asked → those that are the same, as they are written → person."""

    people: dict[str, PersonId]
    unclear: dict[str, dict[str, PersonId]]

    def sure(self) -> dict[str, PersonId]:
        """Those that are known. UnclearIdentifier if one is unclear."""
        for asked, written in self.unclear.items():
            raise unclear(asked, written)
        return self.people

    def of(self, asked: str) -> set[PersonId]:
        """Everybody who may be meant by one of the identifiers."""
        known = self.people.get(asked)
        return set(self.unclear.get(asked, {}).values()) if known is None else {known}

    def ids(self) -> set[PersonId]:
        """Everybody who may be meant."""
        several = (id for written in self.unclear.values() for id in written.values())
        return {*self.people.values(), *several}


class UnclearIdentifier(Refused):
    """Several people bear an identifier that is the same as this one."""


def unclear(asked: str, written: Iterable[str], field: str = "identifier") -> UnclearIdentifier:
    """`written`: the identifiers that are the same, as they are written."""
    return UnclearIdentifier(
        "Several people have an identifier like “{identifier}”: {known}. Write one of these "
        "exactly.",
        field=field,
        identifier=asked,
        known=", ".join(f"“{one}”" for one in sorted(written)),
    )


class Texts:
    """Each read sees what was committed until then."""

    def __init__(self, engine: Engine, contacts: Contacts) -> None:
        self.engine, self.contacts = engine, contacts

    @contextmanager
    def connected(self) -> Iterator[Connection]:
        """The connection of one read."""
        with self.engine.connect() as connection:
            yield connection

    # ---- sealed texts ------------------------------------------------------------------------

    def open(self, commitments: Iterable[str | None]) -> dict[str, Content]:
        """The content behind each commitment that is still here."""
        return {made: text.content for made, text in self.with_owners(commitments).items()}

    def with_owners(self, commitments: Iterable[str | None]) -> dict[str, Text]:
        """As `open`, each with the stream that it belongs to and its tag."""
        wanted = {c for c in commitments if c}
        query = select(sealed.c.commitment, sealed.c.owner, sealed.c.tag, sealed.c.content)
        with self.connected() as connection:
            return {
                row.commitment: Text(row.owner, row.tag, json.loads(row.content))
                for row in rows_in(connection, query, sealed.c.commitment, wanted)
            }

    def versions(self, people: Iterable[str]) -> dict[str, dict[str, Content]]:
        """Person → commitment → details, of every version that is kept."""
        owners = [OF_PERSON + person for person in people]
        query = select(sealed.c.owner, sealed.c.commitment, sealed.c.content)
        found: dict[str, dict[str, Content]] = {}
        with self.connected() as connection:
            query = query.where(sealed.c.tag == "details")
            for owner, made, content in rows_in(connection, query, sealed.c.owner, owners):
                theirs = found.setdefault(owner.removeprefix(OF_PERSON), {})
                theirs[made] = json.loads(content)
        return found

    def text_rows(self, owners: Iterable[str], commitments: Iterable[str]) -> list[Any]:
        """Whole rows, oldest first: all that these streams commit to in every version, and these
        texts."""
        with self.connected() as connection:
            found = [
                *rows_in(connection, select(sealed), sealed.c.owner, owners),
                *rows_in(connection, select(sealed), sealed.c.commitment, commitments),
            ]
        return sorted(found, key=lambda row: (row.kept_at, row.commitment))

    def containing(self, kind: str, tag: str, text: str) -> list[str]:
        """Commitments to texts of streams of this kind that contain a text, perhaps only in the
        name of a field: look again in what is opened."""
        said = canonical({"": text})[5:-2]
        query = select(sealed.c.commitment).where(
            sealed.c.owner >= f"{kind}/",
            sealed.c.owner < f"{kind}0",
            sealed.c.tag == tag,
            sealed.c.content.icontains(said, autoescape=True),
        )
        with self.connected() as connection:
            return list(connection.execute(query.limit(MAX_FOUND)).scalars())

    # ---- what a programme calls people -------------------------------------------------------

    def people(self, series: str, identifiers: Iterable[str]) -> dict[str, PersonId]:
        """Identifier, as it was asked → person, of those that are known. UnclearIdentifier where
        several people bear one that is the same, and none as it was asked."""
        return self.bearing(series, identifiers).sure()

    def bearing(self, series: str, identifiers: Iterable[str]) -> Bearing:
        """As `people`, with the unclear ones apart."""
        asked = {typed: same(typed) for typed in identifiers}
        bearers: dict[str, dict[str, PersonId]] = {}
        with self.connected() as connection:
            for row in identifier_forms.bearers(connection, series, asked.values()):
                bearers.setdefault(row.same, {})[row.identifier] = row.person
        found = Bearing({}, {})
        for typed, form in asked.items():
            written = bearers.get(form, {})
            if typed in written:
                found.people[typed] = written[typed]
            elif len(set(written.values())) > 1:
                found.unclear[typed] = written
            elif written:
                found.people[typed] = next(iter(written.values()))
        return found

    def identifiers_in(self, series: str) -> list[tuple[str, PersonId]]:
        """(identifier, person), of everybody in a number series."""
        query = select(identifier.c.identifier, identifier.c.person)
        with self.connected() as connection:
            rows = connection.execute(query.where(identifier.c.series == series)).all()
        return [(name, PersonId(person)) for name, person in rows]

    def bearers(self, reference: str) -> set[PersonId]:
        """Everybody who bears this identifier in any series; where some bear it just as it is
        written, only these."""
        query = select(identifier).where(identifier.c.same == same(reference), TYPED)
        with self.connected() as connection:
            rows = connection.execute(query).all()
        exactly = [row for row in rows if row.identifier == reference]
        return {PersonId(row.person) for row in exactly or rows}

    def borne_by_several(self, series: str) -> frozenset[str]:
        """The forms of identifiers that several people bear, each written otherwise."""
        query = select(identifier.c.same).where(identifier.c.series == series)
        query = query.group_by(identifier.c.same).having(
            func.count(identifier.c.person.distinct()) > 1
        )
        with self.connected() as connection:
            return frozenset(connection.execute(query).scalars())

    def identifiers(self, people: Iterable[str], series: str | None = None) -> dict[str, list[str]]:
        """Person → what programmes call them, in order; in one number series, or in any."""
        query = select(identifier).where(TYPED if series is None else identifier.c.series == series)
        found: dict[str, list[str]] = {}
        with self.connected() as connection:
            for row in rows_in(connection, query, identifier.c.person, people):
                found.setdefault(row.person, []).append(row.identifier)
        return {person: sorted(names) for person, names in found.items()}

    # ---- evidence ----------------------------------------------------------------------------

    def file(self, evidence: str) -> tuple[str, bytes] | None:
        query = select(evidence_file.c.media_type, evidence_file.c.bytes)
        with self.connected() as connection:
            found = connection.execute(query.where(evidence_file.c.evidence == evidence)).first()
        return (found[0], bytes(found[1])) if found else None


class TextsOfOneReader(Texts):
    """Reads by one connection, without a transaction, so that no writer or erasure waits for it."""

    _connection: Connection | None = None

    @contextmanager
    def connected(self) -> Iterator[Connection]:
        if self._connection is None:
            options = {"isolation_level": "AUTOCOMMIT"}
            if self.engine.dialect.name == "sqlite":
                options = {"without": "transaction"}
            self._connection = self.engine.connect().execution_options(**options)
        yield self._connection

    def close(self) -> None:
        """What is read after this is read by a new connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
