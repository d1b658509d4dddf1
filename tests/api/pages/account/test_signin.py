"""Signing in and out, and one-time links, as a browser meets them."""

from __future__ import annotations

from time import perf_counter

import pytest
from flask import Flask

from api.accounts import Purpose, passwords
from api.accounts.second_factor import code_at
from api.home import Home
from domain.values import Role
from projections.records import grants
from tests.support.api import ON_BOTH
from tests.support.browsing import Browser, add, text_of
from tests.support.clock import Clock
from tests.support.people_of import PHRASE

EMAIL = "amina@example.org"


@pytest.fixture(autouse=True)
def light_hashes() -> None:
    """Not here: passwords are hashed as they are for everybody."""


# ---- in and out ------------------------------------------------------------------------------


@ON_BOTH
def test_by_password_in_and_out(home: Home, visitor: Browser) -> None:
    add(home)
    visitor.signs_in(EMAIL)
    secret = visitor.cookie
    assert secret and home.accounts.session(secret)
    assert visitor.open("/account").status_code == 200 and "Amina" in visitor.shown
    visitor.send("/signout")
    assert visitor.cookie is None and home.accounts.session(secret) is None
    assert visitor.open("/account").status_code == 401


def test_a_signed_out_cookie_opens_nothing_ever_again(home: Home, visitor: Browser) -> None:
    add(home)
    visitor.signs_in(EMAIL)
    secret = visitor.cookie
    assert secret
    visitor.send("/signout")
    visitor.client.set_cookie("banyan", secret)
    for path in ("/account", "/api/v1/me", "/api/v1/cascades", "/nowhere"):
        assert visitor.client.get(path).status_code == 401, path


def test_the_cookie_is_for_the_server_alone(home: Home, visitor: Browser) -> None:
    add(home)
    visitor.open("/signin")
    answer = visitor.send("/signin", follow=False, email=EMAIL, password=PHRASE)
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("banyan="))
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie
    assert "Domain" not in cookie


def test_the_session_is_another_after_signing_in_again(home: Home, visitor: Browser) -> None:
    add(home)
    visitor.signs_in(EMAIL)
    first = visitor.cookie
    visitor.signs_in(EMAIL)
    assert first and visitor.cookie != first and home.accounts.session(first) is None


def test_who_is_sent_to_sign_in_goes_on_to_where_they_were(home: Home, visitor: Browser) -> None:
    add(home)
    page = visitor.open("/account?lang=fr")
    assert page.status_code == 401 and 'value="/account?lang=fr"' in page.text
    answer = visitor.send(
        "/signin", follow=False, email=EMAIL, password=PHRASE, onward="/account?lang=fr"
    )
    assert answer.location == "/account?lang=fr"


@pytest.mark.parametrize(
    "onward",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x", "/\n/x"],
)
def test_nobody_is_sent_on_to_another_server(home: Home, visitor: Browser, onward: str) -> None:
    add(home)
    visitor.open("/signin")
    answer = visitor.send("/signin", follow=False, email=EMAIL, password=PHRASE, onward=onward)
    assert (answer.status_code, answer.location) == (303, "/")


def test_wrong_words_are_the_same_for_everybody(home: Home, visitor: Browser) -> None:
    add(home)
    said = []
    for email in (EMAIL, "nobody@example.org"):
        tries = [visitor.signs_in(email, "wrong") for _ in range(6)]
        said.append([(t.status_code, text_of(t.text).replace(email, "")) for t in tries])
    assert said[0] == said[1]
    assert [status for status, _ in said[0]] == [401] * 5 + [429]
    assert "too many" in said[0][5][1] and visitor.cookie is None


