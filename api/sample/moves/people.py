"""Moves about who is who, and about what came of their training."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from api.sample.moves.why import Why
from domain.values import Profile


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
