"""The cascade opened and revised."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from api.sample.hands import Hands, Seal
from api.sample.moves import ReviseCurriculum, ReviseStandard, ReviseTargets
from api.sample.opening import Goal, Opening, PlannedTier
from domain import cascade
from domain.events import CascadeOpened, OrganisationDefined, RegionDefined
from domain.service import Commands
from domain.values import CascadeId, OrganisationId, RegionId, Target, Tier


def open_all(
    c: Commands, id: CascadeId, opening: Opening, new_id: Callable[[], str], seal: Seal
) -> None:
    regions: dict[str | None, RegionId | None] = {None: None}
    for place in opening.places:
        region = RegionId(new_id())
        regions[place.path] = region
        parent = regions[place.parent]
        c.define_region(RegionDefined(region, place.name, parent, place.centroid, place.boundary))
    for employer in opening.employers:
        works_in = regions[employer.region]
        organisation = OrganisationId(new_id())
        c.define_organisation(
            OrganisationDefined(organisation, employer.name, employer.kind, works_in)
        )
    c.open_cascade(
        CascadeOpened(
            id,
            opening.slug,
            opening.title,
            series=opening.slug,
            details=seal(cascade.stream(id), "details", {"objectives": [opening.objectives]}),
            modules=opening.modules,
            tiers=_tiers(opening.tiers, lambda goal: regions[goal.region]),
            standard=opening.standard,
            evidence_months=opening.evidence_months,
        )
    )


def revise_curriculum(c: Commands, hands: Hands, move: ReviseCurriculum) -> None:
    owner = cascade.stream(hands.cascade)
    details = hands.seal(owner, "details", {"objectives": [move.objectives]})
    c.revise_curriculum(hands.cascade, move.modules, details, hands.reason(owner, move.why))


def revise_targets(c: Commands, hands: Hands, move: ReviseTargets) -> None:
    tiers = _tiers(move.tiers, lambda goal: hands.region(c, goal.region))
    reason = hands.reason(cascade.stream(hands.cascade), move.why)
    c.revise_targets(hands.cascade, tiers, reason)


def revise_standard(c: Commands, hands: Hands, move: ReviseStandard) -> None:
    reason = hands.reason(cascade.stream(hands.cascade), move.why)
    c.revise_standard(hands.cascade, move.standard, reason)


def _tiers(
    planned: Iterable[PlannedTier], region: Callable[[Goal], RegionId | None]
) -> tuple[Tier, ...]:
    return tuple(
        Tier(tier.name, tuple(Target(g.people, g.by, region(g)) for g in tier.goals))
        for tier in planned
    )
