"""What a request says of where it comes from, and the headers that every answer carries."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, current_app, request

from api.errors import Problem
from api.i18n import LANGUAGES, speak

HERE = ("127.0.0.1", "localhost", "::1")
SAFE = ("GET", "HEAD", "OPTIONS")


def register(app: Flask) -> None:
    app.before_request(speak_as_preferred)
    app.after_request(harden)


def speak_as_preferred() -> None:
    """In the first of the reader's languages that Banyan knows."""
    speak(request.accept_languages.best_match(LANGUAGES) or "en")


def is_static() -> bool:
    """What looks the same for everybody."""
    return request.endpoint == "static"


def is_console() -> bool:
    """Only where nothing but this machine is answered."""
    return bool(current_app.config["BANYAN_HOST"] is None)


def require_host() -> None:
    """A name that only looks like this machine (DNS rebinding) is not answered."""
    try:
        name = urlsplit(f"//{request.environ.get('HTTP_HOST', '')}").hostname
    except ValueError:
        name = None
    host = current_app.config["BANYAN_HOST"]
    if name not in (HERE if host is None else (host,)):
        raise Problem(421, "This server does not answer under this name. Check the address.")


def require_same_origin() -> None:
    """A browser sends its cookie along for other sites too; they may change nothing here."""
    if request.method in SAFE:
        return
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    ours = site == "same-origin" if site else origin == request.host_url.rstrip("/")
    if not ours:
        raise Problem(403, "This came from another site. Do it on Banyan's own pages.")


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
