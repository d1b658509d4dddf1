"""The form in which identifiers are compared: without case, width, and the kind of dash and blank.

What was typed is what the log and the private drawer keep. This form finds it again.
"""

from __future__ import annotations

import re
import unicodedata

MINUSES = frozenset("\u2212\u02d7\u2043")
"""Signs that are typed for a dash, of another category than the dashes."""
EMPTY = frozenset("\u115f\u1160\u3164\uffa0\u2800")
"""Letters and signs of scripts that print as a blank."""
JOINERS = "\u200c\u200d"
UNSEEN = re.compile("[\u034f\u17b4\u17b5\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""Marks that print nothing and are no format characters."""


class _Signs(dict[int, int | str | None]):
    """Code point → what is compared in its place; filled as code points are met."""

    def __missing__(self, code: int) -> int | str | None:
        made = self[code] = _compared(chr(code))
        return made


_SIGNS = _Signs()


def same(text: str) -> str:
    """The form that is equal for two ways to write one identifier: case, width, composed accents,
    the kind of dash, the kind and number of blanks, and invisible marks make no difference.
    Joiners stay between the letters of scripts that need them.

    >>> same(" TRN\u2013017 ") == same("trn-017"), same("KE\u00a0 12")
    (True, 'ke 12')
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.lower().split())
    seen = unicodedata.normalize("NFD", text.translate(_SIGNS))
    folded = unicodedata.normalize("NFD", seen.casefold()).translate(_SIGNS)
    return " ".join(_without_stray_joiners(unicodedata.normalize("NFC", folded)).split())


def _compared(sign: str) -> int | str | None:
    category = unicodedata.category(sign)
    if category == "Pd" or sign in MINUSES:
        return "-"
    if sign.isspace() or sign in EMPTY:
        return " "
    if sign in JOINERS:
        return ord(sign)
    if category in ("Cf", "Cc") or UNSEEN.match(sign):
        return None
    tag, _, codes = unicodedata.decomposition(sign).partition(" ")
    if tag in ("<wide>", "<narrow>"):
        return "".join(chr(int(code, 16)) for code in codes.split()).translate(_SIGNS)
    return ord(sign)


def _without_stray_joiners(text: str) -> str:
    if not any(joiner in text for joiner in JOINERS):
        return text
    kept = ""
    for at, sign in enumerate(text):
        if sign not in JOINERS or (_joins(kept[-1:]) and _joins(text[at + 1 : at + 2])):
            kept += sign
    return kept


def _joins(sign: str) -> bool:
    """Whether a joiner beside it can change how it is written."""
    return not sign.isascii() and unicodedata.category(sign)[0] in "LM"
