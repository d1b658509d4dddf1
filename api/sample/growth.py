"""How the cascade grows: a few teach many, most teach nobody, and each generation learns less.

The number of people of each generation is planned, so that a sample of any size has its depth;
who teaches, when, where and how often is drawn, with a heavy tail.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date

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
    """Each country grows by itself and has its share of every generation."""
    sizes = plan(people)
    pace = DAYS / (150 * len(sizes) + 200)
    for country in COUNTRIES:
        generation = masters(
            story, country, max(1, round(sizes[0] / MASTERS_TEACH * country.share))
        )
        for number, size in enumerate(sizes, start=1):
            wanted = max(LEAST, round(size * country.share))
            generation = teach(story, generation, number, wanted, pace)
    refresh(story)


def masters(story: Story, country: Country, count: int) -> list[Person]:
    """The first trainers; nobody in the programme taught them."""
    homes = [d for d in DISTRICTS if d.country is country]
    found = [story.newcomer(story.rng.choice(homes), 0, story.start) for _ in range(count)]
    for master in found:
        master.skill = story.rng.gauss(0.02, 0.03)
    return found


def teach(
    story: Story, trainers: list[Person], number: int, size: int, pace: float
) -> list[Person]:
    """The next generation: whom those of the trainers bring in who were trained early enough.

    `pace`: what waiting times are multiplied by, so that all generations find room.
    """
    pupils: list[Person] = []
    active: list[Person] = []
    able = [t for t in trainers if t.ready < story.latest - 25 * DAY]
    for trainer, times in share_out(story, able, math.ceil(size / FULL * 1.1)):
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
    """Trainers, and how many workshops each is to give: once or twice most of them, a few often,
    and the better-scored rather than others; the master trainers all alike.

    More than is needed: those who come last teach only where others had no time left.
    """

    def eagerness(trainer: Person) -> tuple[float, str]:
        return story.rng.random() - 0.6 * (trainer.best_share or 0.5), trainer.identifier

    eager = sorted(trainers, key=eagerness)
    most, left = min(MAX_GIVEN, max(7, needed // 2)), needed
    for trainer in eager:
        times = min(left, most, int(story.rng.paretovariate(1.6)))
        if trainer.generation == 0:
            times = math.ceil(needed / len(eager))
        yield trainer, max(1, times)
        left -= times
    yield from ((trainer, 5) for trainer in eager)


def days_of(story: Story, trainer: Person, times: int, pace: float) -> list[date]:
    """First days after the trainer's own training, never two within a week of one another."""

    def wait(least: int, mean: int) -> int:
        return int(pace * (least + story.rng.expovariate(1 / mean)))

    taken = [held.starts_on for held in trainer.given]
    last = story.latest - DAY
    day = trainer.ready + wait(21, 45) * DAY
    for _ in range(times):
        if day > last:
            day = trainer.ready + story.rng.randint(8, max(8, (last - trainer.ready).days)) * DAY
        while any(abs((day - other).days) < 6 for other in taken):
            day -= 7 * DAY
        if trainer.ready < day <= last:
            taken.append(day)
        day += wait(14, 40) * DAY
    return sorted(taken[len(trainer.given) :])


def workshop_of(
    story: Story, lead: Person, number: int, starts_on: date, colleagues: list[Person]
) -> Workshop:
    """With up to two co-facilitators: trainers already, or apprentices from the lead's district."""
    tot = number == 1 or story.chance(0.55 / number)
    kind, days = (Kind.TOT, (3, 4, 5)) if tot else (Kind.STEP_DOWN, (1, 1, 1, 2, 2, 3))
    held = story.hold(kind, starts_on, story.rng.choice(days), where(story, lead), lead)
    for _ in range(story.rng.choice((1, 1, 2)) if story.chance(0.35) else 0):
        helper = story.rng.choice(colleagues)
        if helper is lead or story.chance(0.25):
            helper = story.rng.choice(story.local[lead.home])
        is_free = all(other.starts_on != starts_on for other in helper.given)
        if helper not in held.facilitators and helper.ready < starts_on and is_free:
            story.join(held, helper)
    return held


def where(story: Story, lead: Person) -> District:
    """At home mostly, else in the same region, seldom elsewhere in the country."""
    near = story.rng.random()
    country = [d for d in DISTRICTS if d.country is lead.home.country]
    region = [d for d in country if d.region == lead.home.region]
    return story.rng.choice([lead.home] if near < 0.6 else region if near < 0.9 else country)


def fill(story: Story, held: Workshop, count: int) -> list[Person]:
    """Fills the register: newcomers, and now and then people trained before. The newcomers."""
    country = [d for d in DISTRICTS if d.country is held.district.country]
    homes = country if held.kind is Kind.TOT else [held.district]
    newcomers = newcomers_of(story, held, count, homes)
    people = list(newcomers)
    if story.chance(0.3):
        people += trained_before(story, held, story.rng.randint(1, 3))
    story.rng.shuffle(people)
    story.seat(held, people, None if story.chance(0.08) else story.rng.choice(MAXIMA))
    story.count_heads(held)
    return newcomers


def newcomers_of(story: Story, held: Workshop, count: int, homes: list[District]) -> list[Person]:
    generation = held.lead.generation + 1 if held.lead else 0
    chosen = [story.rng.choice(homes) for _ in range(count)]
    return [story.newcomer(home, generation, held.ends_on) for home in chosen]


def trained_before(story: Story, held: Workshop, count: int) -> list[Person]:
    """People of the district whose own training was over before this workshop began."""
    local = story.local[held.district]
    drawn = [story.rng.choice(local) for _ in range(count * 3)] if local else []
    found = [p for p in dict.fromkeys(drawn) if p.attended and p.ready < held.starts_on]
    return [p for p in found if p not in held.facilitators][:count]


def refresh(story: Story) -> None:
    """Refreshers, and learning circles in which nobody teaches anybody."""
    trainers = [p for p in story.people if p.given]
    for kind, share, size in ((Kind.REFRESHER, 0.05, 14), (Kind.PEER, 0.06, 7)):
        for _ in range(max(2, round(len(story.workshops) * share))):
            lead = story.rng.choice(trainers)
            room = (story.latest - lead.ready).days - 2
            day = lead.ready + story.rng.randint(60, max(60, room)) * DAY
            if room >= 60 and all(abs((day - held.starts_on).days) > 5 for held in lead.given):
                held = story.hold(kind, day, 1, lead.home, lead)
                most = story.rng.choice(MAXIMA) if kind is Kind.REFRESHER else None
                story.seat(held, trained_before(story, held, size), most)
                story.count_heads(held)
