"""Normal forms of telephone numbers, e-mail addresses and ID numbers, for comparison."""

from __future__ import annotations

import re

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

SIGNIFICANT = 9
"""Number of last digits of a national number that are compared."""
LEAST = 6
"""Numbers with fewer digits are extensions or typing errors, and are left out."""
_SEVERAL = re.compile(r"[/;,|]|\bor\b|\bou\b", re.IGNORECASE)
_EXTENSION = re.compile(r"(?:ext|x|poste|#).*$", re.IGNORECASE)


def phones(text: str) -> tuple[str, ...]:
    """The last nine digits of each telephone number in the text, or all digits of a shorter one.

    A number with a country code gives the same as the same number without one: the code is left
    out, and so is the 0 that is dialled before a national number. Country codes are those of ITU-T
    E.164, from `phonenumbers`.

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
    """The letters and digits of an ID number, in lower case."""
    return "".join(filter(str.isalnum, text)).casefold()
