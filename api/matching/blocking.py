"""Chooses the pairs to score: people with a contact in common, or similar names nearby.

Each card has several keys, and only cards with a key in common are compared. The cards of a key
that too many share (a common name in a large town) are split by region; parts that are still too
large are not compared. So the number of pairs grows with the number of people, not its square.
"""

from __future__ import annotations

from collections.abc import Hashable
from itertools import combinations, permutations
from typing import NamedTuple

from api.matching.cards import Card

MAX_UNDER_ONE_KEY, MANY_CARDS = 40, 10_000
"""The largest number of people with one name key; half of it if there are more than `MANY_CARDS`
cards."""
MAX_OF_A_CONTACT = 20
"""A contact that more people share (an office's telephone) is not used."""


class Keys(NamedTuple):
    """The keys of one person. `contacts`: keyed hashes of contacts that they have or had; `names`:
    split by region where too many share one; `anywhere`: used where one of two people has no known
    region."""

    contacts: frozenset[Hashable]
    names: frozenset[Hashable]
    anywhere: frozenset[Hashable]


def keys(card: Card) -> Keys:
    """All keys of a card. Its `former` contacts include those that it has now."""
    return Keys(frozenset(card.former), frozenset(_names(card)), frozenset(_anywhere(card)))


def most_of_a_name(people: int) -> int:
    """The largest number of people with one name key who are compared, in a crowd of so many."""
    return MAX_UNDER_ONE_KEY // 2 if people > MANY_CARDS else MAX_UNDER_ONE_KEY


def _names(card: Card) -> set[Hashable]:
    """Keys of a name: the skeletons of two words, anywhere; the skeleton of one word and the first
    or last letter of another, in one area; the first letters of two words, in one region."""
    words, skeletons = card.words, card.skeletons
    keys: set[Hashable] = {("".join(words),)} if words else set()
    keys |= {tuple(sorted(two)) for two in combinations(skeletons, 2)}
    keys |= {(card.region, *sorted(two), "") for two in combinations([w[0] for w in words], 2)}
    for area in card.areas:
        if len(words) == 1:
            keys |= {(area, words[0][:2]), (area, words[0][-2:], "")}
        for i, j in combinations(range(len(words)), 2):
            for skeleton, word in ((skeletons[i], words[j]), (skeletons[j], words[i])):
                keys.add((area, skeleton, word[0]))
                keys.add((area, skeleton, word[-1], ""))
    return keys


def _anywhere(card: Card) -> set[Hashable]:
    """Keys by which people without a known region are compared with all others."""
    words, skeletons = card.words, card.skeletons
    places = permutations(range(len(words)), 2)
    return {(skeletons[i], words[j][0]) for i, j in places}
