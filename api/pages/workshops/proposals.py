"""Proposals for a coordinator: the list, and one proposal, to accept or to return."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from api.access.rules import LOG_WORK, requires
from api.errors import Problem
from api.i18n import _
from api.pages.layout import numerals
from api.pages.layout.regions import paths
from api.pages.layout.submit import send
from api.pages.layout.visitor import Page, field
from api.people import search
from api.spreadsheets.recognition.line_values import line_labels
from api.transactions.write import Body
from api.web.problems import status_of
from api.web.services import home, reading
from api.workshops import proposals
from domain.rules import Refused
from domain.values import ProposalId, ReasonCode
from projections import tables
from projections.records import proposals as views

blueprint = Blueprint("proposals", __name__, url_prefix="/cascades/<uuid:cascade>/proposals")
LIST, ONE = "pages.proposals.show_all", "pages.proposals.show"
MAX_ROWS = 200


@blueprint.get("")
@requires(LOG_WORK, cascade="cascade")
def show_all(cascade: UUID) -> str:
    """The proposals that wait in the reader's region, the oldest first."""
    read = reading(LOG_WORK)
    number = read.number(tables.cascade, cascade)
    found = views.proposals(read.db, 0, MAX_ROWS, read.scope, number, "waiting")
    rows = proposals.present(read, found)
    regions = dict(paths(read.db))
    return render_template(
        "workshops/proposals.html",
        cascade=cascade,
        proposals=rows,
        regions=regions,
    )


@blueprint.get("/<uuid:id>")
@requires(LOG_WORK, cascade="cascade", proposal="id")
def show(cascade: UUID, id: UUID) -> str:
    return _page(cascade, id)


@blueprint.post("/<uuid:id>/accept")
@requires(LOG_WORK, cascade="cascade", proposal="id")
def accept(cascade: UUID, id: UUID) -> Response | Page:
    try:
        body, it, seen = _body(cascade), ProposalId(str(id)), field("seen")
        version = numerals.whole(seen) or 0 if seen else None  # 0 is no version of any
        send(lambda write: proposals.accept(write, it, body, version))
    except (Refused, Problem) as wrong:
        return _again(cascade, id, wrong)
    return redirect(url_for(LIST, cascade=cascade), 303)


@blueprint.post("/<uuid:id>/return")
@requires(LOG_WORK, cascade="cascade", proposal="id")
def return_(cascade: UUID, id: UUID) -> Response | Page:
    reason = {"code": ReasonCode.OTHER, "words": field("words").strip() or None}
    try:
        it = ProposalId(str(id))
        send(lambda write: proposals.return_(write, it, {"reason": reason}))
    except (Refused, Problem) as wrong:
        return _again(cascade, id, wrong)
    return redirect(url_for(LIST, cascade=cascade), 303)


# ---- what they share -------------------------------------------------------------------------


def _page(cascade: UUID, id: UUID, **shown_: object) -> str:
    seen = proposals.version_of(home().service.read(), ProposalId(str(id)))
    read = reading(LOG_WORK)
    found = proposals.present_whole(read, str(id))
    regions = paths(read.db)
    region = found["region"] or views.region_of_lead(read.db, str(id))
    more = {
        "regions": regions,
        "region": region,
        "labels": line_labels(),
        "form": request.form,
        "seen": seen,
    }
    return render_template(
        "workshops/proposal.html", cascade=cascade, found=found, **more, **shown_
    )


def _again(cascade: UUID, id: UUID, wrong: Refused | Problem) -> Page:
    """The page with the error and the choices made."""
    sentence = _(wrong.template, **wrong.params)
    at = (getattr(wrong, "field", None) or "").removeprefix("lines/")
    return _page(cascade, id, wrong=sentence, wrong_line=at, here=ONE), status_of(wrong)


def _body(cascade: UUID) -> Body:
    """The body of the acceptance, from the form."""
    count = len(request.form.getlist("line"))
    body: Body = {"lines": [_answer(cascade, at) for at in range(count)]}
    if field("region"):
        body["region"] = field("region")
    if field("identifier").strip():
        body["identifier"] = field("identifier").strip()
    return body


def _answer(cascade: UUID, at: int) -> Body:
    called, chosen = field(f"called-{at}").strip(), field(f"answer-{at}")
    if called:
        read = reading(LOG_WORK)
        return {"person": search.by_reference(read, str(cascade), called, f"lines/{at}")}
    if chosen in ("new", "leave_out"):
        return {chosen: True}
    if not chosen:
        raise Refused("Say of each line who it is.", field=f"lines/{at}")
    return {"person": chosen}
