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
from api.pages.workshops import log_form, register_editor, remembered, sheet_form
from api.pages.workshops.log_form import LogForm
from api.pages.workshops.pasted_rows import Look
from api.people.register_matching import LineState, match_lines
from api.people.suggestions import suggestions
from api.schemas.log_form import Ask, AskWho
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
    id, read = request.form.get("id", ""), reading(LOG_WORK)
    look = sheet_form.looked_at(read, str(cascade), within(read.db, read.scope, cascade))
    form = log_form.sent(look)
    if "more_lines" in request.form or "add_line" in request.form:
        form.look(read, str(cascade))
        form.wrong, form.wrong_lines, form.wrong_cells = {}, {}, {}
        if look and look.is_done:
            remembered.remember(read, str(cascade), look)
        return _form(cascade, form, id, NEW, look)
    if look and not look.is_done:
        form.wrong[""] = sheet_form.not_used()
        return _form(cascade, form, id, NEW, look), 422
    if "check" in request.form:
        form.look(read, str(cascade))
        form.workshop(read, cascade, id)
        return _form(cascade, form, id, NEW, checked=True)
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
    others, read = asked["others"], reading(LOG_WORK)
    typed = sheet_form.read_lines(
        {name: text for name, text in line.items() if name != "at"} for line in asked["lines"]
    )
    beside = [one["answer"] for one in others if one["state"] == LineState.KNOWN]
    found = match_lines(read, str(cascade), asked.get("region"), typed, asked["above"], beside)
    places = [line["at"] for line in asked["lines"]]
    return register_editor.answer(places, found, [one["state"] for one in others])


@blueprint.post("/pasted")
@requires(LOG_WORK, cascade="cascade")
def pasted(cascade: UUID) -> dict[str, object]:
    """The lines in pasted rows, and what was understood of these. No person is looked up."""
    read = reading(LOG_WORK)
    regions = within(read.db, read.scope, cascade)
    return register_editor.answer_to_pasted(read, str(cascade), regions, remembers=True)


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
    read = reading(LOG_WORK)
    form.look(read, str(cascade))
    body = form.workshop(read, cascade, id)
    if body is None:
        raise Refused(NOT_YET)
    return hold_workshop(write, body)


def _is_there(id: str) -> bool:
    read = reading(LOG_WORK)
    return find(read.db, read.scope, "workshop", id) is not None


def _form(
    cascade: UUID,
    form: LogForm,
    id: str,
    here: str | None = None,
    look: Look | None = None,
    checked: bool = False,
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
        checked=checked and not (form.wrong or form.wrong_lines),
        summary=register_editor.summary(one.state for one in form.found),
        **sheet_form.for_page(form, look, {"lead": form.lead.text, "co": form.beside_text}),
    )
