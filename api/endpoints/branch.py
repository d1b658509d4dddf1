"""A trainer's own branch: its figures, people, workshops, history and certificate."""

from __future__ import annotations

from uuid import UUID

from api.access.rules import BRANCH, requires
from api.figures import branch as figures_branch
from api.figures import outline
from api.figures.branch_shapes import WholeBranch
from api.history.history_lines import history_lines
from api.people import certification
from api.people.certification import WholeStanding
from api.schemas import branch as shapes
from api.schemas import certifications as certification_shapes
from api.schemas.envelope import PagedNow, many, one
from api.schemas.figures import HistoryEntry
from api.transactions.read import Page, Read, page
from api.web.routing import Blueprint
from projections.history.record_history import by_account

branch = Blueprint("branch", __name__)
HERE = "/cascades/<uuid:cascade>/branch"


@branch.reads(HERE, one(shapes.Branch), shapes.Nothing)
@requires(BRANCH, cascade="cascade")
def get_branch(read: Read, cascade: UUID) -> WholeBranch:
    """Get your branch in numbers, as of today."""
    return figures_branch.totals(read, figures_branch.trainer(read, cascade))


@branch.reads(f"{HERE}/workshops", many(shapes.OwnWorkshop), PagedNow)
@requires(BRANCH, cascade="cascade")
def list_branch_workshops(read: Read, cascade: UUID) -> Page:
    """List the workshops that you gave, with their registers."""
    return figures_branch.workshops(read, figures_branch.trainer(read, cascade))


@branch.reads(f"{HERE}/people", many(shapes.BranchPerson), shapes.Below)
@requires(BRANCH, cascade="cascade")
def list_branch_people(read: Read, cascade: UUID) -> Page:
    """List who hangs under you, or under somebody of your branch."""
    return figures_branch.people(read, figures_branch.trainer(read, cascade))


@branch.reads(f"{HERE}/trainers", many(shapes.BranchCarrier), shapes.Under)
@requires(BRANCH, cascade="cascade")
def list_branch_trainers(read: Read, cascade: UUID) -> Page:
    """List who carried it on directly under you, or under somebody of your branch: the most
    people first."""
    return outline.carriers(read, figures_branch.trainer(read, cascade))


@branch.reads(f"{HERE}/apart", many(shapes.PersonApart), PagedNow)
@requires(BRANCH, cascade="cascade")
def list_branch_people_apart(read: Read, cascade: UUID) -> Page:
    """List whom you taught and who hang elsewhere in the tree, with the reason."""
    return outline.apart(read, figures_branch.trainer(read, cascade))


@branch.reads(f"{HERE}/history", many(HistoryEntry), PagedNow)
@requires(BRANCH, cascade="cascade")
def get_branch_history(read: Read, cascade: UUID) -> Page:
    """Get your own entries: what you recorded, and when."""
    me = figures_branch.trainer(read, cascade)
    (after,) = read.after((0,))
    asked = (read.home.log, read.db, read.access.account, me.cascade)
    lines, more = page(by_account(*asked, after, read.limit + 1), read.limit)
    return Page(history_lines(read, lines), (lines[-1].position,) if more else None)


@branch.reads(f"{HERE}/certificate", one(certification_shapes.WholeStanding), shapes.Nothing)
@requires(BRANCH, cascade="cascade")
def get_branch_certificate(read: Read, cascade: UUID) -> WholeStanding:
    """Get how you stand, until when, and what the standard still asks for."""
    me = figures_branch.trainer(read, cascade)
    return certification.whole_standing(read, cascade, me.cascade, me.person, me.id)
