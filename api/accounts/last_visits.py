"""When a trainer last looked at their own branch, and its figures then: the last visit, no other.

The figures of today are compared with it. A visit counts once an hour, so that loading a page
again does not take away what it said.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, select

from api.private.account_tables import last_visit, stamp
from api.private.sql_helpers import put, read
from api.private.tables import utc_now
from projections.db import transaction

ONE_VISIT = timedelta(hours=1)


@dataclass(frozen=True)
class Visit:
    """`at`: when; `people` below and `trainers` among them, as they were shown then."""

    at: datetime
    people: int
    trainers: int


@dataclass(frozen=True)
class Comparison:
    """`before`: the visit with which the figures of this one are compared; None where this is the
    first. `counts`: this is a visit of its own, not the last one going on."""

    before: Visit | None
    counts: bool


class LastVisits:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def compared(self, account: str, cascade: str) -> Comparison:
        """With what a visit of this moment is compared."""
        c = last_visit.c
        query = select(last_visit).where(c.account == account, c.cascade == cascade)
        for row in read(self._engine, query):
            at = datetime.fromisoformat(row.at)
            if at <= utc_now() - ONE_VISIT:
                return Comparison(Visit(at, row.people, row.trainers), counts=True)
            if row.before_at is None:
                return Comparison(None, counts=False)
            before = datetime.fromisoformat(row.before_at)
            visit = Visit(before, row.before_people, row.before_trainers)
            return Comparison(visit, counts=False)
        return Comparison(None, counts=True)

    def shown(
        self, account: str, cascade: str, compared: Comparison, figures: Visit, position: int
    ) -> None:
        """The branch was shown with these figures. Nothing is written where the visit does not
        count."""
        before = compared.before
        row = {
            "account": account,
            "cascade": cascade,
            "at": stamp(figures.at),
            "position": position,
            "people": figures.people,
            "trainers": figures.trainers,
            "before_at": stamp(before.at) if before else None,
            "before_people": before.people if before else None,
            "before_trainers": before.trainers if before else None,
        }
        if compared.counts:
            with transaction(self._engine) as connection:
                put(connection, last_visit, row)
