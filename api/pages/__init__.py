"""HTML: a welcome for anyone; for who is signed in, the cascades and one cascade's figures."""

from __future__ import annotations

from http import HTTPStatus

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.exceptions import HTTPException

from api.access.rules import ANYONE, FIGURES, NOBODY, needs, this_access
from api.errors import Problem
from api.home import Home
from api.i18n import _, speak
from api.pages import glossary
from api.pages.account import administration, own_account, signin
from api.pages.audit import compare, history, replay
from api.pages.cascade import flags, open_cascade, report, settings, trainers
from api.pages.cascade import home as cascade_home
from api.pages.imports import imports
from api.pages.layout import alarms, formatting, navigation, resume_form, visitor
from api.pages.people import certification, duplicates, merge, people_list, person, person_forms
from api.pages.trainer import my_reach
from api.pages.trainer import proposals as trainer_proposals
from api.pages.workshops import (
    attendances,
    corrections,
    log,
    proposals,
    register_editor,
    workshop_list,
)
from api.transactions.moments import asked_day
from api.web import problems
from api.web.csrf import StaleMark
from api.web.problems import answer
from domain.codec import Unreadable
from domain.rules import NotFound, Refused

WITH_OTHERS = (merge, my_reach, person, person_forms)
"""Their routes are those of `people` and of `branch`."""

blueprint = Blueprint("pages", __name__)
for helpers in (formatting, visitor, glossary, navigation, resume_form, alarms):
    for name, helper in helpers.helpers().items():
        blueprint.add_app_template_global(helper, name)
blueprint.add_app_template_global(resume_form.whose, "form_seal")
for part in (
    own_account,
    administration,
    alarms,
    attendances,
    trainer_proposals,
    certification,
    compare,
    corrections,
    duplicates,
    flags,
    history,
    imports,
    log,
    open_cascade,
    people_list,
    proposals,
    register_editor,
    replay,
    report,
    settings,
    signin,
    trainers,
    workshop_list,
):
    blueprint.register_blueprint(part.blueprint)


@blueprint.get("/")
@needs(ANYONE)
def start() -> str | Response:
    """The welcome; a trainer's own branch; the only cascade there is; or the list of cascades."""
    access = this_access()
    if not access.account:
        return render_template("cascade/welcome.html")
    mine = trainer_proposals.mine(access)
    if len(mine) == 1 and not access.may(FIGURES):
        return redirect(url_for("pages.branch.show", cascade=mine[0][0]))
    if not mine and (only := cascade_home.only(_home(), access)):
        return redirect(url_for("pages.cascade", cascade=only))
    page = cascade_home.cascades(_home(), access)
    return render_template("cascade/cascades.html", page=page, mine=mine)


@blueprint.get("/cascades/<cascade>", endpoint="cascade")
@needs(FIGURES, cascade="cascade")
def show_cascade(cascade: str) -> tuple[str, int]:
    """`?as_of=YYYY-MM-DD`: as it was on that day."""
    asked = request.args.get("as_of", "").strip()
    wrong: dict[str, str] = {}
    as_of = asked_day(asked, "as_of", wrong)
    page = cascade_home.cascade(_home(), cascade, as_of, this_access())
    if page is None:
        abort(HTTPStatus.NOT_FOUND)
    shown = render_template(
        "cascade/home.html", page=page, asked=asked, as_of=as_of, wrong=wrong.get("as_of")
    )
    return shown, HTTPStatus.BAD_REQUEST if wrong else HTTPStatus.OK


@blueprint.errorhandler(HTTPStatus.NOT_FOUND)
def not_found(error: Exception) -> tuple[str, int]:
    return render_template("layout/not_found.html"), HTTPStatus.NOT_FOUND


@blueprint.errorhandler(NotFound)
def not_there(error: NotFound) -> tuple[str, int]:
    return not_found(error)


@blueprint.errorhandler(Exception)
def unexpected(error: Exception) -> Response:
    """What the server itself refuses, and what went wrong: noted, and said on a page."""
    known = isinstance(error, HTTPException)
    response = problems.of_http(error) if known else problems.unexpected(error)
    if response.status_code >= HTTPStatus.BAD_REQUEST:
        said = response.get_json()["detail"]
        response.mimetype = "text/html"
        bare = START | {"places_of_cascade": list}  # which would ask the views
        response.set_data(render_template("layout/trouble.html", wrong=said, **bare))
    return response


@blueprint.errorhandler(Unreadable)
def unreadable(error: Unreadable) -> Response:
    """Without the places of a cascade, which would have to be read."""
    response = problems.unreadable(error)
    g.access = NOBODY
    response.mimetype = "text/html"
    said = _(error.template, **error.params)
    response.set_data(render_template("layout/trouble.html", wrong=said, **START))
    return response


@blueprint.errorhandler(Problem)
def problem(error: Problem) -> Response:
    """Who is not signed in may do so and go on; all else is said on a page."""
    response = answer(error)
    speak_as_asked()
    if error.status == HTTPStatus.UNAUTHORIZED:
        shown = _ask_to_sign_in(error)
    elif isinstance(error, StaleMark) and (again := resume_form.shown(resume_form.carried())):
        shown = again
    elif error.status == HTTPStatus.NOT_FOUND:
        shown, _status = not_found(error)
    else:
        shown = render_template(
            "layout/trouble.html", wrong=_(error.template, **error.params), **START
        )
    response.mimetype = "text/html"
    response.set_data(shown)
    return response


@blueprint.errorhandler(Refused)
def refused(error: Refused) -> tuple[str, int]:
    wrong = _(error.template, **error.params)
    return render_template(
        "layout/trouble.html", wrong=wrong, **START
    ), HTTPStatus.UNPROCESSABLE_ENTITY


# ---- at an address that is no page -----------------------------------------------------------


@blueprint.app_errorhandler(HTTPException)
def nowhere(error: HTTPException) -> Response:
    """An unknown address, or a method that it does not take."""
    if not _in_a_browser():
        return problems.of_http(error)
    speak_as_asked()
    if error.code != HTTPStatus.NOT_FOUND:
        return unexpected(error)
    return current_app.make_response(not_found(error))


@blueprint.app_errorhandler(Problem)
def no_page(error: Problem) -> Response:
    return problem(error) if _in_a_browser() else answer(error)


@blueprint.app_errorhandler(Unreadable)
def unreadable_anywhere(error: Unreadable) -> Response:
    return unreadable(error) if _in_a_browser() else problems.unreadable(error)


def _in_a_browser() -> bool:
    """Who asks for a page before anything else, where a page might be."""
    wanted = request.accept_mimetypes.best_match([problems.MEDIA_TYPE, "text/html"])
    return wanted == "text/html" and not request.path.startswith("/api/")


START = {"here": "pages.start", "here_args": {}}
"""Where the languages lead from a page that cannot be asked for again."""


def _ask_to_sign_in(error: Problem) -> str:
    onward = request.full_path.rstrip("?") if request.method == "GET" else ""
    more = {"here": "pages.signin.show", "here_args": {}, "kept": resume_form.carried()}
    return render_template("account/signin.html", wrong=_(error.template), onward=onward, **more)


def _home() -> Home:
    home: Home = current_app.extensions["banyan"]
    return home


# ---- in the reader's language ----------------------------------------------------------------


@blueprint.before_request
def speak_as_asked() -> None:
    """What was chosen comes before what the browser prefers."""
    if chosen := formatting.chosen():
        speak(chosen)


@blueprint.after_request
def vary(response: Response) -> Response:
    formatting.remember(response)
    response.vary.update(("Accept-Language", "Cookie"))
    return response
