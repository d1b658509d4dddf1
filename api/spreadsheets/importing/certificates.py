"""The step of a row of the table of certifications: recorded on the programme's word."""

from __future__ import annotations

from typing import Any

from api.spreadsheets.importing.records import CertificationRecord
from api.spreadsheets.importing.steps import IMPORTED, Hands, Step
from domain import certification, person
from domain.events import CertificateCorrected, Certified
from domain.service import Commands


def certifying(record: CertificationRecord) -> Step:
    def act(c: Commands, hands: Hands) -> None:
        holder = hands.people[record.person]
        known = c.certification(hands.cascade, holder).certificates.get(
            (record.level, record.certified_on)
        )
        owner = certification.stream(hands.cascade, holder)
        sealed = None
        if record.number and hands.content(known.number if known else None) != _number(record):
            sealed = hands.sealer.seal(owner, "number", _number(record))
        if known is None:
            fact = Certified(
                record.level,
                record.certified_on,
                record.expires_on,
                sealed,
                on_programmes_word=True,
            )
            c.certify(hands.cascade, holder, fact)
            return
        said: dict[str, Any] = {"number": sealed} if sealed else {}
        if record.expires_on is not None:
            said["expires_on"] = record.expires_on
        change = CertificateCorrected(record.level, record.certified_on, IMPORTED, **said)
        c.correct_certificate(hands.cascade, holder, change)

    def speaks_of(hands: Hands) -> list[str]:
        id = hands.people[record.person]
        return [person.stream(id), certification.stream(hands.cascade, id)]

    return Step(act, speaks_of)


def _number(record: CertificationRecord) -> dict[str, str]:
    return {"number": record.number or ""}
