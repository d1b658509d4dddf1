"""Whose the rows of the private drawer are: how an erasure finds them in each table, and how the
day's chores know a row that nothing will ever speak of. Every table is here, or a test says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Table

from api.private import account_tables as accounts
from api.private import upload_tables as uploads
from api.private.tables import (
    consent,
    contact_key,
    erased,
    evidence_file,
    identifier,
    mark,
    name_key,
    repeat,
    sealed,
    shred,
    waiting,
)


@dataclass(frozen=True)
class Whose:
    """`person`, `account`: the column that says whose a row is; else `erased` says how an erasure
    finds it, or why it tells of nobody. `deleted`: when it goes, where no erasure takes it."""

    deleted: str
    erased: str = ""
    person: Column[Any] | None = None
    account: Column[Any] | None = None


WITH_TEXT = "with the text that it came with"
WITH_ACCOUNT = "with its account"
NEVER = "it is never in vain"
OVER = "when it is over"
BEFORE = "whatever came before somebody was erased, for nobody can tell whom it names"

ROWS: dict[Table, Whose] = {
    sealed: Whose(
        "after an hour, where no entry of its owner's stream commits to it",
        "by its owner's stream; by the words of facts that single somebody out; by what the lines "
        "on proposals say",
    ),
    waiting: Whose(WITH_TEXT, "with the text that it came with"),
    identifier: Whose(
        "where no entry registers the person and no text waits for one", person=identifier.c.person
    ),
    consent: Whose("where no entry registers the person", person=consent.c.person),
    contact_key: Whose(WITH_TEXT, person=contact_key.c.person),
    name_key: Whose(WITH_TEXT, person=name_key.c.person),
    evidence_file: Whose(
        WITH_TEXT + ", or after its last day",
        "a sheet shows many: whoever erases is told to look at those of the person's workshops",
    ),
    repeat: Whose("after thirty days", "by the ids in the answer; that there was one stays"),
    accounts.account: Whose("an administrator closes it", account=accounts.account.c.id),
    accounts.recovery_code: Whose(WITH_ACCOUNT, account=accounts.recovery_code.c.account),
    accounts.invitation: Whose(OVER, account=accounts.invitation.c.account),
    accounts.session: Whose(OVER, account=accounts.session.c.account),
    accounts.api_token: Whose(OVER, account=accounts.api_token.c.account),
    accounts.token_grant: Whose("with its token", "random ids of a token and of a role"),
    accounts.last_visit: Whose(WITH_ACCOUNT, account=accounts.last_visit.c.account),
    accounts.attempt: Whose(OVER, "hashes of what was typed at the door, for minutes"),
    uploads.upload: Whose("after a day", BEFORE, account=uploads.upload.c.account),
    uploads.upload_file: Whose("with its upload", BEFORE),
    uploads.upload_row: Whose("with its upload", BEFORE),
    erased: Whose(NEVER, "random ids of those whom the log says were erased"),
    mark: Whose(NEVER, "positions of the log"),
    shred: Whose("when the bytes are gone", "names of tables"),
}


def of_people() -> list[Column[Any]]:
    return [whose.person for whose in ROWS.values() if whose.person is not None]


def of_accounts() -> list[Column[Any]]:
    return [whose.account for whose in ROWS.values() if whose.account is not None]
