"""A coordinator logs a workshop: facilitators, days, place and register, in one request."""

from __future__ import annotations

from uuid import UUID, uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.access.rules import LOG_WORK, requires
from api.endpoints.workshops import hold_workshop
from api.errors import Problem
from api.i18n import _
from api.pages.layout.regions import within
from api.pages.layout.submit import send
from api.pages.layout.visitor import Page
from api.pages.workshops import log_form, register_editor, sheet_form
from api.pages.workshops.log_form import LogForm
from api.people.register_matching import LineState, match_lines
from api.people.suggestions import suggestions
from api.schemas.log_form import Ask, AskWho
from api.spreadsheets.recognition.pasted import Pasted
from api.transactions.idempotency import Answer
from api.transactions.write import Write
from api.web.parsing import strict_json
from api.web.services import reading
from api.workshops.presentation import present
from domain.rules import Refused
from projections.records import workshops
from projections.scope import find

blueprint = Blueprint("logging", __name__, url_prefix="/cascades/<uuid:cascade>/workshops/new")
NEW = "pages.logging.new"
NOT_YET = "Something is not right yet. What it is stands beside its place."


@blueprint.get("")
@requires(LOG_WORK, cascade="cascade")
def new(cascade: UUID) -> str:
    """The empty form. `?done=`: confirms the workshop that was just recorded."""
    done = request.args.get("done", "")
    read = reading(LOG_WORK)
    found = workshops.workshop(read.db, done, read.scope) if done else None
    if found is not None:
        (one,) = present(read, [found], with_register=True)
        return render_template("workshops/logged.html", cascade=cascade, one=one)
    regions = within(read.db, read.scope, cascade)
    only = regions[0][0] if len(regions) == 1 and not read.scope.everything else ""
    return _form(cascade, LogForm(sheet_form.new(only).typed), str(uuid4()))


@blueprint.post("")
@requires(LOG_WORK, cascade="cascade")
def make(cascade: UUID) -> Response | Page | str:
    """Logs a workshop. The form has its id, so that it is logged once if it is sent twice."""
    id = request.form.get("id", "")
    if "more_lines" in request.form and (look := sheet_form.to_look_at()):
        return _form(cascade, log_form.sent(with_pasted=False), id, NEW, look)
    form = log_form.sent()
    if "more_lines" in request.form or "check" in request.form:
        form.look(reading(LOG_WORK), str(cascade))
        return _form(cascade, form, id, NEW)
    try:
        send(lambda write: _record(write, cascade, form, id), {"id": id, **form.raw()})
    except (Refused, Problem) as wrong:
        if getattr(wrong, "status", 422) == 409 and _is_there(id):
            return redirect(url_for(NEW, cascade=cascade, done=id, other=1), 303)
        if not (form.wrong or form.wrong_lines):
            form.refuse(wrong)
        form.look(reading(LOG_WORK), str(cascade))
        return _form(cascade, form, id, NEW), 422
    return redirect(url_for(NEW, cascade=cascade, done=id), 303)


@blueprint.post("/lines")
@requires(LOG_WORK, cascade="cascade")
def lines(cascade: UUID) -> dict[str, object]:
    """Matches typed lines with known people. The lines are private: they are sent in the body."""
    asked = Ask().load(strict_json(request))
    typed, others = asked["lines"], asked["others"]
    read = reading(LOG_WORK)
    beside = [one["answer"] for one in others if one["state"] == LineState.KNOWN]
    found = match_lines(read, str(cascade), asked.get("region"), typed, asked["above"], beside)
    places = [line["at"] for line in typed]
    return register_editor.answer(places, found, [one["state"] for one in others])


@blueprint.post("/who")
@requires(LOG_WORK, cascade="cascade")
def named(cascade: UUID) -> dict[str, object]:
    """Known people whose identifier is the text, or whose name begins with it."""
    asked = AskWho().load(strict_json(request))
    some, more = suggestions(reading(LOG_WORK), str(cascade), asked["typed"])
    said = _("There are more. Type more of the name.") if more else ""
    return {"people": [one.person for one in some], "more": said}


# ---- what they share -------------------------------------------------------------------------


def _record(write: Write, cascade: UUID, form: LogForm, id: str) -> Answer:
    """Logs the workshop as `POST /workshops` does, with the people found for the typed lines."""
    form.look(reading(LOG_WORK), str(cascade))
    body = form.workshop(cascade, id)
    if body is None:
        raise Refused(NOT_YET)
    return hold_workshop(write, body)


def _is_there(id: str) -> bool:
    read = reading(LOG_WORK)
    return find(read.db, read.scope, "workshop", id) is not None


def _form(
    cascade: UUID, form: LogForm, id: str, here: str | None = None, look: Pasted | None = None
) -> str:
    """`here`: the page that the languages link to, where this answers a form that was sent."""
    read = reading(LOG_WORK)
    regions = within(read.db, read.scope, cascade)
    return render_template(
        "workshops/log.html",
        cascade=cascade,
        log=form,
        id=id,
        here=here,
        regions=regions,
        summary=register_editor.summary(one.state for one in form.found),
        **sheet_form.for_page(form, look),
    )
