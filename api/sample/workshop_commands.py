"""Workshops as they are entered, planned and corrected; what participants thought; evidence."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator
from datetime import datetime
from functools import partial

import msgspec

from api.private.sealing import Sealer
from api.sample.content import EVIDENCE_MONTHS, PROGRAMME
from api.sample.people_commands import register
from api.sample.steps import Step, Why, because, seal_words
from api.sample.story import DAY, Line, Person, Story, Workshop
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
from domain.values import Attendance, Commitment, EvidenceKind, Kind, Reason, ReasonCode

MISREAD = Why(ReasonCode.TYPING_ERROR, "Misread on the sheet.")
OPENED_ONLY = Why(ReasonCode.WRONG_PERSON, "She only opened the day.")
OF_THAT_NAME = Why(ReasonCode.WRONG_PERSON, "Another person of that name.")
RUMOUR = Why(ReasonCode.NOT_HELD, "Nobody in the village knew.")
CONFIRMED = Why(ReasonCode.NEW_INFORMATION, "The chief confirmed it.")
RAIN = Why(ReasonCode.NEW_INFORMATION, "The road is under water.")
NO_MONEY = Why(ReasonCode.NOT_HELD, "No money for transport.")


def held_step(story: Story, held: Workshop) -> Step:
    """The sheet as it is entered: who is new on it is registered in the same command."""
    return Step(held.recorded_at, partial(_hold, story, held))


def _hold(story: Story, held: Workshop, c: Commands, sealer: Sealer) -> None:
    register(story, [*held.facilitators(), *(line.person for line in held.register)], c, sealer)
    fact = WorkshopHeld(
        workshop=held.id,
        kind=held.kind,
        starts_on=held.starts_on,
        ends_on=held.ends_on,
        identifier=held.identifier,
        lead=held.lead.id if held.lead else None,
        cofacilitators=tuple(person.id for person in held.team),
        register=tuple(_attendance(line) for line in held.register),
        headcount=held.headcount,
        region=story.places.regions[held.district.path].region,
        details=_details(held, held.venue, sealer),
        modules=tuple(held.modules),
        mode=held.mode,
    )
    c.hold_workshop(story.cascade, fact)


def _attendance(line: Line) -> Attendance:
    scores = line.scores
    return Attendance(line.person.id, scores.pre, scores.post, scores.max_score, line.in_conflict)


def _details(held: Workshop, venue: str, sealer: Sealer) -> Commitment:
    details = {"title": held.title, "venue": venue}
    return sealer.seal(workshop.stream(held.id), "details", details)


# ---- planned ---------------------------------------------------------------------------------


def planned_steps(story: Story, many: int) -> Iterator[Step]:
    trainers = [p for p in story.people if p.given and p.given[0].lead is p]
    for number in range(2 * many):
        yield from planned(story, story.rng.choice(trainers), number)


def planned(story: Story, lead: Person, number: int) -> Iterator[Step]:
    """To come; put off; called off; or held last month as planned."""
    is_past = number % 4 == 0
    soon = story.today + story.rng.randint(10, 120) * DAY
    day = max(story.latest - 20 * DAY, lead.ready + DAY) if is_past else soon
    name = f"{lead.home.country.code}-P{number + 1:04d}"
    plan = story.draft(name, Kind.STEP_DOWN, day, day, lead.home, lead)
    when = story.entered(min(day, story.latest) - story.rng.randint(10, 40) * DAY)
    yield Step(when, partial(_plan, story, plan))
    if is_past:
        local = [p for p in story.local[lead.home] if p is not lead and p.attended]
        people = story.rng.sample(local, min(len(local), 8))
        plan.register = [Line(person, story.scores(lead, 20)) for person in people]
        plan.headcount, plan.recorded_at = 9, max(plan.recorded_at, when + DAY)
        yield held_step(story, plan)
    elif number % 4 in (1, 2):
        yield changed_plan(story, plan, when, put_off=number % 4 == 1)


def _plan(story: Story, plan: Workshop, c: Commands, sealer: Sealer) -> None:
    register(story, plan.facilitators(), c, sealer)
    fact = WorkshopPlanned(
        workshop=plan.id,
        kind=plan.kind,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        identifier=plan.identifier,
        lead=plan.lead.id if plan.lead else None,
        region=story.places.regions[plan.district.path].region,
        details=_details(plan, plan.venue, sealer),
        modules=tuple(plan.modules),
    )
    c.plan_workshop(story.cascade, fact)


def changed_plan(story: Story, plan: Workshop, when: datetime, put_off: bool) -> Step:
    def reschedule(c: Commands, reason: Reason) -> None:
        starts_on = plan.starts_on + 30 * DAY
        c.reschedule_workshop(plan.id, starts_on, starts_on + DAY, reason)

    def cancel(c: Commands, reason: Reason) -> None:
        c.cancel_workshop(plan.id, reason)

    why, act = (RAIN, reschedule) if put_off else (NO_MONEY, cancel)
    return Step(story.later(when, 1, 20), because(workshop.stream(plan.id), why, act))


# ---- corrected -------------------------------------------------------------------------------


def correction_steps(story: Story, many: int) -> Iterator[Step]:
    """No sheet is corrected twice, and none that is irregular on purpose; others are heard of."""
    sheets = [w for w in story.workshops if w.lead and len(w.register) >= 5]
    sheets = story.rng.sample(sheets, len(sheets))
    usual = [held for held in sheets if not held.on_purpose]
    each = min(many, len(usual) // len(CORRECTIONS))
    for at, correct in enumerate(CORRECTIONS):
        for number, held in enumerate(usual[at * each : (at + 1) * each]):
            yield from correct(story, held, story.later(held.recorded_at, 20, 250), number)
    corrected = usual[: each * len(CORRECTIONS)]
    untouched = [held for held in sheets if held not in corrected]
    for number, held in enumerate(untouched[: 8 * many]):
        yield heard(story, held, number)


def dates(story: Story, held: Workshop, when: datetime, number: int) -> Iterator[Step]:
    days = story.rng.randint(1, 3) * DAY

    def correct(c: Commands, why: Reason) -> None:
        starts_on, ends_on = held.starts_on - days, held.ends_on - days
        c.correct_workshop(held.id, WorkshopCorrected(why, starts_on=starts_on, ends_on=ends_on))

    yield Step(when, because(workshop.stream(held.id), MISREAD, correct))


def lead(story: Story, held: Workshop, when: datetime, number: int) -> Iterator[Step]:
    """The second in charge had signed as the first."""
    other, when = _another(story, held, when)

    def correct(c: Commands, why: Reason) -> None:
        c.correct_workshop(held.id, WorkshopCorrected(why, lead=other.id))

    yield Step(when, because(workshop.stream(held.id), OPENED_ONLY, correct))


def venue(story: Story, held: Workshop, when: datetime, number: int) -> Iterator[Step]:
    other = story.rng.choice([venue for venue in PROGRAMME.venues if venue != held.venue])

    def correct(c: Commands, sealer: Sealer) -> None:
        reason = MISREAD.sealed(sealer, workshop.stream(held.id))
        details = _details(held, other, sealer)
        c.correct_workshop(held.id, WorkshopCorrected(reason, details=details))

    yield Step(when, correct)


def wrong_person(story: Story, held: Workshop, when: datetime, number: int) -> Iterator[Step]:
    """The clerk took one line for another person's."""
    wrong = story.rng.choice(held.register).person
    right, when = _another(story, held, when)

    def correct(c: Commands, reason: Reason) -> None:
        c.void_attendance(held.id, wrong.id, reason)
        unseen = right.home != held.district
        c.add_attendance(held.id, Attendance(right.id), reason, unseen)

    yield Step(when, because(workshop.stream(held.id), OF_THAT_NAME, correct))


