"""When somebody last looked at their own branch, and what it came to then: the last look, no other.

It is compared with what is there now. A look counts once an hour, so that loading a page again
does not take away what it said.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, delete, insert, select

from api.private.account_tables import look, now, stamp
from projections.db import transaction

ONE_LOOK = timedelta(hours=1)


@dataclass(frozen=True)
class Look:
    """`at`: when; `people` below and `trainers` among them, as they were shown then."""

    at: datetime
    people: int
    trainers: int


class Looks:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def before(self, account: str, cascade: str) -> Look | None:
        """The look before this one; None where this is the first."""
        query = select(look).where(look.c.account == account, look.c.cascade == cascade)
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        if row is None:
            return None
        if datetime.fromisoformat(row.at) <= now() - ONE_LOOK:
            return Look(datetime.fromisoformat(row.at), row.people, row.trainers)
        if row.before_at is None:
            return None
        return Look(datetime.fromisoformat(row.before_at), row.before_people, row.before_trainers)

    def shown(
        self, account: str, cascade: str, before: Look | None, figures: Look, position: int
    ) -> None:
        """The branch was shown with these figures; `before`: what they were compared with."""
        here = (look.c.account == account, look.c.cascade == cascade)
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
        with transaction(self._engine) as connection:
            last = connection.execute(select(look.c.at).where(*here)).scalar()
            if last is None or datetime.fromisoformat(last) <= figures.at - ONE_LOOK:
                connection.execute(delete(look).where(*here))
                connection.execute(insert(look), row)
