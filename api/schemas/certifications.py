"""Certification and outcomes as JSON."""

from __future__ import annotations

from marshmallow import Schema

from api.schemas.answer_fields import (
    Record,
    boolean,
    date,
    integer,
    number,
    part,
    parts,
    string,
    strings,
)
from api.schemas.common import ReasonSaid
from api.schemas.envelope import PagedAsOf
from api.schemas.fields import Choice, Day, Id, Line, NewId, Number, Part, Shape, Whole, Words
from api.schemas.people import Known
from domain.values import Level


class Nominate(Shape):
    nominated_on = Day(required=True)
    by = Id(allow_none=True)


class RubricSaid(Shape):
    """Each from 1 (not yet) to 5 (exemplary)."""

    pedagogy = Whole(1, 5, required=True)
    facilitation = Whole(1, 5, required=True)
    content = Whole(1, 5, required=True)
    leadership = Whole(1, 5, required=True)
    reflective_practice = Whole(1, 5, required=True)


class Assess(Shape):
    assessed_on = Day(required=True)
    rubric = Part(RubricSaid, required=True)
    assessor = Id(required=True)


class CreditCofacilitation(Shape):
    workshop = Id(required=True)


class CertificateSaid(Shape):
    level = Choice(Level, required=True)
    certified_on = Day(required=True)


class Certify(CertificateSaid):
    expires_on = Day(allow_none=True, description="By default as the standard says.")
    number = Line(description="Private: the certificate's own number.")
    waiver = Part(ReasonSaid, description="Why below the standard.")


class CorrectCertificate(CertificateSaid):
    expires_on = Day(allow_none=True)
    number = Line()
    reason = Part(ReasonSaid, required=True)


class VoidCertificate(CertificateSaid):
    reason = Part(ReasonSaid, required=True)


class Renew(Shape):
    renewed_on = Day(required=True)
    expires_on = Day(allow_none=True)


class Suspend(Shape):
    suspended_on = Day(required=True)
    reason = Part(ReasonSaid, required=True)


class Reinstate(Shape):
    reinstated_on = Day(required=True)
    reason = Part(ReasonSaid, required=True)


class Revoke(Shape):
    revoked_on = Day(required=True)
    reason = Part(ReasonSaid, required=True)


STANDINGS = ["none", "nominated", "assessed", "certified", "lapsed", "suspended", "revoked"]


class Standing(Schema):
    """A person's standing on a day. `until`: the last valid day; null: for ever, or not valid."""

    person = part(Known)
    on = date()
    standing = string(enum=STANDINGS)
    level = string(null=True)
    until = date(null=True)


class Certificate(Schema):
    level = string()
    certified_on = date()
    expires_on = date(null=True)
    number = string(null=True)
    waived = boolean()
    on_programmes_word = boolean()


class WholeStanding(Standing):
    """A standing, with the requirements of the cascade's standard that are missing on that day."""

    certificates = parts(Certificate)
    rubric = part(RubricSaid, null=True)
    best_post_share = number(null=True)
    cofacilitations = integer()
    missing = strings(enum=["post-test", "rubric", "co-facilitation"])


# ---- outcomes --------------------------------------------------------------------------------


class OutcomeSaid(Shape):
    id = NewId()
    cascade = Id(required=True)
    person = Id(required=True)
    workshop = Id(allow_none=True)
    words = Words(description="Private.")


class ObserveBehaviour(OutcomeSaid):
    """Kirkpatrick level 3."""

    observed_on = Day(required=True)
    fidelity = Number(0, 1, required=True, description="Share of the practice done as taught.")
    observer = Id(allow_none=True)


class ReportResult(OutcomeSaid):
    """Kirkpatrick level 4."""

    reported_on = Day(required=True)
    quantity = Number(-1e12, 1e12, required=True)
    unit = Line(60, required=True, metadata={"pattern": "^[a-z0-9][a-z0-9._-]{0,59}$"})


class ClaimSharing(OutcomeSaid):
    """“I shared the skills with N people”: never added to named people."""

    claimed_on = Day(required=True)
    people = Whole(required=True)


class ListOutcomes(PagedAsOf):
    cascade = Id()
    person = Id()


class Outcome(Record):
    cascade = string(null=True)
    person = part(Known)
    workshop = string(null=True)
    kind = string(enum=["behaviour", "result", "sharing"])
    level = integer("Kirkpatrick's.")
    day = date()
    quantity = number()
    unit = string(null=True)
    observer = string(null=True)
    words = string(null=True)
    voided = boolean()
