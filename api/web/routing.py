"""Declares a route in one line: its address, its shapes, its errors and its OpenAPI name.

A request has three phases: `authentication` authorises it, this file parses it by the declared
shapes, and the function under the declaration acts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import urlencode

import flask_smorest  # type: ignore[import-untyped]
from flask import request
from flask_smorest.utils import prepare_response  # type: ignore[import-untyped]
from marshmallow import Schema, fields

from api.access.policy import narrowed, require_records
from api.access.rules import requirement_of
from api.schemas.envelope import KnownAt, Written
from api.transactions.read import Page, Read
from api.transactions.write import Body
from api.web.parsing import Parser
from api.web.problems import MEDIA_TYPE
from api.web.services import caller, home, reading, writing

View = Callable[..., Any]
V = TypeVar("V", bound=View)
Shape = type[Schema]

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


class Api(flask_smorest.Api):  # type: ignore[misc]
    """Errors are documented and answered as problem details."""

    ERROR_SCHEMA = ProblemDetails

    def _register_error_handlers(self) -> None:
        """`api.web.problems` has them."""

    def _register_responses(self) -> None:
        for name in ("DEFAULT_ERROR", HTTPStatus.UNPROCESSABLE_ENTITY.name):
            response = {"description": "What is wrong, and what to do.", "schema": ProblemDetails}
            prepare_response(response, self.spec, MEDIA_TYPE)
            self.spec.components.response(name, response, lazy=True)


class Blueprint(flask_smorest.Blueprint):  # type: ignore[misc]
    """The routes of one noun. Each method declares one kind of route.

    `rule` is the address, as Flask writes it; `body`, `query`, `answer` are marshmallow schemas.
    """

    ARGUMENTS_PARSER = Parser()

    def reads(self, rule: str, answer: Shape, query: Shape = KnownAt) -> Callable[[V], V]:
        """A GET: `view(read, **ids)` returns the data, or a `Page` of it."""
        shapes = (
            self.arguments(query, location="query"),
            self.response(200, answer, headers=LINK),
            self.alt_response(202, "DEFAULT_ERROR"),
        )

        def declare(view: V) -> V:
            return self._declared(rule, "GET", view, _answering(view), shapes)

        return declare

    def searches(self, rule: str, body: Shape, answer: Shape) -> Callable[[V], V]:
        """A POST that only reads, for private search words: `view(read, **ids)`."""
        shapes = (self.arguments(body), self.response(200, answer))

        def declare(view: V) -> V:
            return self._declared(rule, "POST", view, _answering(view), shapes)

        return declare

    def files(self, rule: str, kind: str = "application/octet-stream") -> Callable[[V], V]:
        """A GET of a file: `view(read, **ids)` returns the response."""

        def declare(view: V) -> V:
            def parsed(asked: Body, **ids: Any) -> Any:
                return view(reading(requirement_of(view).rule, asked), **ids)

            shapes = (
                self.arguments(KnownAt, location="query"),
                self.response(200, FILE, content_type=kind),
            )
            return self._declared(rule, "GET", view, parsed, shapes)

        return declare

    def creates(self, rule: str, body: Shape, example: object = None) -> Callable[[V], V]:
        """A POST that creates a record: status 201 and its address in `Location`."""
        return self._writes(rule, body, Written, "POST", 201, example)

    def changes(
        self, rule: str, body: Shape, method: str = "POST", answer: Shape = Written
    ) -> Callable[[V], V]:
        """A write that creates nothing: status 200."""
        return self._writes(rule, body, answer, method, 200)

    def acts(
        self,
        rule: str,
        answer: Shape,
        body: Shape | None = None,
        method: str = "POST",
        status: int = 200,
    ) -> Callable[[V], V]:
        """A change of accounts, outside the log: `view(body, **ids)` returns the data.

        It is not idempotent: to answer a repeat, it would have to store the secret that it made.
        """

        def declare(view: V) -> V:
            def parsed(sent: Body | None = None, **ids: Any) -> Any:
                data = view(sent or {}, **ids)
                return {"position": home().log.position(), "data": data}

            taken = (self.arguments(body),) if body else ()
            return self._declared(
                rule, method, view, parsed, (*taken, self.response(status, answer))
            )

        return declare

    def _writes(
        self,
        rule: str,
        body: Shape,
        answer: Shape,
        method: str,
        status: int,
        example: object = None,
    ) -> Callable[[V], V]:
        """`view(write, body, **ids)` returns the answer of `write.commit`."""

        def declare(view: V) -> V:
            def parsed(sent: Body, **ids: Any) -> Any:
                _require_records(sent, view)
                # Dumped again, equal content is equal whatever its spacing and order.
                write = writing(body().dump(sent), status)
                answer = write.once(lambda: view(write, sent, **ids))
                headers = {"Location": answer["location"]} if answer["location"] else {}
                frame = {"position": answer["position"], "data": answer["data"]}
                return frame, answer["status"], headers

            shapes = (
                self.doc(parameters=[IDEMPOTENCY_KEY]),
                self.arguments(body, example=example),
                self.response(status, answer, headers=LOCATION if status == 201 else None),
            )
            return self._declared(rule, method, view, parsed, shapes)

        return declare

    def _declared(self, rule: str, method: str, view: V, act: View, shapes: Sequence[Any]) -> V:
        """Routes to `act`, under the name and with the docstring of the view. `shapes`: decorators,
        the outermost first."""
        parsed: View = wraps(view)(act)
        for shape in reversed(shapes):
            parsed = shape(parsed)
        head, *rest = view.__name__.split("_")
        name = head + "".join(word.capitalize() for word in rest)
        self.route(rule, methods=[method])(self.doc(operationId=name)(parsed))
        return view


FILE = {"type": "string", "format": "binary"}
LINK = {"Link": {"description": "The page after (RFC 8288).", "schema": {"type": "string"}}}
LOCATION = {"Location": {"description": "Where it is.", "schema": {"type": "string"}}}


def _answering(view: View) -> View:
    def parsed(asked: Body, **ids: Any) -> Any:
        read = reading(requirement_of(view).rule, asked)
        return respond(read, view(read, **ids))

    return parsed


def _require_records(body: Body, view: View) -> None:
    """Raises NotFound unless one grant covers the records of the body and of the address."""
    requirement = requirement_of(view)
    named = [(kind, body[name]) for name, kind in requirement.fields.items() if body.get(name)]
    if named:
        here = caller()
        here.named += named
        require_records(here.db, here.access, requirement.rule, here.named)
        here.access = narrowed(here.db, here.access, named)


def respond(read: Read, data: object) -> tuple[Mapping[str, object], int, Mapping[str, str]]:
    """(body, status, headers): the data in its envelope; of a `Page`, also a `Link` (RFC 8288) to
    the next page."""
    if not isinstance(data, Page):
        return {"position": read.position, "data": data}, 200, {}
    headers: dict[str, str] = {}
    if data.cursor:
        query = request.args.to_dict() | {"after": data.cursor}
        headers["Link"] = f'<{request.path}?{urlencode(query)}>; rel="next"'
    frame = {"position": read.position, "data": data.rows, "next": data.cursor}
    return frame, 200, headers
