"""Checks before a request is parsed: host, origin, language, address and size; and the headers of
every answer."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, current_app, request

from api.errors import Problem
from api.i18n import LANGUAGES, speak
from api.spreadsheets.files.limits import MAX_FILES
from api.spreadsheets.uploads.store import LARGEST_UPLOAD
from api.web.parsing import LARGEST_BODY, LARGEST_FILE_BODY

HERE = ("127.0.0.1", "localhost", "::1")
SAFE = ("GET", "HEAD", "OPTIONS")


def register(app: Flask) -> None:
    app.before_request(_set_language)
    app.before_request(_allow_files)
    app.after_request(harden)


def _set_language() -> None:
    """Answers in the first of the browser's languages that Banyan knows, else in English."""
    speak(request.accept_languages.best_match(LANGUAGES) or "en")


def _allow_files() -> None:
    """Sets the larger limits of the routes that take files."""
    if request.endpoint == "registers.attach_evidence":
        request.max_content_length = LARGEST_FILE_BODY
    if request.endpoint == "pages.imports.send":
        request.max_content_length = LARGEST_UPLOAD + LARGEST_BODY
        request.max_form_parts = MAX_FILES + 20


def require_sound_address() -> None:
    """Raises a Problem if the path or the query has NUL or undecodable characters."""
    raw = request.environ.get("QUERY_STRING", "") + request.path
    parts = [request.path, *request.args, *request.args.values()]
    if any("\0" in part or "\ufffd" in part for part in parts) or "%00" in raw:
        raise Problem(400, "The address has characters in it that no text has. Leave them out.")


def is_static() -> bool:
    """Whether the request is for a static file, which is the same for every reader."""
    return request.endpoint == "static"


def is_console() -> bool:
    """Whether the server answers this machine alone."""
    return bool(current_app.config["BANYAN_HOST"] is None)


def require_host() -> None:
    """Raises a Problem for a host name that is not the server's (DNS rebinding)."""
    try:
        name = urlsplit(f"//{request.environ.get('HTTP_HOST', '')}").hostname
    except ValueError:
        name = None
    host = current_app.config["BANYAN_HOST"]
    if name not in (HERE if host is None else (host,)):
        raise Problem(421, "This server does not answer under this name. Check the address.")


def require_same_origin() -> None:
    """Raises a Problem for a change that comes from another site: browsers send the cookie there
    too."""
    if request.method in SAFE:
        return
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    ours = site == "same-origin" if site else origin == request.host_url.rstrip("/")
    if not ours:
        raise Problem(403, "This came from another site. Do it on Banyan's own pages.")


def harden(response: Response) -> Response:
    """Adds the security headers that every answer carries."""
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
