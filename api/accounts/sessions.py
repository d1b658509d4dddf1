"""Sessions of browsers: begun, looked up at each request, listed and ended by their owner.

The cookie's secret is kept only as a hash. Every look-up asks the database, so a session that is
ended in one process is over in all others at the next request.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import ColumnElement, Engine, delete, insert, select, update

from api.private.account_tables import account, hashed, new_secret, session, stamp
from api.private.sql_helpers import read, write
from api.private.tables import utc_now

LASTS = timedelta(days=30)
IDLE = timedelta(days=7)
"""A session that was not used for so long is over."""
SECOND_FACTOR_WITHIN = timedelta(minutes=10)
SEEN_EVERY = timedelta(minutes=5)
"""How exact `seen` is; fewer writes than requests."""


@dataclass(frozen=True)
class Session:
    """`strong`: the second factor was shown, and is still on."""

    id: str
    account: str
    strong: bool


@dataclass(frozen=True)
class ListedSession:
    """An open session, as its owner sees it. Times in UTC."""

    id: str
    begun: str
    seen: str
    expires: str
    agent: str
    address: str
    strong: bool


class Sessions:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(
        self, account: str, address: str, agent: str, *, strong: bool = False, waiting: bool = False
    ) -> str:
        """The secret for the cookie. `waiting`: for the second factor; it opens nothing yet."""
        secret, at = new_secret(), utc_now()
        row = {
            "secret": hashed(secret),
            "id": str(uuid4()),
            "account": account,
            "standing": "waiting" if waiting else "open",
            "strong": strong,
            "begun": stamp(at),
            "seen": stamp(at),
            "expires": stamp(at + (SECOND_FACTOR_WITHIN if waiting else LASTS)),
            "agent": agent[:200],
            "address": address[:80],
        }
        write(self._engine, insert(session).values(row))
        return secret

    def find(self, secret: str, standing: str = "open") -> Session | None:
        """None where it is unknown, over, ended, or its account disabled. One statement; every
        five minutes a second one notes that it was used."""
        at = utc_now()
        strong = (session.c.strong & account.c.totp.is_not(None)).label("strong")
        query = (
            select(session.c.id, session.c.account, session.c.seen, strong)
            .join(account, account.c.id == session.c.account)
            .where(
                session.c.secret == hashed(secret), account.c.disabled.is_(None), *_is(standing, at)
            )
        )
        for found in read(self._engine, query):
            if found.seen <= stamp(at - SEEN_EVERY):
                used = update(session).where(session.c.id == found.id)
                write(self._engine, used.values(seen=stamp(at)))
            return Session(found.id, found.account, bool(found.strong))
        return None

    def listed(self, account: str) -> list[ListedSession]:
        """The sessions of an account that are open, the last used first."""
        query = select(*(session.c[field.name] for field in fields(ListedSession)))
        query = query.where(session.c.account == account, *_is("open", utc_now()))
        query = query.order_by(session.c.seen.desc(), session.c.id)
        return [ListedSession(*row) for row in read(self._engine, query)]

    def delete_over(self) -> None:
        write(self._engine, delete(session).where(session.c.expires <= stamp(utc_now())))

    def end(self, account: str, id: str) -> bool:
        """Whether the account had this session."""
        gone = delete(session).where(session.c.account == account, session.c.id == id)
        return write(self._engine, gone) > 0

    def end_all(self, account: str, except_: str | None = None) -> None:
        """`except_`: the id of the one that stays."""
        gone = delete(session).where(session.c.account == account)
        write(self._engine, gone if except_ is None else gone.where(session.c.id != except_))


def _is(standing: str, at: datetime) -> tuple[ColumnElement[bool], ...]:
    """Of this standing, and not over."""
    return (
        session.c.standing == standing,
        session.c.expires > stamp(at),
        session.c.seen > stamp(at - IDLE),
    )
