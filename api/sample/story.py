"""The sample while it is made up: its people, its workshops, and who was where when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID

from api.sample.content import DISTRICTS, PROGRAMME, STANDARD, Country, District, weighted
from api.sample.places import Places
from domain.rules import months_later
from domain.values import (
    Attendance,
    CascadeId,
    Kind,
    Level,
    Mode,
    PersonId,
    Profile,
    RegionId,
    Sex,
    WorkshopId,
)

DAYS = 3 * 365
"""From the opening of the cascade to the day on which the sample is loaded."""
DAY = timedelta(days=1)
FORGOTTEN = 0.05
"""Share of the sheets that are entered months after the others."""
FIRST_GAIN, PASSED_ON = 0.62, 0.85
"""Mean gain of those whom a master trainer teaches; how much of it the next generation has."""


@dataclass(slots=True, eq=False)
class Person:
    """`ready`: the last day of the training by which they came in. `best_share`: best post-test ÷
    maximum, 0 without any. `listed`: False where registers alone name them, by identifier."""

    id: PersonId
    identifier: str
    home: District
    culture: str
    generation: int
    ready: date
    profile: Profile
    details: dict[str, str]
    skill: float = 0.0
    best_share: float = 0.0
    listed: bool = True
    given: list[Workshop] = field(default_factory=list)
    attended: list[Workshop] = field(default_factory=list)

    @property
    def known_at(self) -> datetime:
        """When they are entered, at the latest: with the first of their workshops."""
        return min(held.recorded_at for held in (*self.given, *self.attended))


@dataclass(slots=True, eq=False)
class Workshop:
    """`feedback`: ids, ratings, who said so, words. `evidence`: the id of a copy of the sheet.
    `fixed`: irregular on purpose, or needed as it is; not to be corrected."""

    id: WorkshopId
    kind: Kind
    starts_on: date
    ends_on: date
    lead: Person | None
    district: District
    region: RegionId
    details: dict[str, str]
    modules: list[str]
    mode: Mode | None
    recorded_at: datetime
    identifier: str = ""
    team: list[Person] = field(default_factory=list)
    register: dict[Person, Attendance] = field(default_factory=dict)
    headcount: int | None = None
    feedback: list[tuple[str, int, PersonId | None, str]] = field(default_factory=list)
    evidence: str = ""
    fixed: bool = False
    voided: bool = False

    @property
    def counts(self) -> bool:
        return self.kind is not Kind.PEER

    @property
    def facilitators(self) -> list[Person]:
        return [self.lead, *self.team] if self.lead else self.team


@dataclass(slots=True, eq=False)
class Certificate:
    person: Person
    level: Level
    certified_on: date
    expires_on: date
    number: str
    recorded_at: datetime | None = None


class Story:
    """Grows only through its methods, so that people and workshops agree with each other."""

    def __init__(self, rng: Random, today: date) -> None:
        self.rng, self.today = rng, today
        self.start, self.latest = today - DAYS * DAY, today - 3 * DAY
        """The first day, and the last on which a workshop ends."""
        self.cascade = CascadeId(self.new_id())
        self.places = Places(self.new_id)
        self.people: list[Person] = []
        self.workshops: list[Workshop] = []
        self.certificates: list[Certificate] = []
        self.local: dict[District, list[Person]] = {district: [] for district in DISTRICTS}

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def new_id(self) -> str:
        """A random UUID (version 4), the same for the same seed."""
        return str(UUID(int=self.rng.getrandbits(128), version=4))

    # ---- when something is entered -----------------------------------------------------------

    def entered(self, day: date, after: datetime | None = None) -> datetime:
        """A few days after a day, and after another entry."""
        earliest = max(day + DAY, after.date()) if after else day + DAY
        return self._moment(earliest, int(self.rng.expovariate(1 / 4)), after)

    def later(self, after: datetime, least: int, most: int) -> datetime:
        """`least` to `most` days after another entry; sooner where that is still to come."""
        return self._moment(after.date(), self.rng.randint(least, most), after)

    def _moment(self, earliest: date, wait: int, after: datetime | None) -> datetime:
        """In working hours, before today, and always after `after`."""
        room = max(0, (self.today - earliest).days - 1)
        day = earliest + (wait if wait <= room else self.rng.randint(0, room)) * DAY
        hours = timedelta(seconds=self.rng.randrange(36_000))
        moment = datetime.combine(day, time(6, tzinfo=UTC)) + hours
        if after and moment <= after:
            return after + timedelta(seconds=self.rng.randint(60, 900))
        return moment

    # ---- people ------------------------------------------------------------------------------

    def newcomer(self, home: District, generation: int, ready: date) -> Person:
        identifier = f"{home.country.code}-{len(self.people) + 1:06d}"
        culture, profile = weighted(self.rng, home.country.cultures), self._profile(home)
        details = self._details(identifier, home, culture, profile.sex)
        id = PersonId(self.new_id())
        person = Person(id, identifier, home, culture, generation, ready, profile, details)
        person.skill = self.rng.gauss(0, 0.03)
        self.people.append(person)
        self.local[home].append(person)
        return person

    def _profile(self, home: District) -> Profile:
        employers = self.places.employers_at(None if self.chance(0.1) else home)
        return Profile(
            sex=weighted(self.rng, PROGRAMME.sexes),
            age_band=None if self.chance(0.05) else weighted(self.rng, PROGRAMME.age_bands),
            region=self.places.regions[home.path].region,
            cadre=weighted(self.rng, PROGRAMME.cadres),
            organisation=None if self.chance(0.12) else self.rng.choice(employers),
            disability=weighted(self.rng, PROGRAMME.disabilities),
        )

    def _details(self, identifier: str, home: District, culture: str, sex: Sex) -> dict[str, str]:
        details = {"name": PROGRAMME.cultures[culture].full_name(self.rng, sex)}
        if self.chance(0.7):
            details["phone"] = self.phone(home.country)
        if self.chance(0.25):
            details["email"] = f"{identifier.lower()}@example.org"
        if self.chance(0.4):
            details["id_number"] = f"ID{self.rng.randrange(10**7):07d}"
        return details

    def phone(self, country: Country) -> str:
        return f"{country.dialling}{self.rng.randrange(10**country.digits):0{country.digits}d}"

    # ---- workshops ---------------------------------------------------------------------------

    def hold(
        self, kind: Kind, starts_on: date, days: int, district: District, lead: Person | None
    ) -> Workshop:
        """A workshop with an empty register. It ends in time if it begins in time."""
        ends_on = min(starts_on + (days - 1) * DAY, self.latest)
        held = self.draft(kind, starts_on, ends_on, district, lead)
        held.identifier = f"{district.country.code}-W{len(self.workshops) + 1:05d}"
        if self.chance(FORGOTTEN):
            held.recorded_at = self.later(held.recorded_at, 60, 240)
        if lead:
            lead.given.append(held)
        self.workshops.append(held)
        return held

    def draft(
        self, kind: Kind, starts_on: date, ends_on: date, district: District, lead: Person | None
    ) -> Workshop:
        """One that is no part of the story yet."""
        codes = [module.code for module in PROGRAMME.modules]
        some = sorted(self.rng.sample(codes[:-1], self.rng.randint(1, 4)))
        title, venue = self.rng.choice(PROGRAMME.titles[kind]), self.rng.choice(PROGRAMME.venues)
        return Workshop(
            WorkshopId(self.new_id()),
            kind,
            starts_on,
            ends_on,
            lead,
            district,
            region=self.places.regions[district.path].region,
            details={"title": title, "venue": venue},
            modules=codes if kind is Kind.TOT else some,
            mode=None if self.chance(0.03) else weighted(self.rng, PROGRAMME.modes),
            recorded_at=self.entered(min(ends_on, self.latest)),
        )

    def join(self, held: Workshop, helper: Person) -> None:
        """As a co-facilitator."""
        held.team.append(helper)
        helper.given.append(held)

    def seat(self, held: Workshop, people: list[Person], most: int | None) -> None:
        """Puts people on the register, with scores out of `most`, or without."""
        for person in people:
            held.register[person] = self.line(person, held.lead, most)
            person.attended.append(held)

    def line(self, person: Person, lead: Person | None, most: int | None) -> Attendance:
        """Whole points. What people know before, and what this lead teaches them: with each
        generation less is passed on. Some have no scores, some no pre-test."""
        if most is None or self.chance(0.05):
            return Attendance(person.id)
        generation, skill = (lead.generation, lead.skill) if lead else (1, 0.0)
        pre = round(most * min(0.85, max(0.02, self.rng.gauss(0.38, 0.13))))
        gain = self.rng.gauss((FIRST_GAIN + skill) * PASSED_ON**generation, 0.17)
        post = min(most, max(0, round(pre + min(1.0, max(-0.35, gain)) * (most - pre))))
        person.best_share = max(person.best_share, post / most)
        tested_before = None if self.chance(0.04) else float(pre)
        return Attendance(person.id, tested_before, float(post), float(most))

    def count_heads(self, held: Workshop) -> None:
        """Most sheets say how many came; most of these agree with the names."""
        if self.chance(0.85):
            more = self.rng.randint(1, 9) if self.chance(0.05) else 0
            held.headcount = len(held.register) + more

    # ---- certificates ------------------------------------------------------------------------

    def certify(self, person: Person, level: Level, day: date) -> Certificate:
        number = f"GS/{day.year}/{len(self.certificates) + 1:05d}"
        until = months_later(day, STANDARD.months_valid or 0)
        self.certificates.append(Certificate(person, level, day, until, number))
        return self.certificates[-1]
