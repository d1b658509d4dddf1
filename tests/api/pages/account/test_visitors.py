"""The sample's visitors look around by one click, and nowhere but in the sample."""

from __future__ import annotations

import pytest
from flask import Flask

from api.accounts import Purpose
from api.home import Home
from api.sample.load import load
from tests.support.browsing import Browser, add, text_of
from tests.support.clock import NOON, Clock


@pytest.fixture
def sample(clock: Clock, home: Home) -> Home:
    load(home, 200, 7, NOON.date())
    return home


def test_the_sample_is_looked_at_by_one_click(sample: Home, visitor: Browser) -> None:
    for role in ("coordinator", "trainer", "auditor"):
        visitor.open("/")
        page = visitor.send(f"/look-around/{role}")
        assert page.status_code == 200
        me = visitor.client.get("/api/v1/me").json["data"]
        assert [grant["role"] for grant in me["grants"]] == [role]
        visitor.open("/account")
        visitor.send("/signout")
    visitor.open("/")
    assert visitor.send("/look-around/administrator").status_code == 404


def test_the_printed_link_opens_the_sample_once(sample: Home, visitor: Browser) -> None:
    account = sample.accounts.directory.by_login("coordinator@sample.invalid")
    assert account
    link = f"/link/{sample.accounts.invitations.make(Purpose.ENTER, account.id)}"
    assert visitor.open(link).status_code == 200 and visitor.cookie
    assert visitor.open(link).status_code == 404


@pytest.mark.parametrize("other", ["a second cascade", "an account", "a public name"])
def test_in_any_other_home_nothing_of_it_exists(
    sample: Home, visitor: Browser, app: Flask, other: str
) -> None:
    from tests.support.pages import open_cascade

    visitor.open("/")
    assert "Look around" in visitor.shown
    account = sample.accounts.directory.by_login("coordinator@sample.invalid")
    assert account
    link = f"/link/{sample.accounts.invitations.make(Purpose.ENTER, account.id)}"
    if other == "a second cascade":
        open_cascade(sample)
    elif other == "an account":
        add(sample)
    else:
        app.config["BANYAN_HOST"] = "localhost"
    assert visitor.send("/look-around/coordinator").status_code == 404
    assert visitor.open(link).status_code == 404
    assert "Look around" not in text_of(visitor.open("/").text)
    assert visitor.cookie is None


def test_a_home_without_the_sample_knows_no_visitors(home: Home, visitor: Browser) -> None:
    visitor.open("/signin")
    assert visitor.send("/look-around/auditor").status_code == 404
