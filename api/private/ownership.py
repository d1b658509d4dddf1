"""Who owns the rows of each private table: how an erasure finds them, and when the daily
maintenance deletes a row that no entry speaks of. A test requires that every table is listed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Table

from api.private import account_tables as accounts
from api.private import match_tables as matches
from api.private import upload_tables as uploads
from api.private.tables import (
    consent,
    contact_key,
    erased,
    evidence_file,
    identifier,
    indexed_person,
    layout,
    mark,
    name_token,
    repeat,
    sealed,
    shred,
    waiting,
)


@dataclass(frozen=True)
class Ownership:
    """`person`, `account`: the column with the owner of a row. Where there is none, `erased` says
    how an erasure finds the row, or why it is about no person. `deleted`: when it is deleted
    without an erasure."""

    deleted: str
    erased: str = ""
    person: Column[Any] | None = None
    account: Column[Any] | None = None


WITH_TEXT = "with the text that it came with"
WITH_PERSON = "with the row of the person in match_person"
COUNTS = "when names are counted anew: it says how many have a word, and of nobody that they do"
WITH_ACCOUNT = "with its account"
NEVER = "never: it is always needed"
OVER = "when it is over"
BEFORE = "all that came before an erasure, since it may name the person"

ROWS: dict[Table, Ownership] = {
    sealed: Ownership(
        "after an hour, where no entry of its owner's stream commits to it",
        "by its owner's stream; by the words of facts that single a person out; by what the lines "
        "on proposals say",
    ),
    waiting: Ownership(WITH_TEXT, "with the text that it came with"),
    identifier: Ownership(
        "where no entry registers the person and no text waits for one", person=identifier.c.person
    ),
    consent: Ownership("where no entry registers the person", person=consent.c.person),
    contact_key: Ownership(WITH_TEXT, person=contact_key.c.person),
    indexed_person: Ownership(WITH_TEXT, person=indexed_person.c.person),
    name_token: Ownership(WITH_TEXT, "with the number of the person, which goes last"),
    matches.match_person: Ownership(
        "where they are in no workshop or register of the cascade any more",
        person=matches.match_person.c.person,
    ),
    matches.match_key: Ownership(WITH_PERSON, WITH_PERSON),
    matches.match_pair: Ownership(WITH_PERSON, WITH_PERSON),
    matches.match_count: Ownership(COUNTS, COUNTS),
    matches.match_crowd: Ownership(NEVER, "counts of all people of a cascade"),
    matches.match_progress: Ownership(NEVER, "a position of the log"),
    evidence_file: Ownership(
        WITH_TEXT + ", or after its last day",
        "a sheet shows many people: whoever erases is told to look at those of their workshops",
    ),
    repeat: Ownership("after thirty days", "by the ids in the answer; that there was one stays"),
    accounts.account: Ownership("an administrator closes it", account=accounts.account.c.id),
    accounts.recovery_code: Ownership(WITH_ACCOUNT, account=accounts.recovery_code.c.account),
    accounts.invitation: Ownership(OVER, account=accounts.invitation.c.account),
    accounts.session: Ownership(OVER, account=accounts.session.c.account),
    accounts.api_token: Ownership(OVER, account=accounts.api_token.c.account),
    accounts.token_grant: Ownership("with its token", "random ids of a token and of a role"),
    accounts.last_visit: Ownership(WITH_ACCOUNT, account=accounts.last_visit.c.account),
    accounts.attempt: Ownership(OVER, "hashes of what was typed at sign-in, for minutes"),
    uploads.upload: Ownership("after a day", BEFORE, account=uploads.upload.c.account),
    uploads.upload_file: Ownership("with its upload", BEFORE),
    uploads.upload_row: Ownership("with its upload", BEFORE),
    uploads.upload_reading: Ownership("with its upload", BEFORE),
    layout: Ownership("when somebody forgets it", "names of files, fields and codes: of nobody"),
    erased: Ownership(NEVER, "random ids of people who were erased"),
    mark: Ownership(NEVER, "positions of the log"),
    shred: Ownership("when the bytes are gone", "names of tables"),
}


def of_people() -> list[Column[Any]]:
    return [rows.person for rows in ROWS.values() if rows.person is not None]


def of_accounts() -> list[Column[Any]]:
    return [rows.account for rows in ROWS.values() if rows.account is not None]
