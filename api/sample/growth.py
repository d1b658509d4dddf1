"""How the cascade grows: a few teach many, most teach nobody, and each generation learns less.

The number of people of each generation is planned, so that a sample of any size has its depth;
who teaches, when, where and how often is drawn, with a heavy tail.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date, timedelta

from api.sample.content import COUNTRIES, DISTRICTS, Country, District
from api.sample.story import DAY, DAYS, Person, Story, Workshop
from domain.values import Kind

GROWTH = 1.9
MASTERS_TEACH = 16
"""People of the first generation for each master trainer."""
LEAST, FULL = 5, 14
"""People in the smallest and in a usual workshop."""
MAX_GIVEN = 30
"""Workshops that one trainer gives."""
MAXIMA = (10, 20, 20, 25, 50, 100)


def plan(people: int) -> list[int]:
    """How many people generations 1, 2, … have: growing, then cut off by the present day.

    5 generations at 200 people, 7 at 2,000, 10 at 100,000.
    """
    deep = max(5, round(math.log10(max(people, 100)) * 2))
    weights = [GROWTH ** min(g, deep - 2) for g in range(1, deep + 1)]
    weights[-2] *= 0.6
    weights[-1] *= 0.25
    masters = people / sum(weights) * GROWTH / MASTERS_TEACH
    scale = (people - masters) / sum(weights)
    return [max(6, round(weight * scale)) for weight in weights]


def grow(story: Story, people: int) -> None:
    sizes = plan(people)
    pace = DAYS / (150 * len(sizes) + 200)
    generation = masters(story, max(3, round(sizes[0] / MASTERS_TEACH)))
    for number, size in enumerate(sizes, start=1):
        generation = teach(story, generation, number, size, pace)
    refresh(story)


def masters(story: Story, count: int) -> list[Person]:
    """The first trainers, in each country at least one; nobody in the programme taught them."""
    homes = [country for country in COUNTRIES for _ in range(round(10 * country.share))]
    found = []
    for n in range(count):
        country = COUNTRIES[n] if n < len(COUNTRIES) else story.rng.choice(homes)
        home = story.rng.choice([d for d in DISTRICTS if d.country is country])
        master = story.newcomer(home, 0, story.start - 30 * DAY)
        master.skill = story.rng.gauss(0.02, 0.03)
        found.append(master)
    return found


def teach(
    story: Story, trainers: list[Person], number: int, size: int, pace: float
) -> list[Person]:
    """The generation whom these trainers bring in; each country has its share of it.

    `pace`: what waiting times are multiplied by, so that all generations find room.
    """
    able = {country: in_time(story, trainers, country) for country in COUNTRIES}
    living = [country for country in COUNTRIES if able[country]]
    whole = sum(country.share for country in living)
    pupils: list[Person] = []
    planned = 0.0
    for country in living:
        planned += size * country.share / whole
        wanted = round(planned) - len(pupils)
        if wanted >= LEAST or country is living[-1]:
            pupils += teach_in(story, able[country], number, wanted, pace)
    return pupils


def in_time(story: Story, trainers: list[Person], country: Country) -> list[Person]:
    """Who live there and were trained early enough to train others by now."""
    latest = story.latest - 25 * DAY
    return [t for t in trainers if t.home.country is country and t.ready < latest]


def teach_in(
    story: Story, trainers: list[Person], number: int, size: int, pace: float
) -> list[Person]:
    pupils: list[Person] = []
    active: list[Person] = []
    for trainer, times in share_out(story, trainers, math.ceil(size / FULL * 1.1)):
        active.append(trainer)
        for starts_on in days_of(story, trainer, times, pace):
            if len(pupils) >= size:
                return pupils
            held = workshop_of(story, trainer, number, starts_on, active)
            room = max(LEAST, min(35, round(story.rng.gauss(FULL, 4))))
            short = size - len(pupils)
            pupils += fill(story, held, short if short < room + LEAST else room)
    return pupils


def share_out(story: Story, trainers: list[Person], needed: int) -> Iterator[tuple[Person, int]]:
    """Trainers, and how many workshops each is to give, the better-scored rather than others.

    More than is needed: those who come last teach only where others had no time left.
    """
    eager = sorted(
        trainers,
        key=lambda t: (story.rng.random() - 0.6 * (t.best_share or 0.5), t.identifier),
    )
    times = how_often(story, eager, needed)
    yield from zip(eager, times, strict=False)
    yield from ((trainer, 1) for trainer in eager[len(times) :])
    yield from ((trainer, 5) for trainer in eager[: len(times)])


def how_often(story: Story, eager: list[Person], needed: int) -> list[int]:
    """Most of them once or twice, a few often; the master trainers all alike."""
    if eager and eager[0].generation == 0:
        return [math.ceil(needed / len(eager))] * len(eager)
    found, left, most = [], needed, min(MAX_GIVEN, max(7, needed // 2))
    for _ in eager:
        if left <= 0:
            break
        found.append(min(left, most, int(story.rng.paretovariate(1.6))))
        left -= found[-1]
    return found


def days_of(story: Story, trainer: Person, times: int, pace: float) -> list[date]:
    """First days after the trainer's own training, never two within a week of one another."""
    found: list[date] = []
    taken = [held.starts_on for held in trainer.given]
    day = max(trainer.ready, story.start) + _wait(story, pace, 21, 45)
    last = story.latest - DAY
    for _ in range(times):
        if day > last:
            room = (last - trainer.ready).days
            day = trainer.ready + timedelta(days=story.rng.randint(8, max(8, room)))
        while any(abs((day - other).days) < 6 for other in taken):
            day -= timedelta(days=7)
        if max(trainer.ready, story.start) < day <= last:
            found.append(day)
            taken.append(day)
        day += _wait(story, pace, 14, 40)
    return sorted(found)


