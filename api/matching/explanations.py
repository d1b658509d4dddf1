"""Words for the evidence for and against two records being one person."""

from __future__ import annotations

from collections.abc import Iterable

from api.i18n import _
from api.matching.scoring import Evidence

SENTENCES = {
    "same-phone": "same phone number",
    "same-email": "same e-mail address",
    "same-id_number": "same ID number",
    "same-before": "one had a contact before that the other has",
    "near-phone": "phone numbers that differ in one digit",
    "near-email": "e-mail addresses that differ in one character",
    "near-id_number": "ID numbers that differ in one character",
    "same-name": "same name",
    "names": "names {percent} % alike",
    "same-region": "same region",
    "near-region": "regions beside each other",
    "different-phone": "different phone numbers",
    "different-email": "different e-mail addresses",
    "different-id_number": "different ID numbers",
    "different-region": "distant regions",
    "different-sex": "different sex",
    "different-band": "different age band",
    "same-workshop": "both on the register of one workshop",
}
AGREE = {
    "same-phone": "phone",
    "same-email": "email",
    "same-id_number": "id_number",
    "same-name": "name",
}


def explain(why: Iterable[Evidence]) -> list[str]:
    """Each piece of evidence in the reader's language."""
    return [_(SENTENCES[one.code], percent=one.percent) for one in why]


def agreeing_texts(why: Iterable[Evidence]) -> list[str]:
    """Names of the private texts that are the same in both records."""
    return sorted(AGREE[one.code] for one in why if one.code in AGREE)
