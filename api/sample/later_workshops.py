"""Later moves about workshops: planned, entered late, corrected, voided; feedback, evidence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from api.sample import words
from api.sample.moves import (
    AddAttendance,
    AttachEvidence,
    CancelWorkshop,
    CorrectDates,
    CorrectLead,
    CorrectVenue,
    Gathering,
    HoldWorkshop,
    Move,
    PlanWorkshop,
    RecordFeedback,
    RescheduleWorkshop,
    RestoreWorkshop,
    Seat,
    VoidAttendance,
    VoidWorkshop,
    Why,
)
from api.sample.opening import EVIDENCE_MONTHS
from api.sample.scores import test_scores
from api.sample.story import Held, Someone, Story
from domain.rules import months_later
from domain.values import Kind, ReasonCode, Scores

TYPO = Why(ReasonCode.TYPING_ERROR, "Misread on the sheet.")


def moves(story: Story, many: int) -> Iterator[Move]:
    """No sheet is corrected twice, and none that is irregular on purpose."""
    trainers = [p for p in story.people if p.given and p.given[0].lead is p]
    for number in range(2 * many):
        yield from planned(story, story.rng.choice(trainers), number)
    sheets = [w for w in story.workshops if w.lead and len(w.register) >= 5]
    sheets = story.rng.sample(sheets, len(sheets))
    usual = [held for held in sheets if not held.on_purpose]
    each = min(many, len(usual) // len(CORRECTIONS))
    for at, correct in enumerate(CORRECTIONS):
        for number, held in enumerate(usual[at * each : (at + 1) * each]):
            yield from correct(story, held, number)
    corrected = usual[: each * len(CORRECTIONS)]
    untouched = [held for held in sheets if held not in corrected]
    for number, held in enumerate(untouched[: 8 * many]):
        yield from heard(story, held, number)


# ---- planned ---------------------------------------------------------------------------------


def planned(story: Story, lead: Someone, number: int) -> Iterator[Move]:
    """To come; put off; called off; or held last month and entered only now."""
    name = f"{lead.home.country.code}-P{number + 1:04d}"
    soon = story.today + timedelta(days=story.rng.randint(10, 120))
    later = soon + timedelta(days=30)
    past = max(story.latest - timedelta(days=20), lead.ready + timedelta(days=1))
    match number % 4:
        case 0:
            held = _gathering(story, name, lead, past)
            yield PlanWorkshop(held)
            yield HoldWorkshop(held, tuple(_seats(story, lead, past)), headcount=9)
        case 1:
            yield PlanWorkshop(_gathering(story, name, lead, soon))
            rains = Why(ReasonCode.NEW_INFORMATION, "The road is under water.")
            yield RescheduleWorkshop(name, later, later + timedelta(days=1), rains)
        case 2:
            yield PlanWorkshop(_gathering(story, name, lead, soon))
            yield CancelWorkshop(name, Why(ReasonCode.NOT_HELD, "No money for transport."))
        case _:
            yield PlanWorkshop(_gathering(story, name, lead, soon))


def _gathering(story: Story, name: str, lead: Someone, day: date) -> Gathering:
    return Gathering(
        workshop=name,
        kind=Kind.STEP_DOWN,
        starts_on=day,
        ends_on=day,
        lead=lead.identifier,
        title=story.rng.choice(words.TITLES["step-down"]),
        venue=story.rng.choice(words.VENUES),
        region=lead.home.path,
        modules=tuple(story.some_modules("step-down")),
    )


def _seats(story: Story, lead: Someone, day: date) -> Iterator[Seat]:
    local = [p for p in story.local[lead.home] if p is not lead and p.sat_in]
    for person in story.rng.sample(local, min(len(local), 8)):
        pre, post = test_scores(story.rng, lead.generation + 1, lead.skill, 20)
        yield Seat(person.identifier, Scores(float(pre), float(post), 20.0))


# ---- corrected -------------------------------------------------------------------------------


def corrected_dates(story: Story, held: Held, number: int) -> Iterator[Move]:
    days = timedelta(days=story.rng.randint(1, 3))
    yield CorrectDates(held.identifier, held.starts_on - days, held.ends_on - days, TYPO)


def corrected_lead(story: Story, held: Held, number: int) -> Iterator[Move]:
    """The second in charge had signed as the first."""
    other = _somebody_else(story, held)
    why = Why(ReasonCode.WRONG_PERSON, "She only opened the day.")
    yield CorrectLead(held.identifier, other.identifier, why)


def _somebody_else(story: Story, held: Held) -> Someone:
    """Neither on the register nor among those who gave it."""
    given_by = (held.lead, *held.team)
    while True:
        person = story.rng.choice(story.people)
        if person.sat_in and person not in given_by and not held.attended_by(person):
            return person


def corrected_venue(story: Story, held: Held, number: int) -> Iterator[Move]:
    venue = story.rng.choice([venue for venue in words.VENUES if venue != held.venue])
    yield CorrectVenue(held.identifier, held.title, venue, TYPO)


def wrong_person(story: Story, held: Held, number: int) -> Iterator[Move]:
    """The clerk took one line for another person's."""
    line = story.rng.choice(held.register)
    right = _somebody_else(story, held)
    why = Why(ReasonCode.WRONG_PERSON, "Another person of that name.")
    yield VoidAttendance(held.identifier, line.person.identifier, why)
    unseen = right.home != held.district
    yield AddAttendance(held.identifier, Seat(right.identifier, Scores()), why, unseen)


def voided(story: Story, held: Held, number: int) -> Iterator[Move]:
    """On a rumour; every second one is restored."""
    yield VoidWorkshop(held.identifier, Why(ReasonCode.NOT_HELD, "Nobody in the village knew."))
    if number % 2 == 0:
        why = Why(ReasonCode.NEW_INFORMATION, "The chief confirmed it.")
        yield RestoreWorkshop(held.identifier, why)


CORRECTIONS = (corrected_dates, corrected_lead, corrected_venue, wrong_person, voided)


# ---- what comes with it ----------------------------------------------------------------------


def heard(story: Story, held: Held, number: int) -> Iterator[Move]:
    people = [line.person for line in held.register]
    for person in story.rng.sample(people, min(3, len(people))):
        rating = story.rng.choices((1, 2, 3, 4, 5), (2, 6, 22, 42, 28))[0]
        said = story.rng.choice(words.FEEDBACK[rating])
        who = person.identifier if story.chance(0.6) else None
        yield RecordFeedback(held.identifier, who, rating, said)
    if number % 3 == 0:
        until = months_later(story.today, EVIDENCE_MONTHS)
        yield AttachEvidence(held.identifier, "text/csv", sign_in_sheet(held), until)


def sign_in_sheet(held: Held) -> bytes:
    """As typed from the paper, in UTF-8."""
    lines = [f"{held.title}; {held.venue}; {held.starts_on.isoformat()}", "name;signed"]
    lines += [f"{line.person.row['name']};yes" for line in held.register]
    return "\n".join(lines).encode()