def test_as_much_work_is_done_for_an_unknown_account_as_for_a_known_one(
    home: Home, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(home)
    hasher, costs = passwords._hasher, []

    class Counted:
        def verify(self, known: str, phrase: bytes) -> bool:
            costs.append((known.rsplit("$", 2)[0], phrase))
            return hasher.verify(known, phrase)

    monkeypatch.setattr(passwords, "_hasher", Counted())
    for email in (EMAIL, "nobody@example.org"):
        assert Browser(app).signs_in(email, "wrong").status_code == 401
    known, unknown = costs
    assert known == unknown == ("$argon2id$v=19$m=19456,t=2,p=1", b"wrong")


@pytest.mark.soak
def test_an_unknown_account_takes_as_long_as_a_known_one(home: Home, app: Flask) -> None:
    add(home)
    took: dict[str, list[float]] = {EMAIL: [], "nobody@example.org": []}
    for n in range(12):
        visitor = Browser(app, f"192.0.2.{n}")
        for email, times in took.items():
            visitor.open("/signin")
            begun = perf_counter()
            visitor.send("/signin", email=email, password="wrong")
            times.append(perf_counter() - begun)
    known, unknown = map(min, took.values())  # what load adds differs from try to try
    assert abs(known - unknown) < 0.25 * max(known, unknown)


def test_others_may_sign_in_where_one_is_locked_out(home: Home, app: Flask) -> None:
    add(home)
    here, there = Browser(app, "192.0.2.1"), Browser(app, "192.0.2.2")
    for _ in range(6):
        here.signs_in(EMAIL, "wrong")
    assert here.signs_in(EMAIL).status_code == 429
    assert there.signs_in(EMAIL).status_code == 200 and there.cookie


def test_a_form_without_its_mark_is_refused(home: Home, visitor: Browser) -> None:
    add(home)
    visitor.signs_in(EMAIL)
    for path in ("/signin", "/signout", "/account/password", "/look-around/auditor", "/link/x"):
        for data in ({}, {"csrf_token": "guessed"}):
            answer = visitor.client.post(path, data=data)
            assert answer.status_code == 400 and "another site" in answer.text, path
    assert home.accounts.session(visitor.cookie or "")


def test_anothers_mark_is_refused(home: Home, app: Flask, visitor: Browser) -> None:
    other = Browser(app)
    other.open("/signin")
    visitor.open("/signin")
    visitor.last = other.last
    assert visitor.send("/signin", email=EMAIL, password=PHRASE).status_code == 400


# ---- the second factor -----------------------------------------------------------------------


def test_the_second_factor_is_asked_for_and_opens_once(
    home: Home, visitor: Browser, clock: Clock
) -> None:
    account = add(home)
    secret = home.accounts.second_factor.offer(account)
    codes = home.accounts.second_factor.turn_on(account, code_at(secret, clock.now.timestamp()))
    clock.forward(minutes=1)
    visitor.signs_in(EMAIL)
    assert "Second factor" in visitor.shown
    assert visitor.client.get("/account").status_code == 401, "nothing is open yet"
    visitor.open("/signin/second-factor")
    assert visitor.send("/signin/second-factor", code="000000").status_code == 401
    code = code_at(secret, clock.now.timestamp())
    visitor.send("/signin/second-factor", code=code)
    session = home.accounts.session(visitor.cookie or "")
    assert session and session.strong
    visitor.open("/account")
    visitor.send("/signout")
    visitor.signs_in(EMAIL)
    assert visitor.send("/signin/second-factor", code=code).status_code == 401, "a replay"
    assert visitor.send("/signin/second-factor", code=codes[0]).status_code == 200
    assert home.accounts.session(visitor.cookie or "")


# ---- one-time links --------------------------------------------------------------------------


@ON_BOTH
def test_the_first_link_makes_the_administrator_once(home: Home, visitor: Browser) -> None:
    link = f"/link/{home.accounts.invitations.make(Purpose.FIRST)}"
    said = {"email": EMAIL, "name": "Amina", "password": PHRASE, "again": PHRASE}
    assert visitor.open(link).status_code == 200
    for wrong in ({"password": "short", "again": "short"}, {"again": "other"}, {"email": "x"}):
        assert visitor.send(link, **said | wrong).status_code == 422
    assert home.accounts.directory.empty()
    assert visitor.send(link, **said).status_code == 200
    with home.views.read() as db:
        (held,) = grants.held(db, [home.accounts.directory.listed()[0].id])
    assert held.role == Role.ADMINISTRATOR and "Accounts" in visitor.shown
    assert visitor.open(link).status_code == 404
    visitor.open("/account")
    assert visitor.send(link, **said).status_code == 404


def test_an_invitation_sets_the_password_and_signs_in(home: Home, visitor: Browser) -> None:
    account = home.accounts.directory.add(EMAIL, "Amina").id
    link = f"/link/{home.accounts.invitations.make(Purpose.INVITE, account)}"
    assert EMAIL in visitor.open(link).text
    visitor.send(link, password=PHRASE, again=PHRASE)
    assert home.accounts.session(visitor.cookie or "")
    visitor.send("/signout")
    assert visitor.signs_in(EMAIL).status_code == 200 and visitor.cookie


def test_a_new_password_ends_what_was_open_and_asks_for_the_second_factor(
    home: Home, visitor: Browser, clock: Clock
) -> None:
    account = add(home)
    secret = home.accounts.second_factor.offer(account)
    home.accounts.second_factor.turn_on(account, code_at(secret, clock.now.timestamp()))
    before = home.accounts.sessions.begin(account, "x", "y", strong=True)
    make = home.accounts.tokens.make
    _, token = make(account, "whoever knew it", ["coordinator"], None, 30, ["g1"])
    link = f"/link/{home.accounts.invitations.make(Purpose.RESET, account)}"
    visitor.open(link)
    visitor.send(link, password="quiet umbrellas at noon", again="quiet umbrellas at noon")
    assert "Second factor" in visitor.shown
    assert home.accounts.session(before) is None and home.accounts.token(token) is None
    assert home.accounts.session(visitor.cookie or "") is None
