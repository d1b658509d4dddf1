"""Tokens for programs: named, bound to grants, expiring, shown once, kept as hashes."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Engine, select, update

from api.private.account_tables import account, api_token, hashed, new_secret, stamp, token_grant
from api.private.sql_helpers import add, read, write
from api.private.tables import utc_now
from domain.rules import require
from projections.db import transaction

PREFIX = "banyan_"
"""Tools that look for secrets in the wrong place know a token of Banyan by this."""
MAX_DAYS = 366
MAX_NAME = 80
USED_EVERY = timedelta(minutes=5)


@dataclass(frozen=True)
class Token:
    """`roles` and `cascades` narrow what its account may; None: all of its cascades. `grants`: the
    ids of those that its owner held when it was made; it has no others, whatever is granted later.
    A token of an earlier version has none, and opens nothing.

    `strong`: its account has a second factor.
    """

    id: str
    account: str
    roles: frozenset[str]
    cascades: frozenset[str] | None
    grants: frozenset[str]
    strong: bool


@dataclass(frozen=True)
class ListedToken:
    """A token, as its owner sees it. `cascades`: None for all. Times in UTC."""

    id: str
    name: str
    roles: list[str]
    cascades: list[str] | None
    created: str
    expires: str
    used: str | None
    revoked: str | None


class Tokens:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def make(
        self,
        account: str,
        name: str,
        roles: Collection[str],
        cascades: Collection[str] | None,
        days: int,
        grants: Collection[str],
    ) -> tuple[str, str]:
        """(id, secret). The secret is shown nowhere again. `grants`: the ids of those that
        the token is for; `api.operations.administration.make_token` knows which its owner holds."""
        _require_sound(name, roles, days)
        secret, id, at = PREFIX + new_secret(), str(uuid4()), utc_now()
        row = {
            "secret": hashed(secret),
            "id": id,
            "account": account,
            "name": name.strip(),
            "roles": json.dumps(sorted(set(roles))),
            "cascades": json.dumps(sorted(set(cascades))) if cascades else None,
            "created": stamp(at),
            "expires": stamp(at + timedelta(days=days)),
        }
        held = [{"token": id, "grant": grant} for grant in sorted(set(grants))]
        with transaction(self._engine) as connection:
            add(connection, api_token, [row])
            add(connection, token_grant, held)
        return id, secret

    def find(self, secret: str) -> Token | None:
        """None where it is unknown, expired, revoked, or its account disabled. One statement;
        every five minutes a second one notes that it was used."""
        at = utc_now()
        query = (
            select(api_token, account.c.totp.is_not(None).label("strong"), token_grant.c.grant)
            .join(account, account.c.id == api_token.c.account)
            .outerjoin(token_grant, token_grant.c.token == api_token.c.id)
            .where(
                api_token.c.secret == hashed(secret),
                api_token.c.expires > stamp(at),
                api_token.c.revoked.is_(None),
                account.c.disabled.is_(None),
            )
        )
        found = read(self._engine, query)
        if not found:
            return None
        one = found[0]
        if one.used is None or one.used <= stamp(at - USED_EVERY):
            used = update(api_token).where(api_token.c.id == one.id)
            write(self._engine, used.values(used=stamp(at)))
        cascades = frozenset(json.loads(one.cascades)) if one.cascades else None
        grants = frozenset(row.grant for row in found if row.grant is not None)
        roles = frozenset(json.loads(one.roles))
        return Token(one.id, one.account, roles, cascades, grants, bool(one.strong))

    def listed(self, account: str) -> list[ListedToken]:
        """All that were ever made, the newest first."""
        query = select(api_token).where(api_token.c.account == account)
        query = query.order_by(api_token.c.created.desc(), api_token.c.id)
        return [_listed(row) for row in read(self._engine, query)]

    def revoke(self, account: str, id: str) -> bool:
        """Whether the account had this token."""
        return self._revoke(api_token.c.account == account, api_token.c.id == id) > 0

    def revoke_of(self, grant: str) -> None:
        """The tokens that were made for this grant."""
        held = select(token_grant.c.token).where(token_grant.c.grant == grant)
        self._revoke(api_token.c.id.in_(held), api_token.c.revoked.is_(None))

    def revoke_all(self, account: str) -> None:
        self._revoke(api_token.c.account == account, api_token.c.revoked.is_(None))

    def _revoke(self, *which: ColumnElement[bool]) -> int:
        return write(self._engine, update(api_token).where(*which).values(revoked=stamp(utc_now())))


def _listed(row: Any) -> ListedToken:
    cascades = json.loads(row.cascades) if row.cascades else None
    return ListedToken(
        row.id, row.name, json.loads(row.roles), cascades, row.created, row.expires, row.used,
        row.revoked,
    )  # fmt: skip


def _require_sound(name: str, roles: Collection[str], days: int) -> None:
    require(
        0 < len(name.strip()) <= MAX_NAME,
        "Give the token a name of 1 to {most} characters, by which you will know it again.",
        field="name",
        most=MAX_NAME,
    )
    require(
        bool(roles),
        "Say for which of your roles the token is: at least one.",
        field="roles",
    )
    require(
        1 <= days <= MAX_DAYS,
        "A token lasts 1 to {most} days. Make a new one when it is over.",
        field="days",
        most=MAX_DAYS,
    )
