"""Commands on certification. What only a view can answer is passed in by the door."""

from __future__ import annotations

from collections.abc import Set
from datetime import date

from domain import cascade, certification, workshop
from domain.events import Assessed, CertificateCorrected, Certified, Nominated, Renewed
from domain.service.people import PeopleCommands
from domain.standards import require
from domain.values import CascadeId, Level, PersonId, Reason, WorkshopId


class CertificationCommands(PeopleCommands):
    def nominate(self, c: CascadeId, p: PersonId, fact: Nominated) -> None:
        self._require_both(c, p)
        if fact.by is not None:
            self.require_people([fact.by], "by")
        events = certification.nominate(self.certification(c, p), fact, self.today)
        self.record(certification.stream(c, p), events, c)

    def assess(self, c: CascadeId, p: PersonId, fact: Assessed, trained_by: Set[PersonId]) -> None:
        self._require_both(c, p)
        self.require_people([fact.assessor], "assessor")
        state = self.certification(c, p)
        events = certification.assess(state, fact, trained_by, p, self.today)
        self.record(certification.stream(c, p), events, c)

    def credit_cofacilitation(self, c: CascadeId, p: PersonId, id: WorkshopId) -> None:
        self._require_both(c, p)
        held = workshop.require_held(self.workshop(id))
        require(
            p in workshop.facilitators(held),
            "This person did not facilitate that workshop. Correct the workshop first.",
            field="workshop",
        )
        events = certification.credit_cofacilitation(self.certification(c, p), id)
        self.record(certification.stream(c, p), events, c)

    def certify(
        self, c: CascadeId, p: PersonId, fact: Certified, best_post_share: float | None
    ) -> None:
        self._require_both(c, p)
        standard = self.cascade(c).standard
        state = self.certification(c, p)
        events = certification.certify(state, fact, standard, best_post_share, self.today)
        self.record(certification.stream(c, p), events, c)

    def correct_certificate(self, c: CascadeId, p: PersonId, change: CertificateCorrected) -> None:
        events = certification.correct(self.certification(c, p), change)
        self.record(certification.stream(c, p), events)

    def void_certificate(
        self, c: CascadeId, p: PersonId, level: Level, certified_on: date, reason: Reason
    ) -> None:
        state = self.certification(c, p)
        events = certification.void(state, level, certified_on, reason)
        self.record(certification.stream(c, p), events)

    def renew(self, c: CascadeId, p: PersonId, fact: Renewed) -> None:
        standard = self.known_cascade(c).standard
        events = certification.renew(self.certification(c, p), fact, standard, self.today)
        self.record(certification.stream(c, p), events)

    def suspend(self, c: CascadeId, p: PersonId, on: date, reason: Reason) -> None:
        events = certification.suspend(self.certification(c, p), on, reason, self.today)
        self.record(certification.stream(c, p), events)

    def reinstate(self, c: CascadeId, p: PersonId, on: date, reason: Reason) -> None:
        events = certification.reinstate(self.certification(c, p), on, reason, self.today)
        self.record(certification.stream(c, p), events)

    def revoke(self, c: CascadeId, p: PersonId, on: date, reason: Reason) -> None:
        events = certification.revoke(self.certification(c, p), on, reason, self.today)
        self.record(certification.stream(c, p), events)

    def _require_both(self, c: CascadeId, p: PersonId) -> None:
        """Looks at their own stream first: a command that is there already is not judged anew."""
        self.fetch([certification.stream(c, p)])
        cascade.require_open(self.known_cascade(c))
        self.require_people([p], "person")
