"""Lists of proposals: the trainer's latest version and the coordinator's answer."""

from __future__ import annotations

import json
from datetime import date
from typing import TypedDict

from projections import scope as scopes
from projections.db import Db, Params, Row
from projections.scope import Scope

PROPOSAL = """
SELECT q.number, q.id, c.id, l.one, q.author, q.kind, q.state, q.starts_on, q.ends_on,
       r.id, q.mode, q.modules, q.headcount, q.lines, q.heads, q.details, q.reason, q.words,
       q.answered_by, w.id
FROM proposal q JOIN cascade c ON c.number = q.cascade JOIN person l ON l.number = q.lead
LEFT JOIN region r ON r.number = q.region LEFT JOIN workshop w ON w.number = q.workshop
"""


class ProposalFields(TypedDict):
    """What all forms of a proposal have. `cascade`, `region`, `workshop`: ids; `heads`: the number
    of lines or the headcount, whichever is larger; `answered_by`: an account; `reason`: a code."""

    number: int
    id: str
    cascade: str
    kind: str
    state: str
    starts_on: date
    ends_on: date
    region: str | None
    mode: str | None
    modules: list[str]
    headcount: int | None
    heads: int
    reason: str | None
    words: str | None
    answered_by: str | None
    workshop: str | None


class ProposalRow(ProposalFields):
    """One proposal. `lead`: a number after merges; `author`: an account; `lines`, `details` and
    `words`: commitments."""

    lead: int
    author: str
    lines: list[str]
    details: str | None


def proposals(
    db: Db,
    after: int,
    limit: int,
    scope: Scope,
    cascade: int | None = None,
    state: str | None = None,
) -> list[ProposalRow]:
    """The proposals within the scope, by number."""
    chosen_by: Params = {"cascade": cascade, "state": state}
    asked = {name: value for name, value in chosen_by.items() if value is not None}
    chosen = " ".join(f"AND q.{name} = :{name}" for name in asked)
    sql = f"""{PROPOSAL} WHERE q.number > :after {chosen} AND {scopes.PROPOSAL}
    ORDER BY q.number LIMIT :limit"""
    return [
        _proposal(row) for row in db.rows(sql, after=after, limit=limit, **asked, **scope.asked)
    ]


def waiting(db: Db, cascade: int, scope: Scope) -> int:
    """The number of waiting proposals within the scope."""
    sql = f"""SELECT count(*) FROM proposal q
    WHERE q.cascade = :cascade AND q.state = 'waiting' AND {scopes.PROPOSAL}"""
    ((count,),) = db.rows(sql, cascade=cascade, **scope.asked)
    return int(count)


def proposal(db: Db, id: str, scope: Scope) -> ProposalRow | None:
    row = db.one(f"{PROPOSAL} WHERE q.id = :id AND {scopes.PROPOSAL}", id=id, **scope.asked)
    return _proposal(row) if row else None


def _proposal(row: Row) -> ProposalRow:
    (number, id, cascade, lead, author, kind, state, starts_on, ends_on, region, mode, modules,
     headcount, lines, heads, details, reason, words, answered_by, workshop) = row  # fmt: skip
    return {
        "number": number,
        "id": id,
        "cascade": cascade,
        "lead": lead,
        "author": author,
        "kind": kind,
        "state": state,
        "starts_on": date.fromordinal(starts_on),
        "ends_on": date.fromordinal(ends_on),
        "region": region,
        "mode": mode,
        "modules": json.loads(modules),
        "headcount": headcount,
        "lines": json.loads(lines),
        "heads": heads,
        "details": details,
        "reason": reason,
        "words": words,
        "answered_by": answered_by,
        "workshop": workshop,
    }


REGION_OF_LEAD = """
SELECT r.id FROM proposal q JOIN person m ON m.number = q.lead JOIN person o ON o.number = m.one
JOIN region r ON r.number = o.known_region WHERE q.id = :id
"""


def region_of_lead(db: Db, id: str) -> str | None:
    """The id of the region of a proposal's lead; None if it is not known."""
    row = db.one(REGION_OF_LEAD, id=id)
    return str(row[0]) if row else None
