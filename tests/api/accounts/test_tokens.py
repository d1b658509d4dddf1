"""Tokens and one-time links: what opens, for how long, and how it ends."""

from __future__ import annotations

import pytest

from api.accounts import Accounts, Purpose
from domain.rules import Refused
from tests.support.clock import Clock
from tests.support.threads import together

# ---- tokens ----------------------------------------------------------------------------------


def test_a_token_opens_until_it_expires(accounts: Accounts, amina: str, clock: Clock) -> None:
    id, secret = accounts.tokens.make(amina, "sync", ["auditor", "trainer"], ["c1"], 30, ["g1"])
    token = accounts.token(secret)
    assert token and (token.id, token.account) == (id, amina)
    assert token.roles == {"auditor", "trainer"} and token.cascades == {"c1"}
    clock.forward(days=30)
    assert accounts.token(secret) is None


def test_a_revoked_token_opens_nothing(accounts: Accounts, amina: str) -> None:
    id, secret = accounts.tokens.make(amina, "sync", ["auditor"], None, 30, ["g1"])
    assert accounts.token(secret) and not accounts.tokens.revoke("somebody", id)
    assert accounts.tokens.revoke(amina, id)
    assert accounts.token(secret) is None
    (listed,) = accounts.tokens.listed(amina)
    assert listed.revoked and listed.name == "sync"


@pytest.mark.parametrize(
    "said", [{"name": " "}, {"name": "x" * 81}, {"roles": []}, {"days": 0}, {"days": 367}]
)
def test_a_token_has_a_name_a_role_and_an_end(
    accounts: Accounts, amina: str, said: dict[str, object]
) -> None:
    asked = {"name": "sync", "roles": ["auditor"], "cascades": None, "days": 30} | said
    with pytest.raises(Refused):
        accounts.tokens.make(amina, grants=["g1"], **asked)  # type: ignore[arg-type]


# ---- links -----------------------------------------------------------------------------------


def test_a_link_opens_once(accounts: Accounts, amina: str) -> None:
    secret = accounts.invitations.make(Purpose.INVITE, amina)
    looked = accounts.invitations.look(secret)
    assert looked and (looked.purpose, looked.account) == (Purpose.INVITE, amina)
    assert accounts.invitations.take(secret) == looked
    assert accounts.invitations.take(secret) is None and accounts.invitations.look(secret) is None


def test_of_many_who_take_a_link_one_gets_it(accounts: Accounts, amina: str) -> None:
    secret = accounts.invitations.make(Purpose.INVITE, amina)
    taken = together(lambda _: accounts.invitations.take(secret), range(12))
    assert sum(t is not None for t in taken) == 1


def test_a_link_expires_and_a_newer_one_replaces_it(
    accounts: Accounts, amina: str, clock: Clock
) -> None:
    old = accounts.invitations.make(Purpose.RESET, amina)
    new = accounts.invitations.make(Purpose.RESET, amina)
    assert accounts.invitations.look(old) is None and accounts.invitations.look(new)
    clock.forward(days=1)
    assert accounts.invitations.look(new) is None


def test_links_of_a_disabled_account_open_nothing(accounts: Accounts, amina: str) -> None:
    secret = accounts.invitations.make(Purpose.RESET, amina)
    accounts.directory.disable(amina)
    assert accounts.invitations.look(secret) is None
