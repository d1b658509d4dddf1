"""Workshops as they are entered, planned and corrected; what participants thought; evidence."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator
from datetime import datetime

import msgspec

from api.private.sealing import Sealer
from api.private.tables import FileRow
from api.sample.content import EVIDENCE_MONTHS, PROGRAMME, WHY
from api.sample.people_commands import register
from api.sample.steps import Step, because, seal_words
from api.sample.story import DAY, Person, Story, Workshop
from domain import workshop
from domain.events import (
    EvidenceAttached,
    FeedbackRecorded,
    WorkshopCorrected,
    WorkshopHeld,
    WorkshopPlanned,
)
from domain.rules import months_later
from domain.service import Commands
from domain.values import Attendance, EvidenceKind, Kind, Reason


def held_step(story: Story, held: Workshop) -> Step:
    """The sheet as it is entered: who is new on it is registered in the same command; and what
    participants thought of the workshop, and a copy of the sheet, come with it."""

    def command(c: Commands, sealer: Sealer) -> None:
        register(story, [*held.facilitators, *held.register], c, sealer)
        c.hold_workshop(story.cascade, fact_of(held, sealer))
        for id, rating, who, text in held.feedback:
            words = seal_words(sealer, workshop.stream(held.id), text)
            c.record_feedback(held.id, FeedbackRecorded(id, rating, who, words))
        if held.evidence:
            attach_sheet(held, held.evidence, c, sealer)

    return Step(held.recorded_at, command)


def fact_of(held: Workshop, sealer: Sealer) -> WorkshopHeld:
    return WorkshopHeld(
        held.id,
        held.kind,
        held.starts_on,
        held.ends_on,
        held.identifier,
        held.lead.id if held.lead else None,
        tuple(person.id for person in held.team),
        tuple(held.register.values()),
        held.headcount,
        held.region,
        sealer.seal(workshop.stream(held.id), "details", held.details),
        tuple(held.modules),
        held.mode,
    )


def attach_sheet(held: Workshop, evidence: str, c: Commands, sealer: Sealer) -> None:
    """As typed from the paper, in UTF-8."""
    titles = [f"{held.details['title']}; {held.details['venue']}; {held.starts_on}", "name;signed"]
    names = [f"{person.details['name']};yes" for person in held.register]
    content, until = "\n".join([*titles, *names]).encode(), months_later(c.today, EVIDENCE_MONTHS)
    digest = {"sha256": hashlib.sha256(content).hexdigest()}
    file = sealer.seal(workshop.stream(held.id), "file", digest)
    row = FileRow(
        evidence=evidence, media_type="text/csv", bytes=content, keep_until=until.isoformat()
    )
    sealer.file(file, row)
    kind = EvidenceKind.SIGN_IN_SHEET
    c.attach_evidence(held.id, EvidenceAttached(evidence, kind, file, until))


def hear(story: Story, held: Workshop, with_sheet: bool) -> None:
    """Three participants say what they think, and the sign-in sheet may be kept."""
    people = [person for person in held.register if held in person.attended]
    for person in story.rng.sample(people, min(3, len(people))):
        rating = story.rng.choices((1, 2, 3, 4, 5), (2, 6, 22, 42, 28))[0]
        text, who = story.rng.choice(PROGRAMME.feedback[rating]), story.chance(0.6)
        held.feedback.append((story.new_id(), rating, person.id if who else None, text))
    if with_sheet:
        held.evidence = story.new_id()


# ---- planned ---------------------------------------------------------------------------------


def planned_steps(story: Story, many: int) -> Iterator[Step]:
    """To come; put off; called off; or held last month as planned."""
    trainers = [p for p in story.people if p.given and p.given[0].lead is p]
    for number in range(2 * many):
        lead = story.rng.choice(trainers)
        day = story.today + story.rng.randint(10, 120) * DAY
        if number % 4 == 0:
            day = max(story.latest - 20 * DAY, lead.ready + DAY)
        plan = story.draft(Kind.STEP_DOWN, day, day, lead.home, lead)
        plan.identifier = f"{lead.home.country.code}-P{number + 1:04d}"
        when = story.entered(min(day, story.latest) - story.rng.randint(10, 40) * DAY)
        yield plan_step(story, plan, when)
        yield from after_plan(story, plan, when, number)


def plan_step(story: Story, plan: Workshop, when: datetime) -> Step:
    def command(c: Commands, sealer: Sealer) -> None:
        register(story, plan.facilitators, c, sealer)
        fact = msgspec.convert(fact_of(plan, sealer), WorkshopPlanned, from_attributes=True)
        c.plan_workshop(story.cascade, fact)

    return Step(when, command)


def after_plan(story: Story, plan: Workshop, when: datetime, number: int) -> Iterator[Step]:
    owner = workshop.stream(plan.id)
    match number % 4:
        case 0:
            local = [p for p in story.local[plan.district] if p is not plan.lead and p.attended]
            people = story.rng.sample(local, min(len(local), 8))
            plan.register = {person: story.line(person, plan.lead, 20) for person in people}
            plan.headcount, plan.recorded_at = 9, story.entered(plan.ends_on, after=when)
            yield held_step(story, plan)
        case 1:
            when, rain, day = story.later(when, 1, 20), WHY["rain"], plan.starts_on + 30 * DAY
            yield because(
                when, owner, rain, lambda c, why: c.reschedule_workshop(plan.id, day, day, why)
            )
        case 2:
            when, no_money = story.later(when, 1, 20), WHY["no-money"]
            yield because(when, owner, no_money, lambda c, why: c.cancel_workshop(plan.id, why))


# ---- corrected -------------------------------------------------------------------------------


def correction_steps(story: Story, many: int) -> Iterator[Step]:
    """No sheet is corrected twice, and none that is fixed; of others, participants are heard."""
    sheets = [w for w in story.workshops if w.lead and len(w.register) >= 5]
    sheets = story.rng.sample(sheets, len(sheets))
    usual = [held for held in sheets if not held.fixed]
    usual = usual[: min(many, len(usual) // len(CORRECTIONS)) * len(CORRECTIONS)]
    for held, correct in zip(usual, itertools.cycle(CORRECTIONS), strict=False):
        yield from correct(story, held, story.later(held.recorded_at, 20, 250))
    untouched = [held for held in sheets if held not in usual]
    for number, held in enumerate(untouched[: 8 * many]):
        hear(story, held, with_sheet=number % 3 == 0)


def dates(story: Story, held: Workshop, when: datetime) -> Iterator[Step]:
    days = story.rng.randint(1, 3) * DAY

    def act(c: Commands, why: Reason) -> None:
        first, last = held.starts_on - days, held.ends_on - days
        c.correct_workshop(held.id, WorkshopCorrected(why, starts_on=first, ends_on=last))

    yield because(when, workshop.stream(held.id), WHY["misread"], act)


def lead(story: Story, held: Workshop, when: datetime) -> Iterator[Step]:
    """The second in charge had signed as the first."""
    other, when = _another(story, held, when)

    def act(c: Commands, why: Reason) -> None:
        c.correct_workshop(held.id, WorkshopCorrected(why, lead=other.id))

    yield because(when, workshop.stream(held.id), WHY["opened-only"], act)


def venue(story: Story, held: Workshop, when: datetime) -> Iterator[Step]:
    others = [venue for venue in PROGRAMME.venues if venue != held.details["venue"]]
    details = {**held.details, "venue": story.rng.choice(others)}

    def command(c: Commands, sealer: Sealer) -> None:
        owner = workshop.stream(held.id)
        sealed, why = sealer.seal(owner, "details", details), WHY["misread"].sealed(sealer, owner)
        c.correct_workshop(held.id, WorkshopCorrected(why, details=sealed))

    yield Step(when, command)


def wrong_person(story: Story, held: Workshop, when: datetime) -> Iterator[Step]:
    """The clerk took one line for another person's."""
    wrong = story.rng.choice(list(held.register))
    right, when = _another(story, held, when)

    def act(c: Commands, why: Reason) -> None:
        c.void_attendance(held.id, wrong.id, why)
        c.add_attendance(held.id, Attendance(right.id), why, right.home != held.district)

    yield because(when, workshop.stream(held.id), WHY["of-that-name"], act)


def voided(story: Story, held: Workshop, when: datetime) -> Iterator[Step]:
    """On a rumour; every second one is restored."""
    owner, held.voided = workshop.stream(held.id), True
    yield because(when, owner, WHY["rumour"], lambda c, why: c.void_workshop(held.id, why))
    if sum(one.voided for one in story.workshops) % 2:
        when, why = story.later(when, 10, 60), WHY["confirmed"]
        yield because(when, owner, why, lambda c, why: c.restore_workshop(held.id, why))


CORRECTIONS = (dates, lead, venue, wrong_person, voided)


def _another(story: Story, held: Workshop, when: datetime) -> tuple[Person, datetime]:
    """Neither on the register nor among those who gave it; and when they are known, too."""
    drawn = (story.rng.choice(story.people) for _ in itertools.count())
    others = (p for p in drawn if p.attended and p not in held.facilitators)
    person = next(p for p in others if p not in held.register)
    known = person.known_at
    return person, when if known < when else story.later(known, 1, 30)
