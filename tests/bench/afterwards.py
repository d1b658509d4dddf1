"""What follows the sheets of a drawn programme, and changes neither lineage nor reach:
certificates, feedback, outcomes, proposals, peer sessions, workshops of nobody, plans."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from domain.events import (
    Assessed,
    BehaviourObserved,
    Certified,
    Event,
    FeedbackRecorded,
    NameGiven,
    Nominated,
    ProposalMade,
    ProposalReturned,
    ProposalWithdrawn,
    Renewed,
    ResultReported,
    SharingClaimed,
    Suspended,
    WorkshopHeld,
    WorkshopPlanned,
    WorkshopVoided,
)
from domain.log import Pending
from domain.values import (
    Attendance,
    Kind,
    Level,
    OutcomeId,
    PersonId,
    ProposalId,
    Reason,
    ReasonCode,
    Rubric,
    WorkshopId,
)
from tests.bench.places import new_id
from tests.bench.programme import Programme, Sheet
from tests.bench.texts import SERIES

if TYPE_CHECKING:
    from tests.bench.facts import Told

VALID = timedelta(days=3 * 365)
PROPOSALS = 300
LINES = 10
"""On a proposal."""


def certified(told: Told, sheet: Sheet) -> Iterator[Pending]:
    """Of a lead who has given a first workshop; half of them with an assessment before."""
    chance, day = told.more, date.fromordinal(sheet.starts_on)
    lead = told.people[sheet.lead]
    facts: list[Event] = []
    assessed = chance.random() < 0.5
    if assessed:
        scores = Rubric(*(chance.randrange(3, 6) for _ in range(5)))
        facts.append(Nominated(day - timedelta(days=40)))
        facts.append(Assessed(day - timedelta(days=10), scores, told.people[0]))
    level = Level.MASTER if chance.random() < 0.05 else Level.QUALIFIED
    ends = day + VALID if chance.random() < 0.7 else None
    facts.append(Certified(level, day, ends, on_programmes_word=not assessed))
    if ends and chance.random() < 0.3:
        facts.append(Renewed(ends - timedelta(days=5), ends + VALID))
    if chance.random() < 0.01:
        facts.append(Suspended(day + timedelta(days=90), Reason(ReasonCode.QUALITY)))
    for at, fact in enumerate(facts, start=1):
        yield told.entry(f"certification/{told.cascade}/{lead}", fact, at)


def outcomes(told: Told, sheet: Sheet, workshop: WorkshopId) -> Iterator[Pending]:
    """Of one who attended, three months after."""
    chance = told.more
    person, day = told.people[sheet.register[0]], date.fromordinal(sheet.ends_on + 90)
    if chance.random() < 0.4:
        rated = FeedbackRecorded(new_id(chance), chance.randrange(2, 6))
        yield told.entry(f"workshop/{workshop}", rated, version=2)
        yield _outcome(told, BehaviourObserved(_outcome_id(told), person, day, fidelity=0.8))
    if chance.random() < 0.1:
        shared = SharingClaimed(_outcome_id(told), person, day, chance.randrange(3, 60))
        yield _outcome(told, shared)
    if chance.random() < 0.05:
        result = ResultReported(_outcome_id(told), person, day, 20.0, "children-vaccinated")
        yield _outcome(told, result)


def _outcome_id(told: Told) -> OutcomeId:
    return OutcomeId(new_id(told.more))


def _outcome(told: Told, fact: BehaviourObserved | SharingClaimed | ResultReported) -> Pending:
    return told.entry(f"outcome/{fact.outcome}", fact)


def other_workshops(told: Told, programme: Programme) -> Iterator[Pending]:
    """Of people who were trained before. Nobody led them, or they are peer sessions, or plans."""
    sheets = programme.sheets
    for at in range(len(sheets) // 50):
        sheet = told.more.choice(sheets)
        day = date.fromordinal(sheet.ends_on + 30 + at % 200)
        workshop, name = WorkshopId(new_id(told.more)), f"O-{at:06}"
        given = NameGiven(f"workshops-of-{SERIES}", name, workshop)
        yield told.entry(f"name/{given.series}/{given.name}", given)
        kind = Kind.PEER if at % 2 else Kind.REFRESHER
        region = told.more.choice(told.regions)
        if at % 7 == 0:
            fact: Event = WorkshopPlanned(workshop, kind, day, day, name, region=region)
        else:
            lead = told.people[sheet.lead] if kind is Kind.PEER else None
            lines = tuple(Attendance(told.people[p]) for p in sheet.register[:12])
            fact = WorkshopHeld(
                workshop, kind, day, day, name, lead, register=lines, headcount=15, region=region
            )
        yield told.entry(f"workshop/{workshop}", fact)
        if at % 11 == 1:
            why = WorkshopVoided(Reason(ReasonCode.NOT_HELD))
            yield told.entry(f"workshop/{workshop}", why, version=2)


def proposals(told: Told, programme: Programme) -> Iterator[Pending]:
    """Most wait; some were sent back or withdrawn. Many are of the first master trainer."""
    for at in range(min(PROPOSALS, len(programme.sheets) // 5)):
        sheet = told.more.choice(programme.sheets)
        lead = told.people[0 if at % 10 < 3 else sheet.lead]
        yield from proposal(told, lead, date.fromordinal(sheet.ends_on + 20), at % 6)


def proposal(told: Told, lead: PersonId, day: date, kind: int) -> Iterator[Pending]:
    id = ProposalId(new_id(told.more))
    stream = f"proposal/{id}"
    lines = tuple(
        told.texts.seal(stream, "line", {"name": told.texts.name()}) for _ in range(LINES)
    )
    made = ProposalMade(
        proposal=id,
        lead=lead,
        kind=Kind.STEP_DOWN,
        starts_on=day,
        ends_on=day,
        lines=lines,
        headcount=LINES + 2,
        region=told.regions[0] if kind == 0 else told.more.choice(told.regions),
    )
    yield told.entry(stream, made)
    if kind == 1:
        words = told.texts.seal(stream, "words", {"words": "Say where it was."})
        yield told.entry(stream, ProposalReturned(Reason(ReasonCode.OTHER, words)), version=2)
    if kind == 2:
        yield told.entry(stream, ProposalWithdrawn(), version=2)
