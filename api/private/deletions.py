"""What is deleted from the private drawer, and when: with a person, with time, or because no entry
came.

Every deletion notes its table in the same transaction; `shredding` then removes the bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, and_, delete, select, update

from api.private import matches, ownership, pending
from api.private.contact_index import Contacts
from api.private.sql_helpers import add, add_missing, in_parts, put, rows_in
from api.private.tables import (
    OF_PERSON,
    consent,
    contact_key,
    erased,
    evidence_file,
    identifier,
    indexed_person,
    layout,
    name_token,
    repeat,
    sealed,
    shred,
    utc_now,
    waiting,
)
from api.private.upload_tables import ALL as UPLOADS
from domain.log import Log
from domain.values import PersonId
from projections.db import transaction

UNCLAIMED_AFTER = timedelta(hours=1)
REQUEST = "request "
"""The keys of repeated requests begin so."""
ANSWERED = " answered"
"""The key of an answer is that of its request, and this."""
REPEATS_KEPT = timedelta(days=30)
GONE = '{"erased":true}'
"""The answer to a request that made a person who was erased since."""
ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Deletions:
    """What `Private` deletes."""

    engine: Engine
    contacts: Contacts

    # ---- people ------------------------------------------------------------------------------

    def forget(
        self,
        owners: Iterable[str],
        people: Iterable[PersonId] = (),
        commitments: Iterable[str] = (),
        accounts: Iterable[str] = (),
    ) -> None:
        """Deletes every version of what these streams commit to, the rows of these people in
        every table that has such, these texts, and these accounts with their sessions, tokens and
        links; also what waits for an entry that is still to come. From now on nothing is kept
        about these people. What the accounts did stays in the log, under a random id."""
        people = set(people)
        with pending.writing_alone(self.engine) as connection:
            add_missing(connection, erased, [{"person": person} for person in sorted(people)])
            query = select(waiting.c.commitment).where(waiting.c.kind == pending.PERSON)
            rows = rows_in(connection, query, waiting.c.key, people)
            self.delete_texts(connection, {row.commitment for row in rows}.union(commitments))
            self._delete(connection, sealed.c.owner, owners)
            self._forget_matches(connection, people)
            self._renew_contacts(connection, people)
            for column in ownership.of_people():
                self._delete(connection, column, people)
            accounts = set(accounts)
            for column in ownership.of_accounts():
                self._delete(connection, column, accounts)
            self._delete_answers(connection, people)

    def _delete_answers(self, connection: Connection, people: set[PersonId]) -> None:
        """Answers to requests that name these people. What stays says only that there was one:
        the request, sent again, must not make the person anew."""
        rows = connection.execute(select(repeat.c.key, repeat.c.answer)) if people else ()
        keys = {
            key.removesuffix(ANSWERED)
            for key, answer in rows
            if not people.isdisjoint(_people_made(answer))
        }
        self._delete(connection, repeat.c.key, keys | {key + ANSWERED for key in keys})
        row = {"salt": b"", "fingerprint": "", "answer": GONE, "kept_at": utc_now().isoformat()}
        add(connection, repeat, [row | {"key": key} for key in sorted(keys)])

    def tables_with_erased(self) -> list[str]:
        """The tables in which there is still something of a person who was erased."""
        gone = select(erased.c.person)
        conditions: dict[str, ColumnElement[bool]] = {
            column.table.name: column.in_(gone) for column in ownership.of_people()
        }
        conditions[sealed.name] = sealed.c.owner.in_(select(OF_PERSON + erased.c.person))
        conditions[waiting.name] = and_(waiting.c.kind == pending.PERSON, waiting.c.key.in_(gone))
        with self.engine.connect() as connection:
            return sorted(
                name
                for name, condition in conditions.items()
                if connection.execute(select(condition).where(condition).limit(1)).first()
            )

    def forget_contacts(self, details: Iterable[str], people: Iterable[str]) -> None:
        """Deletes these details, which were these people's, and what the index has of them."""
        with transaction(self.engine) as connection:
            self._delete(connection, sealed.c.commitment, details)
            self._renew_contacts(connection, people)

    # ---- texts -------------------------------------------------------------------------------

    def delete_texts(self, connection: Connection, commitments: Iterable[str]) -> None:
        """With the files and identifiers that nothing else holds, and their part of the index."""
        gone = set(commitments)
        texts = select(sealed.c.owner)
        owners = {row.owner for row in rows_in(connection, texts, sealed.c.commitment, gone)}
        waits = select(waiting.c.key).where(waiting.c.kind == pending.FILE)
        files = {row.key for row in rows_in(connection, waits, waiting.c.commitment, gone)}
        self._delete(connection, sealed.c.commitment, gone)
        self._delete(connection, waiting.c.commitment, gone)
        awaited = waits.where(waiting.c.key == evidence_file.c.evidence).exists()
        self._delete(connection, evidence_file.c.evidence, files, ~awaited)
        people = {o.removeprefix(OF_PERSON) for o in owners if o.startswith(OF_PERSON)}
        theirs = sealed.c.owner == OF_PERSON + identifier.c.person, sealed.c.tag == "identifier"
        named = select(sealed).where(*theirs).exists()
        self._delete(connection, identifier.c.person, people, ~named)
        self._renew_contacts(connection, people)

    def sweep(self, log: Log, now: datetime | None = None) -> int:
        """Deletes rows whose entry never came; marks the others. How many texts were deleted."""
        before = ((now or utc_now()) - UNCLAIMED_AFTER).isoformat()
        old = sealed.c.standing == "new", sealed.c.kept_at < before
        with self.engine.connect() as connection:
            rows = connection.execute(select(sealed.c.commitment, sealed.c.owner).where(*old)).all()
        known = pending.in_log(log, rows)
        gone = {row.commitment for row in rows} - known
        with pending.writing_alone(self.engine) as connection:
            for part in in_parts(sorted(known)):
                these = sealed.c.commitment.in_(part)
                connection.execute(update(sealed).where(these).values(standing="kept"))
                connection.execute(delete(waiting).where(waiting.c.commitment.in_(part)))
            self.delete_texts(connection, gone)
            self._delete_orphans(log, connection)
        return len(gone)

    def _delete_orphans(self, log: Log, connection: Connection) -> None:
        """Identifiers and consents of people whom no entry registers and no text waits for."""
        columns = identifier.c.person, consent.c.person
        people: set[str] = set()
        for column in columns:
            texts = select(sealed).where(sealed.c.owner == OF_PERSON + column).exists()
            people |= set(connection.execute(select(column).where(~texts)).scalars())
        orphans = set(people)
        for part in in_parts(sorted(people)):
            known = log.load(OF_PERSON + id for id in part)
            orphans -= {stream.removeprefix(OF_PERSON) for stream in known}
        for column in columns:
            self._delete(connection, column, orphans)
        self._renew_contacts(connection, orphans)

    def forget_tagged(self, owners: Iterable[str], tag: str) -> None:
        """Deletes what is sealed with this tag for these streams."""
        with transaction(self.engine) as connection:
            self._delete(connection, sealed.c.owner, owners, sealed.c.tag == tag)

    # ---- with time ---------------------------------------------------------------------------

    def delete_repeats(self, now: datetime | None = None) -> int:
        """Answers to requests that will not be sent again; those of imports stay. How many."""
        before = ((now or utc_now()) - REPEATS_KEPT).isoformat()
        old = and_(repeat.c.key.startswith(REQUEST), repeat.c.kept_at < before)
        with transaction(self.engine) as connection:
            return self._delete_where(connection, repeat.c.key, old)

    def delete_files(self, today: str) -> int:
        """Files of evidence whose last day is over. How many."""
        with transaction(self.engine) as connection:
            over = evidence_file.c.keep_until < today
            return self._delete_where(connection, evidence_file.c.evidence, over)

    def forget_uploads(
        self, ids: Iterable[str], rows_only: bool = False, content_only: bool = False
    ) -> None:
        """Uploads with their rows and files, or a part of that; the bytes go with the chores."""
        rows, files, reading, whole = UPLOADS
        columns = [rows.c.upload, files.c.upload, reading.c.upload, whole.c.id]
        if rows_only or content_only:
            columns = columns[: 1 if rows_only else -1]
        wanted = list(ids)
        with transaction(self.engine) as connection:
            for column in columns:
                self._delete(connection, column, wanted)

    def forget_layout(self, series: str, key: str) -> None:
        with transaction(self.engine) as connection:
            self._delete(connection, layout.c.key, [key], layout.c.series == series)

    # ---- each deletion, and its note ---------------------------------------------------------

    def _delete(
        self,
        connection: Connection,
        column: Any,
        values: Iterable[str],
        *which: ColumnElement[bool],
    ) -> None:
        """The rows that have one of these values in a column."""
        for part in in_parts(sorted(set(values))):
            self._delete_where(connection, column, column.in_(part), *which)

    def _delete_where(
        self, connection: Connection, column: Any, *which: ColumnElement[bool]
    ) -> int:
        """How many rows; notes that their bytes are still to go."""
        gone = connection.execute(delete(column.table).where(*which)).rowcount
        if gone:
            owe(connection, column.table.name)
        return gone

    def _renew_contacts(self, connection: Connection, people: Iterable[str]) -> None:
        """The index of people whose details were deleted."""
        wanted = set(people)
        if wanted:
            self.contacts.renew(connection, wanted)
            self._forget_matches(connection, wanted, keep=True)
            for table in (contact_key, indexed_person, name_token):
                owe(connection, table.name)

    def _forget_matches(
        self, connection: Connection, people: Iterable[str], keep: bool = False
    ) -> None:
        for table in matches.forget(connection, people, keep):
            owe(connection, table)


def owe(connection: Connection, table: str) -> None:
    """Notes that bytes of deleted rows are still in the files of a table."""
    put(connection, shred, {"name": table, "since": utc_now().isoformat()})


def _people_made(answer: str) -> set[PersonId]:
    """The ids in an answer, unless it says that these people were erased."""
    return set() if '"erased":[' in answer else {PersonId(id) for id in ID.findall(answer)}
