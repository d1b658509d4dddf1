"""Facts about a proposal: a workshop as its trainer reports it, and a coordinator's answer."""

from __future__ import annotations

from datetime import date

from domain.events.base import Event, recorded_as
from domain.values import (
    Commitment,
    Kind,
    Mode,
    PersonId,
    ProposalId,
    Reason,
    RegionId,
    WorkshopId,
)


class Proposed(Event, frozen=True):
    """A workshop as its trainer reports it. `lines`: commitments to the typed lines of its
    register."""

    kind: Kind
    starts_on: date
    ends_on: date
    lines: tuple[Commitment, ...] = ()
    headcount: int | None = None
    region: RegionId | None = None
    details: Commitment | None = None
    modules: tuple[str, ...] = ()
    mode: Mode | None = None


@recorded_as("proposal.made")
class ProposalMade(Proposed, frozen=True, kw_only=True):
    """`lead`: the trainer who makes the proposal."""

    proposal: ProposalId
    lead: PersonId


@recorded_as("proposal.revised")
class ProposalRevised(Proposed, frozen=True):
    """A new version, which replaces the former one completely."""


@recorded_as("proposal.withdrawn")
class ProposalWithdrawn(Event, frozen=True):
    """The trainer withdrew the proposal."""


@recorded_as("proposal.returned")
class ProposalReturned(Event, frozen=True):
    """A coordinator returned the proposal, so that the trainer corrects it."""

    reason: Reason


@recorded_as("proposal.accepted")
class ProposalAccepted(Event, frozen=True):
    """A coordinator accepted the proposal; recorded together with the workshop that came of it."""

    workshop: WorkshopId
