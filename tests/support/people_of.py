"""Accounts for tests, each with given roles, and with a token or a cookie."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from flask.testing import FlaskClient

from api.home import Home
from domain.events import RoleGranted
from domain.service import Actor
from domain.values import (
    AccountId,
    CascadeId,
    GrantId,
    PersonId,
    Reason,
    ReasonCode,
    RegionId,
    Role,
)
from tests.support.api import Api

WHY = Reason(ReasonCode.REQUESTED)


PHRASE = "tall giraffes sing at dusk"


EMAIL = "amina.otieno@example.org"
"""The password of Amina."""


class Somebody(Api):
    """An account that sends JSON with its token."""

    def __init__(self, client: FlaskClient, home: Home, account: str) -> None:
        super().__init__(client, home)
        self.home, self.account = home, account
        self.grants: list[str] = []
        self.takes_a_token()

    def takes_a_token(self) -> None:
        """Makes a token with all grants so far; it has no later ones.

        Without any grant, the token is like one for a role that has ended.
        """
        roles = [role.value for role in Role]
        make = self.home.accounts.tokens.make
        held = self.grants or [str(uuid4())]
        _, secret = make(self.account, "tests", roles, None, 30, held)
        self.headers = {"Authorization": f"Bearer {secret}"}

    def granted(
        self,
        role: Role,
        cascade: str | None = None,
        region: str | None = None,
        person: str | None = None,
        until: date | None = None,
    ) -> str:
        """Grants a role. Returns the grant's id."""
        fact = RoleGranted(
            GrantId(str(uuid4())),
            AccountId(self.account),
            role,
            WHY,
            CascadeId(cascade) if cascade else None,
            RegionId(region) if region else None,
            PersonId(person) if person else None,
            until,
        )
        self.home.service.do(console(), lambda c: c.grant_role(fact))
        self.grants.append(str(fact.grant))
        self.takes_a_token()
        return str(fact.grant)

    def loses(self, grant: str) -> None:
        account, id = AccountId(self.account), GrantId(grant)
        self.home.service.do(console(), lambda c: c.withdraw_role(account, id, WHY))

    def signs_in(self, client: FlaskClient, strong: bool = True) -> str:
        """Signs the client in. Returns its session cookie."""
        secret = self.home.accounts.sessions.begin(
            self.account, "127.0.0.1", "tests", strong=strong
        )
        client.set_cookie("banyan", secret)
        return secret


def somebody(client: FlaskClient, home: Home, name: str = "Somebody") -> Somebody:
    """An account without any role."""
    account = home.accounts.directory.add(f"{uuid4().hex[:12]}@example.org", name)
    return Somebody(client, home, account.id)


def as_(
    client: FlaskClient,
    home: Home,
    role: Role,
    cascade: str | None = None,
    region: str | None = None,
    person: str | None = None,
) -> Somebody:
    one = somebody(client, home, role.value)
    one.granted(role, cascade, region, person)
    return one


def console() -> Actor:
    return Actor("console", "console", str(uuid4()))
