"""The columns of a register, as a form has them, and what they are called."""

from __future__ import annotations

from api.i18n import _

COLUMNS = ("identifier", "name", "phone", "pre", "post", "max_score")
MORE = ("email", "id_number", "sex", "age_band", "cadre", "disability")
"""Carried along where a line has them."""


def labels() -> dict[str, str]:
    """In the reader's language."""
    return {
        "identifier": _("Identifier"),
        "name": _("Name"),
        "phone": _("Telephone"),
        "pre": _("Pre-test"),
        "post": _("Post-test"),
        "max_score": _("Maximum"),
    }


def all_labels() -> dict[str, str]:
    """Also of what a line carries along."""
    return labels() | {
        "email": _("E-mail address"),
        "id_number": _("ID number"),
        "sex": _("Sex"),
        "age_band": _("Age band"),
        "cadre": _("Cadre"),
        "disability": _("Disability"),
    }
