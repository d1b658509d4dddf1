"""The roles of accounts. What a role allows is in the access rules (`api.access.rules`)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from projections.db import Db

LIVE = """
SELECT h.role, h.cascade, h.region, p.one FROM held_role h LEFT JOIN person p ON p.number = h.person
WHERE h.account = :account AND h.withdrawn = 0 AND (h.until IS NULL OR h.until >= :today)
  AND (:every = 1 OR h.id IN ids(:these))
"""


class Grant(NamedTuple):
    """A role that is valid on a day. `cascade`, `region`: numbers; `person`: the number, after
    merges, of the person to whom a trainer's role is bound."""

    role: str
    cascade: int | None
    region: int | None
    person: int | None


def live(db: Db, account: str, today: int, these: Collection[str] | None = None) -> list[Grant]:
    """The roles that an account holds on a day (an ordinal); of `these` grants (ids), or of all."""
    every, chosen = int(these is None), sorted(these or ())
    rows = db.rows(LIVE, account=account, today=today, every=every, these=chosen)
    return [Grant(*row) for row in rows]


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
    """A grant that was not withdrawn, with ids. Its last day, `until`, may be over."""

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
    """The grants of these accounts, in the order in which they were granted."""
    found = []
    for row in db.rows(HELD, accounts=sorted(set(accounts))):
        until, granted_by = row[-2:]
        last = date.fromordinal(until) if until else None
        found.append(Held._make((*row[1:-2], last, granted_by)))
    return found
