"""Converts words for sex, disability and age to the codes that are recorded."""

from __future__ import annotations

from collections.abc import Mapping

from api.spreadsheets.files.cells import CellError
from api.spreadsheets.recognition.values import age_band
from api.spreadsheets.recognition.words import disability, sex


def in_codes(line: Mapping[str, str], spanish: bool) -> dict[str, str]:
    """A copy of the line with codes for known words. An unknown word stays as it was typed, and
    is refused later, beside its line.

    `spanish`: M means woman (mujer), as H (hombre) is used for men.
    """
    coded = dict(line)
    if "sex" in line:
        coded["sex"] = sex(line["sex"], spanish) or line["sex"]
    if "disability" in line:
        coded["disability"] = disability(line["disability"]) or line["disability"]
    if "age_band" in line:
        coded["age_band"] = _band(line["age_band"])
    return coded


def _band(text: str) -> str:
    """The age band of an age in years; any other text unchanged."""
    try:
        return age_band(text) or text
    except CellError:
        return text
