"""Who holds which role. The rows are few; what a role lets somebody see is the door's business."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from domain.events import Entry, RoleGranted, RoleWithdrawn
from projections import tables
from projections.db import Db
from projections.facts.changes import Touched

LIVE = """
SELECT h.role, h.cascade, h.region, p.one FROM held_role h LEFT JOIN person p ON p.number = h.person
WHERE h.account = :account AND h.withdrawn = 0 AND (h.until IS NULL OR h.until >= :today)
  AND (:every = 1 OR h.id IN ids(:these))
"""
Grant = tuple[str, int | None, int | None, int | None]
"""Role; the numbers of its cascade and region, and of the person after merges."""


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


def live(db: Db, account: str, today: int, these: Collection[str] | None = None) -> list[Grant]:
    """The roles that an account holds on a day (an ordinal); of `these` grants (ids), or of all."""
    asked = {"every": int(these is None), "these": sorted(these or ())}
    return [tuple(row) for row in db.rows(LIVE, account=account, today=today, **asked)]


HELD = """
SELECT h.number, h.id, h.account, h.role, c.id, c.slug, r.id, r.name, p.id, h.until, h.granted_by
FROM held_role h
LEFT JOIN cascade c ON c.number = h.cascade
LEFT JOIN region r ON r.number = h.region
LEFT JOIN person p ON p.number = h.person
WHERE h.account IN ids(:accounts) AND h.withdrawn = 0
ORDER BY h.number
"""


class Held(NamedTuple):
    """A grant that was not withdrawn, in ids; it may be over by its last day, `until`."""

    id: str
    account: str
    role: str
    cascade: str | None
    slug: str | None
    region: str | None
    region_name: str | None
    person: str | None
    until: date | None
    granted_by: str


def held(db: Db, accounts: Iterable[str]) -> list[Held]:
    """In the order in which they were granted."""
    found = []
    for row in db.rows(HELD, accounts=sorted(set(accounts))):
        until, granted_by = row[-2:]
        last = date.fromordinal(until) if until else None
        found.append(Held._make((*row[1:-2], last, granted_by)))
    return found
