"""A coordinator logs a workshop: who gave it, when and where, and its register, in one request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, Response, redirect, render_template, request, url_for

from api.access.rules import LOG_WORK, needs
from api.endpoints.workshops import hold_workshop, shown
from api.errors import Problem
from api.pages.layout import labels, register_columns
from api.pages.layout.regions import within
from api.pages.layout.submit import send
from api.pages.layout.visitor import Page
from api.pages.workshops import log_form, register_editor, sheet_form
from api.pages.workshops.log_form import Log
from api.people import register_matching, who
from api.schemas.log_form import Ask, AskWho
from api.transactions.read import Read
from api.transactions.write import Write
from api.web.parsing import strict_json
from api.web.services import caller, reading, this_access
from domain.rules import Refused
from projections.records import workshops
from projections.scope import find

blueprint = Blueprint("logging", __name__, url_prefix="/cascades/<uuid:cascade>/workshops/new")
NEW = "pages.logging.new"
NOT_YET = "Something is not right yet. What it is stands beside its place."


@blueprint.get("")
@needs(LOG_WORK, cascade="cascade")
def new(cascade: UUID) -> str:
    """`?done=`: the workshop that was recorded just now."""
    done = request.args.get("done", "")
    with _reading() as read:
        found = workshops.workshop(read.db, done, read.scope) if done else None
        if found is not None:
            (one,) = shown(read, [found], with_register=True)
            return render_template("logged.html", cascade=cascade, one=one, words=labels)
    typed = Log(
        sheet_form.Sheet({"starts_on": sheet_form.today(), "region": _only_region(cascade)})
    )
    return _form(cascade, typed, str(uuid4()))


@blueprint.post("")
@needs(LOG_WORK, cascade="cascade")
def make(cascade: UUID) -> Response | Page | str:
    """Sent twice, it is one workshop: the form bears the id that it is to have."""
    id = request.form.get("id", "")
    if "more_lines" in request.form and (look := sheet_form.to_look_at(request.form)):
        return _form(cascade, log_form.of_form(request.form, False), id, NEW, pasted=look)
    typed = log_form.of_form(request.form)
    if "more_lines" in request.form or "check" in request.form:
        with _reading() as read:
            typed.look(read, str(cascade))
        return _form(cascade, typed, id, NEW)
    try:
        send(lambda write: _record(write, cascade, typed, id), {"id": id, **typed.raw()})
    except (Refused, Problem) as wrong:
        if getattr(wrong, "status", 422) == 409 and _is_there(id):
            return redirect(url_for(NEW, cascade=cascade, done=id, other=1), 303)  # type: ignore[return-value]
        if typed.is_right:
            typed.sheet.refuse(wrong)
        with _reading() as read:
            typed.look(read, str(cascade))
        return _form(cascade, typed, id, NEW), 422
    return redirect(url_for(NEW, cascade=cascade, done=id), 303)  # type: ignore[return-value]


@blueprint.post("/lines")
@needs(LOG_WORK, cascade="cascade")
def lines(cascade: UUID) -> dict[str, Any]:
    """Who the lines are that were typed just now; what is typed stands in no address."""
    asked = Ask().load(strict_json(request))
    others = asked["others"]
    with _reading() as read:
        beside = [one["answer"] for one in others if one["state"] == register_matching.KNOWN]
        found = register_matching.judge(
            read, str(cascade), asked.get("region"), asked["lines"], asked["above"], beside
        )
    return register_editor.answer(asked["lines"], found, others)


@blueprint.post("/who")
@needs(LOG_WORK, cascade="cascade")
def named(cascade: UUID) -> dict[str, Any]:
    """Who is known by an identifier or a name that begins so."""
    asked = AskWho().load(strict_json(request))
    with _reading() as read:
        some = who.found(read, str(cascade), asked["typed"])
    return {"people": [{k: one[k] for k in ("person", "name", "identifier")} for one in some]}


# ---- what they share -------------------------------------------------------------------------


def _record(write: Write, cascade: UUID, typed: Log, id: str) -> Any:
    """The same as `POST /workshops`, with who the lines are by what was typed and chosen."""
    with _reading() as read:
        typed.look(read, str(cascade))
    said = typed.loaded(cascade, id)
    if said is None:
        raise Refused(NOT_YET)
    return hold_workshop(write, said)


def _is_there(id: str) -> bool:
    with _reading() as read:
        return find(read.db, read.scope, "workshop", id) is not None


def _form(cascade: UUID, typed: Log, id: str, here: str | None = None, pasted: Any = None) -> str:
    """`here`: the page that the languages link to, where this answers a form that was sent."""
    db = caller().db
    regions = within(db, this_access().scope(LOG_WORK), cascade)
    return render_template(
        "log.html",
        cascade=cascade,
        log=typed,
        typed=typed.sheet,
        id=id,
        here=here,
        here_args={"cascade": cascade},
        regions=regions,
        labels=register_columns.labels(),
        all_labels=register_columns.all_labels(),
        pasted=pasted,
        summary=register_editor.summary(register_matching.counts(typed.found)),
        more=sheet_form.more,
        words=labels,
        **register_editor.for_pages(),
    )


def _only_region(cascade: UUID) -> str:
    """Of who coordinates one region only."""
    db = caller().db
    found = within(db, this_access().scope(LOG_WORK), cascade)
    everywhere = this_access().scope(LOG_WORK).everything
    return found[0][0] if len(found) == 1 and not everywhere else ""


@contextmanager
def _reading() -> Iterator[Read]:
    read = reading(LOG_WORK)
    yield read
