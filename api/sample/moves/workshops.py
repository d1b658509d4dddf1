"""Moves about workshops and their registers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from api.sample.moves.why import Why
from domain.values import Kind, Scores


@dataclass(frozen=True)
class Gathering:
    """What planned and held workshops have in common."""

    workshop: str
    kind: Kind
    starts_on: date
    ends_on: date
    lead: str | None
    title: str
    venue: str
    region: str
    modules: tuple[str, ...]


@dataclass(frozen=True)
class Seat:
    """One line of a register."""

    person: str
    scores: Scores


@dataclass(frozen=True)
class PlanWorkshop:
    gathering: Gathering


@dataclass(frozen=True)
class RescheduleWorkshop:
    workshop: str
    starts_on: date
    ends_on: date
    why: Why


@dataclass(frozen=True)
class CancelWorkshop:
    workshop: str
    why: Why


@dataclass(frozen=True)
class HoldWorkshop:
    """Planned or not, entered long after the import."""

    gathering: Gathering
    register: tuple[Seat, ...]
    headcount: int | None = None


@dataclass(frozen=True)
class CorrectDates:
    workshop: str
    starts_on: date
    ends_on: date
    why: Why


@dataclass(frozen=True)
class CorrectLead:
    workshop: str
    lead: str
    why: Why


@dataclass(frozen=True)
class CorrectVenue:
    """Title and venue are sealed together, so both are given."""

    workshop: str
    title: str
    venue: str
    why: Why


@dataclass(frozen=True)
class VoidWorkshop:
    workshop: str
    why: Why


@dataclass(frozen=True)
class RestoreWorkshop:
    workshop: str
    why: Why


@dataclass(frozen=True)
class AddAttendance:
    """`unseen`: by somebody who does not coordinate the person added."""

    workshop: str
    seat: Seat
    why: Why
    unseen: bool = False


@dataclass(frozen=True)
class VoidAttendance:
    workshop: str
    person: str
    why: Why


@dataclass(frozen=True)
class RecordFeedback:
    """Nameless where `person` is None."""

    workshop: str
    person: str | None
    rating: int
    words: str


@dataclass(frozen=True)
class AttachEvidence:
    """A sign-in sheet, as the bytes of a file."""

    workshop: str
    media_type: str
    content: bytes
    keep_until: date
