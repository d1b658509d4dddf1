"""A trainer's pages: the workshops they log. How far their teaching came: `my_reach`."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.access.rules import BRANCH, PROPOSALS, requires
from api.i18n import _
from api.pages.layout.form import Form
from api.pages.layout.regions import paths
from api.pages.layout.visitor import Page
from api.pages.workshops import sheet_form
from api.schemas.proposals import MakeProposal, ReviseProposal
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
    id = request.form.get("id", "")
    if "more_lines" in request.form:
        return _more(cascade, id, NEW)
    form = Form(*sheet_form.sent())
    body = sheet_form.body(form, cascade=str(cascade), id=id)
    _require_people(form)
    if form.records(MakeProposal, proposals.make, body, body):
        return _sent(cascade)
    return _form(cascade, form, id, NEW), 422


@blueprint.get("/proposals/<uuid:id>")
@requires(BRANCH, cascade="cascade", proposal="id")
def proposal(cascade: UUID, id: UUID) -> str:
    """A proposal in its form, to be revised while it waits or is returned."""
    found = _proposal(id)
    return _form(cascade, sheet_form.of_proposal(found), str(id), found=found)


@blueprint.post("/proposals/<uuid:id>")
@requires(BRANCH, cascade="cascade", proposal="id")
def revise(cascade: UUID, id: UUID) -> Response | Page | str:
    found = _proposal(id)
    if "more_lines" in request.form:
        return _more(cascade, str(id), ONE, found)
    form = Form(*sheet_form.sent())
    _require_people(form)
    act = partial(proposals.revise, id=ProposalId(str(id)))
    if form.records(ReviseProposal, act, sheet_form.body(form)):
        return _sent(cascade)
    return _form(cascade, form, str(id), ONE, found), 422


@blueprint.post("/proposals/<uuid:id>/withdraw")
@requires(BRANCH, cascade="cascade", proposal="id")
def withdraw(cascade: UUID, id: UUID) -> Response | Page:
    it, found = ProposalId(str(id)), _proposal(id)
    form = sheet_form.of_proposal(found)
    if form.sends(lambda write: proposals.withdraw(write, it)):
        return redirect(url_for(HERE, cascade=cascade), 303)
    return _form(cascade, form, str(id), ONE, found), 422


# ---- what they share -------------------------------------------------------------------------


def _require_people(form: Form) -> None:
    """Refuses a form without people: sent by mistake, it would wait for a coordinator."""
    if not form.lines and not form.get("headcount"):
        form.wrong[""] = _("Write down who was there, or how many people there were.")


def _sent(cascade: UUID) -> Response:
    """Redirects to the list of proposals on the trainer's page."""
    here = url_for(HERE, cascade=cascade, _anchor="h-proposals")
    return redirect(here, 303)


def _more(cascade: UUID, id: str, here: str, found: Any = None) -> str:
    """The form with the pasted lines; guessed columns are shown first, to be confirmed."""
    look = sheet_form.to_look_at()
    form = Form(*sheet_form.sent(with_pasted=look is None))
    return _form(cascade, form, id, here, found, look)


def _form(
    cascade: UUID,
    form: Form,
    id: str,
    here: str | None = None,
    found: Any = None,
    pasted: Any = None,
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
        **sheet_form.for_page(form, pasted),
    )


def _proposal(id: UUID) -> Any:
    return proposals.present_whole(reading(PROPOSALS), str(id))
