"""The services that all requests share, and the caller of the current request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g, request

from api.access.policy import Access
from api.access.rules import Rule
from api.errors import Problem
from api.home import Home
from api.spreadsheets.uploads.worker import UploadWorker
from api.transactions import read as reads
from api.transactions.caller import Caller, Moment
from api.transactions.idempotency import key_of
from api.transactions.read import Read
from api.transactions.snapshots import Snapshots
from api.transactions.write import Write
from api.web.problems import background_logger

EXTENSION = "banyan"
MAX_KEY = 200
"""Characters of an Idempotency-Key."""


@dataclass(frozen=True)
class Services:
    """The services of one home, made once."""

    home: Home
    snapshots: Snapshots
    uploads: UploadWorker


def serve(app: Flask, home: Home) -> None:
    """Makes the services of a home: from now on the app serves this home."""
    app.extensions[EXTENSION] = Services(
        home,
        Snapshots(home.log),
        UploadWorker(home, background_logger(app)),
    )


def register(app: Flask) -> None:
    app.teardown_request(_close)


def services() -> Services:
    found: Services = current_app.extensions[EXTENSION]
    return found


def home() -> Home:
    return services().home


def caller() -> Caller:
    """The caller of the current request: a stranger, until `authentication` knows the account."""
    if "caller" not in g:
        shared = services()
        g.caller = Caller(shared.home, shared.snapshots, Moment(shared.home))
    current: Caller = g.caller
    return current


def this_access() -> Access:
    """The current caller's access, by the grants in the cascade of the request if it has one."""
    return caller().access


def reading(rule: Rule, asked: Mapping[str, Any] | None = None) -> Read:
    """The views as this request sees them, under a rule. `asked`: the parsed query."""
    return reads.reading(caller(), asked or {}, rule)


def writing(body: object, status: int = 200) -> Write:
    """A write of the current caller. `body`: what was sent. With an id in it, or an
    Idempotency-Key, the write acts once however often it is sent."""
    return Write(caller(), body, _key(body), status)


def _key(body: object) -> str | None:
    """The key of repeats: from the header, or else from the id that the client chose."""
    key = request.headers.get("Idempotency-Key")
    if key is not None and not (1 <= len(key) <= MAX_KEY and key.isprintable()):
        raise Problem(
            400, "An Idempotency-Key is 1 to {most} characters. Use a UUID.", most=MAX_KEY
        )
    if key is None and isinstance(body, dict) and body.get("id"):
        key = f"id {body['id']}"
    return key_of(this_access().account, request.method, request.path, key) if key else None


def _close(_error: BaseException | None) -> None:
    """Closes what the request opened."""
    if "caller" in g:
        g.caller.moment.close()
