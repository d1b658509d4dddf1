"""Decisions on a proposal: a trainer's report of a workshop, which a coordinator answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from domain.events import (
    Event,
    ProposalAccepted,
    ProposalMade,
    ProposalReturned,
    ProposalRevised,
    ProposalWithdrawn,
)
from domain.rules import Conflict, NotFound, require, require_scores
from domain.values import PersonId, ProposalId, Reason, Scores, WorkshopId
from domain.workshop import MAX_REGISTER, require_sound


class State(StrEnum):
    """A proposal counts as claimed while it is waiting."""

    WAITING = "waiting"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    ACCEPTED = "accepted"


@dataclass(frozen=True)
class Proposal:
    """`version`: the latest version."""

    version: ProposalMade | ProposalRevised | None = None
    lead: PersonId | None = None
    state: State = State.WAITING
    workshop: WorkshopId | None = None


def stream(proposal: ProposalId) -> str:
    return f"proposal/{proposal}"


def make(
    proposal: Proposal, fact: ProposalMade, scores: tuple[Scores, ...], today: date
) -> Iterator[Event]:
    """`scores`: of each line of the register. The log has only commitments to the lines."""
    require(
        proposal.version is None, "This proposal is already known. Revise it, or choose another id."
    )
    _require_sound(fact, scores, today)
    yield fact


def revise(
    proposal: Proposal, fact: ProposalRevised, scores: tuple[Scores, ...], today: date
) -> Iterator[Event]:
    """A revised proposal waits again, even if it had been returned."""
    _require_open(proposal)
    _require_sound(fact, scores, today)
    if fact != proposal.version or proposal.state is State.RETURNED:
        yield fact


def withdraw(proposal: Proposal) -> Iterator[Event]:
    _require_open(proposal)
    yield ProposalWithdrawn()


def return_(proposal: Proposal, reason: Reason) -> Iterator[Event]:
    _require_waiting(proposal)
    require(
        reason.words is not None,
        "Say in a word what is to be put right, so that the trainer can.",
        field="reason",
    )
    yield ProposalReturned(reason)


def accept(proposal: Proposal, workshop: WorkshopId, lines: int) -> Iterator[Event]:
    """`lines`: for how many of the proposal's lines the coordinator chose a person."""
    version = _require_waiting(proposal)
    require(
        lines == len(version.lines),
        "This proposal has {lines} lines, and {given} were answered. Say of each line in order "
        "who it is.",
        field="lines",
        lines=len(version.lines),
        given=lines,
    )
    yield ProposalAccepted(workshop)


def require_known(proposal: Proposal) -> ProposalMade | ProposalRevised:
    if proposal.version is None:
        raise NotFound("There is no such proposal. Check the id.")
    return proposal.version


def _require_waiting(proposal: Proposal) -> ProposalMade | ProposalRevised:
    version = _require_open(proposal)
    require(
        proposal.state is State.WAITING,
        "This proposal was returned. Wait until its trainer has put it right.",
    )
    return version


def _require_open(proposal: Proposal) -> ProposalMade | ProposalRevised:
    version = require_known(proposal)
    if proposal.state is State.ACCEPTED:
        raise Conflict("This proposal was accepted already. Correct the workshop instead.")
    if proposal.state is State.WITHDRAWN:
        raise Conflict("This proposal was withdrawn. Make a new one.")
    return version


def _require_sound(
    fact: ProposalMade | ProposalRevised, scores: tuple[Scores, ...], today: date
) -> None:
    require_sound(fact, today)
    require(
        len(fact.lines) <= MAX_REGISTER,
        "A register is logged with at most {most} lines. Leave the others out and add them after.",
        field="register",
        most=MAX_REGISTER,
    )
    for at, line in enumerate(scores):
        require_scores(line, f"register/{at}")


def evolve(proposal: Proposal, event: Event) -> Proposal:
    match event:
        case ProposalMade(lead=lead):
            return replace(proposal, version=event, lead=lead)
        case ProposalRevised():
            return replace(proposal, version=event, state=State.WAITING)
        case ProposalWithdrawn():
            return replace(proposal, state=State.WITHDRAWN)
        case ProposalReturned():
            return replace(proposal, state=State.RETURNED)
        case ProposalAccepted(workshop=workshop):
            return replace(proposal, state=State.ACCEPTED, workshop=workshop)
    return proposal
