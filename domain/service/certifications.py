"""Commands on certification. The caller passes ids of workshops and pairs of people that it found
in the views. Their streams are loaded from the log and checked, like all that a decision reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from msgspec import UNSET

from domain import cascade, certification, workshop
from domain.events import (
    Assessed,
    CertificateCorrected,
    Certified,
    Nominated,
    Renewed,
    WorkshopHeld,
)
from domain.rules import require
from domain.service.people import PeopleCommands
from domain.values import Attendance, CascadeId, Level, PersonId, Reason, WorkshopId

Pair = tuple[PersonId, PersonId]


@dataclass(frozen=True)
class Training:
    """Ids to load for a person's training: workshops that they may have attended, and pairs of
    people who may be merged with this person or with their trainers."""

    workshops: Sequence[WorkshopId] = ()
    pairs: Sequence[Pair] = ()


class CertificationCommands(PeopleCommands):
    def nominate(self, c: CascadeId, p: PersonId, fact: Nominated) -> None:
        self._require_both(c, p)
        if fact.by is not None:
            self.require_people([fact.by], "by")
        events = certification.nominate(self.certification(c, p), fact, self.today)
        self.record(certification.stream(c, p), events, c)

    def assess(
        self, c: CascadeId, p: PersonId, fact: Assessed, training: Training = Training()
    ) -> None:
        self._require_both(c, p)
        self.require_people([fact.assessor], "assessor")
        attended = self._attended(c, p, training)
        gave = {g for held, _ in attended for g in workshop.facilitators(held)}
        trained_by = {one for g in gave for one in self.one_with(g, training.pairs)}
        themselves = set(self.one_with(p, training.pairs))
        state = self.certification(c, p)
        events = certification.assess(state, fact, trained_by, themselves, self.today)
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
        self, c: CascadeId, p: PersonId, fact: Certified, training: Training = Training()
    ) -> None:
        self._require_both(c, p)
        standard = self.cascade(c).standard
        state = self.certification(c, p)
        shares = (line.post_share for _, lines in self._attended(c, p, training) for line in lines)
        best = max((share for share in shares if share is not None), default=None)
        events = certification.certify(state, fact, standard, best, self.today)
        self.record(certification.stream(c, p), events, c)

    def correct_certificate(self, c: CascadeId, p: PersonId, change: CertificateCorrected) -> None:
        if change.number is not UNSET:
            self.require_people([p], "person")
        events = certification.correct(self.certification(c, p), change)
        self.record(certification.stream(c, p), events)

    def void_certificate(
        self, c: CascadeId, p: PersonId, level: Level, certified_on: date, reason: Reason
    ) -> None:
        state = self.certification(c, p)
        events = certification.void(state, level, certified_on, reason)
        self.record(certification.stream(c, p), events)

    def renew(self, c: CascadeId, p: PersonId, fact: Renewed) -> None:
        self.fetch([certification.stream(c, p)])
        standard = self.known_cascade(c).standard
        self.require_people([p], "person")
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

    def _attended(
        self, c: CascadeId, p: PersonId, training: Training
    ) -> Iterator[tuple[WorkshopHeld, list[Attendance]]]:
        """The workshops of this cascade that a person attended, each with the person's lines."""
        ids = list(dict.fromkeys(training.workshops))
        self.fetch(map(workshop.stream, ids))
        themselves = set(self.one_with(p, training.pairs))
        for id in ids:
            state = self.workshop(id)
            began = self.entries(workshop.stream(id))
            if state.held is None or state.voided_whole or began[0].cascade != c:
                continue
            lines = [a for a in state.held.register if a.person in themselves]
            lines = [a for a in lines if state.attends(a.person)]
            if lines and themselves.isdisjoint(workshop.facilitators(state.held)):
                yield state.held, lines

    def _require_both(self, c: CascadeId, p: PersonId) -> None:
        """Refuses unless cascade and person are known. Loads the certification's stream first, so
        that a repeated command is recognised before it is judged."""
        self.fetch([certification.stream(c, p)])
        cascade.require_open(self.known_cascade(c))
        self.require_people([p], "person")
