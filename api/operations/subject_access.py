"""All that is kept about one person, for them: texts in every version, facts in words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from api.access.rules import LOG_WORK
from api.history.wording import history_lines
from api.private.data_subject import data_subject, words_about
from api.transactions.read import Read
from domain.rules import Refused
from projections.history.history import history
from projections.records import outcomes
from projections.records import people as records_people

ALL = 2**31
CERTIFICATES = """
SELECT c.id, x.level, x.certified_on, x.expires_on, x.voided, x.number_sealed
FROM certificate x JOIN cascade c ON c.number = x.cascade JOIN person p ON p.number = x.person
WHERE p.one = :one ORDER BY x.certified_on, x.number
"""

NOT_ALL = Refused(
    "Not all that is kept about this person is yours to read. Ask whoever runs Banyan for "
    "the file: banyan subject-data."
)
Found = dict[str, Any]


def everything(read: Read, id: str) -> Found | None:
    """Under all ids that the person has; None where there is nobody of this id. Refused where not
    all of it is the reader's to see: only who coordinates the whole of every cascade in which they
    are known may, and reads all that is said of them and of whoever they were compared with."""
    people = records_people.of_ids(read.db, [id])
    if not people:
        return None
    (asked,) = people
    held = read.access.scope(LOG_WORK)
    if records_people.cascades_of(read.db, asked["one"]) - held.whole and not held.everything:
        raise NOT_ALL
    about = data_subject(read.db, [id])
    records = records_people.of_ids(read.db, about.people)
    called = read.private.identifiers(about.people)
    texts = read.private.kept(about.streams, words_about(read.home.log, about))
    if texts is None:
        raise NOT_ALL
    return {
        "person": id,
        "position": read.position,
        "records": [_record(record, called) for record in records],
        "texts": [_text(row) for row in texts],
        "consents": [vars(one) for one in read.private.consents(about.people)],
        "workshops": [
            _plain(row) for row in records_people.record(read.db, asked["one"], (0, 0), ALL)
        ],
        "certificates": _certificates(read, asked["one"]),
        "outcomes": _outcomes(read, asked["one"]),
        "history": history_lines(read, history(read.home.log, read.db, "person", id, 0, ALL)),
    }


def _record(record: records_people.PersonRow, called: dict[str, list[str]]) -> Found:
    return {
        "id": record["id"],
        "profile": record["profile"],
        "cascade": record["cascade"],
        "withdrawn": record["withdrawn"],
        "erased": record["erased"],
        "identifiers": called.get(record["id"], []),
    }


def _text(row: Any) -> Found:
    """With what it takes to check it against the log: its salt, in hex."""
    return {
        "about": row.owner,
        "kind": row.tag,
        "content": json.loads(row.content),
        "kept_at": row.kept_at,
        "salt": bytes(row.salt).hex(),
        "commitment": row.commitment,
    }


def _certificates(read: Read, one: int) -> list[Found]:
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


def _outcomes(read: Read, one: int) -> list[Found]:
    """Without who observed them."""
    rows = outcomes.outcomes(read.db, 0, ALL, person=one)
    opened = read.private.open(row["words"] for row in rows)
    hidden = ("number", "person", "observer")
    return [
        {name: value for name, value in row.items() if name not in hidden}
        | {"words": opened.get(row["words"] or "", {}).get("words")}
        for row in rows
    ]


def _plain(row: Mapping[str, object]) -> Found:
    return {name: value for name, value in row.items() if name not in ("number", "day")}
