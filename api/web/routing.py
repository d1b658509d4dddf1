"""How a route is declared: its shapes, its errors and its name in the document, in one line.

A request has three phases: it is parsed (here, by the declared shapes), authorised (`auth`, before
anything else) and acted upon (the function under the declaration).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

import flask_smorest
from flask import request
from flask_smorest.utils import prepare_response
from marshmallow import Schema, fields

from api.access.policy import narrowed, require_records
from api.access.rules import Needs
from api.schemas.envelope import KnownAt, Written
from api.transactions.read import Page, Read
from api.web.parsing import Parser
from api.web.problems import MEDIA_TYPE
from api.web.services import caller, home, reading, writing

View = Callable[..., Any]

IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "Sent again with the same content, the answer is that of the first time.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[ -~]*[!-~]$"},
}


class WhatIsWrong(Schema):
    detail = fields.String(required=True)
    pointer = fields.String(metadata={"description": "Into the body (RFC 6901)."})
    parameter = fields.String(metadata={"description": "Of the query."})


class ProblemDetails(Schema):
    """RFC 9457."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(
        required=True, metadata={"description": "What is wrong, where, and what to do."}
    )
    errors = fields.List(fields.Nested(WhatIsWrong))


class Api(flask_smorest.Api):
    """Errors are documented and answered as problem details."""

    ERROR_SCHEMA = ProblemDetails

    def _register_error_handlers(self) -> None:
        """`api.web.problems` has them."""

    def _register_responses(self) -> None:
        for name in ("DEFAULT_ERROR", HTTPStatus.UNPROCESSABLE_ENTITY.name):
            response = {"description": "What is wrong, and what to do.", "schema": ProblemDetails}
            prepare_response(response, self.spec, MEDIA_TYPE)
            self.spec.components.response(name, response, lazy=True)


class Blueprint(flask_smorest.Blueprint):
    ARGUMENTS_PARSER = Parser()

    def reads(self, rule: str, answer: type[Schema], query: type[Schema] = KnownAt) -> View:
        """A GET: `view(read, **ids)` gives the data, or a page of it."""

        def declare(view: View) -> View:
            @self.arguments(query, location="query")
            @self.response(200, answer, headers=LINK)
            @self.alt_response(202, "DEFAULT_ERROR")
            @wraps(view)
            def parsed(asked: dict[str, Any], **ids: Any) -> Any:
                read = _reading(asked, view)
                return respond(read, view(read, **ids))

            return self._declared(rule, "GET", parsed, view)

        return declare

    def files(self, rule: str, kind: str = "application/octet-stream") -> View:
        """A GET of a file: `view(read, **ids)` gives the response."""

        def declare(view: View) -> View:
            @self.arguments(KnownAt, location="query")
            @self.response(200, FILE, content_type=kind)
            @wraps(view)
            def parsed(asked: dict[str, Any], **ids: Any) -> Any:
                return view(_reading(asked, view), **ids)

            return self._declared(rule, "GET", parsed, view)

        return declare

    def creates(self, rule: str, body: type[Schema], example: Any = None) -> View:
        """A POST that makes something: 201 and where it is."""
        return self._writes(rule, body, Written, "POST", 201, example)

    def changes(
        self, rule: str, body: type[Schema], method: str = "POST", answer: type[Schema] = Written
    ) -> View:
        return self._writes(rule, body, answer, method, 200)

    def searches(self, rule: str, body: type[Schema], answer: type[Schema]) -> View:
        """A POST that reads, since what is looked for is private: `view(read, **ids)`."""

        def declare(view: View) -> View:
            @self.arguments(body)
            @self.response(200, answer)
            @wraps(view)
            def parsed(asked: dict[str, Any], **ids: Any) -> Any:
                read = _reading(asked, view)
                return respond(read, view(read, **ids))

            return self._declared(rule, "POST", parsed, view)

        return declare

    def acts(
        self,
        rule: str,
        answer: type[Schema],
        body: type[Schema] | None = None,
        method: str = "POST",
        status: int = 200,
    ) -> View:
        """A change outside the log, to accounts: `view(said, **ids)` gives the data.

        A repeat is not answered as the first time, for that would mean to keep a secret.
        """

        def declare(view: View) -> View:
            @self.response(status, answer)
            @wraps(view)
            def parsed(said: dict[str, Any] | None = None, **ids: Any) -> Any:
                data = view(said or {}, **ids)
                return {"position": home().log.position(), "data": data}

            taken = self.arguments(body)(parsed) if body else parsed
            return self._declared(rule, method, taken, view)

        return declare

    def _writes(
        self,
        rule: str,
        body: type[Schema],
        answer: type[Schema],
        method: str,
        status: int,
        example: Any = None,
    ) -> View:
        """`view(write, said, **ids)` gives what `write.commit` gave it."""

        def declare(view: View) -> View:
            @self.doc(parameters=[IDEMPOTENCY_KEY])
            @self.arguments(body, example=example)
            @self.response(status, answer, headers=LOCATION if status == 201 else None)
            @wraps(view)
            def parsed(said: dict[str, Any], **ids: Any) -> Any:
                _require_said(said, view)
                write = writing(_plain(body, said), status)
                answer = write.once(lambda: view(write, said, **ids))
                headers = {"Location": answer["location"]} if answer["location"] else {}
                frame = {"position": answer["position"], "data": answer["data"]}
                return frame, answer["status"], headers

            return self._declared(rule, method, parsed, view)

        return declare

    def _declared(self, rule: str, method: str, parsed: View, view: View) -> View:
        head, *rest = view.__name__.split("_")
        name = head + "".join(word.capitalize() for word in rest)
        self.route(rule, methods=[method])(self.doc(operationId=name)(parsed))
        return view


FILE = {"type": "string", "format": "binary"}
LINK = {"Link": {"description": "The page after (RFC 8288).", "schema": {"type": "string"}}}
LOCATION = {"Location": {"description": "Where it is.", "schema": {"type": "string"}}}


def _reading(asked: dict[str, Any], view: View) -> Read:
    needed: Needs = view.needs  # type: ignore[attr-defined]
    return reading(needed.rule, asked)


def _require_said(said: dict[str, Any], view: View) -> None:
    """What a body names lies, with what its address names, within what one grant lets this reader
    see by the rule."""
    needed: Needs = view.needs  # type: ignore[attr-defined]
    named = [(kind, said[name]) for name, kind in needed.said.items() if said.get(name)]
    if named:
        here = caller()
        here.named += named
        require_records(here.db, here.access, needed.rule, here.named)
        here.access = narrowed(here.db, here.access, named)


def respond(read: Read, found: Any) -> tuple[dict[str, Any], int, dict[str, str]]:
    """In its frame, with the `Link` (RFC 8288) to the page after."""
    if not isinstance(found, Page):
        return {"position": read.position, "data": found}, 200, {}
    headers = {}
    if found.cursor:
        query = request.args.to_dict() | {"after": found.cursor}
        headers["Link"] = f'<{request.path}?{urlencode(query)}>; rel="next"'
    frame = {"position": read.position, "data": found.rows, "next": found.cursor}
    return frame, 200, headers


def _plain(body: type[Schema], said: dict[str, Any]) -> Any:
    """As JSON has it: what makes the same content the same, however it was spaced."""
    return body().dump(said)
