"""Answers to errors: RFC 9457 problem details, with one sentence that says what to do."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, current_app, json, request
from marshmallow import ValidationError
from marshmallow.exceptions import SCHEMA
from werkzeug.exceptions import HTTPException

from api.errors import SENTENCES, BadInput, Problem
from api.i18n import _
from api.integrity import storage_failures
from domain.codec import NewerEntry, Unreadable
from domain.rules import Conflict, NotFound, Refused

MEDIA_TYPE = "application/problem+json"
MAX_ERRORS = 50
"""Errors listed; the detail says how many there are in all."""


def problem(
    status: int,
    detail: str,
    errors: list[dict[str, str]] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """`errors`: [{"pointer" or "parameter", "detail"}]"""
    body: dict[str, object] = {
        "type": "about:blank",
        "title": _(HTTPStatus(status).phrase),
        "status": status,
        "detail": detail,
    }
    if errors:
        body["errors"] = errors
    return Response(json.dumps(body), status, headers, mimetype=MEDIA_TYPE)


def answer(wrong: Problem) -> Response:
    """The answer to a Problem, in the reader's language."""
    return problem(wrong.status, _(wrong.template, **wrong.params), wrong.errors, wrong.headers)


def register(app: Flask) -> None:
    app.register_error_handler(Problem, answer)
    app.register_error_handler(Refused, refused)
    app.register_error_handler(Unreadable, unreadable)
    app.register_error_handler(BadInput, lambda bad: problem(422, bad.message))
    app.register_error_handler(ValidationError, invalid)
    app.register_error_handler(HTTPException, of_http)
    app.register_error_handler(Exception, unexpected)


def refused(refusal: Refused) -> Response:
    detail = _(refusal.template, **refusal.params)
    errors = None
    if refusal.field:
        errors = [{"pointer": f"#/{refusal.field}", "detail": detail}]
    return problem(status_of(refusal), detail, errors)


def status_of(wrong: Refused | Problem) -> int:
    """The HTTP status of a refusal."""
    if isinstance(wrong, Problem):
        return wrong.status
    kinds = ((NotFound, 404), (Conflict, 409))
    return next((status for kind, status in kinds if isinstance(wrong, kind)), 422)


def unreadable(error: Unreadable) -> Response:
    """An entry that cannot be read: 503 if a newer Banyan wrote it and this server must be updated
    first, else 500."""
    status = 503 if isinstance(error, NewerEntry) else 500
    current_app.logger.error("%s %s failed: %s", request.method, request.url_rule, error)
    return problem(status, _(error.template, **error.params))


def invalid(error: ValidationError) -> Response:
    """The errors that the schemas found, each with its place."""
    whole = error.field_name == SCHEMA and isinstance(error.messages, Mapping)
    messages = error.messages_dict if whole else {error.field_name: error.messages}
    listed = list(_places(messages))
    errors = [_error(at, sentence) for at, sentence in listed[:MAX_ERRORS]]
    detail, count = errors[0]["detail"] if errors else _(SENTENCES[400]), len(listed)
    if count > len(errors):
        detail = _(
            "{count} things are wrong here, of which {shown} are listed. First: {first}",
            count=count,
            shown=len(errors),
            first=detail,
        )
    elif count > 1:
        detail = _("{count} things are wrong here. First: {first}", count=count, first=detail)
    return problem(422, detail, errors)


def of_http(error: HTTPException) -> Response:
    """The answer to an HTTP error of Flask; a redirect is let through."""
    status = error.code or 500
    if status < 400 or error.response is not None:
        return Response(error.get_response(request.environ).response, status)
    sentence = SENTENCES.get(status, SENTENCES[400])
    allow = ", ".join(sorted(getattr(error, "valid_methods", None) or ()))
    detail = _(
        sentence,
        method=request.method,
        limit=request.max_content_length,
        expected="application/json",
    )
    return problem(status, detail, headers={"Allow": allow} if allow else None)


def background_logger(app: Flask) -> Callable[[Exception], None]:
    """A logger of errors in background work: the traceback without the message, as `unexpected`."""

    def note(error: Exception) -> None:
        where = "".join(traceback.format_tb(error.__traceback__))
        app.logger.error("Work behind the pages failed: %s\n%s", type(error).__name__, where)

    return note


def unexpected(error: Exception) -> Response:
    """The answer to a fault. It is logged without its message, which may quote private text."""
    where = "".join(traceback.format_tb(error.__traceback__))
    current_app.logger.error(
        "%s %s failed: %s\n%s", request.method, request.url_rule, type(error).__name__, where
    )
    trouble = storage_failures.failure(error, current_app.extensions["banyan"].home.path)
    if trouble is None:
        return problem(500, _(SENTENCES[500]))
    headers = {"Retry-After": str(trouble.retry_after)} if trouble.retry_after else None
    return problem(trouble.status, trouble.sentence, headers=headers)


def _places(messages: Mapping[str, Any], place: str = "") -> Iterator[tuple[str, str]]:
    """(place, sentence) of each error in nested messages. The place is a JSON pointer into the
    body, or `?/` and the name of a parameter."""
    for key, inner in messages.items():
        if not place and key in ("query", "json", SCHEMA) and isinstance(inner, Mapping):
            yield from _places(inner, "?" if key == "query" else "#")
        elif isinstance(inner, Mapping):
            yield from _places(inner, f"{place}/{_escaped(key)}")
        else:
            at = place if key in (SCHEMA, "json") else f"{place}/{_escaped(key)}"
            for sentence in inner:
                yield at or "#", sentence


def _error(at: str, sentence: str) -> dict[str, str]:
    detail = _(str(sentence))
    if at.startswith("?"):
        return {"parameter": at.removeprefix("?/"), "detail": detail}
    return {"pointer": at, "detail": detail}


def _escaped(key: object) -> str:
    return str(key).replace("~", "~0").replace("/", "~1")[:200]
