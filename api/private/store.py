"""The private drawer: every text that somebody typed or uploaded, sealed before the log sees it.

A text becomes a commitment: SHA-256 over a tag, the owner's stream, a 32-byte random salt and the
canonical JSON of the content (docs/definitions.md). Content and salt lie here until erasure, so an
auditor who is shown a text can check it against the log, and erasing deletes rows while every
hash in the log still holds. Rows are written before the entry that speaks of them; those whose
entry never came are swept after an hour.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, inspect, select
from sqlalchemy.dialects import postgresql, sqlite

from api.private import account_tables as _accounts  # noqa: F401  # their tables are made with the others
from api.private import upload_tables as _uploads  # noqa: F401
from api.private.contact_index import Contacts
from api.private.deletions import GONE, Deletions, utc_now
from api.private.drawer_postgres import create_alone, keep_no_statistics
from api.private.sealing import Sealer
from api.private.tables import (
    canonical,
    evidence_file,
    identifier,
    in_parts,
    mark,
    metadata,
    repeat,
    sealed,
)
from domain.values import Commitment, PersonId
from projections.db import transaction

MOST_FOUND = 2_000
"""Texts that one search looks at."""


class Private(Deletions):
    def __init__(self, engine: Engine, contacts_key: Path | None = None) -> None:
        self.engine = engine
        self.contacts = Contacts(contacts_key)
        _create_tables(engine)
        dialects: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
        self._insert = dialects[engine.dialect.name]

    # ---- sealed texts ------------------------------------------------------------------------

    def sealer(self) -> Sealer:
        return Sealer(self)

    def seal(self, owner: str, tag: str, content: Mapping[str, Any]) -> Commitment:
        """One text, kept at once."""
        sealer = self.sealer()
        made = sealer.seal(owner, tag, content)
        sealer.keep()
        return made

    def open(self, commitments: Iterable[str | None]) -> dict[str, dict[str, Any]]:
        """The content behind each commitment that is still here."""
        return {made: content for made, (_, _, content) in self.owned(commitments).items()}

    def owned(
        self, commitments: Iterable[str | None]
    ) -> dict[str, tuple[str, str, dict[str, Any]]]:
        """As `open`, each with the stream that it belongs to and its tag."""
        wanted = sorted({c for c in commitments if c})
        found = {}
        with self.engine.connect() as connection:
            for part in in_parts(wanted):
                query = select(sealed.c.commitment, sealed.c.owner, sealed.c.tag, sealed.c.content)
                rows = connection.execute(query.where(sealed.c.commitment.in_(part)))
                for made, owner, tag, content in rows:
                    found[made] = owner, tag, json.loads(content)
        return found

    def saying(self, kind: str, tag: str, text: str) -> list[str]:
        """Commitments to texts of streams of this kind that have the text in them, perhaps only
        in the name of a field: whoever opens them looks again."""
        said = canonical({"": text})[5:-2]
        query = select(sealed.c.commitment).where(
            sealed.c.owner >= f"{kind}/",
            sealed.c.owner < f"{kind}0",
            sealed.c.tag == tag,
            sealed.c.content.icontains(said, autoescape=True),
        )
        with self.engine.connect() as connection:
            return list(connection.execute(query.limit(MOST_FOUND)).scalars())

    # ---- what a programme calls people -------------------------------------------------------

    def people(self, series: str, identifiers: Iterable[str]) -> dict[str, PersonId]:
        """Identifier → person, of those that are known."""
        found: dict[str, PersonId] = {}
        with self.engine.connect() as connection:
            for part in in_parts(sorted(set(identifiers))):
                query = select(identifier.c.identifier, identifier.c.person).where(
                    identifier.c.series == series, identifier.c.identifier.in_(part)
                )
                found.update((name, PersonId(person)) for name, person in connection.execute(query))
        return found

    def called(self, reference: str) -> set[PersonId]:
        """Everybody who bears this identifier in any series."""
        query = select(identifier.c.person).where(identifier.c.identifier == reference)
        with self.engine.connect() as connection:
            return {PersonId(person) for (person,) in connection.execute(query)}

    def identifiers(self, people: Iterable[str], series: str | None = None) -> dict[str, list[str]]:
        """Person → what programmes call them, in order; in one number series, or in any."""
        found: dict[str, list[str]] = {}
        with self.engine.connect() as connection:
            for part in in_parts(sorted(set(people))):
                query = select(identifier.c.person, identifier.c.identifier)
                query = query.where(identifier.c.person.in_(part))
                if series is not None:
                    query = query.where(identifier.c.series == series)
                for person, name in connection.execute(query):
                    found.setdefault(person, []).append(name)
        return {person: sorted(names) for person, names in found.items()}

    # ---- repeated submissions ----------------------------------------------------------------

    def remember(self, key: str, content: str, answer: Mapping[str, Any]) -> dict[str, Any] | None:
        """What was first answered under this key; None where it came with other content.

        The first to come writes `answer` (the ids chosen for what is created) and gets it back.
        """
        salt = secrets.token_bytes(32)
        row = {
            "key": key,
            "salt": salt,
            "fingerprint": _fingerprint(salt, content),
            "answer": canonical(answer),
            "kept_at": utc_now().isoformat(),
        }
        with transaction(self.engine) as connection:
            connection.execute(self._insert(repeat).on_conflict_do_nothing(), row)
        with self.engine.connect() as connection:
            first = connection.execute(select(repeat).where(repeat.c.key == key)).one()
        if first.answer == GONE:
            return dict(json.loads(GONE))
        if _fingerprint(first.salt, content) != first.fingerprint:
            return None
        return dict(json.loads(first.answer))

    # ---- how far something has come ----------------------------------------------------------

    def marked(self, name: str) -> int:
        with self.engine.connect() as connection:
            query = select(mark.c.value).where(mark.c.name == name)
            return int(connection.execute(query).scalar() or 0)

    def mark(self, name: str, value: int) -> None:
        row = {"name": name, "value": str(value)}
        upsert = self._insert(mark).on_conflict_do_update(index_elements=["name"], set_=row)
        with transaction(self.engine) as connection:
            connection.execute(upsert, row)

    # ---- evidence ----------------------------------------------------------------------------

    def keep_file(
        self, evidence: str, media_type: str, content: bytes, keep_until: str | None
    ) -> None:
        """At once, for whoever writes alone; others keep a file with its digest."""
        row = {"evidence": evidence, "media_type": media_type, "bytes": content}
        with transaction(self.engine) as connection:
            connection.execute(evidence_file.insert(), row | {"keep_until": keep_until})

    def file(self, evidence: str) -> tuple[str, bytes] | None:
        query = select(evidence_file.c.media_type, evidence_file.c.bytes)
        with self.engine.connect() as connection:
            found = connection.execute(query.where(evidence_file.c.evidence == evidence)).first()
        return (found[0], bytes(found[1])) if found else None


def _create_tables(engine: Engine) -> None:
    """Of several processes that start on an empty drawer one makes them; the others wait."""
    if not metadata.tables.keys() <= set(inspect(engine).get_table_names()):
        with transaction(engine) as connection:
            create_alone(connection)
            metadata.create_all(connection)
    keep_no_statistics(engine)


def _fingerprint(salt: bytes, content: str) -> str:
    return hashlib.sha256(salt + content.encode()).hexdigest()
