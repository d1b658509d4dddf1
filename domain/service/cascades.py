"""Commands on cascades, regions and organisations."""

from __future__ import annotations

from collections.abc import Callable

from domain import cascade, naming, place
from domain.events import CascadeOpened, OrganisationDefined, RegionDefined
from domain.rules import NotFound
from domain.service.unit_of_work import UnitOfWork
from domain.values import (
    CascadeId,
    Commitment,
    Module,
    OrganisationId,
    Reason,
    RegionId,
    Standard,
    Tier,
)


class CascadeCommands(UnitOfWork):
    def open_cascade(self, fact: CascadeOpened) -> None:
        events = list(cascade.open_(self.cascade(fact.cascade), fact))
        self._require_regions(fact.tiers)
        self.give_name(naming.SLUGS, fact.slug, fact.cascade)
        self.record(cascade.stream(fact.cascade), events, fact.cascade)

    def revise_standard(self, id: CascadeId, standard: Standard, reason: Reason) -> None:
        state = self.known_cascade(id)
        self.record(cascade.stream(id), cascade.revise_standard(state, standard, reason))

    def revise_targets(self, id: CascadeId, tiers: tuple[Tier, ...], reason: Reason) -> None:
        state = self.known_cascade(id)
        self._require_regions(tiers)
        self.record(cascade.stream(id), cascade.revise_targets(state, tiers, reason))

    def revise_curriculum(
        self,
        id: CascadeId,
        modules: tuple[Module, ...],
        details: Commitment | None,
        reason: Reason,
    ) -> None:
        state = self.known_cascade(id)
        events = cascade.revise_curriculum(state, modules, details, reason)
        self.record(cascade.stream(id), events)

    def set_safeguards(
        self, id: CascadeId, contact_months: int | None, second_factor: bool, reason: Reason
    ) -> None:
        state = self.known_cascade(id)
        events = cascade.set_safeguards(state, contact_months, second_factor, reason)
        self.record(cascade.stream(id), events)

    def close_cascade(self, id: CascadeId, reason: Reason) -> None:
        self.record(cascade.stream(id), cascade.close(self.known_cascade(id), reason))

    def reopen_cascade(self, id: CascadeId, reason: Reason) -> None:
        self.record(cascade.stream(id), cascade.reopen(self.known_cascade(id), reason))

    def give_name(self, series: str, name: str, means: str) -> None:
        given = self.name(series, name)
        self.record(naming.stream(series, name), naming.give(given, series, name, means))

    # ---- places --------------------------------------------------------------------------

    def define_region(self, fact: RegionDefined) -> None:
        """Defines or revises a region. Its name is unique among the regions with the same
        parent."""
        ancestors = self._ancestors(fact.parent)
        events = place.define_region(self.region(fact.region), fact, ancestors)
        names = [self._region_name(a) for a in reversed(ancestors)]
        self.give_name(naming.REGIONS, " / ".join([*names, fact.name]), fact.region)
        self.record(place.region_stream(fact.region), events)

    def define_organisation(self, fact: OrganisationDefined) -> None:
        self.require_region(fact.region, "region")
        events = place.define_organisation(self.organisation(fact.organisation), fact)
        self.give_name(naming.ORGANISATIONS, fact.name, fact.organisation)
        self.record(place.organisation_stream(fact.organisation), events)

    def withdraw_region(self, id: RegionId, reason: Reason) -> None:
        """Takes back a region that nothing uses, as far as the door could see. What names it from
        now on is refused, or defines it again; what named it just before, the door looks for
        afterwards, and brings it back."""
        events = place.withdraw_region(self.region(id), reason)
        self.record(place.region_stream(id), events)

    def withdraw_organisation(self, id: OrganisationId, reason: Reason) -> None:
        events = place.withdraw_organisation(self.organisation(id), reason)
        self.record(place.organisation_stream(id), events)

    def bring_back_places(
        self, region: RegionId | None, organisation: OrganisationId | None = None
    ) -> None:
        """Defines again what was withdrawn of these, and the regions around: something that names
        them stands again."""
        if organisation is not None and (was := self.organisation(organisation).withdrawn):
            self.bring_back_places(was.region)
            self.define_organisation(was)
        if region is not None and (whole := self.region(region).withdrawn):
            self.bring_back_places(whole.parent)
            self.define_region(whole)

    def region_at(self, path: str, new_id: Callable[[], str]) -> RegionId:
        """The region with this path, such as `Kenya / Kisumu`; it is defined if there is none."""
        parent: RegionId | None = None
        steps = [step.strip() for step in path.split(" / ")]
        for depth in range(1, len(steps) + 1):
            known = self.name(naming.REGIONS, " / ".join(steps[:depth])).means
            if known is None or self.region(RegionId(known)).defined is None:
                known = known or new_id()
                self.define_region(RegionDefined(RegionId(known), steps[depth - 1], parent))
            parent = RegionId(known)
        assert parent is not None  # noqa: S101
        return parent

    def organisation_named(self, name: str, new_id: Callable[[], str]) -> OrganisationId:
        """The organisation with this name; it is defined if there is none."""
        known = self.name(naming.ORGANISATIONS, name).means
        if known is None or self.organisation(OrganisationId(known)).defined is None:
            known = known or new_id()
            self.define_organisation(OrganisationDefined(OrganisationId(known), name))
        return OrganisationId(known)

    def require_region(self, id: RegionId | None, field: str) -> None:
        if id is not None and self.region(id).defined is None:
            raise NotFound("There is no such region. Define it first.", field=field)

    def require_organisation(self, id: OrganisationId | None, field: str) -> None:
        if id is not None and self.organisation(id).defined is None:
            raise NotFound("There is no such organisation. Define it first.", field=field)

    def _require_regions(self, tiers: tuple[Tier, ...]) -> None:
        for tier in tiers:
            for target in tier.targets:
                self.require_region(target.region, "tiers")

    def _ancestors(self, region: RegionId | None) -> list[RegionId]:
        found: list[RegionId] = []
        while region is not None:
            self.require_region(region, "parent")
            found.append(region)
            defined = self.region(region).defined
            region = defined.parent if defined else None
            if region in found:
                break
        return found

    def _region_name(self, region: RegionId) -> str:
        defined = self.region(region).defined
        return defined.name if defined else ""
