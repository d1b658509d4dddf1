"""The server as a whole: the home it serves, its doors, and what holds for every request."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import Flask, Response, current_app, request
from flask_compress import Compress

from api.access.rules import ANYONE, needs
from api.accounts import passwords
from api.endpoints import ALL
from api.figures.cache import AnswerCache
from api.figures.rankings import Rankings
from api.figures.replay import MEDIA_TYPE, Replays
from api.figures.report import Reports
from api.figures.same_moment import SameMoment
from api.home import Home
from api.i18n import LANGUAGES, speak
from api.spreadsheets.files.limits import MAX_FILES
from api.spreadsheets.uploads.store import LARGEST_UPLOAD
from api.spreadsheets.uploads.worker import UploadWorker
from api.transactions.snapshots import Snapshots
from api.web import authentication, csrf, deployment, problems
from api.web.parsing import LARGEST_BODY, LARGEST_FILE_BODY
from api.web.routing import Api

PREFIX = "/api/v1"


def create_app(home: Home) -> Flask:
    """The home's drawers are opened here, once, before threads ask for them."""
    app = Flask("api", static_folder="static", template_folder="templates")
    app.config.update(
        COMPRESS_MIMETYPES=[
            "text/html",
            "text/css",
            "text/javascript",
            "application/json",
            "text/csv",
            MEDIA_TYPE,
        ],
        API_TITLE="Banyan",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api",
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LARGEST_BODY,
        MAX_FORM_PARTS=20,
    )
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    serve(app, home)
    app.after_request(_renew)
    app.before_request(_speak)
    app.before_request(_take_files)
    authentication.register(app)
    csrf.register(app)
    problems.register(app)
    _register_api(app)
    _register_pages(app)
    Compress(app)
    authentication.require_rules(app)
    return app


def serve(app: Flask, home: Home) -> None:
    """From now on what the app shows and keeps is this home's."""
    _ = home.log, home.service, home.views, home.private, home.accounts
    passwords.nobodys()
    deployment.configure(app, home)
    app.extensions |= _kept(app, home)


def _kept(app: Flask, home: Home) -> dict[str, Any]:
    """What lasts from request to request."""
    return {
        "banyan": home,
        "banyan.past": Snapshots(home.log),
        "banyan.rankings": Rankings(home),
        "banyan.branches": SameMoment(),
        "banyan.kept": AnswerCache(home),
        "banyan.reports": Reports(home),
        "banyan.replays": Replays(home),
        "banyan.works": UploadWorker(home, problems.noted(app)),
    }


def _speak() -> None:
    """In the first language of the reader's that Banyan knows."""
    speak(request.accept_languages.best_match(LANGUAGES) or "en")


def _renew(response: Response) -> Response:
    """Who wrote something looks at the figures next."""
    if request.method not in ("GET", "HEAD") and response.status_code < HTTPStatus.BAD_REQUEST:
        kept: AnswerCache = current_app.extensions["banyan.kept"]
        kept.renew()
    return response


def _take_files() -> None:
    if request.endpoint == "registers.attach_evidence":
        request.max_content_length = LARGEST_FILE_BODY
    if request.endpoint == "pages.imports.send":
        request.max_content_length = LARGEST_UPLOAD + LARGEST_BODY
        request.max_form_parts = MAX_FILES + 20


def _register_api(app: Flask) -> None:
    api = Api(app, spec_kwargs={"info": {"description": DESCRIPTION}})
    api.spec.components.security_scheme("key", {"type": "http", "scheme": "bearer"})
    api.spec.options["security"] = [{"key": []}]
    for blueprint in ALL:
        api.register_blueprint(blueprint, url_prefix=PREFIX)
    document = "api-docs.openapi_json"
    app.view_functions[document] = needs(ANYONE)(lambda: api._openapi_json())


def _register_pages(app: Flask) -> None:
    from api.pages import blueprint
    from api.web import assets

    app.register_blueprint(blueprint)
    assets.register(app)


DESCRIPTION = """\
Follow Trainer-of-Trainers cascades. Every request carries `Authorization: Bearer …` with a token \
that somebody made under “Your account” or with `banyan user token`; on the machine that holds \
`BANYAN_HOME`, the content of its file `token` will do.

* What your roles do not let you see does not exist: it answers 404.
* Every answer is `{position, data}`: the entry of the log up to which the data is true.
* Lists come in pages: `next` is the cursor to give as `after`.
* `as_of=DATE` asks how it was in the world on a day, `known_at=POSITION or TIME` what was known.
* Writes take an `Idempotency-Key`, or an `id` that you choose: sent again, they change nothing.
* Nothing is deleted. Corrections are facts, each with a reason.
* Errors are problem details (RFC 9457): `detail` says what is wrong, where, and what to do.
"""
