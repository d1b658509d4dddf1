"""Error pages: for the addresses of pages, and for unknown addresses opened in a browser."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, current_app, render_template, request
from werkzeug.exceptions import HTTPException

from api.access.policy import NOBODY
from api.errors import Problem
from api.i18n import _
from api.pages.layout import formatting
from api.pages.layout.resume_form import carried_form, resume_page
from api.web import problems
from api.web.csrf import StaleMark
from api.web.problems import answer
from api.web.services import caller
from domain.codec import Unreadable
from domain.rules import NotFound, Refused


def register(blueprint: Blueprint) -> None:
    blueprint.register_error_handler(HTTPStatus.NOT_FOUND, not_found)
    blueprint.register_error_handler(NotFound, not_found)
    blueprint.register_error_handler(Exception, unexpected)
    blueprint.register_error_handler(Unreadable, unreadable)
    blueprint.register_error_handler(Problem, problem)
    blueprint.register_error_handler(Refused, refused)
    blueprint.app_errorhandler(HTTPException)(nowhere)
    blueprint.app_errorhandler(Problem)(no_page)
    blueprint.app_errorhandler(Unreadable)(unreadable_anywhere)


def not_found(error: Exception) -> tuple[str, int]:
    return render_template("layout/not_found.html"), HTTPStatus.NOT_FOUND


def unexpected(error: Exception) -> Response:
    """A page for an HTTP error of Flask, or for a fault, which is logged."""
    if isinstance(error, HTTPException):
        response = problems.of_http(error)
    else:
        caller().moment.close()  # a transaction that failed answers nothing more
        response = problems.unexpected(error)
    if response.status_code >= HTTPStatus.BAD_REQUEST:
        detail = response.get_json()["detail"]
        response.mimetype = "text/html"
        bare = START | {"places_of_cascade": list}  # the real one reads the views
        response.set_data(render_template("layout/trouble.html", wrong=detail, **bare))
    return response


def unreadable(error: Unreadable) -> Response:
    """A page for an entry that cannot be read; without navigation, which reads the views."""
    response = problems.unreadable(error)
    caller().access = NOBODY
    response.mimetype = "text/html"
    sentence = _(error.template, **error.params)
    response.set_data(render_template("layout/trouble.html", wrong=sentence, **START))
    return response


def problem(error: Problem) -> Response:
    """A page for a Problem: the sign-in form for a reader without a session, the form again for a
    stale CSRF token, else an error page."""
    response = answer(error)
    formatting.set_chosen_language()
    if error.status == HTTPStatus.UNAUTHORIZED:
        shown = _ask_to_sign_in(error)
    elif isinstance(error, StaleMark) and (page := resume_page(carried_form())):
        shown = page
    elif error.status == HTTPStatus.NOT_FOUND:
        shown, _status = not_found(error)
    else:
        shown = render_template(
            "layout/trouble.html", wrong=_(error.template, **error.params), **START
        )
    response.mimetype = "text/html"
    response.set_data(shown)
    return response


def refused(error: Refused) -> tuple[str, int]:
    wrong = _(error.template, **error.params)
    return render_template(
        "layout/trouble.html", wrong=wrong, **START
    ), HTTPStatus.UNPROCESSABLE_ENTITY


# ---- at an address that is no page -----------------------------------------------------------


def nowhere(error: HTTPException) -> Response:
    """An unknown address, or a method that it does not take."""
    if not _in_a_browser():
        return problems.of_http(error)
    formatting.set_chosen_language()
    if error.code != HTTPStatus.NOT_FOUND:
        return unexpected(error)
    return current_app.make_response(not_found(error))


def no_page(error: Problem) -> Response:
    return problem(error) if _in_a_browser() else answer(error)


def unreadable_anywhere(error: Unreadable) -> Response:
    return unreadable(error) if _in_a_browser() else problems.unreadable(error)


def _in_a_browser() -> bool:
    """Whether the client prefers HTML, at an address outside the API."""
    preferred = request.accept_mimetypes.best_match([problems.MEDIA_TYPE, "text/html"])
    return preferred == "text/html" and not request.path.startswith("/api/")


START = {"here": "pages.start"}
"""The target of the language links on a page that cannot be loaded again."""


def _ask_to_sign_in(error: Problem) -> str:
    onward = request.full_path.rstrip("?") if request.method == "GET" else ""
    more = {"here": "pages.signin.show", "kept": carried_form()}
    return render_template("account/signin.html", wrong=_(error.template), onward=onward, **more)
