"""How two names go together, word by word."""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio

from api.matching.phonetics import plain, skeleton


class Likeness(IntEnum):
    """Of two words, the closest first."""

    SAME = 0
    VARIANT = 1
    SLIP = 2
    INITIAL = 3
    SHORT = 4
    NEAR = 5
    OTHER = 6


class Together(NamedTuple):
    """Words that go together, and how many are left over because one name is longer."""

    words: tuple[tuple[Likeness, str, str], ...]
    over: int


ALIKE = 64
"""Per cent of letters that variants with the same consonants share at least."""


NEAR = 65
"""Per cent from which on two words may be one, miswritten more than once, or may not."""


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
    """One letter wrong, missing, too many or exchanged; two in a long word."""
    least = min(len(a), len(b))
    if least < 4:
        return False
    most = 2 if least >= 7 else 1
    return OSA.distance(a, b, score_cutoff=most) <= most


def together(one: tuple[str, ...], other: tuple[str, ...]) -> Together:
    """Each word with the one that it resembles most; in whatever order they are written."""
    if one == other:
        return Together(tuple((Likeness.SAME, word, word) for word in one), 0)
    joined = "".join(one)
    if len(one) != len(other) and joined == "".join(other):
        return Together(((Likeness.SAME, joined, joined),), 0)
    over = abs(len(one) - len(other))
    found = []
    for word in one:
        if word in other:
            found.append((Likeness.SAME, word, word))
            one, other = _without(one, word), _without(other, word)
    if len(one) == len(other) == 1:
        return Together((*found, (likeness(one[0], other[0]), one[0], other[0])), over)
    ranked = sorted(
        (likeness(a, b), abs(i - j), i, j) for i, a in enumerate(one) for j, b in enumerate(other)
    )
    taken_one, taken_other = set[int](), set[int]()
    for like, _, i, j in ranked:
        if i not in taken_one and j not in taken_other:
            taken_one.add(i)
            taken_other.add(j)
            found.append((like, one[i], other[j]))
    return Together(tuple(found), over)


def _without(words: tuple[str, ...], word: str) -> tuple[str, ...]:
    at = words.index(word)
    return words[:at] + words[at + 1 :]


def percent(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """How much of the letters agree, words in order of the alphabet (Indel ratio), 0 to 100."""
    a, b = (" ".join(sorted(map(plain, words))) for words in (one, other))
    return round(ratio(a, b))
