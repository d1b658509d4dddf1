"""What a column of a sheet can hold: the fields that Banyan records, whoever made the sheet."""

from __future__ import annotations

from typing import NamedTuple

from api.i18n import _

LEFT_OUT = ""
"""The field of a column that is not read."""
PERSON = (
    "person", "name", "sex", "age_band", "region", "cadre", "organisation", "disability", "phone",
    "email", "id_number",
)  # fmt: skip
"""Somebody who attended, or who is listed. `person`: the programme's identifier; `region`: where
they live or work."""
REGISTER = ("pre", "post", "max_score")
MARKS = ("attended", "score")
"""`attended`: a mark for a day or for the whole workshop, in any number of columns; `score`: of the
test that the sheet is about, where pre-test and post-test have a sheet each."""
WORKSHOP = (
    "workshop", "starts_on", "ends_on", "kind", "title", "lead", "co_facilitators", "venue",
    "workshop_region", "headcount", "mode", "modules",
)  # fmt: skip
"""`workshop`: the programme's identifier; `workshop_region`: where it was held."""
CERTIFICATION = ("level", "certified_on", "expires_on", "number")
KEYS = ("key", "parent")
"""Joins a form's answers to those of its repeats: not recorded."""
FIELDS = (*PERSON, *REGISTER, *MARKS, *WORKSHOP, *CERTIFICATION, *KEYS)
REPEATABLE = frozenset({"name", "attended", "co_facilitators", "modules"})
"""Fields that several columns may hold: first and family name, a mark a day."""


class Heading(NamedTuple):
    """What a heading names. `field`: `LEFT_OUT` for a column that sheets have and Banyan does not
    record (No., Signature); `exact`: whether the heading is a known one, and not only like one."""

    field: str
    exact: bool


def field_labels() -> dict[str, str]:
    """The fields that a reader may choose for a column → their labels."""
    return {
        "person": _("Identifier"),
        "name": _("Name"),
        "sex": _("Sex"),
        "age_band": _("Age band"),
        "region": _("Region of the person"),
        "cadre": _("Cadre"),
        "organisation": _("Organisation"),
        "disability": _("Disability"),
        "phone": _("Telephone"),
        "email": _("E-mail address"),
        "id_number": _("ID number"),
        "pre": _("Pre-test"),
        "post": _("Post-test"),
        "max_score": _("Test is out of"),
        "attended": _("Attended (a mark)"),
        "score": _("Score of the test that the sheet is about"),
        "workshop": _("Workshop (its identifier)"),
        "starts_on": _("First day of the workshop"),
        "ends_on": _("Last day of the workshop"),
        "kind": _("Kind of workshop"),
        "title": _("Title of the workshop"),
        "lead": _("Lead trainer"),
        "co_facilitators": _("Co-trainers"),
        "venue": _("Venue"),
        "workshop_region": _("Region of the workshop"),
        "headcount": _("Headcount"),
        "mode": _("In person or online"),
        "modules": _("Modules"),
        "level": _("Level of the certificate"),
        "certified_on": _("Certified on"),
        "expires_on": _("Expires on"),
        "number": _("Number of the certificate"),
    }
