"""The private drawer: every text that somebody typed or uploaded, sealed before the log sees it.

A text becomes a commitment: SHA-256 over a tag, the owner's stream, a 32-byte random salt and the
canonical JSON of the content (DESIGN, section 2). Content and salt lie here until erasure, so an
auditor who is shown a text can check it against the log, and erasing deletes rows while every
hash in the log still holds. Rows are written before the entry that speaks of them; those whose
entry never came are swept after an hour.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, delete, inspect, select, update
from sqlalchemy.dialects import postgresql, sqlite

from api.accounts import tables as _accounts  # noqa: F401  # their tables are made with the others
from api.drawer import (
    Sealer,
    canonical,
    evidence_file,
    identifier,
    mark,
    metadata,
    of_contacts,
    of_people,
    repeat,
    sealed,
    shred,
)
from api.drawer_postgres import create_alone, keep_no_statistics
from domain.log import Log
from domain.values import Commitment, PersonId

MANY = 500
"""Parameters in one statement; SQLite takes 32,766, PostgreSQL 65,535."""
UNCLAIMED_AFTER = timedelta(hours=1)
REQUEST = "request "
"""How the keys of repeated requests begin."""
ANSWERED = " answered"
"""How the key of an answer ends, beside the one of its request."""
REPEATS_KEPT = timedelta(days=30)
ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Private:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        _create_tables(engine)
        dialects: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
        self._insert = dialects[engine.dialect.name]

    # ---- sealed texts ------------------------------------------------------------------------

    def sealer(self) -> Sealer:
        return Sealer(self.engine)

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
            for part in _parts(wanted):
                query = select(sealed.c.commitment, sealed.c.owner, sealed.c.tag, sealed.c.content)
                rows = connection.execute(query.where(sealed.c.commitment.in_(part)))
                for made, owner, tag, content in rows:
                    found[made] = owner, tag, json.loads(content)
        return found

    def kept(self, owners: Iterable[str], commitments: Iterable[str]) -> list[Any]:
        """Whole rows: what these streams commit to in all versions, and these texts."""
        found = []
        with self.engine.connect() as connection:
            for column, values in ((sealed.c.owner, owners), (sealed.c.commitment, commitments)):
                for part in _parts(sorted(set(values))):
                    found += connection.execute(select(sealed).where(column.in_(part))).all()
        return sorted(found, key=lambda row: (row.kept_at, row.commitment))

    def forget(
        self,
        owners: Iterable[str],
        people: Iterable[PersonId] = (),
        commitments: Iterable[str] = (),
    ) -> None:
        """Deletes every version of what these streams commit to, the rows of these people in
        every table that has such, and these texts. `shredding` makes the bytes go."""
        people = set(people)
        with self.engine.begin() as connection:
            self._delete(connection, sealed.c.owner, owners)
            self._delete(connection, sealed.c.commitment, commitments)
            for column in of_people():
                self._delete(connection, column, people)
            query = select(repeat.c.key, repeat.c.answer)
            rows = connection.execute(query) if people else ()
            keys = {key for key, answer in rows if not people.isdisjoint(ID.findall(answer))}
            pairs = {key.removesuffix(ANSWERED) for key in keys}
            self._delete(connection, repeat.c.key, keys | pairs)

    def forget_contacts(self, person: PersonId, owner: str, but: str | None) -> None:
        """Deletes every version of somebody's details but one, and where contacts are indexed."""
        with self.engine.begin() as connection:
            query = select(sealed.c.commitment).where(
                sealed.c.owner == owner, sealed.c.tag == "details", sealed.c.commitment != but
            )
            self._delete(connection, sealed.c.commitment, connection.execute(query).scalars())
            for column in of_contacts():
                self._delete(connection, column, [person])

    def _delete(self, connection: Connection, column: Any, values: Iterable[str]) -> None:
        """And notes that the bytes are still to go."""
        gone = 0
        for part in _parts(sorted(set(values))):
            gone += connection.execute(delete(column.table).where(column.in_(part))).rowcount
        if gone:
            self._owe(connection, column.table.name)

    def _owe(self, connection: Connection, name: str) -> None:
        row = {"name": name, "since": _now().isoformat()}
        upsert = self._insert(shred).on_conflict_do_update(index_elements=["name"], set_=row)
        connection.execute(upsert, row)

    def sweep(self, log: Log, now: datetime | None = None) -> int:
        """Deletes rows whose entry never came; marks the others. How many were deleted."""
        before = ((now or _now()) - UNCLAIMED_AFTER).isoformat()
        with self.engine.connect() as connection:
            query = select(sealed.c.commitment, sealed.c.owner)
            waiting = connection.execute(
                query.where(sealed.c.standing == "new", sealed.c.kept_at < before)
            ).all()
        rows = {}
        for part in _parts(sorted({owner for _, owner in waiting})):
            rows.update({owner: str(entries) for owner, entries in log.load(part).items()})
        known = [made for made, owner in waiting if made in rows.get(owner, "")]
        gone = [made for made, owner in waiting if made not in rows.get(owner, "")]
        with self.engine.begin() as connection:
            for part in _parts(known):
                connection.execute(
                    update(sealed).where(sealed.c.commitment.in_(part)).values(standing="kept")
                )
            self._delete(connection, sealed.c.commitment, gone)
        return len(gone)

    # ---- what a programme calls people -------------------------------------------------------

    def people(self, series: str, identifiers: Iterable[str]) -> dict[str, PersonId]:
        """Identifier → person, of those that are known."""
        found: dict[str, PersonId] = {}
        with self.engine.connect() as connection:
            for part in _parts(sorted(set(identifiers))):
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

    def claim(self, series: str, wanted: Mapping[str, PersonId]) -> dict[str, PersonId]:
        """Binds identifiers to people; where somebody was first, theirs stands. What holds now."""
        rows = [
            {"series": series, "identifier": name, "person": person}
            for name, person in sorted(wanted.items())
        ]
        if rows:
            with self.engine.begin() as connection:
                connection.execute(self._insert(identifier).on_conflict_do_nothing(), rows)
        return self.people(series, wanted)

    def identifiers(self, people: Iterable[str]) -> dict[str, list[str]]:
        """Person → what programmes call them, in order."""
        found: dict[str, list[str]] = {}
        with self.engine.connect() as connection:
            for part in _parts(sorted(set(people))):
                query = select(identifier.c.person, identifier.c.identifier)
                for person, name in connection.execute(query.where(identifier.c.person.in_(part))):
                    found.setdefault(person, []).append(name)
        return {person: sorted(names) for person, names in found.items()}

    def series_identifiers(self, series: str) -> dict[str, list[str]]:
        """As `identifiers`, of everybody in a number series."""
        found: dict[str, list[str]] = {}
        query = select(identifier.c.person, identifier.c.identifier)
        with self.engine.connect() as connection:
            for person, name in connection.execute(query.where(identifier.c.series == series)):
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
            "kept_at": _now().isoformat(),
        }
        with self.engine.begin() as connection:
            connection.execute(self._insert(repeat).on_conflict_do_nothing(), row)
        with self.engine.connect() as connection:
            first = connection.execute(select(repeat).where(repeat.c.key == key)).one()
        if _fingerprint(first.salt, content) != first.fingerprint:
            return None
        return dict(json.loads(first.answer))

    def delete_repeats(self, now: datetime | None = None) -> int:
        """Of requests that nobody will send again; those of imports stay."""
        before = ((now or _now()) - REPEATS_KEPT).isoformat()
        with self.engine.begin() as connection:
            old = repeat.c.key.startswith(REQUEST), repeat.c.kept_at < before
            gone = connection.execute(delete(repeat).where(*old)).rowcount
            if gone:
                self._owe(connection, repeat.name)
        return gone

    # ---- how far something has come ----------------------------------------------------------

    def marked(self, name: str) -> int:
        with self.engine.connect() as connection:
            query = select(mark.c.value).where(mark.c.name == name)
            return int(connection.execute(query).scalar() or 0)

    def mark(self, name: str, value: int) -> None:
        row = {"name": name, "value": str(value)}
        upsert = self._insert(mark).on_conflict_do_update(index_elements=["name"], set_=row)
        with self.engine.begin() as connection:
            connection.execute(upsert, row)

    # ---- evidence ----------------------------------------------------------------------------

    def keep_file(
        self, evidence: str, media_type: str, content: bytes, keep_until: str | None
    ) -> None:
        row = {"evidence": evidence, "media_type": media_type, "bytes": content}
        with self.engine.begin() as connection:
            connection.execute(
                self._insert(evidence_file).on_conflict_do_nothing(),
                row | {"keep_until": keep_until},
            )

    def file(self, evidence: str) -> tuple[str, bytes] | None:
        query = select(evidence_file.c.media_type, evidence_file.c.bytes)
        with self.engine.connect() as connection:
            found = connection.execute(query.where(evidence_file.c.evidence == evidence)).first()
        return (found[0], bytes(found[1])) if found else None

    def delete_files(self, today: str) -> int:
        """Those whose last day is over."""
        with self.engine.begin() as connection:
            over = evidence_file.c.keep_until < today
            gone = connection.execute(delete(evidence_file).where(over)).rowcount
            if gone:
                self._owe(connection, evidence_file.name)
        return gone


def _create_tables(engine: Engine) -> None:
    """Of several processes that start on an empty drawer one makes them; the others wait."""
    if not metadata.tables.keys() <= set(inspect(engine).get_table_names()):
        with engine.connect().execution_options(writes=True) as connection, connection.begin():
            create_alone(connection)
            metadata.create_all(connection)
    keep_no_statistics(engine)


def _fingerprint(salt: bytes, content: str) -> str:
    return hashlib.sha256(salt + content.encode()).hexdigest()


def _now() -> datetime:
    return datetime.now(UTC)


def _parts(values: list[Any]) -> Iterable[list[Any]]:
    for at in range(0, len(values), MANY):
        yield values[at : at + MANY]
