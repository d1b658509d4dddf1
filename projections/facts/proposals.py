"""Projects proposals of workshops: a trainer's latest version and a coordinator's answer."""

from __future__ import annotations

import json
from collections.abc import Sequence

from domain.events import (
    Entry,
    ProposalAccepted,
    ProposalMade,
    ProposalReturned,
    ProposalRevised,
    ProposalWithdrawn,
)
from projections import tables
from projections.db import Db, Param, Params
from projections.facts.changes import EventTypes, Touched

EVENTS: EventTypes = frozenset(
    {ProposalMade, ProposalRevised, ProposalWithdrawn, ProposalReturned, ProposalAccepted}
)


def project(db: Db, entries: Sequence[Entry], touched: Touched) -> None:
    for entry in entries:
        match entry.event:
            case ProposalMade():
                _make(db, entry, entry.event)
            case ProposalRevised():
                _change(db, entry, state="waiting", **_version_columns(db, entry.event))
            case ProposalWithdrawn():
                _change(db, entry, state="withdrawn")
            case ProposalReturned(reason=reason):
                answer = {"reason": reason.code.value, "words": reason.words}
                _change(db, entry, state="returned", answered_by=entry.recorded_by, **answer)
            case ProposalAccepted(workshop=workshop):
                known = db.numbers(tables.workshop, [workshop]).get(workshop)
                who = entry.recorded_by
                _change(db, entry, state="accepted", answered_by=who, workshop=known)


def _make(db: Db, entry: Entry, fact: ProposalMade) -> None:
    row: Params = {
        "number": entry.position,
        "id": fact.proposal,
        "cascade": db.numbers(tables.cascade, [entry.cascade or ""]).get(entry.cascade or "", 0),
        "lead": db.numbers(tables.person, [fact.lead]).get(fact.lead, 0),
        "author": entry.recorded_by,
        "state": "waiting",
        **_version_columns(db, fact),
    }
    db.put(tables.proposal, [tuple(row.get(column.name) for column in tables.proposal.columns)])


def _version_columns(db: Db, fact: ProposalMade | ProposalRevised) -> Params:
    """The columns that a version fills. The answer to the version before is cleared."""
    return {
        "kind": fact.kind.value,
        "starts_on": fact.starts_on.toordinal(),
        "ends_on": fact.ends_on.toordinal(),
        "region": db.numbers(tables.region, [fact.region or ""]).get(fact.region or ""),
        "mode": fact.mode.value if fact.mode else None,
        "modules": json.dumps(fact.modules),
        "headcount": fact.headcount,
        "lines": json.dumps(fact.lines),
        "heads": max(fact.headcount or 0, len(fact.lines)),
        "details": fact.details,
        "reason": None,
        "words": None,
        "answered_by": None,
    }


def _change(db: Db, entry: Entry, **changes: Param) -> None:
    assignments = ", ".join(f"{name} = :{name}" for name in changes)
    id = entry.stream.removeprefix("proposal/")
    db.run(f"UPDATE proposal SET {assignments} WHERE id = :id", id=id, **changes)
