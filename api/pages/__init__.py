"""HTML: a welcome for anyone; for who is signed in, the cascades and one cascade's figures."""

from __future__ import annotations

from datetime import date
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

from api import problems
from api.auth import ANYONE, FIGURES, NOBODY, needs, this_access
from api.forms import StaleMark
from api.home import Home
from api.i18n import _, speak
from api.pages import (
    account,
    accounts,
    alarms,
    attendances,
    branch,
    certification,
    compare,
    corrections,
    duplicates,
    figures,
    flags,
    history,
    imports,
    logging,
    meanings,
    merging,
    my_reach,
    navigation,
    opening,
    people,
    person,
    person_forms,
    proposals,
    reader,
    register,
    replay,
    report,
    resume,
    settings,
    signin,
    trainers,
    visitor,
    workshops,
)
from api.problems import Problem
from domain.codec import Unreadable
from domain.standards import NotFound, Refused

WITH_OTHERS = (merging, my_reach, person, person_forms)
"""Their routes are those of `people` and of `branch`."""

blueprint = Blueprint("pages", __name__)
blueprint.app_context_processor(reader.helpers)
blueprint.app_context_processor(visitor.helpers)
blueprint.app_context_processor(meanings.helpers)
blueprint.app_context_processor(navigation.helpers)
blueprint.app_context_processor(resume.helpers)
blueprint.app_context_processor(alarms.helpers)
blueprint.add_app_template_global(resume.whose, "form_seal")
for part in (
    account,
    accounts,
    alarms,
    attendances,
    branch,
    certification,
    compare,
    corrections,
    duplicates,
    flags,
    history,
    imports,
    logging,
    opening,
    people,
    proposals,
    register,
    replay,
    report,
    settings,
    signin,
    trainers,
    workshops,
):
    blueprint.register_blueprint(part.blueprint)


@blueprint.get("/")
@needs(ANYONE)
def start() -> str | Response:
    """The welcome; a trainer's own branch; the only cascade there is; or the list of cascades."""
    access = this_access()
    if not access.account:
        return render_template("welcome.html")
    mine = branch.mine(access)
    if len(mine) == 1 and not access.may(FIGURES):
        return redirect(url_for("pages.branch.show", cascade=mine[0][0]))
    if not mine and (only := figures.only(_home(), access)):
        return redirect(url_for("pages.cascade", cascade=only))
    page = figures.cascades(_home(), access)
    return render_template("cascades.html", page=page, mine=mine)


@blueprint.get("/cascades/<cascade>")
@needs(FIGURES, cascade="cascade")
def cascade(cascade: str) -> tuple[str, int]:
    """`?as_of=YYYY-MM-DD`: as it was on that day."""
    asked = request.args.get("as_of", "").strip()
    as_of, wrong = _day(asked)
    page = figures.cascade(_home(), cascade, as_of, this_access())
    if page is None:
        abort(HTTPStatus.NOT_FOUND)
    shown = render_template("cascade.html", page=page, asked=asked, as_of=as_of, wrong=wrong)
    return shown, HTTPStatus.BAD_REQUEST if wrong else HTTPStatus.OK


@blueprint.errorhandler(HTTPStatus.NOT_FOUND)
def not_found(error: Exception) -> tuple[str, int]:
    return render_template("not_found.html"), HTTPStatus.NOT_FOUND


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
        response.set_data(render_template("trouble.html", wrong=said, **bare))
    return response


@blueprint.errorhandler(Unreadable)
def unreadable(error: Unreadable) -> Response:
    """Without the places of a cascade, which would have to be read."""
    response = problems.unreadable(error)
    g.access = NOBODY
    response.mimetype = "text/html"
    said = _(error.template, **error.params)
    response.set_data(render_template("trouble.html", wrong=said, **START))
    return response


@blueprint.errorhandler(Problem)
def problem(error: Problem) -> Response:
    """Who is not signed in may do so and go on; all else is said on a page."""
    response = error.response()
    speak_as_asked()
    if error.status == HTTPStatus.UNAUTHORIZED:
        shown = _ask_to_sign_in(error)
    elif isinstance(error, StaleMark) and (again := resume.shown(resume.carried())):
        shown = again
    elif error.status == HTTPStatus.NOT_FOUND:
        shown, _status = not_found(error)
    else:
        shown = render_template("trouble.html", wrong=_(error.template, **error.params), **START)
    response.mimetype = "text/html"
    response.set_data(shown)
    return response


@blueprint.errorhandler(Refused)
def refused(error: Refused) -> tuple[str, int]:
    wrong = _(error.template, **error.params)
    return render_template("trouble.html", wrong=wrong, **START), HTTPStatus.UNPROCESSABLE_ENTITY


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
    return problem(error) if _in_a_browser() else error.response()


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
    more = {"here": "pages.signin.show", "here_args": {}, "kept": resume.carried()}
    return render_template("signin.html", wrong=_(error.template), onward=onward, **more)


def _home() -> Home:
    home: Home = current_app.extensions["banyan"]
    return home


def _day(asked: str) -> tuple[date | None, str | None]:
    """The day asked for, and what is wrong with it."""
    if not asked:
        return None, None
    try:
        return date.fromisoformat(asked), None
    except ValueError:
        return None, _("This is not a date. Write it as YYYY-MM-DD.")


# ---- in the reader's language ----------------------------------------------------------------


@blueprint.before_request
def speak_as_asked() -> None:
    """What was chosen comes before what the browser prefers."""
    if chosen := reader.chosen():
        speak(chosen)


@blueprint.after_request
def vary(response: Response) -> Response:
    reader.remember(response)
    response.vary.update(("Accept-Language", "Cookie"))
    return response
