"""CSRF protection of forms: each form carries a token that only our own pages can know.

JSON needs none: a browser never adds a program's bearer token by itself, and requests with a
cookie must come from our own origin (`authentication`).
"""

from __future__ import annotations

from flask import Flask, request
from flask_wtf.csrf import CSRFError, CSRFProtect  # type: ignore[import-untyped]

from api.errors import Problem

OPEN_FOR = 12 * 3600
"""Seconds that a page with a form may stay open."""

csrf = CSRFProtect()


class StaleMark(Problem):
    """The form's CSRF token is missing, too old, or of another session."""


def register(app: Flask) -> None:
    app.config.update(
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=OPEN_FOR,
        WTF_CSRF_SSL_STRICT=False,  # asks for the Referer, which our pages do not send
    )
    csrf.init_app(app)


def require_mark() -> None:
    """Before a request to a page, after authentication: raises a Problem unless the form has a
    valid CSRF token and its texts have no NUL characters."""
    if any("\0" in text for field in request.form.items(multi=True) for text in field):
        raise Problem(400, "This form has characters in it that no text has. Leave them out.")
    try:
        csrf.protect()
    except CSRFError:
        raise StaleMark(
            400,
            "This form was open for too long, or it came from another site. Go back, load the "
            "page again and send it once more.",
        ) from None
