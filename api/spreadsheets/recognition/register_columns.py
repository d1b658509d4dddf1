"""The columns of a register in a form, and their labels."""

from __future__ import annotations

from api.i18n import _

COLUMNS = ("identifier", "name", "phone", "pre", "post", "max_score")
MORE = ("email", "id_number", "sex", "age_band", "cadre", "disability")
"""Columns that have no field in the form, but are recorded where a pasted line has them."""


def labels() -> dict[str, str]:
    """The labels of `COLUMNS` in the reader's language."""
    return {
        "identifier": _("Identifier"),
        "name": _("Name"),
        "phone": _("Telephone"),
        "pre": _("Pre-test"),
        "post": _("Post-test"),
        "max_score": _("Maximum"),
    }


def all_labels() -> dict[str, str]:
    """The labels of `COLUMNS` and `MORE` in the reader's language."""
    return labels() | {
        "email": _("E-mail address"),
        "id_number": _("ID number"),
        "sex": _("Sex"),
        "age_band": _("Age band"),
        "cadre": _("Cadre"),
        "disability": _("Disability"),
    }
