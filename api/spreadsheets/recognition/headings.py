"""Finds the column that a heading names, in any of the seven languages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from api.i18n import LANGUAGES, speaking
from api.spreadsheets.recognition.heading_words import HEADINGS, by_word, plain
from api.spreadsheets.recognition.register_columns import all_labels

PHONE = re.compile(r"[+(]?\d[\d\s()./+-]{5,}|0\d{3,}")


def columns_named(row: Sequence[str]) -> list[str] | None:
    """The column of each cell, "" where it is unknown; None if this is not a row of headings."""
    exact = [column_of(cell) for cell in row]
    near = [_near(cell) if cell else None for cell in row]
    has_digits = any(c.isdecimal() for cell in row for c in cell)
    sure = sum(1 for one in exact if one)
    if not sure and (has_digits or sum(1 for one in near if one) < 2):
        return None
    if has_digits and sure < 2 and any(PHONE.fullmatch(cell) for cell in row):
        return None
    return [(e if e is not None else n) or "" for e, n in zip(exact, near, strict=True)]


def column_of(heading: str) -> str | None:
    """The column that has exactly this heading; "" for one that Banyan does not record; None for
    an unknown heading."""
    return _words().get(plain(heading))


def _near(heading: str) -> str | None:
    """The column of the longest known heading at the beginning of this one (“Phone number
    (WhatsApp)”), else inside it (“N° de téléphone”)."""
    text = plain(heading)
    fits = [word for word in _words() if len(word) > 2 and text.startswith(word)]
    fits = fits or [word for word in _words() if len(word) > 4 and word in text]
    return _words()[max(fits, key=len)] if fits else None


@cache
def _words() -> dict[str, str]:
    """Heading → column: the listed words, our own labels in all languages, and column names."""
    found = by_word(HEADINGS)
    for language in LANGUAGES:
        with speaking(language):
            found |= {plain(label): name for name, label in all_labels().items()}
    return found | {plain(name): name for name in HEADINGS if name}
