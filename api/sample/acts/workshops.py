"""Workshops planned, entered late, corrected, voided; feedback and evidence."""

from __future__ import annotations

import hashlib
from typing import Any

from api.sample import moves
from api.sample.hands import Hands
from api.sample.moves import Gathering, Seat, Why
from domain import workshop
from domain.events import (
    EvidenceAttached,
    FeedbackRecorded,
    WorkshopCorrected,
    WorkshopHeld,
    WorkshopPlanned,
)
from domain.service import Commands
from domain.values import Attendance, Commitment, EvidenceKind, Reason, WorkshopId


def plan(c: Commands, hands: Hands, move: moves.PlanWorkshop) -> None:
    c.plan_workshop(hands.cascade, WorkshopPlanned(**_gathering(c, hands, move.gathering)))


def hold(c: Commands, hands: Hands, move: moves.HoldWorkshop) -> None:
    fact = WorkshopHeld(
        **_gathering(c, hands, move.gathering),
        register=tuple(_line(hands, seat) for seat in move.register),
        headcount=move.headcount,
    )
    c.hold_workshop(hands.cascade, fact)


def reschedule(c: Commands, hands: Hands, move: moves.RescheduleWorkshop) -> None:
    id, reason = _about(hands, move.workshop, move.why)
    c.reschedule_workshop(id, move.starts_on, move.ends_on, reason)


def cancel(c: Commands, hands: Hands, move: moves.CancelWorkshop) -> None:
    c.cancel_workshop(*_about(hands, move.workshop, move.why))


def correct_dates(c: Commands, hands: Hands, move: moves.CorrectDates) -> None:
    id, reason = _about(hands, move.workshop, move.why)
    c.correct_workshop(
        id, WorkshopCorrected(reason, starts_on=move.starts_on, ends_on=move.ends_on)
    )


def correct_lead(c: Commands, hands: Hands, move: moves.CorrectLead) -> None:
    id, reason = _about(hands, move.workshop, move.why)
    c.correct_workshop(id, WorkshopCorrected(reason, lead=hands.person(move.lead)))


def correct_venue(c: Commands, hands: Hands, move: moves.CorrectVenue) -> None:
    id, reason = _about(hands, move.workshop, move.why)
    details = _details(hands, id, move.title, move.venue)
    c.correct_workshop(id, WorkshopCorrected(reason, details=details))


def void(c: Commands, hands: Hands, move: moves.VoidWorkshop) -> None:
    c.void_workshop(*_about(hands, move.workshop, move.why))


def restore(c: Commands, hands: Hands, move: moves.RestoreWorkshop) -> None:
    c.restore_workshop(*_about(hands, move.workshop, move.why))


def add_attendance(c: Commands, hands: Hands, move: moves.AddAttendance) -> None:
    id, reason = _about(hands, move.workshop, move.why)
    c.add_attendance(id, _line(hands, move.seat), reason, move.unseen)


def void_attendance(c: Commands, hands: Hands, move: moves.VoidAttendance) -> None:
    id, reason = _about(hands, move.workshop, move.why)
    c.void_attendance(id, hands.person(move.person), reason)


def record_feedback(c: Commands, hands: Hands, move: moves.RecordFeedback) -> None:
    id = hands.workshop(move.workshop)
    who = hands.person(move.person) if move.person else None
    words = hands.words(workshop.stream(id), move.words)
    c.record_feedback(id, FeedbackRecorded(hands.new_id(), move.rating, who, words))


def attach_evidence(c: Commands, hands: Hands, move: moves.AttachEvidence) -> None:
    """The file is kept before the entry that speaks of it."""
    id, evidence = hands.workshop(move.workshop), hands.new_id()
    hands.keep_file(evidence, move.media_type, move.content, move.keep_until.isoformat())
    digest = {"sha256": hashlib.sha256(move.content).hexdigest()}
    file = hands.seal(workshop.stream(id), "file", digest)
    kind = EvidenceKind.SIGN_IN_SHEET
    c.attach_evidence(id, EvidenceAttached(evidence, kind, file, move.keep_until))


def _gathering(c: Commands, hands: Hands, said: Gathering) -> dict[str, Any]:
    id = hands.workshop(said.workshop)
    return {
        "workshop": id,
        "identifier": said.workshop,
        "kind": said.kind,
        "starts_on": said.starts_on,
        "ends_on": said.ends_on,
        "lead": hands.person(said.lead) if said.lead else None,
        "region": hands.region(c, said.region),
        "modules": said.modules,
        "details": _details(hands, id, said.title, said.venue),
    }


def _details(hands: Hands, id: WorkshopId, title: str, venue: str) -> Commitment:
    return hands.seal(workshop.stream(id), "details", {"title": title, "venue": venue})


def _line(hands: Hands, seat: Seat) -> Attendance:
    scores = seat.scores
    return Attendance(hands.person(seat.person), scores.pre, scores.post, scores.max_score)


def _about(hands: Hands, identifier: str, why: Why) -> tuple[WorkshopId, Reason]:
    id = hands.workshop(identifier)
    return id, hands.reason(workshop.stream(id), why)
