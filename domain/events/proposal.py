"""What is said of a proposal: a trainer's own word on a workshop, and a coordinator's answer."""

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
    """What a trainer says of a workshop. `lines`: of each line of the register, what was typed."""

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
    """`lead`: the trainer themself."""

    proposal: ProposalId
    lead: PersonId


@recorded_as("proposal.revised")
class ProposalRevised(Proposed, frozen=True):
    """In place of all that was said before."""


@recorded_as("proposal.withdrawn")
class ProposalWithdrawn(Event, frozen=True):
    """By the trainer."""


@recorded_as("proposal.returned")
class ProposalReturned(Event, frozen=True):
    """By a coordinator, for the trainer to put right."""

    reason: Reason


@recorded_as("proposal.accepted")
class ProposalAccepted(Event, frozen=True):
    """By a coordinator; recorded together with the workshop that it became."""

    workshop: WorkshopId
