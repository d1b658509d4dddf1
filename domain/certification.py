"""A person's certification as a trainer in one cascade, from nomination to revocation."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass, field, replace
from datetime import date

import msgspec
from msgspec import UNSET

from domain.events import (
    Assessed,
    CertificateCorrected,
    CertificateVoided,
    Certified,
    CofacilitationCredited,
    Event,
    Nominated,
    Reinstated,
    Renewed,
    Revoked,
    Suspended,
)
from domain.rules import NotFound, months_later, require, require_past
from domain.values import CascadeId, Level, PersonId, Reason, Rubric, Standard, WorkshopId


@dataclass(frozen=True)
class Certification:
    """The state of a certification. `certificates`: by (level, day), in the order of recording."""

    nominated_on: date | None = None
    assessed: Assessed | None = None
    credited: frozenset[WorkshopId] = frozenset()
    certificates: dict[tuple[Level, date], Certified] = field(default_factory=dict)
    renewed: Renewed | None = None
    suspended: bool = False
    revoked: bool = False

    @property
    def latest(self) -> Certified | None:
        return max(self.certificates.values(), key=lambda c: c.certified_on, default=None)


def stream(cascade: CascadeId, person: PersonId) -> str:
    return f"certification/{cascade}/{person}"


def nominate(standing: Certification, fact: Nominated, today: date) -> Iterator[Event]:
    require_past(fact.nominated_on, today, "nominated_on")
    require(
        standing.nominated_on is None,
        "This person is already nominated. Record an assessment next.",
    )
    yield fact


def assess(
    standing: Certification,
    fact: Assessed,
    trained_by: Set[PersonId],
    themselves: Set[PersonId],
    today: date,
) -> Iterator[Event]:
    """`trained_by`: ids of all people who gave a workshop in this cascade that the person attended;
    `themselves`: all ids of the person."""
    require_past(fact.assessed_on, today, "assessed_on")
    require(
        all(1 <= score <= 5 for score in fact.rubric.scores()),
        "Each of the five competencies is scored from 1 to 5.",
        field="rubric",
    )
    require(
        fact.assessor not in themselves,
        "Nobody assesses themselves. Name another assessor.",
        field="assessor",
    )
    require(
        fact.assessor not in trained_by,
        "The assessor trained this person in this cascade and cannot assess them. Name another.",
        field="assessor",
    )
    if fact != standing.assessed:
        yield fact


def credit_cofacilitation(standing: Certification, workshop: WorkshopId) -> Iterator[Event]:
    if workshop not in standing.credited:
        yield CofacilitationCredited(workshop)


def missing(
    standing: Certification, standard: Standard, best_post_share: float | None
) -> list[str]:
    """Codes of the standard's requirements that are not met yet; empty if all are met."""
    rubric: Rubric | None = standing.assessed.rubric if standing.assessed else None
    lacks = {
        "post-test": standard.least_post_share is not None
        and (best_post_share or 0) < standard.least_post_share,
        "rubric": standard.least_rubric is not None
        and (rubric is None or rubric.least() < standard.least_rubric),
        "co-facilitation": len(standing.credited) < standard.cofacilitations,
    }
    return [code for code, lacking in lacks.items() if lacking]


def certify(
    standing: Certification,
    fact: Certified,
    standard: Standard,
    best_post_share: float | None,
    today: date,
) -> Iterator[Event]:
    """Certifies a person. Below the standard a waiver is needed, except for an import, which is
    recorded on the programme's word."""
    require_past(fact.certified_on, today, "certified_on")
    if fact.expires_on is None and standard.months_valid and not fact.on_programmes_word:
        expires_on = months_later(fact.certified_on, standard.months_valid)
        fact = msgspec.structs.replace(fact, expires_on=expires_on)
    _require_expiry(fact.certified_on, fact.expires_on)
    require(
        (fact.level, fact.certified_on) not in standing.certificates,
        "A certificate of this level and date is already in the log. Correct it instead.",
    )
    lacks = missing(standing, standard, best_post_share)
    require(
        not lacks or fact.waiver is not None or fact.on_programmes_word,
        "The standard is not met; missing: {lacks}. Complete it, or give a waiver with a reason.",
        field="waiver",
        lacks=", ".join(lacks),
    )
    yield fact


