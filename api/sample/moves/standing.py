"""Moves about certification."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from api.sample.moves.why import Why
from domain.values import Level, Rubric


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
