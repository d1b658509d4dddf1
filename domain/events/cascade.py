"""Facts about a cascade: its curriculum, targets and standard."""

from __future__ import annotations

from domain.events.base import Event, recorded_as
from domain.values import (
    CascadeId,
    Commitment,
    Module,
    Reason,
    Standard,
    Tier,
)


@recorded_as("cascade.opened")
class CascadeOpened(Event, frozen=True):
    """`series`: the number series of the identifiers of its people and workshops."""

    cascade: CascadeId
    slug: str
    title: str
    series: str
    details: Commitment | None = None
    """The commitment to its objectives."""
    modules: tuple[Module, ...] = ()
    tiers: tuple[Tier, ...] = ()
    standard: Standard = Standard()
    evidence_months: int | None = None
    """Evidence files are deleted so many months after they were attached; None: never."""


@recorded_as("cascade.standard_revised")
class StandardRevised(Event, frozen=True):
    standard: Standard
    reason: Reason


@recorded_as("cascade.targets_revised")
class TargetsRevised(Event, frozen=True):
    tiers: tuple[Tier, ...]
    reason: Reason


@recorded_as("cascade.curriculum_revised")
class CurriculumRevised(Event, frozen=True):
    modules: tuple[Module, ...]
    reason: Reason
    details: Commitment | None = None


@recorded_as("cascade.safeguards_set")
class SafeguardsSet(Event, frozen=True):
    """How a cascade protects people's data.

    `contact_months`: phone, e-mail and ID number are deleted so many months after a person's last
    activity; None: never. `second_factor`: whether coordinators must sign in with one.
    """

    reason: Reason
    contact_months: int | None = None
    second_factor: bool = False


@recorded_as("cascade.closed")
class CascadeClosed(Event, frozen=True):
    reason: Reason


@recorded_as("cascade.reopened")
class CascadeReopened(Event, frozen=True):
    reason: Reason
