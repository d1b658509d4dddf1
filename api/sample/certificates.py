"""Certificates as the programme's own list has them, some late, some lapsed, some never given; and
certification as it is recorded step by step: assessed, certified, renewed, suspended, revoked."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Set
from datetime import date, datetime

from api.private.sealing import Sealer
from api.sample.content import STANDARD, WHY
from api.sample.people_commands import register
from api.sample.steps import Step, Why, because
from api.sample.story import DAY, Certificate, Person, Story, Workshop
from domain import certification
from domain.events import Assessed, Certified, Nominated, Renewed
from domain.service import Commands
from domain.service.certifications import Training
from domain.values import BatchId, CascadeId, Level, PersonId, Reason, Rubric

Act = Callable[[Commands, CascadeId, PersonId, date, Reason], object]
NEVER = 0.15
"""Share of the trainers who have no certificate."""
RENEWED = 0.6
"""Share of the certificates that ran out and were followed by another."""
MAX_ROWS = 100
"""Of one file."""
LEAST_SHARE = STANDARD.least_post_share or 0


def certify_trainers(story: Story, never: Set[Person]) -> None:
    """Most of those who teach, and a few who never did; none of `never`."""
    for person in story.people:
        taught = any(held.counts for held in person.given)
        if person in never or not person.listed or not (taught or story.chance(0.02)):
            continue
        if person.generation == 0 and not person.attended:
            follow_up(story, story.certify(person, Level.MASTER, person.ready))
        elif person.attended and not story.chance(NEVER):
            other = Level.MASTER if len(person.given) > 4 else Level.CANDIDATE
            level = other if story.chance(0.3) else Level.QUALIFIED
            follow_up(story, story.certify(person, level, _day(story, person)))


def follow_up(story: Story, last: Certificate) -> None:
    """Certificates after the one that ran out, as long as the person kept to it."""
    while last.expires_on < story.latest and story.chance(RENEWED):
        day = last.expires_on + story.rng.randint(-20, 40) * DAY
        last = story.certify(last.person, last.level, min(day, story.latest))


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
        yield _import(story, BatchId(f"certificates-{at // size + 1:02d}"), found[at : at + size])


def _import(story: Story, batch: BatchId, part: list[Certificate]) -> Step:
    when = story.entered(max(part[-1].certified_on, story.start))
    for one in part:
        one.recorded_at = when

    def command(c: Commands, sealer: Sealer) -> None:
        c.start_batch(story.cascade, batch)
        register(story, [one.person for one in part], c, sealer)
        for one in part:
            owner = certification.stream(story.cascade, one.person.id)
            number = sealer.seal(owner, "number", {"number": one.number})
            fact = Certified(one.level, one.certified_on, one.expires_on, number, None, True)
            c.certify(story.cascade, one.person.id, fact)
        c.complete_batch(batch)

    return Step(when, command, source=f"import:{batch}")


# ---- step by step ----------------------------------------------------------------------------


def certification_steps(story: Story, supervisors: list[Person], many: int) -> Iterator[Step]:
    """About `many` people each way; `supervisors` assess them. After `imported`."""
    certified = {certificate.person for certificate in story.certificates}
    for person, held in list(apprentices(story, certified).items())[:many]:
        yield from by_the_book(story, story.rng.choice(supervisors).id, person, held)
    trained = [p for p in story.people if p.listed and p.attended and p not in certified]
    weak = [p for p in trained if p.best_share < LEAST_SHARE]
    for person in sorted(weak, key=lambda person: not person.given)[:many]:
        day = story.latest - story.rng.randint(1, 30) * DAY
        when = story.entered(day, after=person.known_at)
        yield certified_step(story, when, person, Level.CANDIDATE, day, waiver=WHY["needed"])
    old = [one for one in story.certificates if one.certified_on <= story.latest - 90 * DAY]
    for one in story.rng.sample(old, min(many, len(old))):
        yield assessed_late(story, one, story.rng.choice(supervisors).id)
    last = list({one.person: one for one in story.certificates}.values())
    for n, one in enumerate(story.rng.sample(last, min(3 * many, len(last)))):
        yield from afterwards(story, one, n)


def apprentices(story: Story, certified: Set[Person]) -> dict[Person, Workshop]:
    """Who co-facilitated and reached the standard, and has no certificate yet."""
    found = {}
    for held in story.workshops:
        for person in held.team if held.counts else []:
            able = person.listed and person.best_share >= LEAST_SHARE + 0.05
            if able and person not in certified:
                found[person] = held
    return found


def by_the_book(story: Story, assessor: PersonId, person: Person, held: Workshop) -> Iterator[Step]:
    """Nominated, assessed, credited, certified. What that stands on is not corrected later."""
    for one in (held, *person.attended):
        one.fixed = True
    nominated_on = story.latest - 60 * DAY
    assessed_on, certified_on = nominated_on + 20 * DAY, nominated_on + 40 * DAY
    cascade, id, lead = story.cascade, person.id, held.lead.id if held.lead else None
    fact = Assessed(assessed_on, rubric(story, 3), assessor)
    when = story.entered(nominated_on, max(w.recorded_at for w in (held, *person.attended)))
    yield Step(when, lambda c, s: c.nominate(cascade, id, Nominated(nominated_on, lead)))
    when = story.entered(assessed_on, after=when)
    yield Step(when, lambda c, s: c.assess(cascade, id, fact, training(person)))
    yield Step(when, lambda c, s: c.credit_cofacilitation(cascade, id, held.id))
    when = story.entered(certified_on, after=when)
    yield certified_step(story, when, person, Level.QUALIFIED, certified_on)


def certified_step(
    story: Story, when: datetime, person: Person, level: Level, day: date, waiver: Why | None = None
) -> Step:
    """With a waiver where the standard is not met."""
    owner = certification.stream(story.cascade, person.id)
    number = f"GS/{'W' if waiver else 'B'}/{person.identifier[-6:]}"

    def command(c: Commands, sealer: Sealer) -> None:
        reason = waiver.sealed(sealer, owner) if waiver else None
        sealed = sealer.seal(owner, "number", {"number": number})
        fact = Certified(level, day, number=sealed, waiver=reason)
        c.certify(story.cascade, person.id, fact, training(person))

    return Step(when, command)


def assessed_late(story: Story, one: Certificate, assessor: PersonId) -> Step:
    """The programme gave its certificates before anybody had watched these people teach."""
    day, person = one.certified_on + 90 * DAY, one.person
    fact = Assessed(day, rubric(story, 2), assessor)
    when = story.entered(day, after=one.recorded_at)
    return Step(when, lambda c, s: c.assess(story.cascade, person.id, fact, training(person)))


def rubric(story: Story, least: int) -> Rubric:
    return Rubric(*(story.rng.randint(least, 5) for _ in range(5)))


def training(person: Person) -> Training:
    return Training([held.id for held in person.attended])


# ---- afterwards ------------------------------------------------------------------------------


def afterwards(story: Story, one: Certificate, n: int) -> Iterator[Step]:
    """Renewed, some on a day before all certificates; suspended, half reinstated; or revoked."""
    id, last = one.person.id, story.latest
    day = one.certified_on + story.rng.randint(0, (last - one.certified_on).days) * DAY
    if n % 3 == 0:
        day = story.start - 10 * DAY if n % 9 == 0 else last
    when = story.entered(day, after=one.recorded_at)
    match n % 3:
        case 0:
            yield Step(when, lambda c, s: c.renew(story.cascade, id, Renewed(day)))
        case 1:
            yield _step(story, id, when, day, WHY["cancelled"], Commands.suspend)
            if n == 1 or story.chance(0.5):
                when = story.entered(last, after=when)
                yield _step(story, id, when, last, WHY["was-ill"], Commands.reinstate)
        case _:
            yield _step(story, id, when, day, WHY["sold"], Commands.revoke)


def _step(story: Story, id: PersonId, when: datetime, day: date, why: Why, act: Act) -> Step:
    cascade, owner = story.cascade, certification.stream(story.cascade, id)
    return because(when, owner, why, lambda c, reason: act(c, cascade, id, day, reason))
