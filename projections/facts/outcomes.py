"""Projects outcomes of trainings, and feedback on workshops and evidence of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from domain.events import (
    BehaviourObserved,
    Entry,
    EvidenceAttached,
    FeedbackRecorded,
    OutcomeVoided,
    ResultReported,
    SharingClaimed,
)
from projections import tables
from projections.db import Db, Row
from projections.facts.changes import EventTypes, Touched

RECORDED = BehaviourObserved | ResultReported | SharingClaimed
EVENTS: EventTypes = frozenset(
    {
        BehaviourObserved,
        ResultReported,
        SharingClaimed,
        OutcomeVoided,
        FeedbackRecorded,
        EvidenceAttached,
    }
)


def project(db: Db, entries: Sequence[Entry], touched: Touched) -> None:
    mine = [e for e in entries if isinstance(e.event, RECORDED | FeedbackRecorded)]
    named = {getattr(e.event, "person", None) for e in mine}
    named |= {getattr(e.event, "observer", None) for e in mine}
    people = db.numbers(tables.person, {p for p in named if p})
    workshops = db.numbers(tables.workshop, _workshops(entries))
    cascades = db.numbers(tables.cascade, {e.cascade for e in mine if e.cascade})
    feedback, evidence, recorded = {}, {}, {}
    for entry in entries:
        match entry.event:
            case FeedbackRecorded() as f:
                row = (people.get(f.person or ""), f.rating, f.words)
                feedback[f.feedback] = (f.feedback, workshops[_workshop(entry)], *row)
            case EvidenceAttached() as e:
                until = e.keep_until.toordinal() if e.keep_until else None
                of = workshops[_workshop(entry)]
                evidence[e.evidence] = (e.evidence, of, e.kind.value, e.file, until)
            case BehaviourObserved() | ResultReported() | SharingClaimed() as event:
                recorded[event.outcome] = _row(entry, event, people, workshops, cascades)
    db.put(tables.feedback, feedback.values())
    db.put(tables.evidence, evidence.values())
    db.put(tables.outcome, recorded.values())
    touched.outcomes.update(row[3] for row in recorded.values())
    voided = [e.stream.removeprefix("outcome/") for e in entries if type(e.event) is OutcomeVoided]
    if voided:
        db.run("UPDATE outcome SET voided = 1 WHERE id IN ids(:voided)", voided=voided)
        sql = "SELECT person FROM outcome WHERE id IN ids(:voided)"
        touched.outcomes.update(person for (person,) in db.rows(sql, voided=voided))


def _workshop(entry: Entry) -> str:
    return entry.stream.removeprefix("workshop/")


def _workshops(entries: Sequence[Entry]) -> set[str]:
    beside = FeedbackRecorded | EvidenceAttached
    found = {_workshop(e) for e in entries if isinstance(e.event, beside)}
    events = [e.event for e in entries if isinstance(e.event, RECORDED)]
    return found | {e.workshop for e in events if e.workshop}


def _row(
    entry: Entry,
    event: BehaviourObserved | ResultReported | SharingClaimed,
    people: dict[str, int],
    workshops: dict[str, int],
    cascades: dict[str, int],
) -> Row:
    unit: str | None = None
    observer: int | None = None
    quantity: Any
    match event:
        case BehaviourObserved():
            kind, day, quantity = "behaviour", event.observed_on, event.fidelity
            observer = people.get(event.observer or "")
        case ResultReported():
            kind, day, quantity, unit = "result", event.reported_on, event.quantity, event.unit
        case SharingClaimed():
            kind, day, quantity = "sharing", event.claimed_on, event.people
    return (
        entry.position,
        event.outcome,
        cascades.get(entry.cascade or "", 0),
        people.get(event.person, 0),
        workshops.get(event.workshop or ""),
        kind,
        day.toordinal(),
        float(quantity),
        unit,
        observer,
        event.words,
        0,
    )
