"""The import step of a row of certifications, which is recorded on the programme's word."""

from __future__ import annotations

from msgspec import UNSET

from api.spreadsheets.importing.row_values import CertificationRecord
from api.spreadsheets.importing.steps import IMPORTED, ImportContext, Step
from domain import certification, person
from domain.events import CertificateCorrected, Certified
from domain.service import Commands


def certifying(record: CertificationRecord) -> Step:
    level, day = record.level, record.certified_on

    def act(c: Commands, context: ImportContext) -> None:
        holder = context.people[record.person]
        known = c.certification(context.cascade, holder).certificates.get((level, day))
        owner = certification.stream(context.cascade, holder)
        stated = {"number": record.number} if record.number else {}
        number = context.amended(owner, "number", known.number if known else None, stated)
        if known is None:
            fact = Certified(level, day, record.expires_on, number, on_programmes_word=True)
            c.certify(context.cascade, holder, fact)
            return
        change = CertificateCorrected(
            level, day, IMPORTED, expires_on=record.expires_on or UNSET, number=number or UNSET
        )
        c.correct_certificate(context.cascade, holder, change)

    def streams(context: ImportContext) -> list[str]:
        id = context.people[record.person]
        return [person.stream(id), certification.stream(context.cascade, id)]

    return Step(act, streams)
