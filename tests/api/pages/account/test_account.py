"""One's own account, and an administrator's pages, as a browser meets them."""

from __future__ import annotations

import base64
import re

import pytest
from flask import Flask

from api.accounts.second_factor import code_at
from api.home import Home
from api.private.tables import utc_now
from domain.values import Role
from projections.records import grants
from tests.support.api import ON_BOTH, Api
from tests.support.browsing import Browser, add
from tests.support.people_of import PHRASE, Somebody

NEW = "quiet umbrellas at noon"


@pytest.fixture
def visitor(app: Flask, home: Home) -> Browser:
    """Amina, signed in."""
    add(home)
    visitor = Browser(app)
    visitor.signs_in("amina@example.org")
    return visitor


# ---- one's own -------------------------------------------------------------------------------


@ON_BOTH
def test_a_change_of_password_ends_every_other_session(
    home: Home, app: Flask, visitor: Browser
) -> None:
    other = Browser(app)
    other.signs_in("amina@example.org")
    visitor.open("/account")
    said = {"present": PHRASE, "password": NEW, "again": NEW}
    for wrong, status in [({"present": "x"}, 401), ({"again": "x"}, 422), ({"password": "x"}, 422)]:
        assert visitor.send("/account/password", **said | wrong).status_code == status
    assert visitor.send("/account/password", **said).status_code == 200
    assert visitor.open("/account").status_code == 200
    assert other.open("/account").status_code == 401
    assert other.signs_in("amina@example.org", PHRASE).status_code == 401
    assert other.signs_in("amina@example.org", NEW).status_code == 200


def test_sessions_are_listed_and_ended(home: Home, app: Flask, visitor: Browser) -> None:
    other = Browser(app, "198.51.100.7")
    other.signs_in("amina@example.org")
    page = visitor.open("/account").text
    assert "198.51.100.7" in page and "This one" in page
    (end,) = re.findall(r'action="(/account/sessions/[^"]+)"', page)
    visitor.send(end)
    assert other.open("/account").status_code == 401
    assert visitor.open("/account").status_code == 200


def test_a_token_is_shown_once_and_revoked(home: Home, api: Api, visitor: Browser) -> None:
    cascade = api.cascade()
    amina = home.accounts.directory.by_login("amina@example.org")
    assert amina
    Somebody(api.client, home, amina.id).granted(Role.AUDITOR, cascade)
    visitor.open("/account")
    assert visitor.send("/account/tokens", name="sync", days="30").status_code == 422
    visitor.send("/account/tokens", name="sync", days="30", role="auditor", cascade=cascade)
    secret = visitor.preformatted()
    assert home.accounts.token(secret)
    page = visitor.open("/account").text
    assert secret not in page and "sync" in page
    (_, revoke) = re.findall(r'action="(/account/tokens/[^"]+)"', page)[-2:]
    for path in re.findall(r'action="(/account/tokens/[^"]+)"', page):
        visitor.open("/account")
        visitor.send(path)
    assert revoke and home.accounts.token(secret) is None


def test_the_second_factor_is_turned_on_and_off(home: Home, visitor: Browser) -> None:
    visitor.open("/account/second-factor")
    assert visitor.send("/account/second-factor", present="wrong").status_code == 401
    page = visitor.send("/account/second-factor", present=PHRASE).text
    assert "<svg" in page and "style=" not in page
    secret = visitor.preformatted()
    assert len(base64.b32decode(secret)) == 20
    before = visitor.cookie
    assert visitor.send("/account/second-factor/on", code="000000").status_code == 422
    visitor.open("/account/second-factor")
    visitor.send("/account/second-factor/on", code=code_at(secret, utc_now().timestamp()))
    codes = visitor.preformatted().split()
    assert len(codes) == 10 and codes[0] not in visitor.open("/account/second-factor").text
    session = home.accounts.session(visitor.cookie or "")
    assert session and session.strong and visitor.cookie != before
    said = {"present": PHRASE, "code": codes[0]}
    assert visitor.send("/account/second-factor/off", **said | {"code": "1"}).status_code == 401
    assert visitor.send("/account/second-factor/off", **said).status_code == 200
    assert not home.accounts.second_factor.on(session.account)


