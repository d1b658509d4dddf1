"""Splits a name into words, and reduces words to forms without differences of spelling and
transliteration."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LONGEST = 6
"""The largest number of words of a name that are compared."""
APOSTROPHES = re.compile("['’ʼ`´‘]")
NO_WORD = re.compile(r"[\W\d_]+")
TITLES = frozenset("mr mrs ms miss dr prof rev eng hon mme mwalimu alhaji alhaja hajj".split())  # noqa: SIM905
ARTICLES = frozenset("al el ul as ar ad an at ash".split())  # noqa: SIM905
SERVANT = frozenset("abd abdul abdel abdal abdoul".split())  # noqa: SIM905
_ARABIC = dict(
    zip(
        "ابتثجحخدذرزسشصضطظعغفقكلمنهويةىءئؤ",
        "a b t t j h kh d d r z s sh s d t z a gh f q k l m n h u i a a a i u".split(),  # noqa: SIM905
        strict=True,
    )
)
_SPELLING = (
    ("ph", "f"), ("kh", "h"), ("gh", "g"), ("sch", "s"), ("sh", "s"), ("tch", "s"), ("ch", "s"),
    ("dj", "j"), ("dh", "d"), ("th", "t"), ("zh", "z"), ("ck", "k"), ("qu", "k"), ("q", "k"),
    ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ai", "ei"), ("ay", "ei"), ("ey", "ei"),
    ("ge", "je"), ("gi", "ji"), ("ce", "se"), ("ci", "si"), ("c", "k"), ("x", "s"), ("v", "f"),
    ("z", "s"),
)  # fmt: skip
"""Ways in which clerks write one sound in English, French, Portuguese, Swahili and from Arabic."""


@lru_cache(maxsize=100_000)
def words(name: str) -> tuple[str, ...]:
    """The words of a name in lower case, without accents, titles and articles. `abdul` is joined to
    the next word.

    >>> words("Dr. Abdul-Rahman  OSMÁN")
    ('abdulrahman', 'osman')
    """
    text = APOSTROPHES.sub("", name).casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(_letter(c) for c in text if not unicodedata.combining(c))
    found = [word for word in NO_WORD.split(text) if word]
    if len(found) > 1:
        found = [w for w in found if w not in TITLES] or found
    joined: list[str] = []
    for word in found:
        if joined and word in ARTICLES:
            continue
        if joined and joined[-1] in SERVANT:
            joined[-1] = "abdul" + word
        else:
            joined.append(word)
    return tuple(_without_article(word) for word in joined[:LONGEST])


def _letter(letter: str) -> str:
    return _ARABIC.get(letter, {"ø": "o", "ł": "l", "đ": "d", "ı": "i"}.get(letter, letter))


def _without_article(word: str) -> str:
    """The word without the article `al`, which Arabic script joins to it: النور gives `alnur`."""
    return word[2:] if len(word) > 5 and word.startswith("al") else word


@lru_cache(maxsize=100_000)
def plain(word: str) -> str:
    """One spelling for words that sound alike: `mohammed` and `mohamed`, `aicha` and `aisha`."""
    if word.startswith("y"):
        word = "j" + word[1:]
    for written, sound in _SPELLING:
        word = word.replace(written, sound)
    word = word.replace("y", "i")
    return "".join(c for at, c in enumerate(word) if at == 0 or c != word[at - 1])


@lru_cache(maxsize=100_000)
def skeleton(word: str) -> str:
    """The consonants of the plain spelling: transliterations differ mostly in vowels.

    Words without such consonants, and words of other scripts, are returned in plain spelling.
    """
    spelt = plain(word)
    bones = spelt[:1].replace("h", "") + spelt[1:].replace("h", "").replace("w", "")
    bones = re.sub("[aeiou]", "", bones)
    return bones or spelt
