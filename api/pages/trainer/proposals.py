"""A trainer's pages: the workshops they log. How far their teaching came: `my_reach`."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from marshmallow import Schema
from werkzeug.wrappers import Response

from api.access.rules import BRANCH, PROPOSALS, requires
from api.i18n import _
from api.pages.layout.form import Form
from api.pages.layout.regions import paths
from api.pages.layout.visitor import Page
from api.pages.workshops import register_editor, sheet_form
from api.pages.workshops.pasted_rows import Look
from api.schemas.proposals import MakeProposal, ReviseProposal
from api.transactions.write import Body
from api.web.services import caller, reading
from api.workshops import proposals
from domain.values import ProposalId

blueprint = Blueprint("branch", __name__, url_prefix="/branch/<uuid:cascade>")
HERE, NEW, ONE = "pages.branch.show", "pages.branch.new", "pages.branch.proposal"


@blueprint.get("/workshops/new")
@requires(BRANCH, cascade="cascade")
def new(cascade: UUID) -> str:
    return _form(cascade, sheet_form.new(), str(uuid4()))


@blueprint.post("/workshops/new")
@requires(BRANCH, cascade="cascade")
def make(cascade: UUID) -> Response | Page | str:
    """Makes a proposal. The form has its id, so that it is made once if it is sent twice."""
    id, look = request.form.get("id", ""), _look(cascade)
    form = Form(*sheet_form.sent(look))
    if _is_more():
        return _form(cascade, form, id, NEW, look=look)
    body = sheet_form.body(form, cascade=str(cascade), id=id)
    _require_sound(form, MakeProposal, body, look)
    if form.records(MakeProposal, proposals.make, body, body):
        return _sent(cascade)
    return _form(cascade, form, id, NEW, look=look), 422


@blueprint.post("/workshops/new/pasted")
@requires(BRANCH, cascade="cascade")
def pasted(cascade: UUID) -> dict[str, object]:
    """The lines in pasted rows, and what was understood of these. No person is looked up."""
    read = reading(BRANCH)
    regions = paths(read.db)
    return register_editor.answer_to_pasted(read, str(cascade), regions, remembers=False)


@blueprint.get("/proposals/<uuid:id>")
@requires(BRANCH, cascade="cascade", proposal="id")
def proposal(cascade: UUID, id: UUID) -> str:
    """A proposal in its form, to be revised while it waits or is returned."""
    found = _proposal(id)
    return _form(cascade, sheet_form.of_proposal(found), str(id), found=found)


@blueprint.post("/proposals/<uuid:id>")
@requires(BRANCH, cascade="cascade", proposal="id")
def revise(cascade: UUID, id: UUID) -> Response | Page | str:
    found, look = _proposal(id), _look(cascade)
    form = Form(*sheet_form.sent(look))
    if _is_more():
        return _form(cascade, form, str(id), ONE, found, look)
    body = sheet_form.body(form)
    _require_sound(form, ReviseProposal, body, look)
    act = partial(proposals.revise, id=ProposalId(str(id)))
    if form.records(ReviseProposal, act, body):
        return _sent(cascade)
    return _form(cascade, form, str(id), ONE, found, look), 422


@blueprint.post("/proposals/<uuid:id>/withdraw")
@requires(BRANCH, cascade="cascade", proposal="id")
def withdraw(cascade: UUID, id: UUID) -> Response | Page:
    it, found = ProposalId(str(id)), _proposal(id)
    form = sheet_form.of_proposal(found)
    if form.sends(lambda write: proposals.withdraw(write, it)):
        return redirect(url_for(HERE, cascade=cascade), 303)
    return _form(cascade, form, str(id), ONE, found), 422


# ---- what they share -------------------------------------------------------------------------


def _look(cascade: UUID) -> Look | None:
    read = reading(BRANCH)
    return sheet_form.looked_at(read, str(cascade), paths(read.db))


def _is_more() -> bool:
    """Whether pasted rows, or one more line, are wanted, and nothing is sent yet."""
    return "more_lines" in request.form or "add_line" in request.form


def _require_sound(form: Form, shape: type[Schema], body: Body, look: Look | None) -> None:
    """Refuses a form without people: sent by mistake, it would wait for a coordinator; and one
    with pasted rows that nobody looked at, or with lines that are not right."""
    if look and not look.is_done:
        form.wrong[""] = sheet_form.not_used()
    elif not form.lines and not form.get("headcount"):
        form.wrong[""] = _("Write down who was there, or how many people there were.")
    if (loaded := form.loaded(shape, body)) is not None:
        sheet_form.check_lines(form, reading(BRANCH), loaded)
    if form.wrong_lines:
        form.wrong.setdefault("", "")


def _sent(cascade: UUID) -> Response:
    """Redirects to the list of proposals on the trainer's page."""
    here = url_for(HERE, cascade=cascade, _anchor="h-proposals")
    return redirect(here, 303)


def _form(
    cascade: UUID,
    form: Form,
    id: str,
    here: str | None = None,
    found: Any = None,
    look: Look | None = None,
) -> str:
    """`here`: the page that the languages link to, where this answers a form that was sent."""
    return render_template(
        "trainer/propose.html",
        cascade=cascade,
        id=id,
        found=found,
        here=here,
        here_args={"cascade": cascade} | ({"id": id} if found else {}),
        regions=paths(caller().db),
        **sheet_form.for_page(form, look),
    )


def _proposal(id: UUID) -> Any:
    return proposals.present_whole(reading(PROPOSALS), str(id))
