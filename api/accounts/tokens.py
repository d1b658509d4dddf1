"""Tokens for programs: named, bound to grants, expiring, shown once, kept as hashes."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import Engine, insert, select, update

from api.private.account_tables import (
    account,
    api_token,
    hashed,
    new_secret,
    now,
    stamp,
    token_grant,
)
from domain.rules import require
from projections.db import transaction

PREFIX = "banyan_"
"""So that a tool that looks for secrets in the wrong place knows one of ours."""
LONGEST_DAYS = 366
MOST_OF_A_NAME = 80
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
class Listed:
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
        """(id, secret). The secret is never to be had again. `grants`: the ids of those that it
        is for; `api.operations.administration.make_token` knows which its owner holds."""
        _require_sound(name, roles, days)
        secret, id, at = PREFIX + new_secret(), str(uuid4()), now()
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
        with transaction(self._engine) as connection:
            connection.execute(insert(api_token), row)
            held = [{"token": id, "grant": grant} for grant in sorted(set(grants))]
            connection.execute(insert(token_grant), held)
        return id, secret

    def of(self, secret: str) -> Token | None:
        """None where it is unknown, expired, revoked, or its account disabled."""
        at = now()
        query = (
            select(api_token, account.c.totp.is_not(None).label("strong"))
            .join(account, account.c.id == api_token.c.account)
            .where(
                api_token.c.secret == hashed(secret),
                api_token.c.expires > stamp(at),
                api_token.c.revoked.is_(None),
                account.c.disabled.is_(None),
            )
        )
        with self._engine.connect() as connection:
            found = connection.execute(query).first()
            if found is None:
                return None
            held = select(token_grant.c.grant).where(token_grant.c.token == found.id)
            grants = frozenset(connection.execute(held).scalars())
        if found.used is None or found.used <= stamp(at - USED_EVERY):
            used = update(api_token).where(api_token.c.id == found.id).values(used=stamp(at))
            with transaction(self._engine) as connection:
                connection.execute(used)
        cascades = frozenset(json.loads(found.cascades)) if found.cascades else None
        roles = frozenset(json.loads(found.roles))
        return Token(found.id, found.account, roles, cascades, grants, bool(found.strong))

    def listed(self, account: str) -> Sequence[Listed]:
        """All that were ever made, the newest first."""
        query = select(*(api_token.c[name] for name in Listed.__dataclass_fields__)).where(
            api_token.c.account == account
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(api_token.c.created.desc(), api_token.c.id))
            return [_listed(row._mapping) for row in rows]

    def revoke(self, account: str, id: str) -> bool:
        """Whether there was one of this account's."""
        one = update(api_token).where(api_token.c.account == account, api_token.c.id == id)
        with transaction(self._engine) as connection:
            return connection.execute(one.values(revoked=stamp(now()))).rowcount > 0

    def revoke_of(self, grant: str) -> None:
        """Those that were made for this grant."""
        held = select(token_grant.c.token).where(token_grant.c.grant == grant)
        every = update(api_token).where(api_token.c.id.in_(held), api_token.c.revoked.is_(None))
        with transaction(self._engine) as connection:
            connection.execute(every.values(revoked=stamp(now())))

    def revoke_all(self, account: str) -> None:
        every = update(api_token).where(
            api_token.c.account == account, api_token.c.revoked.is_(None)
        )
        with transaction(self._engine) as connection:
            connection.execute(every.values(revoked=stamp(now())))


def _listed(row: object) -> Listed:
    said = dict(row)
    said["roles"] = json.loads(said["roles"])
    said["cascades"] = json.loads(said["cascades"]) if said["cascades"] else None
    return Listed(**said)


def _require_sound(name: str, roles: Collection[str], days: int) -> None:
    require(
        0 < len(name.strip()) <= MOST_OF_A_NAME,
        "Give the token a name of 1 to {most} characters, by which you will know it again.",
        field="name",
        most=MOST_OF_A_NAME,
    )
    require(
        bool(roles),
        "Say for which of your roles the token is: at least one.",
        field="roles",
    )
    require(
        1 <= days <= LONGEST_DAYS,
        "A token lasts 1 to {most} days. Make a new one when it is over.",
        field="days",
        most=LONGEST_DAYS,
    )
