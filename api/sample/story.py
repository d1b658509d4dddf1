"""The sample while it is being told: the people, the workshops, and who was where when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from api.sample import places, words
from api.sample.names import full_name
from api.sample.opening import MODULES
from api.sample.places import DISTRICTS, Country, District
from api.sample.scores import test_scores

Cell = str | int | float | date
Row = dict[str, Cell]

AGES = words.bag({"15-24": 14, "25-34": 37, "35-44": 28, "45-54": 14, "55-64": 6, "65+": 1})
SEXES = words.bag({"female": 63, "male": 34, "other": 1, "unknown": 2})
DISABILITY = words.bag({"no": 80, "yes": 5, "": 15})
MODES = words.bag({"in-person": 84, "blended": 9, "online": 4, "": 3})


@dataclass(slots=True, eq=False)
class Someone:
    """`ready`: the last day of the training by which they came in. `row`: theirs in the table."""

    identifier: str
    home: District
    culture: str
    generation: int
    ready: date
    row: Row
    skill: float = 0.0
    best_share: float | None = None
    """Best post-test, as a share of the maximum."""
    named: bool = True
    """False: stands on registers only, not in the table of people."""
    given: list[Held] = field(default_factory=list)
    sat_in: list[Held] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Line:
    """Of a register. Blank scores are empty."""

    person: Someone
    pre: int | str = ""
    post: int | str = ""
    most: int | str = ""


@dataclass(slots=True, eq=False)
class Held:
    identifier: str
    kind: str
    starts_on: date
    ends_on: date
    lead: Someone | None
    team: list[Someone]
    district: District
    title: str
    venue: str
    mode: str
    modules: list[str]
    register: list[Line] = field(default_factory=list)
    signed_too: list[Someone] = field(default_factory=list)
    """Co-facilitators whose names stand on the sheet."""
    again: list[Line] = field(default_factory=list)
    """Lines that stand on a second sheet as well."""
    headcount: int | str = ""
    on_purpose: bool = False
    """Irregular so that a flag is raised, and to be left so."""

    @property
    def counts(self) -> bool:
        return self.kind != "peer"

    def attended_by(self, person: Someone) -> bool:
        return any(line.person is person for line in self.register)


class Story:
    """Grows only through `newcomer` and `hold`, so that everybody's record agrees with both."""

    def __init__(self, rng: Random, today: date) -> None:
        self.rng, self.today = rng, today
        self.latest = today - timedelta(days=3)
        """Nothing in the tables ends later."""
        self.people: list[Someone] = []
        self.workshops: list[Held] = []
        self.local: dict[District, list[Someone]] = {district: [] for district in DISTRICTS}
        self._by_region: dict[str | None, list[str]] = {}
        for employer in places.employers():
            self._by_region.setdefault(employer.region, []).append(employer.name)

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    # ---- people ------------------------------------------------------------------------------

    def newcomer(self, home: District, generation: int, ready: date) -> Someone:
        country = home.country
        identifier = f"{country.code}-{len(self.people) + 1:06d}"
        culture = self.rng.choice(country.cultures)
        row = self._profile(identifier, home, culture)
        person = Someone(identifier, home, culture, generation, ready, row)
        person.skill = self.rng.gauss(0, 0.03)
        self.people.append(person)
        self.local[home].append(person)
        return person

    def _profile(self, identifier: str, home: District, culture: str) -> Row:
        sex, rng = self.rng.choice(SEXES), self.rng
        at_work = self._by_region[None if self.chance(0.1) else home.region_path]
        return {
            "person": identifier,
            "name": full_name(rng, culture, sex),
            "sex": "" if self.chance(0.02) else sex,
            "age_band": "" if self.chance(0.05) else rng.choice(AGES),
            "region": home.path,
            "cadre": rng.choice(words.CADRES),
            "organisation": "" if self.chance(0.12) else rng.choice(at_work),
            "disability": rng.choice(DISABILITY),
            "phone": self.phone(home.country) if self.chance(0.7) else "",
            "email": f"{identifier.lower()}@example.org" if self.chance(0.25) else "",
            "id_number": f"ID{rng.randrange(10**7):07d}" if self.chance(0.4) else "",
        }

    def phone(self, country: Country) -> str:
        return f"{country.dialling}{self.rng.randrange(10**country.digits):0{country.digits}d}"

    # ---- workshops ---------------------------------------------------------------------------

    def hold(
        self,
        kind: str,
        starts_on: date,
        days: int,
        district: District,
        lead: Someone | None,
        team: list[Someone] | None = None,
    ) -> Held:
        """A workshop with an empty register. It ends in time, so long as it begins in time."""
        code = district.country.code
        held = Held(
            identifier=f"{code}-W{len(self.workshops) + 1:05d}",
            kind=kind,
            starts_on=starts_on,
            ends_on=min(starts_on + timedelta(days=days - 1), self.latest),
            lead=lead,
            team=team or [],
            district=district,
            title=self.rng.choice(words.TITLES[kind]),
            venue=self.rng.choice(words.VENUES),
            mode=self.rng.choice(MODES),
            modules=self.some_modules(kind),
        )
        for facilitator in ([lead] if lead else []) + held.team:
            facilitator.given.append(held)
        self.workshops.append(held)
        return held

    def some_modules(self, kind: str) -> list[str]:
        codes = [module.code for module in MODULES]
        if kind == "tot":
            return codes
        return sorted(self.rng.sample(codes[:-1], self.rng.randint(1, 4)))

    def seat(self, held: Held, people: list[Someone], most: int | None) -> None:
        """Puts people on the register, with scores out of `most`, or without."""
        generation = held.lead.generation + 1 if held.lead else 2
        skill = held.lead.skill if held.lead else 0.0
        for person in people:
            line = Line(person)
            if most is not None and not self.chance(0.05):
                line.pre, line.post = test_scores(self.rng, generation, skill, most)
                line.most = most
                person.best_share = max(person.best_share or 0, line.post / most)
                if self.chance(0.04):
                    line.pre = ""
            held.register.append(line)
            person.sat_in.append(held)

    def newcomers(self, held: Held, count: int, homes: list[District]) -> list[Someone]:
        generation = held.lead.generation + 1 if held.lead else 0
        return [
            self.newcomer(self.rng.choice(homes), generation, held.ends_on) for _ in range(count)
        ]

    def count_heads(self, held: Held) -> None:
        """Most sheets say how many came; most of these agree with the names."""
        if self.chance(0.85):
            heads = len(held.register)
            held.headcount = heads + (self.rng.randint(1, 9) if self.chance(0.05) else 0)
