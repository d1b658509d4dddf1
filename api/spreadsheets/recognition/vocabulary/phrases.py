"""Texts in the form in which words of sheets are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

_NO_WORD = re.compile("[^a-z0-9]")


def plain(text: str) -> str:
    """The text in small letters and digits alone, without accents.

    >>> plain("Nom et prénoms :"), plain("Pre-test (%)")
    ('nometprenoms', 'pretest')
    """
    if text.isascii():  # A fast path for most texts.
        return "".join(filter(str.isalnum, text.lower()))
    if text.isascii():  # most are
        return _NO_WORD.sub("", text.lower())
    return "".join(c for c in bare(text) if c.isalnum())


def bare(text: str) -> str:
    """The text in small letters, without accents."""
    small = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in small if not unicodedata.combining(c))


def spoken(text: str) -> str:
    """As `bare`, with single blanks."""
    return " ".join(bare(text).split())


def by_phrase(table: Mapping[str, str]) -> dict[str, str]:
    """Phrase in its plain form → its meaning, from meaning → phrases between commas. Where two
    meanings list one, the first has it."""
    found: dict[str, str] = {}
    for meaning, listed in table.items():
        for phrase in listed.split(","):
            found.setdefault(plain(phrase), meaning)
    found.pop("", None)
    return found


def phrases(listed: str) -> frozenset[str]:
    """The plain forms of phrases between commas."""
    return frozenset(by_phrase({"": listed}))
