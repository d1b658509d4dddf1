"""Accounts over JSON and on the command line: oneself, sessions, tokens, grants."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete

from api.accounts import Purpose
from api.cli import banyan
from api.home import Home
from api.operations.backup import back_up, restore
from api.private.account_tables import token_grant
from domain.values import Role
from projections.db import transaction
from tests.support.api import ON_BOTH, WHY, Api
from tests.support.apps import app_of
from tests.support.clock import Clock
from tests.support.people_of import Somebody, as_, somebody

FROM_HERE = {"Sec-Fetch-Site": "same-origin"}


def test_everybody_may_ask_who_they_are(client: FlaskClient, home: Home, api: Api) -> None:
    cascade = api.cascade()
    auditor = as_(client, home, Role.AUDITOR, cascade)
    me = auditor.get("/me")
    assert me["account"] == auditor.account and me["name"] == "auditor"
    assert [(g["role"], g["cascade"]) for g in me["grants"]] == [("auditor", cascade)]
    assert api.get("/me")["account"] == "console"


# ---- what no longer opens --------------------------------------------------------------------


def refused(client: FlaskClient, **headers: str) -> bool:
    return all(
        client.get(path, headers=headers).status_code == 401
        for path in ("/api/v1/me", "/api/v1/cascades", "/api/v1/accounts", "/account")
    )


@ON_BOTH
@pytest.mark.parametrize("how", ["revoked", "expired", "disabled"])
def test_a_token_that_is_over_answers_401(
    client: FlaskClient, home: Home, clock: Clock, how: str
) -> None:
    one = somebody(client, home)
    assert one.get("/me")
    (token,) = home.accounts.tokens.listed(one.account)
    if how == "revoked":
        home.accounts.tokens.revoke(one.account, token.id)
    elif how == "expired":
        clock.forward(days=30)
    else:
        home.accounts.disable(one.account)
    for _ in range(3):
        assert refused(client, **one.headers)


@ON_BOTH
@pytest.mark.parametrize("how", ["ended", "expired", "disabled", "unused", "forged"])
def test_a_session_that_is_over_answers_401(
    client: FlaskClient, home: Home, clock: Clock, how: str
) -> None:
    one = somebody(client, home)
    secret = one.signs_in(client)
    assert client.get("/api/v1/me").status_code == 200
    if how == "ended":
        home.accounts.end_all(one.account)
    elif how == "expired":
        clock.forward(days=31)
    elif how == "disabled":
        home.accounts.disable(one.account)
    elif how == "unused":
        clock.forward(days=7, seconds=1)
    else:
        client.set_cookie("banyan", secret[:-1] + ("A" if secret[-1] != "A" else "B"))
    for _ in range(3):
        assert refused(client)


@ON_BOTH
def test_an_end_in_one_process_binds_in_all_others(
    client: FlaskClient, home: Home, request: pytest.FixtureRequest
) -> None:
    one = somebody(client, home)
    secret = one.signs_in(client)
    url = home.url.render_as_string(hide_password=False) if home.url else None
    elsewhere = Home(home.path, url)
    other = app_of(elsewhere).test_client()
    other.set_cookie("banyan", secret)
    assert other.get("/api/v1/me").status_code == 200
    home.accounts.end_all(one.account)
    assert other.get("/api/v1/me").status_code == 401
    (token,) = home.accounts.tokens.listed(one.account)
    other.delete_cookie("banyan")
    assert other.get("/api/v1/me", headers=one.headers).status_code == 200
    home.accounts.tokens.revoke(one.account, token.id)
    assert other.get("/api/v1/me", headers=one.headers).status_code == 401
    other.application.extensions["banyan"].snapshots.close()
    elsewhere.close()


@ON_BOTH
def test_a_token_of_an_earlier_version_is_to_be_made_anew(
    client: FlaskClient, home: Home, api: Api
) -> None:
    """It has no grants of its own. It is answered as one that is over, and told why."""
    cascade = api.cascade()
    one = as_(client, home, Role.COORDINATOR, cascade)
    old = dict(one.headers)
    with transaction(home.private.engine) as connection:
        connection.execute(delete(token_grant))
    for path in ("/me", "/people", f"/cascades/{cascade}"):
        assert "Make a new one" in one.refused(401, "GET", path)
    said = {"name": "Kisumu"}
    assert "Make a new one" in one.refused(401, "POST", "/regions", said)
    one.takes_a_token()
    assert one.get(f"/cascades/{cascade}")
    for token in home.accounts.tokens.listed(one.account):
        home.accounts.tokens.revoke(one.account, token.id)
    one.headers = old
    assert "who you are" in one.refused(401, "GET", "/me")


@ON_BOTH
def test_a_restore_opens_nothing_that_a_backup_had(
    client: FlaskClient, home: Home, room: Path
) -> None:
    one = somebody(client, home)
    cookie = one.signs_in(client)
    token = one.headers["Authorization"].removeprefix("Bearer ")
    link = home.accounts.invitations.make(Purpose.RESET, one.account)
    assert home.accounts.session(cookie) and home.accounts.token(token)
    back_up(home, room / "backup", date(2026, 1, 1))
    again = Home(room / "again")
    restore(again, room / "backup")
    assert again.accounts.directory.known(one.account).name == "Somebody"
    assert again.accounts.session(cookie) is None and again.accounts.token(token) is None
    assert again.accounts.invitations.look(link) is None
    again.close()


# ---- one's own -------------------------------------------------------------------------------


def test_sessions_are_listed_and_ended(client: FlaskClient, home: Home) -> None:
    one = somebody(client, home)
    one.signs_in(client)
    home.accounts.sessions.begin(one.account, "192.0.2.9", "Other")
    listed = client.get("/api/v1/sessions").json["data"]
    assert {row["address"] for row in listed} == {"127.0.0.1", "192.0.2.9"}
    (other,) = (row["id"] for row in listed if row["address"] == "192.0.2.9")
    answers = [client.delete(f"/api/v1/sessions/{other}", headers=FROM_HERE) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 404]


def test_a_token_is_made_shown_once_and_revoked(client: FlaskClient, home: Home, api: Api) -> None:
    one = as_(client, home, Role.AUDITOR, api.cascade())
    one.signs_in(client)
    said = {"name": "sync", "roles": ["auditor"]}
    made = client.post("/api/v1/tokens", json=said, headers=FROM_HERE).json["data"]
    assert home.accounts.token(made["secret"])
    listed = client.get("/api/v1/tokens")
    assert made["id"] in listed.text and made["secret"] not in listed.text
    assert client.delete(f"/api/v1/tokens/{made['id']}", headers=FROM_HERE).status_code == 200
    assert home.accounts.token(made["secret"]) is None


def test_a_token_makes_and_ends_nothing_of_its_owners(client: FlaskClient, home: Home) -> None:
    one = as_(client, home, Role.ADMINISTRATOR)
    one.refused(403, "POST", "/tokens", {"name": "more", "roles": ["administrator"]})
    one.refused(403, "GET", "/sessions")
    one.refused(403, "GET", "/tokens")


def test_a_cookie_changes_things_from_our_own_pages_only(client: FlaskClient, home: Home) -> None:
    one = somebody(client, home)
    one.signs_in(client)
    said: dict[str, Any] = {"name": "sync", "roles": ["auditor"]}
    for headers in ({}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        assert client.post("/api/v1/tokens", json=said, headers=headers).status_code == 403
    assert len(home.accounts.tokens.listed(one.account)) == 1


# ---- administrators --------------------------------------------------------------------------


@pytest.fixture
def administrator(client: FlaskClient, home: Home) -> Somebody:
    return as_(client, home, Role.ADMINISTRATOR)


@ON_BOTH
def test_an_administrator_invites_grants_and_withdraws(
    client: FlaskClient, home: Home, api: Api, administrator: Somebody, private_texts: list[str]
) -> None:
    cascade = api.cascade()
    private_texts += ["baraka@example.org", "Baraka Odhiambo"]
    said = {"email": "baraka@example.org", "name": "Baraka Odhiambo"}
    invited = administrator.post("/accounts", **said)
    assert "/link/" in invited["link"] and invited["sent"] is False
    assert "already" in administrator.refused(409, "POST", "/accounts", said)
    grants = f"/accounts/{invited['id']}/grants"
    wanted = {"role": "coordinator", "cascade": cascade, "reason": WHY}
    session = home.accounts.sessions.begin(invited["id"], "x", "y")
    id = administrator.post(grants, **wanted)["id"]
    assert home.accounts.session(session) is None
    assert [row["id"] for row in administrator.get(grants)] == [id]
    session = home.accounts.sessions.begin(invited["id"], "x", "y")
    administrator.post(f"{grants}/{id}/withdrawal", reason=WHY)
    assert home.accounts.session(session) is None and administrator.get(grants) == []
    administrator.post(f"/accounts/{invited['id']}/disabling")
    standing = {row["email"]: row["standing"] for row in administrator.get("/accounts")}
    assert standing["baraka@example.org"] == "disabled"


def test_others_do_not_find_accounts(client: FlaskClient, home: Home, api: Api) -> None:
    one = as_(client, home, Role.COORDINATOR, api.cascade())
    one.refused(404, "GET", "/accounts")
    one.refused(404, "POST", f"/accounts/{one.account}/grants", {"role": "administrator"})


def test_what_does_not_exist_is_said(administrator: Somebody) -> None:
    nobody = "3f0e6f0a-5c3f-4a57-9d1c-2f6b7b0f5a10"
    assert "no such account" in administrator.refused(404, "GET", f"/accounts/{nobody}/grants")
    administrator.refused(404, "POST", f"/accounts/{nobody}/reset", {})


# ---- the command line ------------------------------------------------------------------------


def test_the_command_line_does_the_same(home: Home, app: Flask, api: Api) -> None:
    api.cascade()
    run = CliRunner().invoke
    common = ["--email", "amina@example.org"]

    def say(*words: str) -> str:
        done = run(banyan, ["user", *words], env={"BANYAN_HOME": str(home.path)})
        assert done.exit_code == 0, done.output
        return done.output

    assert "/link/" in say("invite", *common, "--name", "Amina", "--role", "administrator")
    say("grant", *common, "--role", "auditor", "--cascade", "malaria", "--why", "she asked")
    account = home.accounts.directory.by_login("amina@example.org")
    listed = say("list")
    assert account and "auditor  malaria" in listed and "administrator" in listed
    grant = listed.split()[-1]
    token = say("token", *common, "--name", "sync", "--role", "auditor").strip()
    assert home.accounts.token(token)
    say("withdraw", *common, grant, "--why", "done")
    assert grant not in say("list")
    assert "/link/" in say("reset", *common)
    say("disable", *common)
    assert home.accounts.token(token) is None
    say("disable", *common, "--undo")
    assert home.accounts.token(token) is None
    assert run(banyan, ["user", "reset", "--email", "x@y.example"]).exit_code == 1
