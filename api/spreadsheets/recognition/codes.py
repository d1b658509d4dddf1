"""Converts words for sex, disability and age to the codes that are recorded."""

from __future__ import annotations

from collections.abc import Mapping

from api.spreadsheets.recognition.heading_words import SEXES, YES_NO, by_word, plain
from domain.values import AgeBand

SEX_OF, ANSWER_OF = by_word(SEXES), by_word(YES_NO)
"""Word in any of the seven languages → code."""
MAX_DIGITS = 9


def in_codes(line: Mapping[str, str], spanish: bool) -> dict[str, str]:
    """A copy of the line with codes for known words. An unknown word stays as it was typed, and
    is refused later, beside its line.

    `spanish`: M means woman (mujer), as H (hombre) is used for men.
    """
    coded = dict(line)
    if "sex" in line:
        word = plain(line["sex"])
        coded["sex"] = "female" if spanish and word == "m" else SEX_OF.get(word, line["sex"])
    if "disability" in line:
        coded["disability"] = ANSWER_OF.get(plain(line["disability"]), line["disability"])
    if "age_band" in line:
        coded["age_band"] = _band(line["age_band"])
    return coded


def _band(text: str) -> str:
    """The age band of an age in years; any other text unchanged."""
    if not text.isdecimal() or len(text) > MAX_DIGITS:
        return text
    return next((str(b) for b in reversed(AgeBand) if int(text) >= int(b[:2])), text)
