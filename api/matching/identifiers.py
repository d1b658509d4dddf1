"""Compares identifiers: which are one, and which are so near that somebody is asked.

Whether a dash or a blank is there at all, and zeros before a number, make two identifiers near. A
difference in a digit never does.
"""

from __future__ import annotations

import re
from itertools import accumulate
from unicodedata import decimal

from domain.identifiers import same

__all__ = ["are_near", "near", "near_forms", "same"]

_APART = re.compile(r"[-\s./\\_]+")
_BETWEEN_DIGITS = re.compile(rf"(?<=[0-9]){_APART.pattern}(?=[0-9])")
_BREAK = "\0"
"""Stands where two numbers are apart."""
_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")
_FIRST_ZEROS = re.compile(rf"(?<![0-9{_BREAK}])[0{_BREAK}]+(?=[0-9])")


def near(text: str) -> str:
    """As `same`, without any dash, blank, dot or slash, and without zeros before a number.

    >>> near("TRN-017"), near("trn 17"), near("007")
    ('trn17', 'trn17', '7')
    """
    return _form(_ZEROS, _numbers_apart(text))[0]


def near_forms(text: str) -> tuple[str, ...]:
    """Keys, one or two, by which near identifiers are found: two that share none are not near. Two
    that share one are near if `are_near` says so.

    >>> near_forms("KE-2026-017"), near_forms("KE2026017")
    (('ke202617', 'ke2026017'), ('ke2026017',))
    """
    return tuple(dict.fromkeys(form for form, _ in _forms(text) if form))


def are_near(one: str, other: str) -> bool:
    """Whether two identifiers are not one, but perhaps meant as one.

    >>> are_near("TRN-017", "TRN17"), are_near("TRN-017", "TRN-018"), are_near("1-11", "11-1")
    (True, False, False)
    """
    if same(one) == same(other):
        return False
    return any(
        form and form == its_form and (breaks <= its_breaks or its_breaks <= breaks)
        for (form, breaks), (its_form, its_breaks) in zip(_forms(one), _forms(other), strict=True)
    )


def _forms(text: str) -> list[tuple[str, frozenset[int]]]:
    """Without the zeros before each number, and with those that stand after another number."""
    apart = _numbers_apart(text)
    return [_form(_ZEROS, apart), _form(_FIRST_ZEROS, apart)]


def _form(zeros: re.Pattern[str], apart: str) -> tuple[str, frozenset[int]]:
    """Without these zeros, and the places where two numbers were apart."""
    parts = zeros.sub("", apart).split(_BREAK)
    return "".join(parts), frozenset(accumulate(map(len, parts[:-1])))


def _numbers_apart(text: str) -> str:
    plain = same(text)
    if not plain.isascii():
        plain = "".join(str(decimal(sign)) if sign.isdecimal() else sign for sign in plain)
    return _APART.sub("", _BETWEEN_DIGITS.sub(_BREAK, plain))
