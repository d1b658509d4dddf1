"""Before every request: which account sends it, and whether the route's rule allows it.

A browser sends a session cookie, a program a bearer token. The console's own token, in the file
`BANYAN_HOME/token`, is accepted only while the server answers this machine alone.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus

from flask import Flask, current_app, g, request

from api.access.policy import AT_THE_CONSOLE, Access, access_of, narrowed, require_records
from api.access.rules import ANYONE, Rule, has_requirement, requirement_of, requires
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
    app.view_functions["static"] = requires(ANYONE)(app.view_functions["static"])


def require_rules(app: Flask) -> None:
    """Raises RuntimeError if a route has no rule, so that the server does not start."""
    for rule in app.url_map.iter_rules():
        if not has_requirement(app.view_functions[rule.endpoint]):
            raise RuntimeError(f"{rule} has no rule: declare one with @requires")


def authorise() -> None:
    """Before every request, also for addresses that do not exist."""
    require_host()
    require_sound_address()
    requirement = requirement_of(current_app.view_functions.get(request.endpoint or ""))
    rule, bearer = requirement.rule, _bearer()
    if bearer is None and rule is ANYONE and (not _cookie() or is_static()):
        return
    here = caller()
    visitor = of_bearer(here.moment, bearer) if bearer is not None else of_cookie(here.moment)
    if visitor is None:
        if rule is ANYONE:
            return
        raise _unknown(bearer)
    here.access = here.whole = visitor.access
    here.source, g.session = visitor.source, visitor.session
    if visitor.session is not None and rule is not ANYONE:
        require_same_origin()
    if not visitor.access.may(rule):
        raise Problem(HTTPStatus.NOT_FOUND, SENTENCES[404])
    values = request.view_args or {}
    here.named = [(kind, values[part]) for kind, part in requirement.records.items()]
    require_records(here.db, visitor.access, rule, here.named)
    here.access = narrowed(here.db, visitor.access, here.named)
    require_second_factor(here.db, visitor, rule)


@dataclass(frozen=True)
class Visitor:
    """The account behind a request. `session`: a browser's, None for a program; `strong`: the
    session showed a second factor, or the token's account has one."""

    access: Access
    source: str
    session: object | None = None
    strong: bool = True


def _unknown(bearer: str | None) -> Problem:
    """The answer to a request without a valid session or token."""
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
    """The visitor with a bearer token; None if it is not valid."""
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
    """The visitor with the session cookie; None if there is no such session."""
    session = home().accounts.session(_cookie())
    if session is None:
        return None
    db = moment.db
    access = access_of(db, session.account, grants.live(db, session.account, _today()))
    return Visitor(access, "web", session, session.strong)


def require_second_factor(db: Db, visitor: Visitor, rule: Rule) -> None:
    """Raises a Problem if a cascade asks for a second factor and the visitor did not show one.

    It concerns the coordinators of that cascade and all administrators.
    """
    if visitor.strong or not rule.roles:
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
    """The bearer token of the request; None if it sends none."""
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    return key.strip() if scheme.lower() == "bearer" else None


def _cookie() -> str:
    return request.cookies.get(current_app.config["BANYAN_COOKIE"], "")


def _same(given: str, known: str) -> bool:
    """Compares in constant time, also texts of different lengths."""
    ours, theirs = (hashlib.sha256(text.encode()).digest() for text in (known, given))
    return hmac.compare_digest(ours, theirs)
