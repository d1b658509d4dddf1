"""Certificates as the programme's own list has them, some late, some lapsed, some never given; and
certification as it is recorded step by step: assessed, certified, renewed, suspended, revoked."""

from __future__ import annotations

import math
from collections.abc import Iterator, Set
from datetime import date
from functools import partial

from api.private.sealing import Sealer
from api.sample.content import STANDARD
from api.sample.people_commands import register
from api.sample.steps import Step, Why, because
from api.sample.story import DAY, Certificate, Person, Story, Workshop
from domain import certification
from domain.events import Assessed, Certified, Nominated, Renewed
from domain.service import Commands
from domain.service.certifications import Training
from domain.values import BatchId, Level, ReasonCode, Rubric

NEVER = 0.15
"""Share of the trainers who have no certificate."""
RENEWED = 0.6
"""Share of the certificates that ran out and were followed by another."""
MAX_ROWS = 100
"""Of one file."""
CANCELLED = Why(ReasonCode.QUALITY, "Two sessions cancelled without a word.")
WELL_AGAIN = Why(ReasonCode.NEW_INFORMATION, "Was ill.")
SOLD = Why(ReasonCode.MISCONDUCT, "Sold the programme's scales.")
NEEDED = Why(ReasonCode.OTHER, "The only nurse in the valley; she teaches well.")


def certify_trainers(story: Story, never: Set[Person]) -> None:
    """Most of those who teach, and a few who never did; none of `never`."""
    for person in story.people:
        taught = any(held.counts for held in person.given)
        if person in never or not person.listed or not (taught or story.chance(0.02)):
            continue
        if person.generation == 0 and not person.attended and person.ready < story.latest:
            follow_up(story, story.certify(person, Level.MASTER, person.ready))
        elif person.attended and not story.chance(NEVER):
            follow_up(story, story.certify(person, _level(story, person), _day(story, person)))


def follow_up(story: Story, last: Certificate) -> None:
    """Certificates after the one that ran out, as long as the person kept to it."""
    while last.expires_on < story.latest and story.chance(RENEWED):
        day = last.expires_on + story.rng.randint(-20, 40) * DAY
        last = story.certify(last.person, last.level, min(day, story.latest))


def _level(story: Story, person: Person) -> Level:
    if len(person.given) > 4:
        return Level.MASTER if story.chance(0.4) else Level.QUALIFIED
    return Level.QUALIFIED if story.chance(0.75) else Level.CANDIDATE


def _day(story: Story, person: Person) -> date:
    """After the training; mostly before the first workshop that they gave."""
    first = min((held.starts_on for held in person.given), default=story.latest)
    room = (first - person.ready).days - 1
    if room > 0 and story.chance(0.85):
        return person.ready + story.rng.randint(1, min(room, 60)) * DAY
    return min(person.ready + story.rng.randint(20, 120) * DAY, story.latest)


# ---- as files --------------------------------------------------------------------------------


def imported(story: Story) -> Iterator[Step]:
    """The list comes as a file every three months or so, and is taken at the programme's word."""
    found = sorted(story.certificates, key=lambda one: one.certified_on)
    size = min(MAX_ROWS, math.ceil(len(found) / 12))
    for at in range(0, len(found), size):
        part, batch = found[at : at + size], BatchId(f"certificates-{at // size + 1:02d}")
        when = story.entered(max(part[-1].certified_on, story.start))
        for one in part:
            one.recorded_at = when
        yield Step(when, partial(_import, story, batch, part), source=f"import:{batch}")


def _import(
    story: Story, batch: BatchId, part: list[Certificate], c: Commands, sealer: Sealer
) -> None:
    c.start_batch(story.cascade, batch)
    register(story, [one.person for one in part], c, sealer)
    for one in part:
        person = one.person.id
        number = sealer.seal(_stream(story, one.person), "number", {"number": one.number})
        fact = Certified(
            one.level, one.certified_on, one.expires_on, number, on_programmes_word=True
        )
        c.certify(story.cascade, person, fact)
    c.complete_batch(batch)


# ---- step by step ----------------------------------------------------------------------------


def certification_steps(story: Story, supervisors: list[Person], many: int) -> Iterator[Step]:
    """About `many` people each way; `supervisors` assess them. After `imported`."""
    certified = {certificate.person for certificate in story.certificates}
    for person, held in apprentices(story, certified)[:many]:
        yield from by_the_book(story, story.rng.choice(supervisors), person, held)
    yield from with_waiver(story, certified, many)
    yield from assessed_late(story, supervisors, many)
    yield from afterwards(story, many)


def apprentices(story: Story, certified: Set[Person]) -> list[tuple[Person, Workshop]]:
    """Who co-facilitated and reached the standard, and has no certificate yet."""
    share = (STANDARD.least_post_share or 0) + 0.05
    found = {}
    for held in story.workshops:
        for person in held.team:
            unsure = any(w.on_purpose for w in (held, *person.attended))
            able = person.listed and (person.best_share or 0) >= share and not unsure
            if able and held.counts and person not in certified:
                found[person] = held
    return list(found.items())


