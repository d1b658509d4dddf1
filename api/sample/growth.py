"""How the cascade grows: a few teach many, most teach nobody, and each generation learns less.

The number of people of each generation is planned, so that a sample of any size has its depth;
who teaches, when, where and how often is drawn, with a heavy tail.
"""

from __future__ import annotations

import math
from datetime import date, timedelta

from api.sample.places import COUNTRIES, DISTRICTS, Country, District
from api.sample.story import Held, Someone, Story

GROWTH = 1.9
MASTERS_TEACH = 16
"""People of the first generation for each master trainer."""
LEAST, FULL = 5, 14
"""People in the smallest and in a usual workshop."""
MOST = 30
"""Workshops that one trainer gives."""
MAXIMA = (10, 20, 20, 25, 50, 100)

Share = tuple[Someone, int]
"""A trainer, and how many workshops they are to give."""


def depth(people: int) -> int:
    """Generations below the master trainers: 5 at 200, 7 at 2,000, 10 at 100,000."""
    return max(5, round(math.log10(max(people, 100)) * 2))


def plan(people: int) -> list[int]:
    """People of generations 1, 2, …: growing, then cut off by the present day."""
    deep = depth(people)
    weights = [GROWTH ** min(g, deep - 2) for g in range(1, deep + 1)]
    weights[-2] *= 0.6
    weights[-1] *= 0.25
    masters = people / sum(weights) * GROWTH / MASTERS_TEACH
    scale = (people - masters) / sum(weights)
    return [max(6, round(weight * scale)) for weight in weights]


def grow(story: Story, people: int) -> None:
    sizes = plan(people)
    start = story.today - timedelta(days=150 * len(sizes) + 200)
    generation = masters(story, max(3, round(sizes[0] / MASTERS_TEACH)), start)
    for number, size in enumerate(sizes, start=1):
        generation = teach(story, generation, number, size)
    refresh(story)


def masters(story: Story, count: int, start: date) -> list[Someone]:
    """The first trainers, in each country at least one; nobody in the programme taught them."""
    homes = [country for country in COUNTRIES for _ in range(round(10 * country.share))]
    found = []
    for n in range(count):
        country = COUNTRIES[n] if n < len(COUNTRIES) else story.rng.choice(homes)
        home = story.rng.choice([d for d in DISTRICTS if d.country is country])
        master = story.newcomer(home, 0, start - timedelta(days=30))
        master.skill = story.rng.gauss(0.02, 0.03)
        found.append(master)
    return found


def teach(story: Story, trainers: list[Someone], number: int, size: int) -> list[Someone]:
    """The generation whom these trainers bring in; each country has its share of it."""
    able = {country: in_time(story, trainers, country) for country in COUNTRIES}
    living = [country for country in COUNTRIES if able[country]]
    whole = sum(country.share for country in living)
    pupils: list[Someone] = []
    planned = 0.0
    for country in living:
        planned += size * country.share / whole
        wanted = round(planned) - len(pupils)
        if wanted >= LEAST or country is living[-1]:
            pupils += teach_in(story, able[country], number, wanted)
    return pupils


def in_time(story: Story, trainers: list[Someone], country: Country) -> list[Someone]:
    """Who live there and were trained early enough to train others by now."""
    latest = story.latest - timedelta(days=25)
    return [t for t in trainers if t.home.country is country and t.ready < latest]


def teach_in(story: Story, trainers: list[Someone], number: int, size: int) -> list[Someone]:
    pupils: list[Someone] = []
    active: list[Someone] = []
    needed = math.ceil(size / FULL * 1.1)
    for trainer, times in share_out(story, trainers, needed):
        active.append(trainer)
        for starts_on in days_of(story, trainer, times):
            if len(pupils) >= size:
                return pupils
            held = workshop_of(story, trainer, number, starts_on, active)
            room = max(LEAST, min(35, round(story.rng.gauss(FULL, 4))))
            short = size - len(pupils)
            fill(story, held, short if short < room + LEAST else room)
            pupils += [line.person for line in held.register if line.person.sat_in == [held]]
    return pupils


def share_out(story: Story, trainers: list[Someone], needed: int) -> list[Share]:
    """More than is needed: those who come last teach only where others had no time left."""
    eager = by_eagerness(story, trainers)
    times = how_often(story, eager, needed)
    first = list(zip(eager, times, strict=False))
    return [*first, *((t, 1) for t in eager[len(times) :]), *((t, 5) for t, _ in first)]


def by_eagerness(story: Story, able: list[Someone]) -> list[Someone]:
    """The better-scored rather than others."""
    return sorted(
        able, key=lambda t: (story.rng.random() - 0.6 * (t.best_share or 0.5), t.identifier)
    )


