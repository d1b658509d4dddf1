"""Random facts of two cascades and three regions, for what is derived from all kinds of them.

They are not decided by the domain: the views must make the same of any log.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from uuid import UUID

from domain.codec import Envelope
from domain.events import (
    Assessed,
    AttendanceAdded,
    AttendanceRestored,
    AttendanceVoided,
    BehaviourObserved,
    CascadeOpened,
    CertificateVoided,
    Certified,
    Event,
    MergeUndone,
    Nominated,
    OutcomeVoided,
    PeopleMerged,
    PersonErased,
    PersonRegistered,
    PersonReinstated,
    PersonWithdrawn,
    ProfileCorrected,
    RegionDefined,
    Reinstated,
    Renewed,
    Revoked,
    Suspended,
    WorkshopCorrected,
    WorkshopHeld,
    WorkshopRestored,
    WorkshopVoided,
)
from domain.log import Pending
from domain.values import (
    Attendance,
    Kind,
    Level,
    Profile,
    Reason,
    ReasonCode,
    Rubric,
    Sex,
)
from tests.support.domain.entries import AT

FIRST_DAY = date(2023, 1, 1)
DAYS = 400
WHY = Reason(ReasonCode.TYPING_ERROR)


class RandomFacts:
    """Facts to append, one after the other. A seed says which."""

    def __init__(self, seed: int, people: int = 12, workshops: int = 8) -> None:
        self._random = Random(seed)
        self._versions: Counter[str] = Counter()
        self.cascades, self.regions = self._ids(2), self._ids(3)
        self.people, self.workshops = self._ids(people), self._ids(workshops)
        self._outcomes = self._ids(4)
        self._home = {person: self._random.choice(self.cascades) for person in self.people}
        self._held = {shop: self._random.choice(self.cascades) for shop in self.workshops}

    def _ids(self, count: int) -> list[str]:
        return [str(UUID(int=self._random.getrandbits(128), version=4)) for _ in range(count)]

    def beginning(self) -> list[Pending]:
        """The cascades, the regions and the people, and one workshop of each id."""
        facts = [
            self._fact(f"cascade/{id}", id, CascadeOpened(id, f"c{at}", f"C {at}", f"c{at}"))
            for at, id in enumerate(self.cascades)
        ]
        for at, id in enumerate(self.regions):
            facts.append(self._fact(f"region/{id}", None, RegionDefined(id, f"R {at}")))
        for id in self.people:
            facts.append(self._person(id, PersonRegistered(id, self._profile())))
        return facts + [self._hold(id) for id in self.workshops]

    def some(self, count: int) -> list[Pending]:
        """The next facts."""
        kinds: tuple[Callable[[], Pending], ...] = (
            self._of_a_person,
            self._of_a_pair,
            self._of_a_workshop,
            self._of_a_workshop,
            self._of_a_certification,
            self._of_an_outcome,
        )
        return [self._random.choice(kinds)() for _ in range(count)]

    def day(self) -> date:
        return FIRST_DAY + timedelta(self._random.randrange(DAYS))

    # ---- one fact ----------------------------------------------------------------------------

    def _fact(self, stream: str, cascade: str | None, event: Event) -> Pending:
        self._versions[stream] += 1
        envelope = Envelope(AT, "console", "c", event, "test", cascade)
        return Pending(stream, self._versions[stream], envelope)

    def _person(self, id: str, event: Event) -> Pending:
        return self._fact(f"person/{id}", self._home[id], event)

    def _profile(self) -> Profile:
        region = self._random.choice([None, *self.regions])
        return Profile(sex=self._random.choice(list(Sex)), region=region)

    def _of_a_person(self) -> Pending:
        return self._person(
            self._random.choice(self.people),
            self._random.choice(
                [
                    ProfileCorrected(self._profile(), WHY),
                    ProfileCorrected(self._profile(), WHY),
                    PersonWithdrawn(WHY),
                    PersonReinstated(WHY),
                    PersonErased(WHY),
                ]
            ),
        )

    def _of_a_pair(self) -> Pending:
        one, other = sorted(self._random.sample(self.people, 2))
        event = self._random.choice([PeopleMerged, MergeUndone, MergeUndone])(one, other, WHY)
        return self._fact(f"pair/{one}/{other}", None, event)

    def _hold(self, id: str) -> Pending:
        lead, *others = self._random.sample(self.people, self._random.randint(2, 6))
        first = self.day()
        event = WorkshopHeld(
            id,
            self._random.choice([*Kind]),
            first,
            first + timedelta(self._random.randrange(3)),
            lead=self._random.choice([lead, None]),
            cofacilitators=tuple(others[:1]),
            register=tuple(Attendance(person) for person in others[1:]),
            region=self._random.choice([None, *self.regions]),
            unseen=tuple(self._random.sample(others, self._random.choice([0, 0, 1]))),
        )
        return self._fact(f"workshop/{id}", self._held[id], event)

    def _of_a_workshop(self) -> Pending:
        id, person = self._random.choice(self.workshops), self._random.choice(self.people)
        first = self.day()
        unseen = self._random.random() < 0.3
        event = self._random.choice(
            [
                WorkshopVoided(WHY),
                WorkshopRestored(WHY),
                WorkshopCorrected(WHY, region=self._random.choice([None, *self.regions])),
                WorkshopCorrected(WHY, lead=person, unseen=(person,) if unseen else ()),
                WorkshopCorrected(WHY, starts_on=first, ends_on=first),
                AttendanceAdded(Attendance(person), WHY, unseen),
                AttendanceVoided(person, WHY),
                AttendanceRestored(person, WHY),
            ]
        )
        return self._fact(f"workshop/{id}", self._held[id], event)

    def _of_a_certification(self) -> Pending:
        cascade, person = self._random.choice(self.cascades), self._random.choice(self.people[:6])
        day, other = self.day(), self._random.choice(self.people)
        until = self._random.choice([None, day + timedelta(self._random.randrange(200))])
        event = self._random.choice(
            [
                Nominated(day, other),
                Assessed(day, Rubric(3, 3, 3, 3, 3), other),
                Certified(self._random.choice([*Level]), day, until),
                Certified(Level.CANDIDATE, FIRST_DAY, FIRST_DAY + timedelta(DAYS // 2)),
                CertificateVoided(Level.CANDIDATE, FIRST_DAY, WHY),
                Renewed(day, until),
                Suspended(day, WHY),
                Reinstated(day, WHY),
                Revoked(day, WHY),
            ]
        )
        return self._fact(f"certification/{cascade}/{person}", cascade, event)

    def _of_an_outcome(self) -> Pending:
        id, person = self._random.choice(self._outcomes), self._random.choice(self.people)
        if self._versions[f"outcome/{id}"]:
            return self._fact(f"outcome/{id}", None, OutcomeVoided(WHY))
        event = BehaviourObserved(id, person, self.day(), 0.5)
        return self._fact(f"outcome/{id}", self._random.choice(self.cascades), event)
