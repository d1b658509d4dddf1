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

from api.access.rules import ANYONE, SIGNED_IN, requires
from api.accounts import Invitation, Purpose, passwords
from api.errors import Problem
from api.i18n import language
from api.operations.administration import Administration, RoleToGrant
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
@requires(ANYONE)
def show() -> str:
    return render_template("account/signin.html", onward=request.args.get("onward", ""))


@blueprint.post("/signin")
@requires(ANYONE)
def enter() -> Response | Page:
    email, onward, kept = field("email"), field("onward"), field("kept")
    try:
        signed_in = home().accounts.signin.sign_in(email, field("password"), address(), agent())
    except Problem as wrong:
        fields = {"email": email, "onward": onward, "kept": kept}
        return again("account/signin.html", wrong, "pages.signin.show", **fields)
    if not signed_in.waiting:
        return resume_form.go_on(signed_in.secret, onward, kept)
    response = redirect(url_for("pages.signin.ask_second", onward=onward or None), 303)
    if kept:
        here = "pages.signin.ask_second"
        page = render_template("account/second_factor.html", onward=onward, kept=kept, here=here)
        response = make_response(page)
    set_cookie(response, signed_in.secret)
    return response


@blueprint.get("/signin/second-factor")
@requires(ANYONE)
def ask_second() -> str:
    return render_template("account/second_factor.html", onward=request.args.get("onward", ""))


@blueprint.post("/signin/second-factor")
@requires(ANYONE)
def show_second() -> Response | Page:
    onward, kept = field("onward"), field("kept")
    try:
        opened = home().accounts.signin.show_second_factor(
            _cookie(), field("code"), address(), agent()
        )
    except Problem as wrong:
        here, fields = "pages.signin.ask_second", {"onward": onward, "kept": kept}
        return again("account/second_factor.html", wrong, here, **fields)
    return resume_form.go_on(opened, onward, kept)


@blueprint.post("/signout")
@requires(SIGNED_IN)
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
@requires(ANYONE)
def open_link(secret: str) -> Response | Page | str:
    """Shows the form of a link, which does not use the link up. Only a link to the sample signs in
    at once."""
    link = home().accounts.invitations.look(secret)
    if link is None:
        return _link_over()
    if link.purpose is not Purpose.ENTER:
        return render_template("account/link.html", **_about_link(link))
    if not may_look_around() or home().accounts.invitations.take(secret) is None:
        return _link_over()
    return let_in(home().accounts.sessions.begin(str(link.account), address(), agent()))


@blueprint.post("/link/<secret>")
@requires(ANYONE)
def take_link(secret: str) -> Response | Page:
    links = home().accounts.invitations
    link = links.take(secret)
    if link is None or link.purpose is Purpose.ENTER:
        return _link_over()
    try:
        require_typed_twice()
        account = link.account or _first_administrator()
        home().accounts.signin.set_password(account, field("password"))
    except (Refused, Problem) as wrong:
        links.give_back(secret)
        return again("account/link.html", wrong, "pages.signin.open_link", **_about_link(link))
    home().accounts.end_all(account)
    if link.purpose is Purpose.RESET:
        home().accounts.tokens.revoke_all(account)
    return _enter_anew(account)


def require_typed_twice() -> None:
    """Raises Refused unless both password fields of the form are equal."""
    require(
        field("password") == field("again"),
        "The two passwords differ. Type the same phrase twice.",
        field="again",
    )


def _first_administrator() -> str:
    """Makes the first administrator; checks the password first, so that a refusal leaves no
    account."""
    email, name = field("email"), field("name")
    require(home().accounts.directory.empty(), "There is an administrator already. Ask them.")
    passwords.require_sound(field("password"), (email, name, "banyan"))
    made = home().accounts.directory.add(email, name, language())
    Administration(home(), "console", "web", "").grant(made.id, RoleToGrant(Role.ADMINISTRATOR))
    return made.id


def _enter_anew(account: str) -> Response:
    """Signs in after a new password; a second factor is still asked for."""
    accounts = home().accounts
    if not accounts.second_factor.on(account):
        return let_in(accounts.sessions.begin(account, address(), agent()))
    response = redirect(url_for("pages.signin.ask_second"), 303)
    set_cookie(response, accounts.sessions.begin(account, address(), agent(), waiting=True))
    return response


def _link_over() -> Page:
    return render_template("account/link_over.html"), 404


def _about_link(link: Invitation) -> dict[str, object]:
    known = home().accounts.directory.known(link.account) if link.account else None
    return {"purpose": link.purpose.value, "known": known, "form": request.form}


# ---- the sample ------------------------------------------------------------------------------


@blueprint.post("/look-around/<role>")
@requires(ANYONE)
def look_around(role: str) -> Response:
    """Signs in as a visitor of the sample; only while the server answers this machine alone."""
    if role not in visitors.OFFERED or not may_look_around():
        raise NoSuchPage
    account = visitors.account_of(home().accounts, Role(role))
    return let_in(home().accounts.sessions.begin(account, address(), agent()))


def _cookie() -> str:
    return request.cookies.get(current_app.config["BANYAN_COOKIE"], "")
