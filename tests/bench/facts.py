"""A drawn programme as entries of the log, in the order in which its sheets came in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from random import Random
from uuid import UUID

from domain.codec import Envelope
from domain.events import (
    BehaviourObserved,
    CascadeOpened,
    Certified,
    Event,
    FeedbackRecorded,
    NameGiven,
    PersonRegistered,
    RegionDefined,
    WorkshopHeld,
)
from domain.log import MAX_ENTRIES, Log, Pending
from domain.values import (
    AgeBand,
    Attendance,
    CascadeId,
    Commitment,
    Kind,
    Level,
    OutcomeId,
    PersonId,
    Profile,
    RegionId,
    Sex,
    WorkshopId,
)
from tests.bench.programme import Programme, Sheet

CASCADE = CascadeId("00000000-0000-4000-8000-00000000cade")
REGIONS = 40
SEXES = (Sex.FEMALE, Sex.FEMALE, Sex.FEMALE, Sex.MALE, Sex.MALE, Sex.UNKNOWN)
AGES = (AgeBand.UNDER_25, AgeBand.UNDER_35, AgeBand.UNDER_45, AgeBand.UNDER_55, None)
MORNING = datetime(2024, 1, 1, 8, tzinfo=UTC)


class Told:
    """Turns sheets into entries and remembers the id that each person was given."""

    def __init__(self, seed: int = 11) -> None:
        self._chance = Random(seed)
        self._regions = [RegionId(self._id()) for _ in range(REGIONS)]
        self.people: list[PersonId] = []
        self.workshops: list[WorkshopId] = []
        self._seconds = 0

    def opening(self) -> Iterator[Pending]:
        opened = CascadeOpened(CASCADE, "cascade", "A cascade", "series")
        yield self._entry(f"cascade/{CASCADE}", opened)
        for at, region in enumerate(self._regions):
            yield self._entry(f"region/{region}", RegionDefined(region, f"District {at}"))

    def root(self) -> Pending:
        return self._person(self._chance.randrange(REGIONS))

    def sheet(self, sheet: Sheet) -> Iterator[Pending]:
        """The new people, the workshop, and what is said of it and of them later."""
        home = self._chance.randrange(REGIONS)
        self._seconds += 60
        yield from self.held(sheet, home)
        if sheet.first_of_lead:
            certificate = Certified(
                Level.QUALIFIED, date.fromordinal(sheet.starts_on), on_programmes_word=True
            )
            lead = self.people[sheet.lead]
            yield self._entry(f"certification/{CASCADE}/{lead}", certificate)
        if self._chance.random() < 0.4:
            rated = FeedbackRecorded(self._id(), self._chance.randrange(2, 6))
            yield self._entry(f"workshop/{self.workshops[-1]}", rated, version=2)
            day = date.fromordinal(sheet.ends_on + 90)
            person, outcome = self.people[sheet.register[0]], OutcomeId(self._id())
            yield self._entry(
                f"outcome/{outcome}", BehaviourObserved(outcome, person, day, fidelity=0.8)
            )

    def held(self, sheet: Sheet, home: int = 0) -> Iterator[Pending]:
        """As a coordinator logs it: one command."""
        for _ in sheet.newcomers:
            near = home if self._chance.random() < 0.95 else self._chance.randrange(REGIONS)
            yield self._person(near)
        workshop = WorkshopId(self._id())
        self.workshops.append(workshop)
        name = NameGiven("workshops-of-series", sheet.identifier, workshop)
        yield self._entry(f"name/{name.series}/{name.name}", name)
        fact = WorkshopHeld(
            workshop,
            Kind.STEP_DOWN,
            date.fromordinal(sheet.starts_on),
            date.fromordinal(sheet.ends_on),
            sheet.identifier,
            self.people[sheet.lead],
            tuple(self.people[p] for p in sheet.cofacilitators),
            tuple(self._line(p) for p in sheet.register),
            headcount=len(sheet.register),
            region=self._regions[home],
            details=self._commitment(),
        )
        yield self._entry(f"workshop/{workshop}", fact)

    def _person(self, region: int) -> Pending:
        person = PersonId(self._id())
        self.people.append(person)
        profile = Profile(
            self._chance.choice(SEXES), self._chance.choice(AGES), self._regions[region]
        )
        fact = PersonRegistered(person, profile, self._commitment(), self._commitment())
        return self._entry(f"person/{person}", fact)

    def _line(self, person: int) -> Attendance:
        if self._chance.random() < 0.15:
            return Attendance(self.people[person])
        pre = self._chance.randrange(10, 60)
        return Attendance(self.people[person], pre, pre + self._chance.randrange(35), 100)

    def _entry(self, stream: str, fact: Event, version: int = 1) -> Pending:
        at = MORNING + timedelta(seconds=self._seconds)
        return Pending(stream, version, Envelope(at, "console", "bench", fact, "api", CASCADE))

    def _id(self) -> str:
        return str(UUID(int=self._chance.getrandbits(128), version=4))

    def _commitment(self) -> Commitment:
        return Commitment(self._chance.randbytes(32).hex())


def write(log: Log, programme: Programme) -> Told:
    """The whole programme into an empty log, by appends of at most 500 entries."""
    told = Told()
    for chunk in _chunks(_entries(told, programme)):
        log.append(chunk)
    return told


def _entries(told: Told, programme: Programme) -> Iterator[Pending]:
    yield from told.opening()
    for _ in range(programme.sheets[0].newcomers.start):
        yield told.root()
    for sheet in programme.sheets:
        yield from told.sheet(sheet)


def _chunks(entries: Iterable[Pending]) -> Iterator[list[Pending]]:
    entries = iter(entries)
    while chunk := list(islice(entries, MAX_ENTRIES)):
        yield chunk
