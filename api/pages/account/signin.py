"""Signing in and out: password, second factor, one-time links, and the sample's visitors."""

from __future__ import annotations

from flask import (
    Blueprint,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from werkzeug.exceptions import NotFound as NoSuchPage
from werkzeug.wrappers import Response

from api.access.rules import ANYONE, SIGNED_IN, needs
from api.accounts import Invitation, Purpose, passwords
from api.errors import Problem
from api.i18n import language
from api.operations.administration import Administration, RoleRequest
from api.pages.layout import resume_form
from api.pages.layout.visitor import (
    Page,
    address,
    again,
    agent,
    field,
    forget_cookie,
    let_in,
    may_look_around,
    mine,
    set_cookie,
)
from api.sample import visitors
from api.web.services import home
from domain.rules import Refused, require
from domain.values import Role

blueprint = Blueprint("signin", __name__)


@blueprint.get("/signin")
@needs(ANYONE)
def show() -> str:
    return render_template("account/signin.html", onward=request.args.get("onward", ""))


@blueprint.post("/signin")
@needs(ANYONE)
def enter() -> Response | Page:
    email, onward, kept = field("email"), field("onward"), field("kept")
    try:
        signed_in = home().accounts.signin.sign_in(email, field("password"), address(), agent())
    except Problem as wrong:
        said = {"email": email, "onward": onward, "kept": kept}
        return again("account/signin.html", wrong, "pages.signin.show", **said)
    if not signed_in.waiting:
        return resume_form.go_on(signed_in.secret, onward, kept)
    response = redirect(url_for("pages.signin.ask_second", onward=onward or None), 303)
    if kept:
        here = {"here": "pages.signin.ask_second", "here_args": {}}
        shown = render_template("account/second_factor.html", onward=onward, kept=kept, **here)
        response = make_response(shown)
    set_cookie(response, signed_in.secret)
    return response


@blueprint.get("/signin/second-factor")
@needs(ANYONE)
def ask_second() -> str:
    return render_template("account/second_factor.html", onward=request.args.get("onward", ""))


@blueprint.post("/signin/second-factor")
@needs(ANYONE)
def show_second() -> Response | Page:
    onward, kept = field("onward"), field("kept")
    try:
        opened = home().accounts.signin.show_second_factor(
            _cookie(), field("code"), address(), agent()
        )
    except Problem as wrong:
        here, said = "pages.signin.ask_second", {"onward": onward, "kept": kept}
        return again("account/second_factor.html", wrong, here, **said)
    return resume_form.go_on(opened, onward, kept)


@blueprint.post("/signout")
@needs(SIGNED_IN)
def leave() -> Response:
    this = mine()
    home().accounts.sessions.end(this.account, this.id)
    session.clear()
    response = redirect(url_for("pages.start"), 303)
    forget_cookie(response)
    response.headers["Clear-Site-Data"] = '"storage"'
    return response


# ---- one-time links --------------------------------------------------------------------------


@blueprint.get("/link/<secret>")
@needs(ANYONE)
def open_link(secret: str) -> Response | Page | str:
    """Only the link to the sample opens by itself: others may be looked at before they are sent."""
    found = home().accounts.invitations.look(secret)
    if found is None:
        return _link_over()
    if found.purpose is not Purpose.ENTER:
        return render_template("account/link.html", **_known(found))
    if not may_look_around() or home().accounts.invitations.take(secret) is None:
        return _link_over()
    return let_in(home().accounts.sessions.begin(str(found.account), address(), agent()))


@blueprint.post("/link/<secret>")
@needs(ANYONE)
def take_link(secret: str) -> Response | Page:
    links = home().accounts.invitations
    found = links.take(secret)
    if found is None or found.purpose is Purpose.ENTER:
        return _link_over()
    try:
        require_typed_twice()
        account = found.account or _first_administrator()
        home().accounts.signin.set_password(account, field("password"))
    except (Refused, Problem) as wrong:
        links.give_back(secret)
        return again("account/link.html", wrong, "pages.signin.open_link", **_known(found))
    home().accounts.end_all(account)
    if found.purpose is Purpose.RESET:
        home().accounts.tokens.revoke_all(account)
    return _enter_anew(account)


def require_typed_twice() -> None:
    """Of a form with a new password."""
    require(
        field("password") == field("again"),
        "The two passwords differ. Type the same phrase twice.",
        field="again",
    )


def _first_administrator() -> str:
    """Nothing is made where the password would be refused afterwards."""
    email, name = field("email"), field("name")
    require(home().accounts.directory.empty(), "There is an administrator already. Ask them.")
    passwords.require_sound(field("password"), (email, name, "banyan"))
    made = home().accounts.directory.add(email, name, language())
    Administration(home(), "console", "web", "").grant(made.id, RoleRequest(Role.ADMINISTRATOR))
    return made.id


def _enter_anew(account: str) -> Response:
    """A new password is no way round the second factor."""
    accounts = home().accounts
    if not accounts.second_factor.on(account):
        return let_in(accounts.sessions.begin(account, address(), agent()))
    response = redirect(url_for("pages.signin.ask_second"), 303)
    set_cookie(response, accounts.sessions.begin(account, address(), agent(), waiting=True))
    return response


def _link_over() -> Page:
    return render_template("account/link_over.html"), 404


def _known(found: Invitation) -> dict[str, object]:
    known = home().accounts.directory.known(found.account) if found.account else None
    return {"purpose": found.purpose.value, "known": known, "form": request.form}


# ---- the sample ------------------------------------------------------------------------------


@blueprint.post("/look-around/<role>")
@needs(ANYONE)
def look_around(role: str) -> Response:
    """There is such a page only on this machine, in the sample."""
    if role not in visitors.OFFERED or not may_look_around():
        raise NoSuchPage
    account = visitors.account_of(home().accounts, Role(role))
    return let_in(home().accounts.sessions.begin(account, address(), agent()))


def _cookie() -> str:
    return request.cookies.get(current_app.config["BANYAN_COOKIE"], "")
