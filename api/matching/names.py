"""Compares two names word by word."""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio

from api.matching.phonetics import plain, skeleton


class Likeness(IntEnum):
    """How similar two words are, the most similar first."""

    SAME = 0
    VARIANT = 1
    SLIP = 2
    INITIAL = 3
    SHORT = 4
    NEAR = 5
    OTHER = 6


class Alignment(NamedTuple):
    """Pairs of words of two names, and the number of words that one name has more (`over`)."""

    words: tuple[tuple[Likeness, str, str], ...]
    over: int


ALIKE = 64
"""Two words with the same consonants are variants if at least so many per cent of letters agree."""


NEAR = 65
"""From so many per cent of equal letters on, two words may be one word with several errors."""


@lru_cache(maxsize=500_000)
def likeness(a: str, b: str) -> Likeness:
    if a == b:
        return Likeness.SAME
    if len(a) == 1 or len(b) == 1:
        return Likeness.INITIAL if a[0] == b[0] else Likeness.OTHER
    one, other = plain(a), plain(b)
    if one == other:
        return Likeness.VARIANT
    if skeleton(a) == skeleton(b) and ratio(one, other) >= ALIKE:
        return Likeness.VARIANT
    if _slipped(a, b) or _slipped(one, other):
        return Likeness.SLIP
    short, long = sorted((a, b), key=len)
    if len(short) >= 3 and long.startswith(short):
        return Likeness.SHORT
    return Likeness.NEAR if ratio(one, other) >= NEAR else Likeness.OTHER


def _slipped(a: str, b: str) -> bool:
    """Whether one letter is wrong, missing, extra or swapped; two in words of 7 letters or more."""
    least = min(len(a), len(b))
    if least < 4:
        return False
    most = 2 if least >= 7 else 1
    return OSA.distance(a, b, score_cutoff=most) <= most


def align_words(one: tuple[str, ...], other: tuple[str, ...]) -> Alignment:
    """Pairs each word with the most similar word of the other name, in any order."""
    if one == other:
        return Alignment(tuple((Likeness.SAME, word, word) for word in one), 0)
    joined = "".join(one)
    if len(one) != len(other) and joined == "".join(other):
        return Alignment(((Likeness.SAME, joined, joined),), 0)
    over = abs(len(one) - len(other))
    found = []
    for word in one:
        if word in other:
            found.append((Likeness.SAME, word, word))
            one, other = _without(one, word), _without(other, word)
    if len(one) == len(other) == 1:
        return Alignment((*found, (likeness(one[0], other[0]), one[0], other[0])), over)
    ranked = sorted(
        (likeness(a, b), abs(i - j), i, j) for i, a in enumerate(one) for j, b in enumerate(other)
    )
    taken_one, taken_other = set[int](), set[int]()
    for like, _, i, j in ranked:
        if i not in taken_one and j not in taken_other:
            taken_one.add(i)
            taken_other.add(j)
            found.append((like, one[i], other[j]))
    return Alignment(tuple(found), over)


def _without(words: tuple[str, ...], word: str) -> tuple[str, ...]:
    at = words.index(word)
    return words[:at] + words[at + 1 :]


def percent(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """The likeness of two names, 0 to 100: the Indel ratio of their words in alphabetical order."""
    a, b = (" ".join(sorted(map(plain, words))) for words in (one, other))
    return round(ratio(a, b))
