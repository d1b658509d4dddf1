"""Proposals: a trainer logs their own workshop, a coordinator accepts or returns it."""

from __future__ import annotations

from uuid import UUID

from api.access.rules import BRANCH, HISTORY, LOG_WORK, PROPOSALS, requires
from api.endpoints.histories import lines_of
from api.schemas import proposals as shapes
from api.schemas.envelope import Paged, many, one
from api.schemas.figures import HistoryEntry
from api.transactions.idempotency import Answer
from api.transactions.read import Page, Read, numbered
from api.transactions.write import Body, Write
from api.web.routing import Blueprint
from api.workshops import proposals as use
from domain.values import ProposalId
from projections import tables
from projections.records import proposals as views

proposals = Blueprint("proposals", __name__)
ONE = "/proposals/<uuid:id>"
EXAMPLE = {
    "cascade": "3f0e6f0a-5c3f-4a57-9d1c-2f6b7b0f5a10",
    "starts_on": "2026-03-02",
    "ends_on": "2026-03-04",
    "register": [
        {"name": "Amina Yusuf", "phone": "+254 711 000 111", "pre": 8, "post": 17, "max_score": 20}
    ],
    "headcount": 12,
}


@proposals.creates("/proposals", shapes.MakeProposal, example=EXAMPLE)
@requires(BRANCH, {"cascade": "cascade"})
def make_proposal(write: Write, body: Body) -> Answer:
    """Log a workshop that you gave. It counts as claimed until a coordinator accepts it."""
    return use.make(write, body)


@proposals.reads("/proposals", many(shapes.Proposal), shapes.ListProposals)
@requires(PROPOSALS)
def list_proposals(read: Read) -> Page:
    """List proposals: of a trainer their own, of a coordinator those of their region."""
    asked = read.asked
    within = read.number(tables.cascade, asked["cascade"]) if "cascade" in asked else None
    return numbered(
        read,
        lambda db, after, most: views.proposals(
            db, after, most, read.scope, within, asked.get("state")
        ),
        lambda rows: use.present(read, rows),
    )


@proposals.reads(ONE, one(shapes.WholeProposal))
@requires(PROPOSALS, proposal="id")
def get_proposal(read: Read, id: UUID) -> use.Proposal:
    """Get a proposal as it was typed; for who may answer it, with who is likely to be meant."""
    return use.present_whole(read, str(id))


@proposals.changes(ONE, shapes.ReviseProposal, method="PUT")
@requires(BRANCH, proposal="id")
def revise_proposal(write: Write, body: Body, id: UUID) -> Answer:
    """Put a proposal right, after its return or while it waits."""
    return use.revise(write, body, ProposalId(str(id)))


@proposals.changes(f"{ONE}/withdrawal", shapes.WithdrawProposal)
@requires(BRANCH, proposal="id")
def withdraw_proposal(write: Write, body: Body, id: UUID) -> Answer:
    """Withdraw a proposal."""
    return use.withdraw(write, ProposalId(str(id)))


@proposals.changes(f"{ONE}/return", shapes.ReturnProposal)
@requires(LOG_WORK, proposal="id")
def return_proposal(write: Write, body: Body, id: UUID) -> Answer:
    """Return a proposal to its trainer, with a word on what is to be put right."""
    return use.return_(write, ProposalId(str(id)), body)


@proposals.creates(f"{ONE}/acceptance", shapes.AcceptProposal)
@requires(LOG_WORK, proposal="id")
def accept_proposal(write: Write, body: Body, id: UUID) -> Answer:
    """Accept a proposal: it becomes a workshop, and its lines the register."""
    return use.accept(write, ProposalId(str(id)), body)


@proposals.reads(f"{ONE}/history", many(HistoryEntry), Paged)
@requires(HISTORY, proposal="id")
def get_proposal_history(read: Read, id: UUID) -> Page:
    """Get the history of a proposal."""
    return lines_of(read, "proposal", id)
