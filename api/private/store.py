"""The private drawer: every text that was typed or uploaded, sealed before the log sees it.

Content and salt of a text lie here until erasure (`sealing`). An auditor who is shown a text can
check it against the log, and erasing deletes rows while every hash in the log still holds. Rows
are written before the entry that speaks of them; those whose entry never came are swept after an
hour.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import Connection, Engine, func, inspect, select
from sqlalchemy import text as sql

from api.private import identifier_forms
from api.private.contact_index import Contacts
from api.private.deletions import GONE, Deletions, owe
from api.private.matches import Matches
from api.private.sealing import Sealer, canonical
from api.private.sql_helpers import is_first, put
from api.private.tables import (
    FORMER_TABLES,
    SEEN_BY_PLANNER,
    identifier,
    mark,
    metadata,
    repeat,
    utc_now,
)
from api.private.texts import Content, Texts, TextsOfOneReader
from domain.values import Commitment
from projections.db import transaction

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


class Private(Texts, Deletions):
    """The drawer of a home. `contacts_key`: the file of the key of the contact index."""

    def __init__(self, engine: Engine, contacts_key: Path | None = None) -> None:
        super().__init__(engine, Contacts(engine, contacts_key))
        self.matches = Matches(engine, self.contacts)
        _create_tables(engine)

    def reader(self) -> TextsOfOneReader:
        """Reads by one connection, opened at the first of them; to be closed."""
        return TextsOfOneReader(self.engine, self.contacts)

    # ---- sealed texts ------------------------------------------------------------------------

    def sealer(self) -> Sealer:
        return Sealer(self)

    def seal(self, owner: str, tag: str, content: Mapping[str, object]) -> Commitment:
        """One text, kept at once."""
        sealer = self.sealer()
        made = sealer.seal(owner, tag, content)
        sealer.keep()
        return made

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

    def recall(self, key: str) -> Content | None:
        """What was first answered under this key; None if it is not here."""
        with self.engine.connect() as connection:
            answer = connection.execute(select(repeat.c.answer).where(repeat.c.key == key)).scalar()
        return None if answer in (None, GONE) else dict(json.loads(answer))

    # ---- how far something has come ----------------------------------------------------------

    def read_mark(self, name: str) -> int:
        with self.engine.connect() as connection:
            query = select(mark.c.value).where(mark.c.name == name)
            return int(connection.execute(query).scalar() or 0)

    def write_mark(self, name: str, value: int) -> None:
        with transaction(self.engine) as connection:
            put(connection, mark, {"name": name, "value": str(value)})


def _create_tables(engine: Engine) -> None:
    """Of several processes that start on an empty drawer one makes them; the others wait."""
    there = set(inspect(engine).get_table_names())
    if not metadata.tables.keys() <= there or not there.isdisjoint(FORMER_TABLES):
        with transaction(engine) as connection:
            _change_alone(connection)
            metadata.create_all(connection)
            for former in FORMER_TABLES:
                connection.exec_driver_sql(f"DROP TABLE IF EXISTS {former}")
    _give_forms(engine)
    if engine.dialect.name == "postgresql":
        with transaction(engine) as connection:
            _keep_no_statistics(connection)


def _give_forms(engine: Engine) -> None:
    with engine.connect() as connection:
        missing = identifier_forms.is_missing(connection)
    if missing:
        with transaction(engine) as connection:
            _change_alone(connection)
            if identifier_forms.is_missing(connection):
                identifier_forms.make_anew(connection)
                owe(connection, identifier.name)


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
