"""Facts about a workshop: planned, held with its register, corrected, voided."""

from __future__ import annotations

from datetime import date

from msgspec import UNSET, UnsetType

from domain.events.base import Event, recorded_as
from domain.values import (
    Attendance,
    Commitment,
    EvidenceKind,
    Kind,
    Mode,
    PersonId,
    Reason,
    RegionId,
    Scores,
    WorkshopId,
)


@recorded_as("workshop.planned")
class WorkshopPlanned(Event, frozen=True):
    """`unseen`: see `WorkshopHeld`."""

    workshop: WorkshopId
    kind: Kind
    starts_on: date
    ends_on: date
    identifier: str | None = None
    lead: PersonId | None = None
    cofacilitators: tuple[PersonId, ...] = ()
    region: RegionId | None = None
    details: Commitment | None = None
    modules: tuple[str, ...] = ()
    mode: Mode | None = None
    unseen: tuple[PersonId, ...] = ()


@recorded_as("workshop.rescheduled")
class WorkshopRescheduled(Event, frozen=True):
    starts_on: date
    ends_on: date
    reason: Reason


@recorded_as("workshop.cancelled")
class WorkshopCancelled(Event, frozen=True):
    reason: Reason


@recorded_as("workshop.held.2")
class WorkshopHeld(Event, frozen=True):
    """One paper sheet is one fact. `register`: all who signed it, facilitators too.

    `unseen`: people whom the recorder named by identifier without being allowed to see them, since
    they belong to other regions. Readers of this workshop get no access to them by it.
    """

    workshop: WorkshopId
    kind: Kind
    starts_on: date
    ends_on: date
    identifier: str | None = None
    lead: PersonId | None = None
    cofacilitators: tuple[PersonId, ...] = ()
    register: tuple[Attendance, ...] = ()
    headcount: int | None = None
    region: RegionId | None = None
    details: Commitment | None = None
    modules: tuple[str, ...] = ()
    mode: Mode | None = None
    unseen: tuple[PersonId, ...] = ()


@recorded_as("workshop.corrected")
class WorkshopCorrected(Event, frozen=True):
    """Only changed fields are set. `unseen`: as on `WorkshopHeld`, of the people named in it."""

    reason: Reason
    kind: Kind | UnsetType = UNSET
    starts_on: date | UnsetType = UNSET
    ends_on: date | UnsetType = UNSET
    lead: PersonId | UnsetType | None = UNSET
    cofacilitators: tuple[PersonId, ...] | UnsetType = UNSET
    headcount: int | UnsetType | None = UNSET
    region: RegionId | UnsetType | None = UNSET
    details: Commitment | UnsetType | None = UNSET
    modules: tuple[str, ...] | UnsetType = UNSET
    mode: Mode | UnsetType | None = UNSET
    unseen: tuple[PersonId, ...] = ()


@recorded_as("attendance.added")
class AttendanceAdded(Event, frozen=True):
    """`unseen`: whether the recorder could not see the person, as on `WorkshopHeld`."""

    attendance: Attendance
    reason: Reason
    unseen: bool = False


@recorded_as("attendance.voided")
class AttendanceVoided(Event, frozen=True):
    person: PersonId
    reason: Reason


@recorded_as("attendance.restored")
class AttendanceRestored(Event, frozen=True):
    person: PersonId
    reason: Reason


@recorded_as("scores.recorded")
class ScoresRecorded(Event, frozen=True):
    person: PersonId
    scores: Scores
    reason: Reason
    in_conflict: bool = False


@recorded_as("feedback.recorded")
class FeedbackRecorded(Event, frozen=True):
    """Kirkpatrick level 1. `rating`: 1 (poor) to 5; `person`: None for feedback without a name."""

    feedback: str
    rating: int
    person: PersonId | None = None
    words: Commitment | None = None


@recorded_as("evidence.attached")
class EvidenceAttached(Event, frozen=True):
    """`file`: a commitment to the SHA-256 of a file, which the private drawer keeps until
    `keep_until`."""

    evidence: str
    kind: EvidenceKind
    file: Commitment
    keep_until: date | None = None


@recorded_as("workshop.voided")
class WorkshopVoided(Event, frozen=True):
    reason: Reason


@recorded_as("workshop.restored")
class WorkshopRestored(Event, frozen=True):
    reason: Reason