def how_often(story: Story, eager: list[Someone], needed: int) -> list[int]:
    """Most of them once or twice, a few often; the master trainers all alike."""
    if eager and eager[0].generation == 0:
        return [math.ceil(needed / len(eager))] * len(eager)
    found, left, most = [], needed, min(MOST, max(7, needed // 2))
    for _ in eager:
        if left <= 0:
            break
        found.append(min(left, most, int(story.rng.paretovariate(1.6))))
        left -= found[-1]
    return found


def days_of(story: Story, trainer: Someone, times: int) -> list[date]:
    """First days after the trainer's own training, never two within a week of one another."""
    found: list[date] = []
    taken = [held.starts_on for held in trainer.given]
    day = trainer.ready + timedelta(days=21 + int(story.rng.expovariate(1 / 45)))
    last = story.latest - timedelta(days=1)
    for _ in range(times):
        if day > last:
            room = (last - trainer.ready).days
            day = trainer.ready + timedelta(days=story.rng.randint(8, max(8, room)))
        while any(abs((day - other).days) < 6 for other in taken):
            day -= timedelta(days=7)
        if trainer.ready < day <= last:
            found.append(day)
            taken.append(day)
        day += timedelta(days=14 + int(story.rng.expovariate(1 / 40)))
    return sorted(found)


def workshop_of(
    story: Story, lead: Someone, number: int, starts_on: date, colleagues: list[Someone]
) -> Held:
    tot = number == 1 or story.chance(0.55 / number)
    days = story.rng.randint(3, 5) if tot else story.rng.choice((1, 1, 1, 2, 2, 3))
    team = beside(story, lead, starts_on, colleagues) if story.chance(0.35) else []
    district = where(story, lead)
    return story.hold("tot" if tot else "step-down", starts_on, days, district, lead, team)


def beside(
    story: Story, lead: Someone, starts_on: date, colleagues: list[Someone]
) -> list[Someone]:
    """One or two co-facilitators: trainers already, or apprentices from the lead's district."""
    neighbours = story.local[lead.home]
    found: list[Someone] = []
    for _ in range(story.rng.choice((1, 1, 2))):
        among = colleagues if story.chance(0.75) else neighbours
        someone = story.rng.choice(among)
        free = all(held.starts_on != starts_on for held in someone.given)
        if someone not in (lead, *found) and someone.ready < starts_on and free:
            found.append(someone)
    return found


def where(story: Story, lead: Someone) -> District:
    """At home mostly, else in the same region, seldom elsewhere in the country."""
    near = story.rng.random()
    if near < 0.6:
        return lead.home
    country = [d for d in DISTRICTS if d.country is lead.home.country]
    return story.rng.choice([d for d in country if near > 0.9 or d.region == lead.home.region])


def fill(story: Story, held: Held, newcomers: int) -> None:
    """The register: newcomers, and now and then people who were trained before."""
    country = held.district.country
    abroad = [d for d in DISTRICTS if d.country is country]
    homes = abroad if held.kind == "tot" else [held.district]
    people = story.newcomers(held, newcomers, homes)
    if story.chance(0.3):
        people += trained_before(story, held, story.rng.randint(1, 3))
    story.rng.shuffle(people)
    story.seat(held, people, None if story.chance(0.08) else story.rng.choice(MAXIMA))
    story.count_heads(held)


def trained_before(story: Story, held: Held, count: int) -> list[Someone]:
    """People of the district whose own training was over before this workshop began."""
    local = story.local[held.district]
    found: list[Someone] = []
    given_by = [held.lead, *held.team]
    for _ in range(count * 3 if local else 0):
        someone = story.rng.choice(local)
        new = someone not in found and someone not in given_by
        if new and someone.ready < held.starts_on and someone.sat_in and len(found) < count:
            found.append(someone)
    return found


def refresh(story: Story) -> None:
    """Refreshers, and learning circles in which nobody teaches anybody."""
    trainers = [p for p in story.people if p.given]
    for kind, share, size in (("refresher", 0.05, 14), ("peer", 0.06, 7)):
        for _ in range(max(2, round(len(story.workshops) * share))):
            lead = story.rng.choice(trainers)
            room = (story.latest - lead.ready).days - 2
            if room < 60:
                continue
            day = lead.ready + timedelta(days=story.rng.randint(60, room))
            if any(abs((day - held.starts_on).days) < 6 for held in lead.given):
                continue
            held = story.hold(kind, day, 1, lead.home, lead)
            most = story.rng.choice(MAXIMA) if kind == "refresher" else None
            story.seat(held, trained_before(story, held, size), most)
            story.count_heads(held)
