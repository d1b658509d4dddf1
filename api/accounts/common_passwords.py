"""Phrases that many people choose: not a list that was copied, but the rules that make such lists.

Whatever is made of these words, keyboard walks, runs, repetitions and years alone is common.
"""

from __future__ import annotations

import re
from functools import cache

WORDS = frozenset(
    """
password passwort passphrase secret letmein login welcome admin administrator root user guest test
default changeme master access enter open qwerty qwertz azerty monkey dragon shadow sunshine
princess football baseball soccer hockey superman batman starwars pokemon summer winter spring
autumn january february march april june july august september october november december monday
tuesday wednesday thursday friday saturday sunday love iloveyou loveyou baby angel jesus god heaven
freedom liberty michael jordan jennifer charlie thomas george robert daniel jessica ashley maria
flower butterfly chocolate cookie banana orange apple cheese pepper ginger purple silver golden
diamond killer hunter ranger tiger lion eagle phoenix buster ninja hello world please trust nothing
whatever forever friends family mother father sister brother my your the is and me you this that
trainer training teacher nurse farmer coordinator workshop cascade banyan health school ministry
kenya uganda tanzania nigeria africa amani karibu asante jambo habari correct horse battery staple
contrasena motdepasse senha amor familia
""".split()  # noqa: SIM905
)
WALKS = (
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "abcdefghijklmnopqrstuvwxyz",
    "azertyuiop",
    "1qaz2wsx3edc4rfv5tgb",
)
LOOKALIKES = {
    "a": "4@",
    "b": "8",
    "e": "3",
    "g": "9",
    "i": "1!",
    "l": "1",
    "o": "0",
    "s": "5$",
    "t": "7",
}
SHORTEST_WALK = 3


def is_common(phrase: str) -> bool:
    """Nothing is left of it once common parts are taken away, or it repeats a short part."""
    small = phrase.casefold()
    if re.fullmatch(r"(.{1,4}?)\1{2,}.?", small, re.DOTALL):
        return True
    return _pattern().fullmatch(small) is not None


@cache
def _pattern() -> re.Pattern[str]:
    """Possessive, so that no phrase takes long to judge."""
    walks = {
        part
        for walk in WALKS
        for row in (walk, walk[::-1])
        for size in range(SHORTEST_WALK, len(row) + 1)
        for part in (row[at : at + size] for at in range(len(row) - size + 1))
    }
    parts = sorted({*WORDS, *walks}, key=lambda part: (-len(part), part))
    return re.compile(rf"(?:(?:{'|'.join(map(_typed, parts))})s?|[\d\W_]+|(.)\1\1+)*+")


def _typed(part: str) -> str:
    """Also with digits and signs in place of letters: p4ssw0rd."""
    return "".join(f"[{sign}{LOOKALIKES[sign]}]" if sign in LOOKALIKES else sign for sign in part)