def correct(standing: Certification, change: CertificateCorrected) -> Iterator[Event]:
    certificate = _require_certificate(standing, change.level, change.certified_on)
    if change.expires_on is not UNSET:
        _require_expiry(change.certified_on, change.expires_on)
    differs = (change.expires_on not in (UNSET, certificate.expires_on)) or (
        change.number not in (UNSET, certificate.number)
    )
    if differs:
        yield change


def void(
    standing: Certification, level: Level, certified_on: date, reason: Reason
) -> Iterator[Event]:
    _require_certificate(standing, level, certified_on)
    yield CertificateVoided(level, certified_on, reason)


def renew(
    standing: Certification, fact: Renewed, standard: Standard, today: date
) -> Iterator[Event]:
    """Renews from the day of renewal on, to the given day or else for as long as the standard
    says."""
    _require_certified(standing)
    require_past(fact.renewed_on, today, "renewed_on")
    require(not standing.revoked, "This certificate was revoked. Certify the person anew.")
    if fact.expires_on is None and standard.months_valid:
        expires_on = months_later(fact.renewed_on, standard.months_valid)
        fact = msgspec.structs.replace(fact, expires_on=expires_on)
    _require_expiry(fact.renewed_on, fact.expires_on)
    if fact != standing.renewed:
        yield fact


def suspend(standing: Certification, on: date, reason: Reason, today: date) -> Iterator[Event]:
    _require_certified(standing)
    require_past(on, today, "suspended_on")
    require(not standing.revoked, "This certificate was revoked; there is nothing to suspend.")
    require(
        not standing.suspended,
        "This certificate is already suspended. Check the person.",
    )
    yield Suspended(on, reason)


def reinstate(standing: Certification, on: date, reason: Reason, today: date) -> Iterator[Event]:
    require_past(on, today, "reinstated_on")
    require(standing.suspended, "This certificate is not suspended. Check the person.")
    yield Reinstated(on, reason)


def revoke(standing: Certification, on: date, reason: Reason, today: date) -> Iterator[Event]:
    _require_certified(standing)
    require_past(on, today, "revoked_on")
    require(
        not standing.revoked,
        "This certificate is already revoked. Certify the person anew.",
    )
    yield Revoked(on, reason)


def _require_certified(standing: Certification) -> None:
    if not standing.certificates:
        raise NotFound("This person is not certified in this cascade. Certify them first.")


def _require_certificate(standing: Certification, level: Level, certified_on: date) -> Certified:
    certificate = standing.certificates.get((level, certified_on))
    if certificate is None:
        raise NotFound("There is no certificate of this level and date. Check both.")
    return certificate


def _require_expiry(certified_on: date, expires_on: date | None) -> None:
    require(
        expires_on is None or expires_on >= certified_on,
        "This certificate expires on {expires_on}, before its first day {certified_on}. "
        "Check both dates.",
        field="expires_on",
        expires_on=expires_on,
        certified_on=certified_on,
    )


def evolve(standing: Certification, event: Event) -> Certification:
    match event:
        case Nominated(nominated_on=day):
            return replace(standing, nominated_on=day)
        case Assessed():
            return replace(standing, assessed=event)
        case CofacilitationCredited(workshop=workshop):
            return replace(standing, credited=standing.credited | {workshop})
        case Certified(level=level, certified_on=day):
            certificates = {**standing.certificates, (level, day): event}
            return replace(standing, certificates=certificates, revoked=False, suspended=False)
        case CertificateCorrected():
            return _evolve_corrected(standing, event)
        case CertificateVoided(level=level, certified_on=day):
            rest = {k: c for k, c in standing.certificates.items() if k != (level, day)}
            return replace(standing, certificates=rest)
        case Renewed():
            return replace(standing, renewed=event)
        case Suspended():
            return replace(standing, suspended=True)
        case Reinstated():
            return replace(standing, suspended=False)
        case Revoked():
            return replace(standing, revoked=True, suspended=False)
    return standing


def _evolve_corrected(standing: Certification, event: CertificateCorrected) -> Certification:
    key = (event.level, event.certified_on)
    certificate = standing.certificates.get(key)
    if certificate is None:
        return standing
    if event.expires_on is not UNSET:
        certificate = msgspec.structs.replace(certificate, expires_on=event.expires_on)
    if event.number is not UNSET:
        certificate = msgspec.structs.replace(certificate, number=event.number)
    return replace(standing, certificates={**standing.certificates, key: certificate})
