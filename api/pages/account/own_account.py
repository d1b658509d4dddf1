"""The reader's own account: password, second factor, sessions, tokens."""

from __future__ import annotations

from typing import TypedDict
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from api.access.rules import SIGNED_IN, requires
from api.accounts import Account
from api.accounts.second_factor import picture
from api.accounts.sessions import ListedSession
from api.accounts.tokens import ListedToken
from api.errors import Problem
from api.operations import administration
from api.pages.account.signin import require_typed_twice
from api.pages.layout.visitor import Page, address, again, agent, field, mine, set_cookie
from api.web.services import caller, home
from domain.rules import NotFound, Refused
from projections.records import grants

blueprint = Blueprint("account", __name__, url_prefix="/account")
HERE = "pages.account.show"
FACTOR = "pages.account.show_factor"


@blueprint.get("")
@requires(SIGNED_IN)
def show() -> str:
    return render_template("account/own_account.html", **_shown())


@blueprint.post("/password")
@requires(SIGNED_IN)
def change_password() -> Response | Page:
    try:
        require_typed_twice()
        secret = home().accounts.signin.change_password(
            mine(), field("present"), field("password"), address(), agent()
        )
    except (Refused, Problem) as wrong:
        return again("account/own_account.html", wrong, HERE, **_shown())
    response = _back()
    set_cookie(response, secret)
    return response


@blueprint.post("/sessions/<uuid:id>/end")
@requires(SIGNED_IN)
def end_session(id: UUID) -> Response:
    if not home().accounts.sessions.end(mine().account, str(id)):
        raise NotFound("This session is over already.")
    return _back()


@blueprint.post("/tokens")
@requires(SIGNED_IN)
def make_token() -> Page | str:
    """Answers with a page that shows the token. It is shown once."""
    days = field("days")
    try:
        _id, secret = administration.make_token(
            home(),
            mine().account,
            field("name"),
            request.form.getlist("role"),
            request.form.getlist("cascade") or None,
            int(days) if days.isascii() and days.isdecimal() and len(days) < 5 else 0,
        )
    except Refused as wrong:
        return again("account/own_account.html", wrong, HERE, **_shown())
    return render_template("account/own_account.html", secret=secret, here=HERE, **_shown())


@blueprint.post("/tokens/<uuid:id>/revoke")
@requires(SIGNED_IN)
def revoke_token(id: UUID) -> Response:
    if not home().accounts.tokens.revoke(mine().account, str(id)):
        raise NotFound("There is no such token of yours.")
    return _back()


# ---- the second factor -----------------------------------------------------------------------


@blueprint.get("/second-factor")
@requires(SIGNED_IN)
def show_factor() -> str:
    return render_template("account/factor.html", **_factor())


@blueprint.post("/second-factor")
@requires(SIGNED_IN)
def offer_factor() -> Page | str:
    """Checks the password, then shows a QR code for the authenticator app."""
    account = mine().account
    try:
        home().accounts.signin.require_password(account, field("present"), address())
        return _offered(home().accounts.second_factor.offer(account))
    except (Refused, Problem) as wrong:
        return again("account/factor.html", wrong, FACTOR, **_factor())


@blueprint.post("/second-factor/on")
@requires(SIGNED_IN)
def turn_on() -> Response | Page | str:
    """Turns the factor on and shows the recovery codes, once. All other sessions end."""
    accounts, account = home().accounts, mine().account
    try:
        codes = accounts.second_factor.turn_on(account, field("code").replace(" ", ""))
    except Refused as wrong:
        return again("account/factor.html", wrong, FACTOR, **_factor())
    accounts.end_all(account)
    page = render_template("account/factor.html", codes=codes, here=FACTOR, **_factor())
    response = Response(page, mimetype="text/html")
    set_cookie(response, accounts.sessions.begin(account, address(), agent(), strong=True))
    return response


@blueprint.post("/second-factor/off")
@requires(SIGNED_IN)
def turn_off() -> Response | Page:
    """Turns the factor off, after the password and a code. All other sessions end."""
    accounts, this = home().accounts, mine()
    try:
        accounts.signin.require_password(this.account, field("present"), address())
        accounts.signin.require_code(this.account, field("code"), address())
    except Problem as wrong:
        return again("account/factor.html", wrong, FACTOR, **_factor())
    accounts.second_factor.turn_off(this.account)
    accounts.end_all(this.account, this.id)
    return _back()


def _offered(secret: str) -> str:
    login = home().accounts.directory.known(mine().account).login
    drawn = Markup(picture(secret, login))  # noqa: S704  # segno's, with nothing typed in it
    return render_template(
        "account/factor.html", picture=drawn, offered=secret, here=FACTOR, **_factor()
    )


class _FactorShown(TypedDict):
    known: Account
    on: bool
    codes_left: int


def _factor() -> _FactorShown:
    known = home().accounts.directory.known(mine().account)
    left = home().accounts.second_factor.codes_left(known.id)
    return {"known": known, "on": known.second_factor, "codes_left": left}


class _Shown(TypedDict):
    """`this`: the id of the current session."""

    known: Account
    held: list[grants.Held]
    sessions: list[ListedSession]
    this: str
    tokens: list[ListedToken]


def _shown() -> _Shown:
    this, accounts = mine(), home().accounts
    return {
        "known": accounts.directory.known(this.account),
        "held": grants.held(caller().db, [this.account]),
        "sessions": accounts.sessions.listed(this.account),
        "this": this.id,
        "tokens": accounts.tokens.listed(this.account),
    }


def _back() -> Response:
    return redirect(url_for(HERE), 303)
