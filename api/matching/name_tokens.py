"""Tokens of a name: what an index keeps of it, so that a typed name, its beginning or another
spelling of it is looked up and not compared with all names.

A token is a text that begins with its kind. An index may hold a hash of it instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, permutations

from api.matching.phonetics import skeleton, words

LENGTHS = (2, 3, 4)
"""Letters of the beginnings of a word that are tokens. A longer beginning is looked up by the
longest of these, a shorter one not at all; signs of a script without letters count from one."""
IDEOGRAPHS = "\u2e80"
"""The first of the characters that mean a syllable or a word: 王 is a beginning worth a look."""
ENDS_OF = 4
"""The first words of a name whose ends are tokens."""


def of_name(name: str) -> set[str]:
    """All tokens of a name."""
    found = words(name)
    return {
        *map(word, found),
        *(token for one in found for token in _beginnings(one)),
        *map(sound, map(skeleton, found)),
        *likenesses(found),
    }


def word(one: str) -> str:
    return f"word {one}"


def sound(bones: str) -> str:
    """Of a skeleton (`phonetics.skeleton`)."""
    return f"sound {bones}"


def joined(several: Sequence[str]) -> str:
    """Of a whole name, however its words are parted."""
    return f"joined {''.join(several)}"


def beginning(one: str) -> str | None:
    """The token under which a word is found that begins so; None where it is too short."""
    longest = min(len(one), LENGTHS[-1])
    if longest < LENGTHS[0] and one < IDEOGRAPHS:
        return None
    return f"begins {one[:longest]}"


def _beginnings(one: str) -> Iterator[str]:
    lengths = LENGTHS if one < IDEOGRAPHS else (1, *LENGTHS)
    return (f"begins {one[:length]}" for length in lengths if length <= len(one))


def likenesses(several: Sequence[str]) -> set[str]:
    """Names with one of these in common may be spellings of one name: both words sound alike, or
    one sounds alike and the other begins or ends alike."""
    if not several:
        return set()
    bones = [skeleton(one) for one in several]
    found = {joined(several)}
    found |= {f"pair {' '.join(sorted(two))}" for two in combinations(bones, 2)}
    for i, j in _pairs(several):
        found |= {f"head {bones[i]} {several[j][:2]}", f"tail {bones[i]} {several[j][-2:]}"}
    return found


def typed(several: Sequence[str]) -> set[str]:
    """What is asked for a typed name: its likenesses; also names with an initial in the place of a
    word, and the sounds of words that stand alone or beside an initial."""
    initials = {f"head {skeleton(several[i])} {several[j][0]}" for i, j in _pairs(several)}
    long = [one for one in several if len(one) > 1]
    sounds = {sound(skeleton(one)) for one in long if len(several) == 1 or len(long) < len(several)}
    return likenesses(several) | initials | sounds


def closely(several: Sequence[str]) -> set[str]:
    """Of names that are almost the same: two words sound alike, or the whole."""
    return {token for token in likenesses(several) if token.startswith(("joined ", "pair "))}


def _pairs(several: Sequence[str]) -> Iterable[tuple[int, int]]:
    return permutations(range(min(len(several), ENDS_OF)), 2)