def voided(story: Story, held: Workshop, when: datetime, number: int) -> Iterator[Step]:
    """On a rumour; every second one is restored."""
    owner, held.voided = workshop.stream(held.id), True
    void = because(owner, RUMOUR, lambda c, why: c.void_workshop(held.id, why))
    yield Step(when, void)
    if number % 2 == 0:
        restore = because(owner, CONFIRMED, lambda c, why: c.restore_workshop(held.id, why))
        yield Step(story.later(when, 10, 60), restore)


CORRECTIONS = (dates, lead, venue, wrong_person, voided)


def _another(story: Story, held: Workshop, when: datetime) -> tuple[Person, datetime]:
    """Neither on the register nor among those who gave it; and when they are known, too."""
    draws = (story.rng.choice(story.people) for _ in itertools.count())
    others = (p for p in draws if p.attended and p not in held.facilitators())
    person = next(p for p in others if not held.has(p))
    known = person.known_at()
    return person, when if known < when else story.later(known, 1, 30)


# ---- what comes with it ----------------------------------------------------------------------


def heard(story: Story, held: Workshop, number: int) -> Step:
    """Three participants say what they think; with every third workshop the sheet is kept."""
    people = [line.person for line in held.register if held in line.person.attended]
    found = []
    for person in story.rng.sample(people, min(3, len(people))):
        rating = story.rng.choices((1, 2, 3, 4, 5), (2, 6, 22, 42, 28))[0]
        who = person.id if story.chance(0.6) else None
        fact = FeedbackRecorded(story.new_id(), rating, who)
        found.append((fact, story.rng.choice(PROGRAMME.feedback[rating])))
    evidence = story.new_id() if number % 3 == 0 else None
    when = story.entered(held.ends_on, after=held.recorded_at)
    return Step(when, partial(_hear, held, found, evidence))


def _hear(
    held: Workshop,
    feedback: list[tuple[FeedbackRecorded, str]],
    evidence: str | None,
    c: Commands,
    sealer: Sealer,
) -> None:
    for fact, text in feedback:
        words = seal_words(sealer, workshop.stream(held.id), text)
        c.record_feedback(held.id, msgspec.structs.replace(fact, words=words))
    if evidence:
        content, until = sign_in_sheet(held), months_later(c.today, EVIDENCE_MONTHS)
        digest = {"sha256": hashlib.sha256(content).hexdigest()}
        file = sealer.seal(workshop.stream(held.id), "file", digest)
        row = {"evidence": evidence, "media_type": "text/csv", "bytes": content}
        sealer.file(file, row | {"keep_until": until.isoformat()})
        kind = EvidenceKind.SIGN_IN_SHEET
        c.attach_evidence(held.id, EvidenceAttached(evidence, kind, file, until))


def sign_in_sheet(held: Workshop) -> bytes:
    """As typed from the paper, in UTF-8."""
    lines = [f"{held.title}; {held.venue}; {held.starts_on.isoformat()}", "name;signed"]
    lines += [f"{line.person.details['name']};yes" for line in held.register]
    return "\n".join(lines).encode()
