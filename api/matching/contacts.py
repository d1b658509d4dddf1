"""Contacts as they are compared: a telephone number, an e-mail address, an ID number."""

from __future__ import annotations

import re

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

SIGNIFICANT = 9
"""Last digits of a national number that are compared."""
LEAST = 6
"""Fewer digits than this are an extension or a slip, and identify no person."""
_SEVERAL = re.compile(r"[/;,|]|\bor\b|\bou\b", re.IGNORECASE)
_EXTENSION = re.compile(r"(?:ext|x|poste|#).*$", re.IGNORECASE)


def phones(text: str) -> tuple[str, ...]:
    """The end of each national number in the text: nine digits, or all where it is shorter.

    A number written with its country agrees with the same written without, whatever country it
    was: the code is left out, and so is the 0 that is dialled before a national number. Codes are
    those of ITU-T E.164, from `phonenumbers`.

    >>> phones("+254 712 345 678"), phones("0712-345678 / 00254 733 000 111")
    (('712345678',), ('712345678', '733000111'))
    """
    found = [_national(_EXTENSION.sub("", part)) for part in _SEVERAL.split(text)]
    return tuple(dict.fromkeys(n[-SIGNIFICANT:] for n in found if len(n) >= LEAST))


def _national(text: str) -> str:
    digits = "".join(filter(str.isdecimal, text))
    if not digits.isascii():
        digits = "".join(str(int(digit)) for digit in digits)
    if digits.startswith("00"):
        digits, abroad = digits[2:], True
    else:
        abroad = text.lstrip(" (").startswith(("+", "＋")) or len(digits) > SIGNIFICANT + 1
    if abroad and not digits.startswith("0"):
        lengths = (n for n in (1, 2, 3) if int(digits[:n] or 0) in COUNTRY_CODE_TO_REGION_CODE)
        digits = digits[next(lengths, 0) :]
    return digits.lstrip("0")


def email(text: str) -> str:
    address = "".join(text.split()).casefold()
    return address if "@" in address else ""


def id_number(text: str) -> str:
    """Letters and digits alone."""
    return "".join(filter(str.isalnum, text)).casefold()
