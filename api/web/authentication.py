"""Who is at the door: before every request, whose it is, and whether the route's rule lets it in.

A browser bears a session, a program a token; the command line's own key, `BANYAN_HOME/token`, is
answered on this machine only.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus

from flask import Flask, current_app, g, request

from api.access.policy import AT_THE_CONSOLE, Access, access_of, narrowed, require_records
from api.access.rules import ANYONE, Needs, needed_by, needs
from api.errors import SENTENCES, Problem
from api.transactions.caller import Moment
from api.web.headers import (
    is_console,
    is_static,
    require_host,
    require_same_origin,
    require_sound_address,
)
from api.web.services import caller, home
from domain.rules import latest_today
from projections.db import Db
from projections.records import grants


def register(app: Flask) -> None:
    app.before_request(authorise)
    app.view_functions["static"] = needs(ANYONE)(app.view_functions["static"])


def require_rules(app: Flask) -> None:
    """A route without a rule does not start."""
    for rule in app.url_map.iter_rules():
        if not isinstance(getattr(app.view_functions[rule.endpoint], "needs", None), Needs):
            raise RuntimeError(f"{rule} does not say which rule it needs: declare it with @needs")


def authorise() -> None:
    """Before every request, also those for addresses that do not exist."""
    require_host()
    require_sound_address()
    view = current_app.view_functions.get(request.endpoint or "")
    needed = needed_by(view)
    bearer = _bearer()
    if bearer is None and needed.rule is ANYONE and (not _cookie() or is_static()):
        return
    here = caller()
    found = of_bearer(here.moment, bearer) if bearer is not None else of_cookie(here.moment)
    if found is None and needed.rule is not ANYONE:
        raise _unknown(bearer)
    if found is None:
        return
    here.access = here.whole = found.access
    here.source, g.session = found.source, found.session
    if found.session is not None and needed.rule is not ANYONE:
        require_same_origin()
    if not found.access.may(needed.rule):
        raise Problem(HTTPStatus.NOT_FOUND, SENTENCES[404])
    values = request.view_args or {}
    here.named = [(kind, values[part]) for kind, part in needed.records.items()]
    require_records(here.db, found.access, needed.rule, here.named)
    here.access = narrowed(here.db, found.access, here.named)
    require_second_factor(here.db, found, needed)


@dataclass(frozen=True)
class Visitor:
    """`session`: of a browser; None for programs. `strong`: a second factor was shown, or stands
    behind a token."""

    access: Access
    source: str
    session: object | None = None
    strong: bool = True


def _unknown(bearer: str | None) -> Problem:
    """The answer to whom nobody knows."""
    headers = {"WWW-Authenticate": 'Bearer realm="banyan"'}
    if bearer is not None and home().accounts.token(bearer) is not None:
        return Problem(
            401,
            "This token was made by an earlier version of Banyan and opens nothing. "
            "Make a new one.",
            headers=headers,
        )
    return Problem(
        401,
        "This asks who you are. Sign in, or send a token of yours as “Authorization: Bearer …”.",
        headers=headers,
    )


def of_bearer(moment: Moment, key: str) -> Visitor | None:
    if is_console() and _same(key, home().token()):
        return Visitor(AT_THE_CONSOLE, "api")
    token = home().accounts.token(key)
    if token is None or not token.grants:
        return None
    db = moment.db
    held = grants.live(db, token.account, _today(), token.grants)
    access = access_of(db, token.account, held, token.roles, token.cascades)
    return Visitor(access, "api", strong=token.strong)


def of_cookie(moment: Moment) -> Visitor | None:
    session = home().accounts.session(_cookie())
    if session is None:
        return None
    db = moment.db
    access = access_of(db, session.account, grants.live(db, session.account, _today()))
    return Visitor(access, "web", session, session.strong)


def require_second_factor(db: Db, visitor: Visitor, needed: Needs) -> None:
    """Where a cascade asks for it, its coordinators and all administrators have to show one."""
    if visitor.strong or not needed.rule.roles:
        return
    sql = "SELECT number FROM cascade WHERE second_factor = 1"
    asking = {number for (number,) in db.rows(sql)}
    for role, cascade, _region, _person in visitor.access.grants:
        if (role == "coordinator" and cascade in asking) or (role == "administrator" and asking):
            raise Problem(
                403,
                "Your role asks for a second factor. Turn it on under “Your account” first.",
            )


def _today() -> int:
    return latest_today(datetime.now(UTC)).toordinal()


def _bearer() -> str | None:
    """None where no key was sent at all."""
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    return key.strip() if scheme.lower() == "bearer" else None


def _cookie() -> str:
    return request.cookies.get(current_app.config["BANYAN_COOKIE"], "")


def _same(given: str, known: str) -> bool:
    """In constant time, whatever the lengths."""
    ours, theirs = (hashlib.sha256(text.encode()).digest() for text in (known, given))
    return hmac.compare_digest(ours, theirs)
