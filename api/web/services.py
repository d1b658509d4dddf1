"""What lasts from request to request, and who sends the request at hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, current_app, g, request

from api.access.policy import Access
from api.access.rules import Rule
from api.errors import Problem
from api.figures.rankings import Rankings
from api.figures.replay import Replays
from api.figures.report import Reports
from api.home import Home
from api.spreadsheets.uploads.worker import UploadWorker
from api.transactions import read as reads
from api.transactions.answer_cache import AnswerCache
from api.transactions.caller import Caller, Moment
from api.transactions.idempotency import key_of
from api.transactions.read import Read
from api.transactions.snapshots import Snapshots
from api.transactions.write import Write
from api.web.headers import SAFE
from api.web.problems import noted

EXTENSION = "banyan"
MAX_KEY = 200
"""Characters of an Idempotency-Key."""


@dataclass(frozen=True)
class Services:
    """Of one home, made once. `answers`, `rankings`, `reports`, `replays`: figures that are dear
    to compute."""

    home: Home
    snapshots: Snapshots
    answers: AnswerCache
    rankings: Rankings
    reports: Reports
    replays: Replays
    uploads: UploadWorker


def serve(app: Flask, home: Home) -> None:
    """From now on what the app shows is this home's."""
    app.extensions[EXTENSION] = Services(
        home,
        Snapshots(home.log),
        AnswerCache(home),
        Rankings(home),
        Reports(home),
        Replays(home),
        UploadWorker(home, noted(app)),
    )


def register(app: Flask) -> None:
    app.after_request(_renew)
    app.teardown_request(_close)


def services() -> Services:
    found: Services = current_app.extensions[EXTENSION]
    return found


def home() -> Home:
    return services().home


def caller() -> Caller:
    """Who sends the request at hand: a stranger, until `authentication` knows them."""
    if "caller" not in g:
        known = services()
        g.caller = Caller(known.home, known.snapshots, known.answers, Moment(known.home))
    found: Caller = g.caller
    return found


def this_access() -> Access:
    """By the grants in the cascade that the request is about, where it is of one."""
    return caller().access


def reading(rule: Rule, asked: Mapping[str, Any] | None = None) -> Read:
    """The views as this request sees them, under a rule. `asked`: as the query is parsed."""
    return reads.reading(caller(), asked or {}, rule)


def writing(body: object, status: int = 200) -> Write:
    """`body`: what was sent; with an id in it, or under an Idempotency-Key, it acts once."""
    return Write(caller(), body, _key(body), status)


def _key(body: object) -> str | None:
    """What makes a repeat: the header, or else the id that the client chose."""
    key = request.headers.get("Idempotency-Key")
    if key is not None and not (1 <= len(key) <= MAX_KEY and key.isprintable()):
        raise Problem(
            400, "An Idempotency-Key is 1 to {most} characters. Use a UUID.", most=MAX_KEY
        )
    if key is None and isinstance(body, dict) and body.get("id"):
        key = f"id {body['id']}"
    return key_of(this_access().account, request.method, request.path, key) if key else None


def _renew(response: Response) -> Response:
    """Who wrote something looks at the figures next."""
    if request.method not in SAFE and response.status_code < HTTPStatus.BAD_REQUEST:
        services().answers.renew()
    return response


def _close(_error: BaseException | None) -> None:
    """What a request opened is closed with it."""
    if "caller" in g:
        g.caller.moment.close()
