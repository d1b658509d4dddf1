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
    CascadeId,
    Kind,
    Level,
    Mode,
    OrganisationId,
    PersonId,
    Profile,
    Scores,
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

NO_SCORES = Scores()


@dataclass(slots=True, eq=False)
class Person:
    """`ready`: the last day of the training by which they came in. `listed`: False where only
    registers name them, by their identifier. `best_share`: best post-test ÷ maximum."""

    id: PersonId
    identifier: str
    home: District
    culture: str
    generation: int
    ready: date
    profile: Profile
    details: dict[str, str]
    skill: float = 0.0
    best_share: float | None = None
    listed: bool = True
    given: list[Workshop] = field(default_factory=list)
    attended: list[Workshop] = field(default_factory=list)

    def known_at(self) -> datetime:
        """When they are entered, at the latest, with the first of their workshops."""
        return min(held.recorded_at for held in (*self.given, *self.attended))


@dataclass(slots=True, eq=False)
class Line:
    """Of a register. `in_conflict`: a second sheet says other scores."""

    person: Person
    scores: Scores = NO_SCORES
    in_conflict: bool = False


@dataclass(slots=True, eq=False)
class Workshop:
    """`on_purpose`: irregular so that a flag is raised, or needed as it is; not to be corrected."""

    id: WorkshopId
    identifier: str
    kind: Kind
    starts_on: date
    ends_on: date
    lead: Person | None
    team: list[Person]
    district: District
    title: str
    venue: str
    mode: Mode | None
    modules: list[str]
    recorded_at: datetime
    register: list[Line] = field(default_factory=list)
    headcount: int | None = None
    on_purpose: bool = False
    voided: bool = False

    @property
    def counts(self) -> bool:
        return self.kind is not Kind.PEER

    def facilitators(self) -> list[Person]:
        return [self.lead, *self.team] if self.lead else self.team

    def has(self, person: Person) -> bool:
        return any(line.person is person for line in self.register)


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
        self.start = today - timedelta(days=DAYS)
        self.latest = today - 3 * DAY
        """No workshop of the sample ends later."""
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
        day = earliest + timedelta(days=wait if wait <= room else self.rng.randint(0, room))
        seconds = timedelta(seconds=self.rng.randrange(36_000))
        moment = datetime.combine(day, time(6, tzinfo=UTC)) + seconds
        if after and moment <= after:
            return after + timedelta(seconds=self.rng.randint(60, 900))
        return moment

    # ---- people ------------------------------------------------------------------------------

    def newcomer(self, home: District, generation: int, ready: date) -> Person:
        identifier = f"{home.country.code}-{len(self.people) + 1:06d}"
        culture = weighted(self.rng, home.country.cultures)
        profile = self._profile(home)
        details = self._details(identifier, home, culture, profile.sex)
        id = PersonId(self.new_id())
        person = Person(id, identifier, home, culture, generation, ready, profile, details)
        person.skill = self.rng.gauss(0, 0.03)
        self.people.append(person)
        self.local[home].append(person)
        return person

    def _profile(self, home: District) -> Profile:
        return Profile(
            sex=weighted(self.rng, PROGRAMME.sexes),
            age_band=None if self.chance(0.05) else weighted(self.rng, PROGRAMME.age_bands),
            region=self.places.regions[home.path].region,
            cadre=weighted(self.rng, PROGRAMME.cadres),
            organisation=self._employer(home),
            disability=weighted(self.rng, PROGRAMME.disabilities),
        )

    def _employer(self, home: District) -> OrganisationId | None:
        if self.chance(0.12):
            return None
        return self.rng.choice(self.places.employers_at(None if self.chance(0.1) else home))

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
        self,
        kind: Kind,
        starts_on: date,
        days: int,
        district: District,
        lead: Person | None,
        team: list[Person] | None = None,
    ) -> Workshop:
        """A workshop with an empty register. It ends in time if it begins in time."""
        identifier = f"{district.country.code}-W{len(self.workshops) + 1:05d}"
        ends_on = min(starts_on + (days - 1) * DAY, self.latest)
        held = self.draft(identifier, kind, starts_on, ends_on, district, lead, team)
        if self.chance(FORGOTTEN):
            held.recorded_at = self.later(held.recorded_at, 60, 240)
        for facilitator in held.facilitators():
            facilitator.given.append(held)
        self.workshops.append(held)
        return held

    def draft(
        self,
        identifier: str,
        kind: Kind,
        starts_on: date,
        ends_on: date,
        district: District,
        lead: Person | None,
        team: list[Person] | None = None,
    ) -> Workshop:
        """Only this: nobody's record has it yet."""
        return Workshop(
            id=WorkshopId(self.new_id()),
            identifier=identifier,
            kind=kind,
            starts_on=starts_on,
            ends_on=ends_on,
            lead=lead,
            team=team or [],
            district=district,
            title=self.rng.choice(PROGRAMME.titles[kind]),
            venue=self.rng.choice(PROGRAMME.venues),
            mode=None if self.chance(0.03) else weighted(self.rng, PROGRAMME.modes),
            modules=self._some_modules(kind),
            recorded_at=self.entered(min(ends_on, self.latest)),
        )

    def _some_modules(self, kind: Kind) -> list[str]:
        codes = [module.code for module in PROGRAMME.modules]
        if kind is Kind.TOT:
            return codes
        return sorted(self.rng.sample(codes[:-1], self.rng.randint(1, 4)))

    def seat(self, held: Workshop, people: list[Person], most: int | None) -> None:
        """Puts people on the register, with scores out of `most`, or without."""
        for person in people:
            line = Line(person)
            if most is not None and not self.chance(0.05):
                line.scores = self.scores(held.lead, most)
                person.best_share = max(person.best_share or 0, (line.scores.post or 0) / most)
            held.register.append(line)
            person.attended.append(held)

    def scores(self, lead: Person | None, most: int) -> Scores:
        """Whole points. What people know before, and what this lead teaches them: with each
        generation less is passed on."""
        generation, skill = (lead.generation, lead.skill) if lead else (1, 0.0)
        pre = min(0.85, max(0.02, self.rng.gauss(0.38, 0.13)))
        gain = self.rng.gauss((FIRST_GAIN + skill) * PASSED_ON**generation, 0.17)
        before = round(pre * most)
        after = min(most, max(0, round(before + min(1.0, max(-0.35, gain)) * (most - before))))
        return Scores(None if self.chance(0.04) else float(before), float(after), float(most))

    def newcomers(self, held: Workshop, count: int, homes: list[District]) -> list[Person]:
        generation = held.lead.generation + 1 if held.lead else 0
        return [
            self.newcomer(self.rng.choice(homes), generation, held.ends_on) for _ in range(count)
        ]

    def count_heads(self, held: Workshop) -> None:
        """Most sheets say how many came; most of these agree with the names."""
        if self.chance(0.85):
            more = self.rng.randint(1, 9) if self.chance(0.05) else 0
            held.headcount = len(held.register) + more

    # ---- certificates ------------------------------------------------------------------------

    def certify(self, person: Person, level: Level, day: date) -> Certificate:
        number = f"GS/{day.year}/{len(self.certificates) + 1:05d}"
        made = Certificate(
            person, level, day, months_later(day, STANDARD.months_valid or 0), number
        )
        self.certificates.append(made)
        return made
