"""The private drawer: every text that somebody typed or uploaded, sealed before the log sees it.

Content and salt of a text lie here until erasure (`sealing`). An auditor who is shown a text can
check it against the log, and erasing deletes rows while every hash in the log still holds. Rows
are written before the entry that speaks of them; those whose entry never came are swept after an
hour.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, func, inspect, select
from sqlalchemy import text as sql

from api.private.contact_index import Contacts
from api.private.deletions import GONE, Deletions, owe
from api.private.sealing import Sealer, canonical
from api.private.statements import add, is_first, put, rows_in
from api.private.tables import (
    SEEN_BY_PLANNER,
    evidence_file,
    identifier,
    mark,
    metadata,
    repeat,
    sealed,
    utc_now,
)
from domain.values import Commitment, PersonId
from projections.db import transaction

MAX_FOUND = 2_000
"""Texts that one search looks at."""
SAMPLED = """
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod) AS type,
       EXISTS (SELECT 1 FROM pg_stats s WHERE s.schemaname = n.nspname
               AND s.tablename = c.relname AND s.attname = a.attname) AS sampled
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = current_schema() AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
AND coalesce(a.attstattarget, -1) <> 0 AND NOT a.attname = ANY(:plain)
"""
"""Columns of PostgreSQL that may hold a text and have statistics, or may come to have them."""
STATISTICS = "pg_catalog.pg_statistic"

Content = dict[str, Any]
"""What was sealed, as JSON. Its names depend on the tag."""


class Text(NamedTuple):
    """A text with the stream that it belongs to."""

    owner: str
    tag: str
    content: Content


class Private(Deletions):
    def __init__(self, engine: Engine, contacts_key: Path | None = None) -> None:
        self.engine = engine
        self.contacts = Contacts(engine, contacts_key)
        _create_tables(engine)

    # ---- sealed texts ------------------------------------------------------------------------

    def sealer(self) -> Sealer:
        return Sealer(self)

    def seal(self, owner: str, tag: str, content: Mapping[str, object]) -> Commitment:
        """One text, kept at once."""
        sealer = self.sealer()
        made = sealer.seal(owner, tag, content)
        sealer.keep()
        return made

    def open(self, commitments: Iterable[str | None]) -> dict[str, Content]:
        """The content behind each commitment that is still here."""
        return {made: text.content for made, text in self.owned(commitments).items()}

    def owned(self, commitments: Iterable[str | None]) -> dict[str, Text]:
        """As `open`, each with the stream that it belongs to and its tag."""
        wanted = {c for c in commitments if c}
        query = select(sealed.c.commitment, sealed.c.owner, sealed.c.tag, sealed.c.content)
        with self.engine.connect() as connection:
            return {
                row.commitment: Text(row.owner, row.tag, json.loads(row.content))
                for row in rows_in(connection, query, sealed.c.commitment, wanted)
            }

    def kept(self, owners: Iterable[str], commitments: Iterable[str]) -> list[Any]:
        """Whole rows, oldest first: all that these streams commit to in every version, and these
        texts."""
        with self.engine.connect() as connection:
            found = [
                *rows_in(connection, select(sealed), sealed.c.owner, owners),
                *rows_in(connection, select(sealed), sealed.c.commitment, commitments),
            ]
        return sorted(found, key=lambda row: (row.kept_at, row.commitment))

    def saying(self, kind: str, tag: str, text: str) -> list[str]:
        """Commitments to texts of streams of this kind that contain a text, perhaps only in the
        name of a field: whoever opens them looks again."""
        said = canonical({"": text})[5:-2]
        query = select(sealed.c.commitment).where(
            sealed.c.owner >= f"{kind}/",
            sealed.c.owner < f"{kind}0",
            sealed.c.tag == tag,
            sealed.c.content.icontains(said, autoescape=True),
        )
        with self.engine.connect() as connection:
            return list(connection.execute(query.limit(MAX_FOUND)).scalars())

    # ---- what a programme calls people -------------------------------------------------------

    def people(self, series: str, identifiers: Iterable[str]) -> dict[str, PersonId]:
        """Identifier → person, of those that are known."""
        query = select(identifier).where(identifier.c.series == series)
        with self.engine.connect() as connection:
            return {
                row.identifier: PersonId(row.person)
                for row in rows_in(connection, query, identifier.c.identifier, identifiers)
            }

    def called(self, reference: str) -> set[PersonId]:
        """Everybody who bears this identifier in any series."""
        query = select(identifier.c.person).where(identifier.c.identifier == reference)
        with self.engine.connect() as connection:
            return {PersonId(person) for (person,) in connection.execute(query)}

    def identifiers(self, people: Iterable[str], series: str | None = None) -> dict[str, list[str]]:
        """Person → what programmes call them, in order; in one number series, or in any."""
        query = select(identifier)
        if series is not None:
            query = query.where(identifier.c.series == series)
        found: dict[str, list[str]] = {}
        with self.engine.connect() as connection:
            for row in rows_in(connection, query, identifier.c.person, people):
                found.setdefault(row.person, []).append(row.identifier)
        return {person: sorted(names) for person, names in found.items()}

    # ---- repeated submissions ----------------------------------------------------------------

    def remember(self, key: str, content: str, answer: Mapping[str, object]) -> Content | None:
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
            if is_first(connection, repeat, row):
                return dict(answer)
            first = connection.execute(select(repeat).where(repeat.c.key == key)).one()
        if first.answer != GONE and _fingerprint(first.salt, content) != first.fingerprint:
            return None
        return dict(json.loads(first.answer))

    # ---- how far something has come ----------------------------------------------------------

    def marked(self, name: str) -> int:
        with self.engine.connect() as connection:
            query = select(mark.c.value).where(mark.c.name == name)
            return int(connection.execute(query).scalar() or 0)

    def mark(self, name: str, value: int) -> None:
        with transaction(self.engine) as connection:
            put(connection, mark, {"name": name, "value": str(value)})

    # ---- evidence ----------------------------------------------------------------------------

    def keep_file(
        self, evidence: str, media_type: str, content: bytes, keep_until: str | None
    ) -> None:
        """At once, for a test or a tool that writes alone; a write keeps a file with its digest."""
        row = {"evidence": evidence, "media_type": media_type, "bytes": content}
        with transaction(self.engine) as connection:
            add(connection, evidence_file, [row | {"keep_until": keep_until}])

    def file(self, evidence: str) -> tuple[str, bytes] | None:
        query = select(evidence_file.c.media_type, evidence_file.c.bytes)
        with self.engine.connect() as connection:
            found = connection.execute(query.where(evidence_file.c.evidence == evidence)).first()
        return (found[0], bytes(found[1])) if found else None


def _create_tables(engine: Engine) -> None:
    """Of several processes that start on an empty drawer one makes them; the others wait."""
    if not metadata.tables.keys() <= set(inspect(engine).get_table_names()):
        with transaction(engine) as connection:
            _change_alone(connection)
            metadata.create_all(connection)
    if engine.dialect.name == "postgresql":
        with transaction(engine) as connection:
            _keep_no_statistics(connection)


def _change_alone(connection: Connection) -> None:
    """Until the transaction ends, other processes that would change the tables wait."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtext("banyan private"))))


def _keep_no_statistics(connection: Connection) -> None:
    """PostgreSQL keeps none of columns that may hold a text. Those it has are dropped: naming a
    column's type does that."""
    found = connection.execute(sql(SAMPLED), {"plain": sorted(SEEN_BY_PLANNER)}).all()
    if found:
        _change_alone(connection)
    for table, column, kind, sampled in found:
        change = f'ALTER TABLE "{table}" ALTER COLUMN "{column}"'
        connection.exec_driver_sql(f"{change} SET STATISTICS 0")
        if sampled:
            connection.exec_driver_sql(f"{change} TYPE {kind}")
    if any(row.sampled for row in found):
        owe(connection, STATISTICS)


def _fingerprint(salt: bytes, content: str) -> str:
    return hashlib.sha256(salt + content.encode()).hexdigest()
