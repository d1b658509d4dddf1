"""Projects the roles that accounts were granted, and their withdrawal."""

from __future__ import annotations

from collections.abc import Sequence

from domain.events import Entry, RoleGranted, RoleWithdrawn
from projections import tables
from projections.db import Db
from projections.facts.changes import EventTypes, Touched

EVENTS: EventTypes = frozenset({RoleGranted, RoleWithdrawn})


def project(db: Db, entries: Sequence[Entry], touched: Touched) -> None:
    for entry in entries:
        match entry.event:
            case RoleGranted():
                _grant(db, entry, entry.event)
            case RoleWithdrawn(grant=id):
                account = entry.stream.removeprefix("access/")
                where = "WHERE account = :account AND id = :id"
                db.run(f"UPDATE held_role SET withdrawn = 1 {where}", account=account, id=id)


def _grant(db: Db, entry: Entry, fact: RoleGranted) -> None:
    row = (
        entry.position,
        fact.grant,
        fact.account,
        str(fact.role),
        db.numbers(tables.cascade, [fact.cascade or ""]).get(fact.cascade or ""),
        db.numbers(tables.region, [fact.region or ""]).get(fact.region or ""),
        db.numbers(tables.person, [fact.person or ""]).get(fact.person or ""),
        fact.until.toordinal() if fact.until else None,
        entry.recorded_by,
        0,
    )
    db.add(tables.held_role, [row])
