"""A coordinator logs a workshop: who gave it, when and where, and its register, in one request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, Response, redirect, render_template, request, url_for

from api import meant
from api.auth import LOG_WORK, needs, this_access
from api.endpoints.workshops import hold_workshop, shown
from api.incoming import strict_json
from api.pages import columns, log_sheet, register, sheet, who, words
from api.pages.log_sheet import Log
from api.pages.places import within
from api.pages.visitor import Page, home
from api.pages.writing import send
from api.problems import Problem
from api.reading import Read, reading
from api.schemas.logging import Ask, AskWho
from api.writing import Write
from domain.standards import Refused
from projections import registers
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
        found = registers.workshop(read.db, done, read.scope) if done else None
        if found is not None:
            (one,) = shown(read, [found], with_register=True)
            return render_template("logged.html", cascade=cascade, one=one, words=words)
    typed = Log(sheet.Sheet({"starts_on": sheet.today(), "region": _only_region(cascade)}))
    return _form(cascade, typed, str(uuid4()))


@blueprint.post("")
@needs(LOG_WORK, cascade="cascade")
def make(cascade: UUID) -> Response | Page | str:
    """Sent twice, it is one workshop: the form bears the id that it is to have."""
    id = request.form.get("id", "")
    if "more_lines" in request.form and (look := sheet.to_look_at(request.form)):
        return _form(cascade, log_sheet.of_form(request.form, False), id, NEW, pasted=look)
    typed = log_sheet.of_form(request.form)
    if "more_lines" in request.form or "check" in request.form:
        with _reading() as read:
            typed.look(read, str(cascade))
        return _form(cascade, typed, id, NEW)
    try:
        send(home(), lambda write: _record(write, cascade, typed, id), {"id": id, **typed.raw()})
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
        beside = [one["answer"] for one in others if one["state"] == meant.KNOWN]
        found = meant.judge(
            read, str(cascade), asked.get("region"), asked["lines"], asked["above"], beside
        )
    return register.answer(asked["lines"], found, others)


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
    with home().views.read() as db:
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
        labels=columns.labels(),
        all_labels=columns.all_labels(),
        pasted=pasted,
        summary=register.summary(meant.counts(typed.found)),
        more=sheet.more,
        words=words,
        **register.for_pages(),
    )


def _only_region(cascade: UUID) -> str:
    """Of who coordinates one region only."""
    with home().views.read() as db:
        found = within(db, this_access().scope(LOG_WORK), cascade)
        everywhere = this_access().scope(LOG_WORK).everything
    return found[0][0] if len(found) == 1 and not everywhere else ""


@contextmanager
def _reading() -> Iterator[Read]:
    with reading(home(), {}, this_access(), LOG_WORK) as read:
        yield read