def by_the_book(story: Story, assessor: Person, person: Person, held: Workshop) -> Iterator[Step]:
    """Nominated, assessed, credited, certified. What that stands on is not corrected later."""
    for one in (held, *person.attended):
        one.on_purpose = True
    nominated_on = story.latest - 60 * DAY
    assessed_on, certified_on = nominated_on + 20 * DAY, nominated_on + 40 * DAY
    cascade, id, lead = story.cascade, person.id, held.lead.id if held.lead else None
    fact = Assessed(assessed_on, rubric(story, 3), assessor.id)
    known = max(one.recorded_at for one in (held, *person.attended))
    when = story.entered(nominated_on, after=known)
    yield Step(when, lambda c, s: c.nominate(cascade, id, Nominated(nominated_on, lead)))
    when = story.entered(assessed_on, after=when)
    yield Step(when, lambda c, s: c.assess(cascade, id, fact, training(person)))
    when = story.entered(assessed_on, after=when)
    yield Step(when, lambda c, s: c.credit_cofacilitation(cascade, id, held.id))
    when = story.entered(certified_on, after=when)
    yield Step(when, partial(_certify, story, person, Level.QUALIFIED, certified_on, None))


def rubric(story: Story, least: int) -> Rubric:
    return Rubric(*(story.rng.randint(least, 5) for _ in range(5)))


def with_waiver(story: Story, certified: Set[Person], many: int) -> Iterator[Step]:
    """Below the standard; those first who teach already."""
    least = STANDARD.least_post_share or 0
    trained = (p for p in story.people if p.listed and p.attended and p not in certified)
    weak = [p for p in trained if (p.best_share or 0) < least]
    weak.sort(key=lambda person: not person.given)
    for person in weak[:many]:
        day = story.latest - story.rng.randint(1, 30) * DAY
        when = story.entered(day, after=person.known_at())
        yield Step(when, partial(_certify, story, person, Level.CANDIDATE, day, NEEDED))


def _certify(
    story: Story,
    person: Person,
    level: Level,
    day: date,
    waiver: Why | None,
    c: Commands,
    sealer: Sealer,
) -> None:
    owner = _stream(story, person)
    number = f"GS/{'W' if waiver else 'B'}/{person.identifier[-6:]}"
    fact = Certified(
        level,
        day,
        number=sealer.seal(owner, "number", {"number": number}),
        waiver=waiver.sealed(sealer, owner) if waiver else None,
    )
    c.certify(story.cascade, person.id, fact, training(person))


def training(person: Person) -> Training:
    return Training([held.id for held in person.attended])


def assessed_late(story: Story, supervisors: list[Person], many: int) -> Iterator[Step]:
    """The programme gave its certificates before anybody had watched these people teach."""
    old = [one for one in story.certificates if one.certified_on <= story.latest - 90 * DAY]
    for one in story.rng.sample(old, min(many, len(old))):
        day = one.certified_on + 90 * DAY
        fact = Assessed(day, rubric(story, 2), story.rng.choice(supervisors).id)
        yield Step(story.entered(day, after=one.recorded_at), partial(_assess, story, one, fact))


def _assess(story: Story, one: Certificate, fact: Assessed, c: Commands, sealer: Sealer) -> None:
    c.assess(story.cascade, one.person.id, fact, training(one.person))


def afterwards(story: Story, many: int) -> Iterator[Step]:
    """Renewed, suspended, reinstated, revoked: each of others. Some renewals are misdated."""
    last = {one.person: one for one in story.certificates}
    for n, one in enumerate(story.rng.sample(list(last.values()), min(3 * many, len(last)))):
        day = one.certified_on + story.rng.randint(0, (story.latest - one.certified_on).days) * DAY
        match n % 3:
            case 0:
                day = one.certified_on - 10 * DAY if n % 9 == 0 else story.latest
                yield renewed(story, one, day)
            case 1:
                yield from suspended(story, one, day, back=n == 1 or story.chance(0.5))
            case _:
                yield revoked(story, one, day)


def renewed(story: Story, one: Certificate, day: date) -> Step:
    when = story.entered(day, after=one.recorded_at)
    return Step(when, lambda c, s: c.renew(story.cascade, one.person.id, Renewed(day)))


def suspended(story: Story, one: Certificate, day: date, back: bool) -> Iterator[Step]:
    cascade, id, owner = story.cascade, one.person.id, _stream(story, one.person)
    when = story.entered(day, after=one.recorded_at)
    suspend = because(owner, CANCELLED, lambda c, why: c.suspend(cascade, id, day, why))
    yield Step(when, suspend)
    if back:
        last = story.latest
        reinstate = because(owner, WELL_AGAIN, lambda c, why: c.reinstate(cascade, id, last, why))
        yield Step(story.entered(last, after=when), reinstate)


def revoked(story: Story, one: Certificate, day: date) -> Step:
    cascade, id, owner = story.cascade, one.person.id, _stream(story, one.person)
    revoke = because(owner, SOLD, lambda c, why: c.revoke(cascade, id, day, why))
    return Step(story.entered(day, after=one.recorded_at), revoke)


def _stream(story: Story, person: Person) -> str:
    return certification.stream(story.cascade, person.id)