def test_a_program_has_no_account_page(api: Api) -> None:
    for path in ("/account", "/account/second-factor"):
        assert api.client.get(path, headers=api.headers).status_code == 404


# ---- administrators --------------------------------------------------------------------------


@pytest.fixture
def administrator(app: Flask, home: Home) -> Browser:
    Somebody(app.test_client(), home, add(home, "root@example.org", "Rosa")).granted(
        Role.ADMINISTRATOR
    )
    browser = Browser(app)
    browser.signs_in("root@example.org")
    return browser


def test_others_do_not_find_the_accounts(home: Home, visitor: Browser) -> None:
    assert visitor.open("/accounts").status_code == 404
    visitor.open("/account")
    assert "Accounts" not in visitor.shown
    assert visitor.send("/accounts", email="x@example.org", name="X").status_code == 404


@ON_BOTH
def test_somebody_is_invited_with_a_role(
    home: Home, app: Flask, api: Api, administrator: Browser, private_texts: list[str]
) -> None:
    cascade = api.cascade()
    administrator.open("/accounts")
    said = {
        "email": "baraka@example.org",
        "name": "Baraka Odhiambo",
        "role": "coordinator",
        "cascade": cascade,
        "why": "He runs the programme in Kisumu",
    }
    private_texts += [said["email"], said["name"], said["why"]]
    for wrong in ({"why": ""}, {"email": "x"}, {"region": "Atlantis"}, {"cascade": ""}):
        status = administrator.send("/accounts", **said | wrong).status_code
        assert status in (404, 422), wrong
        assert home.accounts.directory.by_login("baraka@example.org") is None
    administrator.send("/accounts", **said)
    link = administrator.preformatted()
    assert (home.path / "outbox").is_dir()
    baraka = Browser(app)
    baraka.open(link.removeprefix("http://localhost"))
    baraka.send(link.removeprefix("http://localhost"), password=PHRASE, again=PHRASE)
    assert baraka.open(f"/cascades/{cascade}").status_code == 200
    account = home.accounts.directory.by_login("baraka@example.org")
    assert account
    with home.views.read() as db:
        (held,) = grants.held(db, [account.id])
    rosa = home.accounts.directory.by_login("root@example.org")
    assert rosa and held.granted_by == rosa.id


def test_a_role_that_changes_ends_the_sessions(
    home: Home, app: Flask, api: Api, administrator: Browser
) -> None:
    cascade, account = api.cascade(), add(home)
    amina = Browser(app)
    amina.signs_in("amina@example.org")
    administrator.open(f"/accounts/{account}")
    said = {"role": "auditor", "cascade": cascade, "why": "For the audit"}
    assert administrator.send(f"/accounts/{account}/grants", **said).status_code == 200
    assert amina.open("/account").status_code == 401
    amina.signs_in("amina@example.org")
    assert amina.open(f"/cascades/{cascade}").status_code == 200
    page = administrator.open(f"/accounts/{account}").text
    (withdraw,) = re.findall(r'action="([^"]+/withdraw)"', page)
    assert administrator.send(withdraw, why="").status_code == 422
    assert administrator.send(withdraw, why="The audit is over").status_code == 200
    assert amina.open("/account").status_code == 401
    amina.signs_in("amina@example.org")
    assert amina.open(f"/cascades/{cascade}").status_code == 404


def test_an_account_is_disabled_let_in_again_and_reset(
    home: Home, app: Flask, administrator: Browser
) -> None:
    account = add(home)
    amina = Browser(app)
    amina.signs_in("amina@example.org")
    administrator.open(f"/accounts/{account}")
    administrator.send(f"/accounts/{account}/sessions/end")
    assert amina.open("/account").status_code == 401
    amina.signs_in("amina@example.org")
    administrator.send(f"/accounts/{account}/disable")
    assert amina.open("/account").status_code == 401
    assert amina.signs_in("amina@example.org").status_code == 401
    administrator.send(f"/accounts/{account}/enable")
    administrator.send(f"/accounts/{account}/reset")
    link = administrator.preformatted().removeprefix("http://localhost")
    amina.open(link)
    assert amina.send(link, password=NEW, again=NEW).status_code == 200
    assert home.accounts.session(amina.cookie or "")
