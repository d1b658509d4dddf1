"""After a form: off to the page that shows what came of it."""

from __future__ import annotations

from flask import Response, make_response, redirect


def see_other(location: str) -> Response:
    """With the status 303, so that the page is fetched by GET and going back sends nothing anew."""
    return make_response(redirect(location, 303))
