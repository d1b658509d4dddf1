"""Commands on workshops: planned, held, corrected, voided."""

from __future__ import annotations

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
from domain.rules import NotFound, require
from domain.service.people import PeopleCommands
from domain.values import Attendance, CascadeId, PersonId, Reason, Scores, WorkshopId


class WorkshopCommands(PeopleCommands):
    def plan_workshop(self, within: CascadeId, fact: WorkshopPlanned) -> None:
        self._require_new_in(within, fact.workshop)
        self._require_facilitators_and_region(fact)
        events = list(planning.plan(self.workshop(fact.workshop), fact))
        self._identify(within, fact)
        self.record(workshop.stream(fact.workshop), events, within)

    def reschedule_workshop(
        self, id: WorkshopId, starts_on: date, ends_on: date, reason: Reason
    ) -> None:
        events = planning.reschedule(self.workshop(id), starts_on, ends_on, reason)
        self.record(workshop.stream(id), events)

    def cancel_workshop(self, id: WorkshopId, reason: Reason) -> None:
        self.record(workshop.stream(id), planning.cancel(self.workshop(id), reason))

    def hold_workshop(
        self, within: CascadeId, fact: WorkshopHeld, series: str | None = None
    ) -> None:
        """`series`: the number series of its identifier, by default the cascade's own."""
        self._require_new_in(within, fact.workshop)
        self._require_facilitators_and_region(fact)
        self.require_people((a.person for a in fact.register), "register")
        events = list(workshop.hold(self.workshop(fact.workshop), fact, self.today))
        self._identify(within, fact, series)
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
        self.record(workshop.stream(id), workshop.restore(self.workshop(id), reason))

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
        series: str | None = None,
    ) -> None:
        if fact.identifier is not None:
            names = naming.workshops_of(series or self.known_cascade(within).series)
            self.give_name(names, fact.identifier, fact.workshop)
