"""A cascade: one body of knowledge being passed on, with its targets and its standard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from domain.events import (
    CascadeClosed,
    CascadeOpened,
    CascadeReopened,
    CurriculumRevised,
    Event,
    SafeguardsSet,
    StandardRevised,
    TargetsRevised,
)
from domain.rules import require, require_code, require_distinct, require_name
from domain.values import CascadeId, Commitment, Module, Reason, Standard, Tier


@dataclass(frozen=True)
class Cascade:
    id: CascadeId | None = None
    slug: str = ""
    series: str = ""
    standard: Standard = field(default_factory=Standard)
    evidence_months: int | None = None
    tiers: tuple[Tier, ...] = ()
    modules: tuple[Module, ...] = ()
    details: Commitment | None = None
    contact_months: int | None = None
    second_factor: bool = False
    closed: bool = False


def stream(cascade: CascadeId) -> str:
    return f"cascade/{cascade}"


def open_(cascade: Cascade, fact: CascadeOpened) -> Iterator[Event]:
    require(cascade.id is None, "This cascade is already open. Choose another id.")
    require_code(fact.slug, "slug")
    require_code(fact.series, "series")
    require_name(fact.title, "title")
    _require_modules(fact.modules)
    _require_tiers(fact.tiers)
    _require_standard(fact.standard)
    require(
        fact.evidence_months is None or fact.evidence_months > 0,
        "Evidence is kept for at least one month.",
        field="evidence_months",
    )
    yield fact


def revise_standard(cascade: Cascade, standard: Standard, reason: Reason) -> Iterator[Event]:
    _require_standard(standard)
    if standard != cascade.standard:
        yield StandardRevised(standard, reason)


def revise_targets(cascade: Cascade, tiers: tuple[Tier, ...], reason: Reason) -> Iterator[Event]:
    _require_tiers(tiers)
    if tiers != cascade.tiers:
        yield TargetsRevised(tiers, reason)


def revise_curriculum(
    cascade: Cascade, modules: tuple[Module, ...], details: Commitment | None, reason: Reason
) -> Iterator[Event]:
    _require_modules(modules)
    if (modules, details) != (cascade.modules, cascade.details):
        yield CurriculumRevised(modules, reason, details)


def set_safeguards(
    cascade: Cascade, contact_months: int | None, second_factor: bool, reason: Reason
) -> Iterator[Event]:
    require(
        contact_months is None or 1 <= contact_months <= 1200,
        "Contacts are kept for at least 1 and at most 1200 months after the last activity, "
        "or for ever.",
        field="contact_months",
    )
    if (contact_months, second_factor) != (cascade.contact_months, cascade.second_factor):
        yield SafeguardsSet(reason, contact_months, second_factor)


def close(cascade: Cascade, reason: Reason) -> Iterator[Event]:
    require(not cascade.closed, "This cascade is already closed. Reopen it to go on.")
    yield CascadeClosed(reason)


def reopen(cascade: Cascade, reason: Reason) -> Iterator[Event]:
    require(cascade.closed, "This cascade is open. Check the id.")
    yield CascadeReopened(reason)


def require_open(cascade: Cascade) -> None:
    require(
        not cascade.closed, "This cascade is closed. Reopen it before anything new is logged in it."
    )


def _require_modules(modules: tuple[Module, ...]) -> None:
    require_distinct(
        (m.code for m in modules), "Two modules have the code “{value}”. Rename one.", "modules"
    )
    for module in modules:
        require_name(module.code, "modules", 60)
        require_name(module.name, "modules")


def _require_tiers(tiers: tuple[Tier, ...]) -> None:
    for tier in tiers:
        require_name(tier.name, "tiers")
        require(
            all(target.people >= 0 for target in tier.targets),
            "A target is a number of people from 0 upwards.",
            field="tiers",
        )


def _require_standard(standard: Standard) -> None:
    share = standard.least_post_share
    require(
        share is None or 0 <= share <= 1,
        "The least post-test score is a share from 0 to 1, such as 0.7.",
        field="standard",
    )
    require(
        standard.least_rubric is None or 1 <= standard.least_rubric <= 5,
        "The rubric runs from 1 to 5.",
        field="standard",
    )
    require(
        standard.cofacilitations >= 0,
        "The number of workshops to co-facilitate is 0 or more.",
        field="standard",
    )
    require(
        standard.months_valid is None or 1 <= standard.months_valid <= 1200,
        "A certificate is valid for 1 to 1200 months, or for ever.",
        field="standard",
    )
    least = standard.least_attendance
    require(
        least is None or 0 <= least <= 1,
        "The least attendance is a share of the days from 0 to 1, such as 0.75.",
        field="standard",
    )


def evolve(cascade: Cascade, event: Event) -> Cascade:
    match event:
        case CascadeOpened():
            return Cascade(
                event.cascade,
                event.slug,
                event.series,
                event.standard,
                event.evidence_months,
                event.tiers,
                event.modules,
                event.details,
            )
        case StandardRevised(standard=standard):
            return replace(cascade, standard=standard)
        case TargetsRevised(tiers=tiers):
            return replace(cascade, tiers=tiers)
        case CurriculumRevised(modules=modules, details=details):
            return replace(cascade, modules=modules, details=details)
        case SafeguardsSet(contact_months=months, second_factor=second):
            return replace(cascade, contact_months=months, second_factor=second)
        case CascadeClosed():
            return replace(cascade, closed=True)
        case CascadeReopened():
            return replace(cascade, closed=False)
    return cascade
