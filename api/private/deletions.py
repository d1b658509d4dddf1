"""What goes from the private drawer, and when: with a person, with time, or for want of an entry.

Every deletion notes the table, in the same transaction; `shredding` then makes the bytes go.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, delete, select, update

from api.private import ownership, pending
from api.private.contact_index import Contacts
from api.private.matching_tables import contact_key, name_key
from api.private.tables import (
    OF_PERSON,
    erased,
    evidence_file,
    in_parts,
    repeat,
    sealed,
    shred,
    waiting,
)
from api.private.upload_tables import upload, upload_file, upload_row
from domain.log import Log
from domain.values import PersonId
from projections.db import transaction

UNCLAIMED_AFTER = timedelta(hours=1)
REQUEST = "request "
"""How the keys of repeated requests begin."""
ANSWERED = " answered"
"""How the key of an answer ends, beside the one of its request."""
REPEATS_KEPT = timedelta(days=30)
GONE = '{"erased":true}'
"""The answer to a request that made somebody who was erased since."""
ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Deletions:
    """What `Private` deletes."""

    engine: Engine
    contacts: Contacts
    _insert: Any

    def kept(self, owners: Iterable[str], commitments: Iterable[str]) -> list[Any]:
        """Whole rows: what these streams commit to in all versions, and these texts."""
        found = []
        with self.engine.connect() as connection:
            for column, values in ((sealed.c.owner, owners), (sealed.c.commitment, commitments)):
                for part in in_parts(sorted(set(values))):
                    found += connection.execute(select(sealed).where(column.in_(part))).all()
        return sorted(found, key=lambda row: (row.kept_at, row.commitment))

    def forget(
        self,
        owners: Iterable[str],
        people: Iterable[PersonId] = (),
        commitments: Iterable[str] = (),
        accounts: Iterable[str] = (),
    ) -> None:
        """Deletes every version of what these streams commit to, the rows of these people in
        every table that has such, these texts, and these accounts; also what waits for an entry
        that is still to come. From now on nothing is kept about these people."""
        people = set(people)
        with pending.writing_alone(self.engine) as connection:
            gone = self._insert(erased).on_conflict_do_nothing()
            if people:
                connection.execute(gone, [{"person": person} for person in sorted(people)])
            texts = set(commitments) | pending.waiting_about(connection, people)
            pending.delete_texts(self, connection, sorted(texts))
            self.delete_rows(connection, sealed.c.owner, owners)
            for column in ownership.of_people():
                self.delete_rows(connection, column, people)
            self._delete_accounts(connection, accounts)
            self._delete_answers(connection, people)

    def _delete_answers(self, connection: Connection, people: set[PersonId]) -> None:
        """Of requests that were answered with these people. Of each stays that it was answered so,
        for one that is sent again must not make anew whom it made then."""
        rows = connection.execute(select(repeat.c.key, repeat.c.answer)) if people else ()
        keys = {
            key.removesuffix(ANSWERED)
            for key, answer in rows
            if not people.isdisjoint(_made(answer))
        }
        self.delete_rows(connection, repeat.c.key, keys | {key + ANSWERED for key in keys})
        if keys:
            row = {"salt": b"", "fingerprint": "", "answer": GONE, "kept_at": utc_now().isoformat()}
            connection.execute(repeat.insert(), [row | {"key": key} for key in sorted(keys)])

    def left(self) -> list[str]:
        """The tables in which there is still something of somebody who was erased."""
        with self.engine.connect() as connection:
            gone = select(erased.c.person)
            rows = [
                select(column).where(column.in_(gone)).limit(1) for column in ownership.of_people()
            ]
            owned = select(OF_PERSON + erased.c.person)
            rows.append(select(sealed.c.owner).where(sealed.c.owner.in_(owned)).limit(1))
            about = waiting.c.kind == pending.PERSON, waiting.c.key.in_(gone)
            rows.append(select(waiting.c.key).where(*about).limit(1))
            return sorted(
                query.get_final_froms()[0].name  # type: ignore[attr-defined]
                for query in rows
                if connection.execute(query).first()
            )

    def forget_contacts(self, details: Iterable[str], people: Iterable[str]) -> None:
        """Deletes these details, which were these people's, and what the index has of them."""
        with transaction(self.engine) as connection:
            self.delete_rows(connection, sealed.c.commitment, details)
            self.renew_contacts(connection, people)

    def _delete_accounts(self, connection: Connection, accounts: Iterable[str]) -> None:
        """With their sessions, tokens and links. What they did stays, under a random id."""
        accounts = set(accounts)
        for column in ownership.of_accounts():
            self.delete_rows(connection, column, accounts)

    def delete_rows(
        self, connection: Connection, column: Any, values: Iterable[str], *which: Any
    ) -> None:
        """And notes that the bytes are still to go."""
        gone = 0
        for part in in_parts(sorted(set(values))):
            these = column.in_(part), *which
            gone += connection.execute(delete(column.table).where(*these)).rowcount
        if gone:
            self._owe(connection, column.table.name)

    def _owe(self, connection: Connection, name: str) -> None:
        row = {"name": name, "since": utc_now().isoformat()}
        upsert = self._insert(shred).on_conflict_do_update(index_elements=["name"], set_=row)
        connection.execute(upsert, row)

    def sweep(self, log: Log, now: datetime | None = None) -> int:
        """Deletes rows whose entry never came; marks the others. How many texts were deleted."""
        before = ((now or utc_now()) - UNCLAIMED_AFTER).isoformat()
        query = select(sealed.c.commitment, sealed.c.owner)
        with self.engine.connect() as connection:
            old = sealed.c.standing == "new", sealed.c.kept_at < before
            waiting_ = connection.execute(query.where(*old)).all()
        known = pending.in_log(log, waiting_)
        gone = sorted(row.commitment for row in waiting_ if row.commitment not in known)
        with pending.writing_alone(self.engine) as connection:
            for part in in_parts(sorted(known)):
                connection.execute(
                    update(sealed).where(sealed.c.commitment.in_(part)).values(standing="kept")
                )
                connection.execute(delete(waiting).where(waiting.c.commitment.in_(part)))
            pending.delete_texts(self, connection, gone)
            pending.delete_nobodys(self, log, connection)
        return len(gone)

    def forget_tagged(self, owners: Iterable[str], tag: str) -> None:
        """Deletes what is sealed with this tag for these streams."""
        with transaction(self.engine) as connection:
            found = select(sealed.c.commitment).where(sealed.c.tag == tag)
            for part in in_parts(sorted(set(owners))):
                these = connection.execute(found.where(sealed.c.owner.in_(part))).scalars().all()
                self.delete_rows(connection, sealed.c.commitment, these)

    def renew_contacts(self, connection: Connection, people: Iterable[str]) -> None:
        """Of those whose details went."""
        wanted = set(people)
        if wanted:
            self.contacts.renew(connection, wanted)
            self._owe(connection, contact_key.name)
            self._owe(connection, name_key.name)

    def delete_repeats(self, now: datetime | None = None) -> int:
        """Of requests that nobody will send again; those of imports stay."""
        before = ((now or utc_now()) - REPEATS_KEPT).isoformat()
        with transaction(self.engine) as connection:
            old = repeat.c.key.startswith(REQUEST), repeat.c.kept_at < before
            gone = connection.execute(delete(repeat).where(*old)).rowcount
            if gone:
                self._owe(connection, repeat.name)
        return gone

    def forget_uploads(
        self, ids: Iterable[str], rows_only: bool = False, files_only: bool = False
    ) -> None:
        """Uploads with their rows and files, or a part of that; the bytes go with the chores."""
        columns = [upload_row.c.upload, upload_file.c.upload, upload.c.id]
        if rows_only or files_only:
            columns = [columns[0] if rows_only else columns[1]]
        wanted = list(ids)
        with transaction(self.engine) as connection:
            for column in columns:
                self.delete_rows(connection, column, wanted)

    def delete_files(self, today: str) -> int:
        """Those whose last day is over."""
        with transaction(self.engine) as connection:
            over = evidence_file.c.keep_until < today
            gone = connection.execute(delete(evidence_file).where(over)).rowcount
            if gone:
                self._owe(connection, evidence_file.name)
        return gone


def utc_now() -> datetime:
    return datetime.now(UTC)


def _made(answer: str) -> set[PersonId]:
    """Whom an answer names, unless it says that they were erased."""
    return set() if '"erased":[' in answer else {PersonId(id) for id in ID.findall(answer)}