def _wait(story: Story, pace: float, least: int, mean: int) -> timedelta:
    """Days: at least `least`, and `mean` more in the mean, both at this pace."""
    return timedelta(days=int(pace * (least + story.rng.expovariate(1 / mean))))


def workshop_of(
    story: Story, lead: Person, number: int, starts_on: date, colleagues: list[Person]
) -> Workshop:
    tot = number == 1 or story.chance(0.55 / number)
    days = story.rng.randint(3, 5) if tot else story.rng.choice((1, 1, 1, 2, 2, 3))
    team = beside(story, lead, starts_on, colleagues) if story.chance(0.35) else []
    kind = Kind.TOT if tot else Kind.STEP_DOWN
    return story.hold(kind, starts_on, days, where(story, lead), lead, team)


def beside(story: Story, lead: Person, starts_on: date, colleagues: list[Person]) -> list[Person]:
    """One or two co-facilitators: trainers already, or apprentices from the lead's district."""
    found: list[Person] = []
    for _ in range(story.rng.choice((1, 1, 2))):
        person = story.rng.choice(colleagues if story.chance(0.75) else story.local[lead.home])
        free = all(held.starts_on != starts_on for held in person.given)
        if person not in (lead, *found) and person.ready < starts_on and free:
            found.append(person)
    return found


def where(story: Story, lead: Person) -> District:
    """At home mostly, else in the same region, seldom elsewhere in the country."""
    near = story.rng.random()
    if near < 0.6:
        return lead.home
    country = [d for d in DISTRICTS if d.country is lead.home.country]
    return story.rng.choice([d for d in country if near > 0.9 or d.region == lead.home.region])


def fill(story: Story, held: Workshop, count: int) -> list[Person]:
    """Fills the register: newcomers, and now and then people trained before. The newcomers."""
    abroad = [d for d in DISTRICTS if d.country is held.district.country]
    newcomers = story.newcomers(held, count, abroad if held.kind is Kind.TOT else [held.district])
    people = list(newcomers)
    if story.chance(0.3):
        people += trained_before(story, held, story.rng.randint(1, 3))
    story.rng.shuffle(people)
    story.seat(held, people, None if story.chance(0.08) else story.rng.choice(MAXIMA))
    story.count_heads(held)
    return newcomers


def trained_before(story: Story, held: Workshop, count: int) -> list[Person]:
    """People of the district whose own training was over before this workshop began."""
    local = story.local[held.district]
    found: list[Person] = []
    for _ in range(count * 3 if local else 0):
        person = story.rng.choice(local)
        new = person not in found and person not in held.facilitators()
        if new and person.ready < held.starts_on and person.attended and len(found) < count:
            found.append(person)
    return found


def refresh(story: Story) -> None:
    """Refreshers, and learning circles in which nobody teaches anybody."""
    trainers = [p for p in story.people if p.given]
    for kind, share, size in ((Kind.REFRESHER, 0.05, 14), (Kind.PEER, 0.06, 7)):
        for _ in range(max(2, round(len(story.workshops) * share))):
            lead = story.rng.choice(trainers)
            room = (story.latest - lead.ready).days - 2
            if room < 60:
                continue
            day = lead.ready + timedelta(days=story.rng.randint(60, room))
            if any(abs((day - held.starts_on).days) < 6 for held in lead.given):
                continue
            held = story.hold(kind, day, 1, lead.home, lead)
            most = story.rng.choice(MAXIMA) if kind is Kind.REFRESHER else None
            story.seat(held, trained_before(story, held, size), most)
            story.count_heads(held)
