"""Decisions on the register of one workshop: lines added, voided, restored, scored."""

from __future__ import annotations

from collections.abc import Iterator

from domain.events import (
    AttendanceAdded,
    AttendanceRestored,
    AttendanceVoided,
    Event,
    FeedbackRecorded,
    ScoresRecorded,
)
from domain.rules import NotFound, require, require_scores
from domain.values import Attendance, PersonId, Reason, Scores
from domain.workshop import Workshop, require_held


def add(
    workshop: Workshop, line: Attendance, reason: Reason, unseen: bool = False
) -> Iterator[Event]:
    held = require_held(workshop)
    require(
        line.person != held.lead,
        "This person led the workshop and cannot be on its register. Name another lead first.",
        field="person",
    )
    require(
        not workshop.attends(line.person),
        "This person is already on this register. Record scores instead.",
        field="person",
    )
    require_scores(line.scores)
    yield AttendanceAdded(line, reason, unseen)


def void(workshop: Workshop, person: PersonId, reason: Reason) -> Iterator[Event]:
    require_held(workshop)
    _require_line(workshop, person)
    require(
        person not in workshop.voided,
        "This attendance is already voided. Restore it if that was wrong.",
        field="person",
    )
    yield AttendanceVoided(person, reason)


def restore(workshop: Workshop, person: PersonId, reason: Reason) -> Iterator[Event]:
    held = require_held(workshop)
    _require_line(workshop, person)
    require(
        person in workshop.voided,
        "This attendance stands already. Void it if it is wrong.",
        field="person",
    )
    require(
        person != held.lead,
        "This person leads the workshop now and cannot be on its register. Name another "
        "lead first.",
        field="person",
    )
    yield AttendanceRestored(person, reason)


def record_scores(
    workshop: Workshop,
    person: PersonId,
    scores: Scores,
    reason: Reason,
    in_conflict: bool = False,
) -> Iterator[Event]:
    """Replaces all three scores of a line; `in_conflict` removes them."""
    require_held(workshop)
    line = _require_line(workshop, person)
    if in_conflict:
        scores = Scores()
    require_scores(scores)
    if scores != line.scores or in_conflict != line.in_conflict:
        yield ScoresRecorded(person, scores, reason, in_conflict)


def record_feedback(workshop: Workshop, fact: FeedbackRecorded) -> Iterator[Event]:
    require_held(workshop)
    require(1 <= fact.rating <= 5, "A rating runs from 1 (poor) to 5.", field="rating")
    if fact.person is not None:
        _require_line(workshop, fact.person)
    require(
        fact.feedback not in workshop.feedback,
        "This feedback is already recorded. Choose another id for more.",
    )
    yield fact


def _require_line(workshop: Workshop, person: PersonId) -> Attendance:
    line = workshop.line(person)
    if line is None:
        raise NotFound("This person is not on this register. Add them first.", field="person")
    return line
