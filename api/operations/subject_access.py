"""A copy of all data about one person, for that person: all versions of texts, facts in words."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypedDict

from api.access.rules import LOG_WORK
from api.history.history_lines import HistoryLine, history_lines
from api.private.data_subject import data_subject, words_about
from api.transactions.read import Read
from domain.rules import Refused
from projections.history.record_history import history
from projections.records import outcomes
from projections.records import people as records_people

NO_LIMIT = 2**31
CERTIFICATES = """
SELECT c.id, x.level, x.certified_on, x.expires_on, x.voided, x.number_sealed
FROM certificate x JOIN cascade c ON c.number = x.cascade JOIN person p ON p.number = x.person
WHERE p.one = :one ORDER BY x.certified_on, x.number
"""

RECORD_FIELDS = ("id", "profile", "cascade", "withdrawn", "erased")
INCOMPLETE = Refused(
    "Not all that is kept about this person is yours to read. Ask whoever runs Banyan for "
    "the file: banyan subject-data."
)


class SealedText(TypedDict):
    """A private text. With `salt` (hex) and `commitment` it can be checked against the log."""

    about: str
    kind: str
    content: object
    kept_at: str
    salt: str
    commitment: str


class Certificate(TypedDict):
    cascade: str
    level: str
    certified_on: date
    expires_on: date | None
    voided: bool
    number: str | None


class SubjectData(TypedDict):
    """`records`: one for each id of the person; `texts`: all versions."""

    person: str
    position: int
    records: list[dict[str, object]]
    texts: list[SealedText]
    consents: list[dict[str, object]]
    workshops: list[dict[str, object]]
    certificates: list[Certificate]
    outcomes: list[dict[str, object]]
    history: list[HistoryLine]


def subject_data_of(read: Read, id: str) -> SubjectData | None:
    """The data under all ids of the person; None if there is no person with this id.

    Refused if the reader may not read all of it: only an account that coordinates the whole of
    every cascade in which the person is known may. The data includes texts that are also about
    other people, with whom this person was compared.
    """
    people = records_people.of_ids(read.db, [id])
    if not people:
        return None
    (asked,) = people
    held, one = read.access.scope(LOG_WORK), asked["one"]
    if records_people.cascades_of(read.db, one) - held.whole and not held.everything:
        raise INCOMPLETE
    subject = data_subject(read.db, [id])
    texts = read.private.text_rows(subject.streams, words_about(read.home.log, subject))
    if texts is None:
        raise INCOMPLETE
    identifiers = read.private.identifiers(subject.people)
    records = records_people.of_ids(read.db, subject.people)
    return {
        "person": id,
        "position": read.position,
        "records": [_record(record, identifiers) for record in records],
        "texts": [_text(row) for row in texts],
        "consents": [vars(one) for one in read.private.consents(subject.people)],
        "workshops": [
            _without(row, "number", "day")
            for row in records_people.record(read.db, one, (0, 0), NO_LIMIT)
        ],
        "certificates": _certificates(read, one),
        "outcomes": _outcomes(read, one),
        "history": history_lines(read, history(read.home.log, read.db, "person", id, 0, NO_LIMIT)),
    }


def _record(
    record: records_people.PersonRow, identifiers: Mapping[str, Sequence[str]]
) -> dict[str, object]:
    shown: dict[str, object] = {
        name: value for name, value in record.items() if name in RECORD_FIELDS
    }
    return shown | {"identifiers": identifiers.get(record["id"], [])}


def _text(row: Any) -> SealedText:
    return {
        "about": row.owner,
        "kind": row.tag,
        "content": json.loads(row.content),
        "kept_at": row.kept_at,
        "salt": bytes(row.salt).hex(),
        "commitment": row.commitment,
    }


def _certificates(read: Read, one: int) -> list[Certificate]:
    rows = read.db.rows(CERTIFICATES, one=one)
    opened = read.private.open(row[-1] for row in rows)
    return [
        {
            "cascade": cascade,
            "level": level,
            "certified_on": date.fromordinal(on),
            "expires_on": date.fromordinal(until) if until else None,
            "voided": bool(voided),
            "number": opened.get(number or "", {}).get("number"),
        }
        for cascade, level, on, until, voided, number in rows
    ]


def _outcomes(read: Read, one: int) -> list[dict[str, object]]:
    """The outcomes of the person, without their observers."""
    rows = outcomes.outcomes(read.db, 0, NO_LIMIT, person=one)
    opened = read.private.open(row["words"] for row in rows)
    return [
        _without(row, "number", "person", "observer")
        | {"words": opened.get(row["words"] or "", {}).get("words")}
        for row in rows
    ]


def _without(row: Mapping[str, object], *hidden: str) -> dict[str, object]:
    return {name: value for name, value in row.items() if name not in hidden}
