"""Sessions of browsers: begun, looked up at each request, listed and ended by their owner.

The cookie's secret is kept as a hash alone. Every look-up asks the database, so that an end in one
process binds in all others at the next request.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import Engine, delete, insert, select, update

from api.private.account_tables import account, hashed, new_secret, now, session, stamp
from projections.db import transaction

LASTS = timedelta(days=30)
IDLE = timedelta(days=7)
"""A session that nobody used for so long is over."""
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
class Listed:
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
        secret, at = new_secret(), now()
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
        with transaction(self._engine) as connection:
            connection.execute(insert(session), row)
        return secret

    def of(self, secret: str, standing: str = "open") -> Session | None:
        """None where it is unknown, over, ended, or its account disabled."""
        at = now()
        query = (
            select(
                session.c.id,
                session.c.account,
                session.c.seen,
                (session.c.strong & account.c.totp.is_not(None)).label("strong"),
            )
            .join(account, account.c.id == session.c.account)
            .where(
                session.c.secret == hashed(secret),
                session.c.standing == standing,
                session.c.expires > stamp(at),
                session.c.seen > stamp(at - IDLE),
                account.c.disabled.is_(None),
            )
        )
        with self._engine.connect() as connection:
            found = connection.execute(query).first()
        if found is None:
            return None
        if found.seen <= stamp(at - SEEN_EVERY):
            with transaction(self._engine) as connection:
                seen = update(session).where(session.c.id == found.id)
                connection.execute(seen.values(seen=stamp(at)))
        return Session(found.id, found.account, bool(found.strong))

    def listed(self, account: str) -> Sequence[Listed]:
        """Those that are open, the last used first."""
        at = now()
        query = select(*(session.c[name] for name in Listed.__dataclass_fields__)).where(
            session.c.account == account,
            session.c.standing == "open",
            session.c.expires > stamp(at),
            session.c.seen > stamp(at - IDLE),
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(session.c.seen.desc(), session.c.id))
            return [Listed(**row._mapping) for row in rows]

    def delete_over(self) -> None:
        with transaction(self._engine) as connection:
            connection.execute(delete(session).where(session.c.expires <= stamp(now())))

    def end(self, account: str, id: str) -> bool:
        """Whether there was one of this account's."""
        gone = delete(session).where(session.c.account == account, session.c.id == id)
        with transaction(self._engine) as connection:
            return connection.execute(gone).rowcount > 0

    def end_all(self, account: str, except_: str | None = None) -> None:
        """`except_`: the id of the one that stays."""
        gone = delete(session).where(session.c.account == account)
        if except_ is not None:
            gone = gone.where(session.c.id != except_)
        with transaction(self._engine) as connection:
            connection.execute(gone)
