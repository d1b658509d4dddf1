"""Facts about a person's certification as a trainer in one cascade."""

from __future__ import annotations

from datetime import date

from msgspec import UNSET, UnsetType

from domain.events.base import Event, recorded_as
from domain.values import (
    Commitment,
    Level,
    PersonId,
    Reason,
    Rubric,
    WorkshopId,
)


@recorded_as("certification.nominated")
class Nominated(Event, frozen=True):
    nominated_on: date
    by: PersonId | None = None


@recorded_as("certification.assessed")
class Assessed(Event, frozen=True):
    assessed_on: date
    rubric: Rubric
    assessor: PersonId


@recorded_as("certification.cofacilitation_credited")
class CofacilitationCredited(Event, frozen=True):
    workshop: WorkshopId


@recorded_as("certification.certified")
class Certified(Event, frozen=True):
    """`expires_on`: the last valid day; `on_programmes_word`: imported, standard not checked."""

    level: Level
    certified_on: date
    expires_on: date | None = None
    number: Commitment | None = None
    waiver: Reason | None = None
    on_programmes_word: bool = False


@recorded_as("certification.corrected")
class CertificateCorrected(Event, frozen=True):
    """Another last day or another number for the certificate of this level and date."""

    level: Level
    certified_on: date
    reason: Reason
    expires_on: date | UnsetType | None = UNSET
    number: Commitment | UnsetType = UNSET


@recorded_as("certification.voided")
class CertificateVoided(Event, frozen=True):
    """The certificate of this level and date was recorded in error, and never existed."""

    level: Level
    certified_on: date
    reason: Reason


@recorded_as("certification.renewed")
class Renewed(Event, frozen=True):
    renewed_on: date
    expires_on: date | None = None


@recorded_as("certification.suspended")
class Suspended(Event, frozen=True):
    suspended_on: date
    reason: Reason


@recorded_as("certification.reinstated")
class Reinstated(Event, frozen=True):
    reinstated_on: date
    reason: Reason


@recorded_as("certification.revoked")
class Revoked(Event, frozen=True):
    revoked_on: date
    reason: Reason
