"""A drawn programme as entries of the log, in the order in which its sheets came in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from random import Random

from api.private.store import Private
from domain.codec import Envelope
from domain.events import (
    BatchCompleted,
    BatchStarted,
    CascadeOpened,
    Event,
    NameGiven,
    PersonRegistered,
    WorkshopHeld,
)
from domain.log import MAX_ENTRIES, Log, Pending
from domain.values import (
    AgeBand,
    Attendance,
    BatchId,
    CascadeId,
    Kind,
    Mode,
    Module,
    PersonId,
    Profile,
    RegionId,
    Sex,
    Standard,
    Target,
    Tier,
    WorkshopId,
)
from tests.bench import afterwards
from tests.bench.places import CADRES, DISABILITIES, DISTRICTS, Places, new_id
from tests.bench.programme import Programme, Sheet
from tests.bench.texts import SERIES, Texts

CASCADE = CascadeId("00000000-0000-4000-8000-00000000cade")
REGIONS = DISTRICTS
BATCH = BatchId("sheets")
SEXES = (Sex.FEMALE, Sex.FEMALE, Sex.FEMALE, Sex.MALE, Sex.MALE, Sex.UNKNOWN)
AGES = (AgeBand.UNDER_25, AgeBand.UNDER_35, AgeBand.UNDER_45, AgeBand.UNDER_55, None)
MORNING = datetime(2024, 1, 1, 8, tzinfo=UTC)
MODULES = tuple(Module(f"M{at}", f"Module {at}") for at in range(1, 6))
STANDARD = Standard(least_post_share=0.6, least_rubric=3, cofacilitations=1, months_valid=36)


class Told:
    """Turns sheets into entries and remembers the id that each person was given."""

    def __init__(self, seed: int = 11) -> None:
        self.cascade = CASCADE
        self._chance = Random(seed)
        self.regions = [RegionId(self._id()) for _ in range(REGIONS)]
        self.more = Random(seed + 1)
        """For all that lineage and reach do not hang on."""
        self.places = Places(self.regions, self.more)
        self.texts = Texts(self.more)
        self.people: list[PersonId] = []
        self.workshops: list[WorkshopId] = []
        self._seconds = 0
        self._source = "api"

    def opening(self) -> Iterator[Pending]:
        by = date(2020, 12, 31)
        regions = tuple(Target(5_000, by, region) for region in self.places.regions)
        tiers = (
            Tier("Master trainers", (Target(300, by),)),
            Tier("Trainers", (Target(20_000, by), *regions)),
            Tier("Health workers", (Target(300_000, by),)),
        )
        opened = CascadeOpened(
            CASCADE, "cascade", "A cascade", SERIES, None, MODULES, tiers, STANDARD
        )
        yield self.entry(f"cascade/{CASCADE}", opened)
        yield self.entry("name/slugs/cascade", NameGiven("slugs", "cascade", CASCADE))
        for name in self.places.names():
            yield self.entry(f"name/{name.series}/{name.name}", name)
        for region in self.places.defined():
            yield self.entry(f"region/{region.region}", region)
        for one in self.places.organised():
            yield self.entry(f"organisation/{one.organisation}", one)

    def root(self) -> Pending:
        return self.person(self._chance.randrange(REGIONS))

    def sheet(self, sheet: Sheet) -> Iterator[Pending]:
        """The new people, the workshop, and what is said of it and of them later."""
        home = self._chance.randrange(REGIONS)
        self._seconds += 60
        yield from self.held(sheet, home)
        if sheet.first_of_lead:
            yield from afterwards.certified(self, sheet)
        yield from afterwards.outcomes(self, sheet, self.workshops[-1])

    def held(self, sheet: Sheet, home: int = 0) -> Iterator[Pending]:
        """As a coordinator logs it: one command."""
        for _ in sheet.newcomers:
            near = home if self._chance.random() < 0.95 else self._chance.randrange(REGIONS)
            yield self.person(near)
        workshop = WorkshopId(self._id())
        self.workshops.append(workshop)
        name = NameGiven(f"workshops-of-{SERIES}", sheet.identifier, workshop)
        yield self.entry(f"name/{name.series}/{name.name}", name)
        stream, count = f"workshop/{workshop}", len(sheet.register)
        fact = WorkshopHeld(
            workshop,
            Kind.STEP_DOWN,
            date.fromordinal(sheet.starts_on),
            date.fromordinal(sheet.ends_on),
            sheet.identifier,
            self.people[sheet.lead],
            tuple(self.people[p] for p in sheet.cofacilitators),
            tuple(self._line(p) for p in sheet.register),
            headcount=count + (self.more.randrange(-2, 8) if self.more.random() < 0.1 else 0),
            region=self.regions[home],
            details=self.texts.seal(stream, "details", {"title": f"Workshop {sheet.identifier}"}),
            modules=tuple(m.code for m in self.more.sample(MODULES, 2)),
            mode=self.more.choice(list(Mode)),
        )
        yield self.entry(stream, fact)

    def person(self, region: int) -> Pending:
        person = PersonId(self._id())
        self.people.append(person)
        profile = Profile(
            self._chance.choice(SEXES),
            self._chance.choice(AGES),
            self.regions[region],
            self.more.choice(CADRES) if self.more.random() < 0.8 else None,
            self.more.choice(self.places.organisations) if self.more.random() < 0.8 else None,
            self.more.choice(DISABILITIES),
        )
        known = self.texts.identifier(person) if self.more.random() < 0.3 else None
        fact = PersonRegistered(person, profile, self.texts.details(person), known)
        return self.entry(f"person/{person}", fact)

    def batch(self, entries: Iterable[Pending]) -> Iterator[Pending]:
        """As if they had been imported."""
        self._source = f"import:{BATCH}"
        name = NameGiven("batches", BATCH, CASCADE)
        yield self.entry(f"name/batches/{BATCH}", name)
        yield self.entry(f"batch/{BATCH}", BatchStarted(BATCH))
        yield from entries
        yield self.entry(f"batch/{BATCH}", BatchCompleted(), version=2)
        self._source = "api"

    def _line(self, person: int) -> Attendance:
        if self._chance.random() < 0.15:
            return Attendance(self.people[person])
        pre = self._chance.randrange(10, 60)
        return Attendance(self.people[person], pre, pre + self._chance.randrange(35), 100)

    def entry(self, stream: str, fact: Event, version: int = 1) -> Pending:
        at = MORNING + timedelta(seconds=self._seconds)
        return Pending(
            stream, version, Envelope(at, "console", "bench", fact, self._source, CASCADE)
        )

    def _id(self) -> str:
        return new_id(self._chance)


def write(log: Log, programme: Programme, private: Private | None = None) -> Told:
    """The whole programme into an empty log, by appends of at most 500 entries; its texts into the
    drawer, if there is one."""
    told = Told()
    if private is not None:
        private.contacts.ready()
    for chunk in _chunks(_entries(told, programme)):
        log.append(chunk)
        if told.texts.full():
            told.texts.drain(private)
    told.texts.drain(private)
    return told


def _entries(told: Told, programme: Programme) -> Iterator[Pending]:
    yield from told.opening()
    for _ in range(programme.sheets[0].newcomers.start):
        yield told.root()
    imported = len(programme.sheets) // 100
    yield from told.batch(e for sheet in programme.sheets[:imported] for e in told.sheet(sheet))
    for sheet in programme.sheets[imported:]:
        yield from told.sheet(sheet)
    yield from afterwards.other_workshops(told, programme)
    yield from afterwards.proposals(told, programme)


def _chunks(entries: Iterable[Pending]) -> Iterator[list[Pending]]:
    entries = iter(entries)
    while chunk := list(islice(entries, MAX_ENTRIES)):
        yield chunk
