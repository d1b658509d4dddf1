"""What goes from the private drawer, and when: with a person, with time, or unclaimed.

Every deletion notes the table, in the same transaction; `shredding` then makes the bytes go.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, delete, select, update

from api.drawer import (
    evidence_file,
    metadata,
    of_people,
    repeat,
    sealed,
    shred,
)
from api.matching.index import PERSON, Contacts
from api.matching.tables import contact_key, name_key
from api.uploads.tables import upload, upload_file, upload_row
from domain.log import Log
from domain.values import PersonId

MANY = 500
"""Parameters in one statement; SQLite takes 32,766, PostgreSQL 65,535."""
UNCLAIMED_AFTER = timedelta(hours=1)
REQUEST = "request "
"""How the keys of repeated requests begin."""
ANSWERED = " answered"
"""How the key of an answer ends, beside the one of its request."""
REPEATS_KEPT = timedelta(days=30)
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
        every table that has such, these texts, and these accounts."""
        people = set(people)
        with self.engine.begin() as connection:
            self._delete(connection, sealed.c.owner, owners)
            self._delete(connection, sealed.c.commitment, commitments)
            for column in of_people():
                self._delete(connection, column, people)
            self._delete_accounts(connection, accounts)
            query = select(repeat.c.key, repeat.c.answer)
            rows = connection.execute(query) if people else ()
            keys = {key for key, answer in rows if not people.isdisjoint(ID.findall(answer))}
            pairs = {key.removesuffix(ANSWERED) for key in keys}
            self._delete(connection, repeat.c.key, keys | pairs)

    def forget_contacts(self, details: Iterable[str], people: Iterable[str]) -> None:
        """Deletes these details, which were these people's, and what the index has of them."""
        with self.engine.begin() as connection:
            self._delete(connection, sealed.c.commitment, details)
            self._renew_contacts(connection, people)

    def _delete_accounts(self, connection: Connection, accounts: Iterable[str]) -> None:
        """With their sessions, tokens and links. What they did stays, under a random id."""
        accounts = set(accounts)
        for table in metadata.sorted_tables:
            column = table.c.id if table.name == "account" else table.c.get("account")
            if column is not None:
                self._delete(connection, column, accounts)

    def _delete(self, connection: Connection, column: Any, values: Iterable[str]) -> None:
        """And notes that the bytes are still to go."""
        gone = 0
        for part in in_parts(sorted(set(values))):
            gone += connection.execute(delete(column.table).where(column.in_(part))).rowcount
        if gone:
            self._owe(connection, column.table.name)

    def _owe(self, connection: Connection, name: str) -> None:
        row = {"name": name, "since": utc_now().isoformat()}
        upsert = self._insert(shred).on_conflict_do_update(index_elements=["name"], set_=row)
        connection.execute(upsert, row)

    def sweep(self, log: Log, now: datetime | None = None) -> int:
        """Deletes rows whose entry never came; marks the others. How many were deleted."""
        before = ((now or utc_now()) - UNCLAIMED_AFTER).isoformat()
        with self.engine.connect() as connection:
            query = select(sealed.c.commitment, sealed.c.owner)
            waiting = connection.execute(
                query.where(sealed.c.standing == "new", sealed.c.kept_at < before)
            ).all()
        rows = {}
        for part in in_parts(sorted({owner for _, owner in waiting})):
            rows.update({owner: str(entries) for owner, entries in log.load(part).items()})
        known = [made for made, owner in waiting if made in rows.get(owner, "")]
        gone = [made for made, owner in waiting if made not in rows.get(owner, "")]
        with self.engine.begin() as connection:
            for part in in_parts(known):
                connection.execute(
                    update(sealed).where(sealed.c.commitment.in_(part)).values(standing="kept")
                )
            self._delete(connection, sealed.c.commitment, gone)
            swept = {owner for made, owner in waiting if made in set(gone)}
            people = {o.removeprefix(PERSON) for o in swept if o.startswith(PERSON)}
            self._renew_contacts(connection, people)
        return len(gone)

    def forget_tagged(self, owners: Iterable[str], tag: str) -> None:
        """Deletes what is sealed with this tag for these streams."""
        with self.engine.begin() as connection:
            found = select(sealed.c.commitment).where(sealed.c.tag == tag)
            for part in in_parts(sorted(set(owners))):
                these = connection.execute(found.where(sealed.c.owner.in_(part))).scalars().all()
                self._delete(connection, sealed.c.commitment, these)

    def _renew_contacts(self, connection: Connection, people: Iterable[str]) -> None:
        """Of those whose details went."""
        wanted = set(people)
        if wanted:
            self.contacts.renew(connection, wanted)
            self._owe(connection, contact_key.name)
            self._owe(connection, name_key.name)

    def delete_repeats(self, now: datetime | None = None) -> int:
        """Of requests that nobody will send again; those of imports stay."""
        before = ((now or utc_now()) - REPEATS_KEPT).isoformat()
        with self.engine.begin() as connection:
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
        with self.engine.begin() as connection:
            for column in columns:
                self._delete(connection, column, wanted)

    def delete_files(self, today: str) -> int:
        """Those whose last day is over."""
        with self.engine.begin() as connection:
            over = evidence_file.c.keep_until < today
            gone = connection.execute(delete(evidence_file).where(over)).rowcount
            if gone:
                self._owe(connection, evidence_file.name)
        return gone


def utc_now() -> datetime:
    return datetime.now(UTC)


def in_parts(values: list[Any]) -> Iterable[list[Any]]:
    for at in range(0, len(values), MANY):
        yield values[at : at + MANY]
