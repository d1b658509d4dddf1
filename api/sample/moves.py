"""What happens after the import: one small record per move, people and workshops as identifiers.

Regions are paths (`Kenya / Kisumu`), organisations names; days are dates in the world. `apply`
turns each into a command.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from api.sample.opening import PlannedTier
from domain.values import Kind, Level, Module, Profile, ReasonCode, Rubric, Scores, Standard


@dataclass(frozen=True)
class Why:
    """A reason: its code, and words for the private drawer, or none."""

    code: ReasonCode
    words: str = ""


# ---- workshops -------------------------------------------------------------------------------


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
    workshop: str
    seat: Seat
    why: Why


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


# ---- people ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class MergePeople:
    one: str
    other: str
    why: Why


@dataclass(frozen=True)
class UndoMerge:
    one: str
    other: str
    why: Why


@dataclass(frozen=True)
class DistinguishPeople:
    one: str
    other: str
    why: Why


@dataclass(frozen=True)
class CorrectProfile:
    """The whole profile as it is now; `profile` leaves out region and organisation."""

    person: str
    profile: Profile
    region: str | None
    organisation: str | None
    why: Why


# ---- certification ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Nominate:
    person: str
    on: date
    by: str | None


@dataclass(frozen=True)
class Assess:
    person: str
    on: date
    rubric: Rubric
    assessor: str


@dataclass(frozen=True)
class CreditCofacilitation:
    person: str
    workshop: str


@dataclass(frozen=True)
class Certify:
    """With a waiver where the standard is not met."""

    person: str
    level: Level
    on: date
    number: str
    waiver: Why | None = None


@dataclass(frozen=True)
class Renew:
    person: str
    on: date


@dataclass(frozen=True)
class Suspend:
    person: str
    on: date
    why: Why


@dataclass(frozen=True)
class Reinstate:
    person: str
    on: date
    why: Why


@dataclass(frozen=True)
class Revoke:
    person: str
    on: date
    why: Why


# ---- what came of it -------------------------------------------------------------------------


@dataclass(frozen=True)
class ObserveBehaviour:
    """`fidelity` from 0 to 1."""

    person: str
    workshop: str
    on: date
    fidelity: float
    observer: str
    words: str


@dataclass(frozen=True)
class ReportResult:
    person: str
    workshop: str
    on: date
    quantity: float
    unit: str
    words: str


@dataclass(frozen=True)
class ClaimSharing:
    person: str
    workshop: str
    on: date
    people: int
    words: str


# ---- the cascade -----------------------------------------------------------------------------


@dataclass(frozen=True)
class ReviseCurriculum:
    modules: tuple[Module, ...]
    objectives: str
    why: Why


@dataclass(frozen=True)
class ReviseTargets:
    tiers: tuple[PlannedTier, ...]
    why: Why


@dataclass(frozen=True)
class ReviseStandard:
    standard: Standard
    why: Why


Move = (
    PlanWorkshop
    | RescheduleWorkshop
    | CancelWorkshop
    | HoldWorkshop
    | CorrectDates
    | CorrectLead
    | CorrectVenue
    | VoidWorkshop
    | RestoreWorkshop
    | AddAttendance
    | VoidAttendance
    | RecordFeedback
    | AttachEvidence
    | MergePeople
    | UndoMerge
    | DistinguishPeople
    | CorrectProfile
    | Nominate
    | Assess
    | CreditCofacilitation
    | Certify
    | Renew
    | Suspend
    | Reinstate
    | Revoke
    | ObserveBehaviour
    | ReportResult
    | ClaimSharing
    | ReviseCurriculum
    | ReviseTargets
    | ReviseStandard
)
