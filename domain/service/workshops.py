"""Commands on workshops: planned, held, corrected, voided."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec import UNSET

from domain import cascade, naming, planning, register, workshop
from domain.events import (
    EvidenceAttached,
    FeedbackRecorded,
    WorkshopCorrected,
    WorkshopHeld,
    WorkshopPlanned,
)
from domain.identifiers import same
from domain.rules import NotFound, require
from domain.service.people import PeopleCommands
from domain.values import Attendance, CascadeId, PersonId, Reason, Scores, WorkshopId


class WorkshopCommands(PeopleCommands):
    def plan_workshop(
        self, within: CascadeId, fact: WorkshopPlanned, alike: Iterable[str] = ()
    ) -> None:
        """`alike`: as in `workshop_called`."""
        self._require_new_in(within, fact.workshop)
        self._require_facilitators_and_region(fact)
        events = list(planning.plan(self.workshop(fact.workshop), fact))
        self._identify(within, fact, alike)
        self.record(workshop.stream(fact.workshop), events, within)

    def reschedule_workshop(
        self, id: WorkshopId, starts_on: date, ends_on: date, reason: Reason
    ) -> None:
        events = planning.reschedule(self.workshop(id), starts_on, ends_on, reason)
        self.record(workshop.stream(id), events)

    def cancel_workshop(self, id: WorkshopId, reason: Reason) -> None:
        self.record(workshop.stream(id), planning.cancel(self.workshop(id), reason))

    def hold_workshop(
        self,
        within: CascadeId,
        fact: WorkshopHeld,
        series: str | None = None,
        alike: Iterable[str] = (),
    ) -> None:
        """`series`: the number series of its identifier, by default the cascade's own; `alike`: as
        in `workshop_called`."""
        self._require_new_in(within, fact.workshop)
        self._require_facilitators_and_region(fact)
        self.require_people((a.person for a in fact.register), "register")
        events = list(workshop.hold(self.workshop(fact.workshop), fact, self.today))
        self._identify(within, fact, alike, series)
        self.record(workshop.stream(fact.workshop), events, within)

    def correct_workshop(self, id: WorkshopId, changes: WorkshopCorrected) -> None:
        if changes.region is not UNSET:
            self.require_region(changes.region, "region")
        if changes.lead is not UNSET and changes.lead is not None:
            self.require_people([changes.lead], "lead")
        if changes.cofacilitators is not UNSET:
            self.require_people(changes.cofacilitators, "cofacilitators")
        events = workshop.correct(self.workshop(id), changes, self.today)
        self.record(workshop.stream(id), events)

    def void_workshop(self, id: WorkshopId, reason: Reason) -> None:
        self.record(workshop.stream(id), workshop.void(self.workshop(id), reason))

    def restore_workshop(self, id: WorkshopId, reason: Reason) -> None:
        state = self.workshop(id)
        events = list(workshop.restore(state, reason))
        self.bring_back_places(state.held.region if state.held else None)
        self.record(workshop.stream(id), events)

    # ---- the register --------------------------------------------------------------------

    def add_attendance(
        self, id: WorkshopId, line: Attendance, reason: Reason, unseen: bool = False
    ) -> None:
        self.require_people([line.person], "person")
        events = register.add(self.workshop(id), line, reason, unseen)
        self.record(workshop.stream(id), events)

    def void_attendance(self, id: WorkshopId, person: PersonId, reason: Reason) -> None:
        events = register.void(self.workshop(id), person, reason)
        self.record(workshop.stream(id), events)

    def move_attendance(
        self,
        id: WorkshopId,
        to: WorkshopId,
        person: PersonId,
        reason: Reason,
        there: Reason,
        unseen: bool = False,
    ) -> None:
        """Voids a line here and adds it there, with the same scores; both or neither."""
        require(id != to, "This is the same workshop. Choose the one they attended.", field="to")
        line = self.workshop(id).line(person)
        self.void_attendance(id, person, reason)
        if line is not None:
            self.add_attendance(to, line, there, unseen)

    def restore_attendance(self, id: WorkshopId, person: PersonId, reason: Reason) -> None:
        events = register.restore(self.workshop(id), person, reason)
        self.record(workshop.stream(id), events)

    def record_scores(
        self,
        id: WorkshopId,
        person: PersonId,
        scores: Scores,
        reason: Reason,
        in_conflict: bool = False,
    ) -> None:
        state = self.workshop(id)
        events = register.record_scores(state, person, scores, reason, in_conflict)
        self.record(workshop.stream(id), events)

    def record_feedback(self, id: WorkshopId, fact: FeedbackRecorded) -> None:
        if fact.person is not None:
            self.require_people([fact.person], "person")
        events = register.record_feedback(self.workshop(id), fact)
        self.record(workshop.stream(id), events)

    def attach_evidence(self, id: WorkshopId, fact: EvidenceAttached) -> None:
        events = workshop.attach_evidence(self.workshop(id), fact)
        self.record(workshop.stream(id), events)

    # ---- what they need ------------------------------------------------------------------

    def cascade_of(self, id: WorkshopId) -> CascadeId:
        """The cascade of a workshop; NotFound if there is no such workshop."""
        entries = self.entries(workshop.stream(id))
        if not entries or entries[0].cascade is None:
            raise NotFound("There is no such workshop. Check the id.")
        return entries[0].cascade

    def _require_new_in(self, within: CascadeId, id: WorkshopId) -> None:
        self.fetch([workshop.stream(id)])
        cascade.require_open(self.known_cascade(within))
        if self.entries(workshop.stream(id)) and self.cascade_of(id) != within:
            raise NotFound("There is no such workshop in this cascade. Choose another id.")

    def _require_facilitators_and_region(self, fact: WorkshopHeld | WorkshopPlanned) -> None:
        self.require_region(fact.region, "region")
        self.require_people((p for p in (fact.lead,) if p), "lead")
        self.require_people(fact.cofacilitators, "cofacilitators")

    def _identify(
        self,
        within: CascadeId,
        fact: WorkshopHeld | WorkshopPlanned,
        alike: Iterable[str],
        series: str | None = None,
    ) -> None:
        if fact.identifier is not None:
            series = series or self.known_cascade(within).series
            others = self._called_alike(series, fact.identifier, alike).values()
            naming.require_free(fact.identifier, fact.workshop, others)
            self.give_name(naming.workshops_of(series), fact.identifier, fact.workshop)

    def workshop_called(
        self, series: str, identifier: str, alike: Iterable[str] = ()
    ) -> WorkshopId | None:
        """The workshop with this identifier in a number series; else the one with an identifier
        that is the same, such as trn–017 and TRN-017. Refused if there are several of these.

        `alike`: the identifiers, as they are written, that a door found for it in the views."""
        means = self.name(naming.workshops_of(series), identifier).means
        if means is not None:
            return WorkshopId(means)
        known = self._called_alike(series, identifier, alike)
        require(
            len(set(known.values())) < 2,
            "Several workshops have an identifier like “{identifier}”: {known}. Write one of these "
            "exactly.",
            field="identifier",
            identifier=identifier,
            known=", ".join(f"“{name}”" for name in sorted(known)),
        )
        return next(iter(known.values()), None)

    def _called_alike(
        self, series: str, identifier: str, alike: Iterable[str]
    ) -> dict[str, WorkshopId]:
        """Identifier, as it is written → workshop, of those alike that are of this series."""
        names, form = naming.workshops_of(series), same(identifier)
        others = [name for name in alike if name != identifier and same(name) == form]
        self.fetch(naming.stream(names, name) for name in others)
        means = {name: self.name(names, name).means for name in others}
        return {name: WorkshopId(id) for name, id in means.items() if id is not None}
