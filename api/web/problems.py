"""What is answered where something is wrong: RFC 9457 problem details, one sentence that helps."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, current_app, json, request
from marshmallow import ValidationError
from werkzeug.exceptions import HTTPException

from api.errors import SENTENCES, BadInput, Problem
from api.i18n import _
from api.integrity import storage_failures
from domain.codec import NewerEntry, Unreadable
from domain.rules import Conflict, NotFound, Refused

MEDIA_TYPE = "application/problem+json"
MOST_ERRORS = 50
"""That are listed; how many there are in all is said."""


def problem(
    status: int,
    detail: str,
    errors: list[dict[str, str]] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
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
    """In the reader's language."""
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
    """The HTTP status of what was refused."""
    if isinstance(wrong, Problem):
        return wrong.status
    kinds = ((NotFound, 404), (Conflict, 409))
    return next((status for kind, status in kinds if isinstance(wrong, kind)), 422)


def unreadable(error: Unreadable) -> Response:
    """A log that is newer than this server: not now, for whoever runs it has to update it."""
    status = 503 if isinstance(error, NewerEntry) else 500
    current_app.logger.error("%s %s failed: %s", request.method, request.url_rule, error)
    return problem(status, _(error.template, **error.params))


def invalid(error: ValidationError) -> Response:
    """What the schemas found, each with its place."""
    messages: Mapping[str, Any] = error.normalized_messages()  # type: ignore[no-untyped-call]
    found = list(_places(messages))
    errors = [_error(at, sentence) for at, sentence in found[:MOST_ERRORS]]
    detail, count = errors[0]["detail"] if errors else _(SENTENCES[400]), len(found)
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
    """What Flask itself refuses; also a redirect, which is let through."""
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


def noted(app: Flask) -> Callable[[Exception], None]:
    """What went wrong behind a request that was answered long ago; as `unexpected`."""

    def note(error: Exception) -> None:
        where = "".join(traceback.format_tb(error.__traceback__))
        app.logger.error("Work behind the pages failed: %s\n%s", type(error).__name__, where)

    return note


def unexpected(error: Exception) -> Response:
    """Logged without its message, which may quote what somebody typed."""
    where = "".join(traceback.format_tb(error.__traceback__))
    current_app.logger.error(
        "%s %s failed: %s\n%s", request.method, request.url_rule, type(error).__name__, where
    )
    trouble = storage_failures.failure(error, current_app.extensions["banyan"].home.path)
    if trouble is None:
        return problem(500, _(SENTENCES[500]))
    headers = {"Retry-After": str(trouble.again)} if trouble.again else None
    return problem(trouble.status, trouble.sentence, headers=headers)


def _places(messages: Mapping[str, Any], place: str = "") -> Iterator[tuple[str, str]]:
    """Flat: a JSON pointer into the body, or the name of the parameter, and what is wrong there."""
    for key, said in messages.items():
        if not place and key in ("query", "json", "_schema") and isinstance(said, Mapping):
            yield from _places(said, "?" if key == "query" else "#")
        elif isinstance(said, Mapping):
            yield from _places(said, f"{place}/{_escaped(key)}")
        else:
            at = place if key in ("_schema", "json") else f"{place}/{_escaped(key)}"
            for sentence in said:
                yield at or "#", sentence


def _error(at: str, sentence: str) -> dict[str, str]:
    detail = _(str(sentence))
    if at.startswith("?"):
        return {"parameter": at.removeprefix("?/"), "detail": detail}
    return {"pointer": at, "detail": detail}


def _escaped(key: object) -> str:
    return str(key).replace("~", "~0").replace("/", "~1")[:200]
