"""Who may come in: nobody, unless a route is open to anyone or the key is shown.

Until there are accounts there is one key, `BANYAN_HOME/token`, and only this machine is answered.
The printed link leaves a cookie that is derived from the key and worth nothing elsewhere.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, redirect, request

from api.home import Home
from api.incoming import require_sound_address
from api.problems import Problem

COOKIE = "banyan"
DAYS = 30
HERE = ("127.0.0.1", "localhost", "::1")
SAFE = ("GET", "HEAD", "OPTIONS")
OPERATOR = "console"
"""Who acts, as the log has it, until there are accounts."""

V = TypeVar("V", bound=Callable[..., Any])


def open_to_anyone(view: V) -> V:
    """Declares that a route asks for no key."""
    view.open_to_anyone = True  # type: ignore[attr-defined]
    return view


def register(app: Flask) -> None:
    app.before_request(authorise)
    app.add_url_rule("/signin", "signin", sign_in, methods=["GET"])
    app.after_request(harden)


def authorise() -> None:
    """Before every request, also those for addresses that do not exist."""
    _require_here()
    require_sound_address()
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "open_to_anyone", False) or request.endpoint == "static":
        return
    if _bears_key():
        g.who, g.source = OPERATOR, "api"
    elif _bears_cookie():
        _require_same_origin()
        g.who, g.source = OPERATOR, "web"
    else:
        raise Problem(
            401,
            "This asks for the key. Send the content of the file “token” as "
            "“Authorization: Bearer …”, or open the link that “banyan run” prints.",
            headers={"WWW-Authenticate": 'Bearer realm="banyan"'},
        )


def signed_in() -> bool:
    """For pages that are open to anyone and say more to the operator."""
    return _bears_key() or _bears_cookie()


@open_to_anyone
def sign_in() -> Response:
    """The printed link: checks the key and leaves a cookie."""
    home = _home()
    if not _same(request.args.get("key", ""), home.token()):
        raise Problem(401, "This link is not valid. Use the one that “banyan run” prints last.")
    response = redirect("/", 303)
    response.set_cookie(
        COOKIE,
        cookie_for(home.token()),
        max_age=DAYS * 86_400,
        httponly=True,
        samesite="Strict",
        secure=request.is_secure,
    )
    return response  # type: ignore[return-value]


def cookie_for(token: str) -> str:
    return hmac.new(token.encode(), b"banyan cookie", hashlib.sha256).hexdigest()


def harden(response: Response) -> Response:
    """The headers that every answer carries."""
    response.headers.setdefault(
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'",
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _home() -> Home:
    home: Home = current_app.extensions["banyan"]
    return home


def _same(given: str, known: str) -> bool:
    """In constant time, whatever the lengths."""
    ours, theirs = (hashlib.sha256(text.encode()).digest() for text in (known, given))
    return hmac.compare_digest(ours, theirs)


def _bears_key() -> bool:
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    return scheme.lower() == "bearer" and _same(key.strip(), _home().token())


def _bears_cookie() -> bool:
    cookie = request.cookies.get(COOKIE, "")
    return bool(cookie) and _same(cookie, cookie_for(_home().token()))


def _require_here() -> None:
    """A name that only looks like this machine (DNS rebinding) is not answered."""
    try:
        name = urlsplit(f"//{request.environ.get('HTTP_HOST', '')}").hostname
    except ValueError:
        name = None
    if name not in HERE:
        raise Problem(421, "This server answers as 127.0.0.1 or localhost only.")


def _require_same_origin() -> None:
    """A browser sends its cookie along for other sites too; they may change nothing here."""
    if request.method in SAFE:
        return
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    ours = site == "same-origin" if site else origin == request.host_url.rstrip("/")
    if not ours:
        raise Problem(403, "This came from another site. Do it on Banyan's own pages.")
