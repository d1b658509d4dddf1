"""The Flask app: the home that it serves, the API, the pages, and the checks of every request."""

from __future__ import annotations

from flask import Flask
from flask.json.provider import DefaultJSONProvider
from flask_compress import Compress

from api.access.rules import ANYONE, requires
from api.accounts import passwords
from api.endpoints import ALL
from api.figures.replay import MEDIA_TYPE
from api.home import Home
from api.web import assets, authentication, csrf, deployment, headers, problems, services
from api.web.parsing import LARGEST_BODY
from api.web.routing import Api

PREFIX = "/api/v1"


def create_app(home: Home) -> Flask:
    """The app of a home. Opens the home's databases, before threads use them."""
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
    assert isinstance(app.json, DefaultJSONProvider)  # noqa: S101
    app.json.sort_keys = app.json.ensure_ascii = False
    serve(app, home)
    services.register(app)
    headers.register(app)
    authentication.register(app)
    csrf.register(app)
    problems.register(app)
    _register_api(app)
    _register_pages(app)
    Compress(app)
    authentication.require_rules(app)
    return app


def serve(app: Flask, home: Home) -> None:
    """Makes the app serve this home from now on."""
    _ = home.log, home.service, home.views, home.private, home.accounts
    passwords.decoy_hash()
    deployment.configure(app, home)
    services.serve(app, home)


def _register_api(app: Flask) -> None:
    api = Api(app, spec_kwargs={"info": {"description": DESCRIPTION}})
    api.spec.components.security_scheme("key", {"type": "http", "scheme": "bearer"})
    api.spec.options["security"] = [{"key": []}]
    for blueprint in ALL:
        api.register_blueprint(blueprint, url_prefix=PREFIX)
    document = "api-docs.openapi_json"
    app.view_functions[document] = requires(ANYONE)(lambda: api._openapi_json())


def _register_pages(app: Flask) -> None:
    from api.pages import blueprint

    app.register_blueprint(blueprint)
    assets.register(app)
    _prepare_pages(app)


def _prepare_pages(app: Flask) -> None:
    """Compiles the templates and reads the languages, so that no first visitor waits for it."""
    from api.pages.layout import formatting

    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)
    formatting.read_languages()


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
