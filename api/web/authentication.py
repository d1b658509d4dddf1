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
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, request

from api.access.rules import (
    ANYONE,
    AT_THE_CONSOLE,
    SIGNED_IN,
    Access,
    Needs,
    access_of,
    narrowed,
    needs,
    require_records,
)
from api.errors import SENTENCES, Problem
from api.home import Home
from api.web.parsing import require_sound_address
from domain.rules import latest_today
from projections.facts import grants

HERE = ("127.0.0.1", "localhost", "::1")
SAFE = ("GET", "HEAD", "OPTIONS")


def register(app: Flask) -> None:
    app.before_request(authorise)
    app.after_request(harden)
    app.view_functions["static"] = needs(ANYONE)(app.view_functions["static"])


def require_rules(app: Flask) -> None:
    """A route without a rule does not start."""
    for rule in app.url_map.iter_rules():
        if not isinstance(getattr(app.view_functions[rule.endpoint], "needs", None), Needs):
            raise RuntimeError(f"{rule} does not say which rule it needs: declare it with @needs")


def authorise() -> None:
    """Before every request, also those for addresses that do not exist."""
    _require_host()
    require_sound_address()
    view = current_app.view_functions.get(request.endpoint or "")
    needed: Needs = getattr(view, "needs", Needs(SIGNED_IN, {}, {}))
    bearer = _bearer()
    if bearer is None and needed.rule is ANYONE and (not _cookie() or is_static()):
        return
    with _home().views.read() as db:
        found = of_bearer(db, bearer) if bearer is not None else of_cookie(db)
        if found is None and needed.rule is not ANYONE:
            raise _unknown(bearer)
        if found is None:
            return
        g.access = g.whole_access = found.access
        g.who, g.source = found.access.account, found.source
        g.session = found.session
        if found.session is not None and needed.rule is not ANYONE:
            _require_same_origin()
        if not found.access.may(needed.rule):
            raise Problem(HTTPStatus.NOT_FOUND, SENTENCES[404])
        values = request.view_args or {}
        named = [(kind, values[part]) for kind, part in needed.records.items()]
        require_records(db, found.access, needed.rule, named)
        g.named, g.access = named, narrowed(db, found.access, named)
        require_second_factor(db, found, needed)


def is_static() -> bool:
    """What looks the same for everybody."""
    return request.endpoint == "static"


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
    if bearer is not None and _home().accounts.token(bearer) is not None:
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


def of_bearer(db: grants.Db, key: str) -> Visitor | None:
    if _is_console() and _same(key, _home().token()):
        return Visitor(AT_THE_CONSOLE, "api")
    token = _home().accounts.token(key)
    if token is None or not token.grants:
        return None
    held = grants.live(db, token.account, _today(), token.grants)
    access = access_of(db, token.account, held, token.roles, token.cascades)
    return Visitor(access, "api", strong=token.strong)


def of_cookie(db: grants.Db) -> Visitor | None:
    session = _home().accounts.session(_cookie())
    if session is None:
        return None
    access = access_of(db, session.account, grants.live(db, session.account, _today()))
    return Visitor(access, "web", session, session.strong)


def require_second_factor(db: grants.Db, visitor: Visitor, needed: Needs) -> None:
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


def harden(response: Response) -> Response:
    """The headers that every answer carries."""
    response.headers.setdefault(
        "Content-Security-Policy",
        "default-src 'none'; object-src 'none'; script-src 'self'; style-src 'self'; "
        "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'",
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if not is_static():
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _home() -> Home:
    home: Home = current_app.extensions["banyan"]
    return home


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


def _is_console() -> bool:
    """Only where nothing but this machine is answered."""
    return bool(current_app.config["BANYAN_HOST"] is None)


def _require_host() -> None:
    """A name that only looks like this machine (DNS rebinding) is not answered."""
    try:
        name = urlsplit(f"//{request.environ.get('HTTP_HOST', '')}").hostname
    except ValueError:
        name = None
    host = current_app.config["BANYAN_HOST"]
    if name not in (HERE if host is None else (host,)):
        raise Problem(421, "This server does not answer under this name. Check the address.")


def _require_same_origin() -> None:
    """A browser sends its cookie along for other sites too; they may change nothing here."""
    if request.method in SAFE:
        return
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    ours = site == "same-origin" if site else origin == request.host_url.rstrip("/")
    if not ours:
        raise Problem(403, "This came from another site. Do it on Banyan's own pages.")
