"""Certification: from nomination to revocation, and a person's standing on a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from msgspec import UNSET, UnsetType

from api.access.rules import LOG_WORK, RECORDS, requires
from api.people.certification import (
    WholeStanding,
    as_of_day,
    standing_on,
    training_of,
    whole_standing,
)
from api.people.names import display_names
from api.people.search import number_of
from api.schemas import certifications as shapes
from api.schemas.envelope import AsOf, PagedAsOf, many, one
from api.transactions.idempotency import Answer
from api.transactions.read import Page, Read, page
from api.transactions.write import Body, Write
from api.web.routing import Blueprint
from domain import certification
from domain.events import Assessed, CertificateCorrected, Certified, Nominated, Renewed
from domain.service import Commands
from domain.values import CascadeId, Commitment, PersonId, Reason, Rubric, WorkshopId
from projections import tables
from projections.records import standing as views

certifications = Blueprint("certifications", __name__)
HERE = "/cascades/<uuid:cascade>/certifications"
ONE = f"{HERE}/<uuid:person>"


@certifications.reads(HERE, many(shapes.Standing), PagedAsOf)
@requires(RECORDS, cascade="cascade")
def list_certifications(read: Read, cascade: UUID) -> Page:
    """List how everybody stands who was nominated or more."""
    (after,) = read.after((0,))
    number = read.number(tables.cascade, cascade)
    day = as_of_day(read)
    found = views.standings(read.db, number, day.toordinal(), after, read.limit + 1, read.scope)
    rows, more = page(found, read.limit)
    people = display_names(read, [row.person for row in rows])
    shown = [standing_on(row, people[row.person], day) for row in rows]
    return Page(shown, (rows[-1].person,) if more else None)


@certifications.reads(ONE, one(shapes.WholeStanding), AsOf)
@requires(RECORDS, cascade="cascade", person="person")
def get_certification(read: Read, cascade: UUID, person: UUID) -> WholeStanding:
    """Get how somebody stands on a day, and what the standard still asks for."""
    number = read.number(tables.cascade, cascade)
    return whole_standing(read, cascade, number, number_of(read, str(person)), str(person))


@certifications.changes(f"{ONE}/nomination", shapes.Nominate)
@requires(LOG_WORK, cascade="cascade", person="person")
def nominate(write: Write, body: Body, cascade: UUID, person: UUID) -> Answer:
    """Nominate somebody for certification."""
    c, p = _ids(cascade, person)
    write.require_known([("person", body.get("by"))])
    fact = Nominated(body["nominated_on"], body.get("by"))
    return write.commit(lambda commands: commands.nominate(c, p, fact), {"id": p})


@certifications.changes(f"{ONE}/assessments", shapes.Assess)
@requires(LOG_WORK, cascade="cascade", person="person")
def assess(write: Write, body: Body, cascade: UUID, person: UUID) -> Answer:
    """Record an assessment on the five-competency rubric, by somebody who did not train them."""
    c, p = _ids(cascade, person)
    write.require_known([("person", body["assessor"])])
    fact = Assessed(body["assessed_on"], Rubric(**body["rubric"]), body["assessor"])
    where = training_of(write.home.views, c, p, fact.assessor)
    act = lambda commands: commands.assess(c, p, fact, where)  # noqa: E731
    return write.commit(act, {"id": p})


@certifications.changes(f"{ONE}/cofacilitations", shapes.CreditCofacilitation)
@requires(LOG_WORK, cascade="cascade", person="person")
def credit_cofacilitation(write: Write, body: Body, cascade: UUID, person: UUID) -> Answer:
    """Credit a workshop that somebody gave beside another."""
    c, p = _ids(cascade, person)
    write.require_known([("workshop", body["workshop"])])
    workshop = WorkshopId(body["workshop"])
    act = lambda commands: commands.credit_cofacilitation(c, p, workshop)  # noqa: E731
    return write.commit(act, {"id": p})


@certifications.changes(f"{ONE}/certificates", shapes.Certify)
@requires(LOG_WORK, cascade="cascade", person="person")
def certify(write: Write, body: Body, cascade: UUID, person: UUID) -> Answer:
    """Certify somebody at a level; below the standard only with a waiver and its reason."""
    c, p = _ids(cascade, person)
    owner = certification.stream(c, p)
    number = {"number": body["number"]} if body.get("number") else None
    fact = Certified(
        level=body["level"],
        certified_on=body["certified_on"],
        expires_on=body.get("expires_on"),
        number=write.seal(owner, "number", number),
        waiver=write.reason(owner, body["waiver"]) if body.get("waiver") else None,
    )
    where = training_of(write.home.views, c, p)
    return write.commit(lambda commands: commands.certify(c, p, fact, where), {"id": p})


@certifications.changes(f"{ONE}/certificates/correction", shapes.CorrectCertificate)
@requires(LOG_WORK, cascade="cascade", person="person")
def correct_certificate(write: Write, body: Body, cascade: UUID, person: UUID) -> Answer:
    """Correct the last day or the number of the certificate of this level and date."""
    c, p = _ids(cascade, person)
    owner = certification.stream(c, p)
    reason = write.reason(owner, body["reason"])
    expires_on = body.get("expires_on", UNSET)

    def act(commands: Commands) -> None:
        which = body["level"], body["certified_on"]
        number: Commitment | UnsetType = UNSET
        if "number" in body:
            known = commands.certification(c, p).certificates.get(which)
            before = known.number if known else None
            number = write.replace(owner, "number", before, {"number": body["number"]}) or UNSET
        change = CertificateCorrected(*which, reason, expires_on, number)
        commands.correct_certificate(c, p, change)

    return write.commit(act, {"id": p})


@certifications.changes(f"{ONE}/certificates/voiding", shapes.VoidCertificate)
@requires(LOG_WORK, cascade="cascade", person="person")
def void_certificate(write: Write, body: Body, cascade: UUID, person: UUID) -> Answer:
    """Void a certificate that was recorded in error."""
    c, p = _ids(cascade, person)
    reason = write.reason(certification.stream(c, p), body["reason"])
    which = body["level"], body["certified_on"]
    act = lambda commands: commands.void_certificate(c, p, *which, reason)  # noqa: E731
    return write.commit(act, {"id": p})


@certifications.changes(f"{ONE}/renewals", shapes.Renew)
@requires(LOG_WORK, cascade="cascade", person="person")
def renew(write: Write, body: Body, cascade: UUID, person: UUID) -> Answer:
    """Renew a certificate from a day on."""
    c, p = _ids(cascade, person)
    fact = Renewed(body["renewed_on"], body.get("expires_on"))
    return write.commit(lambda commands: commands.renew(c, p, fact), {"id": p})


@certifications.changes(f"{ONE}/suspensions", shapes.Suspend)
@requires(LOG_WORK, cascade="cascade", person="person")
def suspend(write: Write, body: Body, cascade: UUID, person: UUID) -> Answer:
    """Suspend a certificate from a day on."""
    return _because(write, body, cascade, person, body["suspended_on"], Commands.suspend)


@certifications.changes(f"{ONE}/reinstatements", shapes.Reinstate)
@requires(LOG_WORK, cascade="cascade", person="person")
def reinstate(write: Write, body: Body, cascade: UUID, person: UUID) -> Answer:
    """Reinstate a suspended certificate."""
    return _because(write, body, cascade, person, body["reinstated_on"], Commands.reinstate)


@certifications.changes(f"{ONE}/revocations", shapes.Revoke)
@requires(LOG_WORK, cascade="cascade", person="person")
def revoke(write: Write, body: Body, cascade: UUID, person: UUID) -> Answer:
    """Revoke a certificate from a day on."""
    return _because(write, body, cascade, person, body["revoked_on"], Commands.revoke)


def _because(
    write: Write,
    body: Body,
    cascade: UUID,
    person: UUID,
    on: date,
    act: Callable[[Commands, CascadeId, PersonId, date, Reason], None],
) -> Answer:
    c, p = _ids(cascade, person)
    reason = write.reason(certification.stream(c, p), body["reason"])
    return write.commit(lambda commands: act(commands, c, p, on, reason), {"id": p})


def _ids(cascade: UUID, person: UUID) -> tuple[CascadeId, PersonId]:
    return CascadeId(str(cascade)), PersonId(str(person))
