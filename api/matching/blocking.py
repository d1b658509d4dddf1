"""Chooses the pairs to score: people with a contact in common, or similar names nearby.

Each card has several keys, and only cards with a key in common are compared. The cards of a key
that too many share (a common name in a large town) are split by region; parts that are still too
large are not compared. So the number of pairs grows with the number of people, not its square.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import combinations, permutations
from typing import NamedTuple

from api.matching.cards import Card

MAX_UNDER_ONE_KEY, MANY_CARDS = 40, 10_000
"""The largest number of people with one name key; half of it if there are more than `MANY_CARDS`
cards."""
MAX_OF_A_CONTACT = 20
"""A contact that more people share (an office's telephone) is not used."""

Pairs = set[tuple[int, int]]


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


def pairs(cards: Sequence[Card], known: int = 0, quick: bool = False) -> Pairs:
    """Pairs of indexes of cards, the smaller first. `known`: pairs among the first `known` cards
    are left out.

    `quick`: compare only people whose names are almost the same, for imports of many rows.
    """
    found: Pairs = set()
    most = MAX_UNDER_ONE_KEY // 2 if quick else most_of_a_name(len(cards))
    for group in _groups(cards, _contacts, MAX_OF_A_CONTACT):
        _add(found, group, known)
    for group in _groups(cards, _closely if quick else _names, most, lambda card: card.region):
        _add(found, group, known)
    unplaced = {at for at, card in enumerate(cards) if card.area is None}
    if unplaced and not quick and len(unplaced) < len(cards):
        for group in _groups(cards, _anywhere, most):
            met: Pairs = set()
            _add(met, group, known)
            found.update(pair for pair in met if not unplaced.isdisjoint(pair))
    return found


def _add(found: Pairs, group: list[int], known: int) -> None:
    if known:
        fresh = [at for at in group if at >= known]
        if not fresh:
            return
        found.update((at, new) for at in group if at < known for new in fresh)
        group = fresh
    found.update(combinations(group, 2))


def _groups(
    cards: Sequence[Card],
    keys: Callable[[Card], set[Hashable]],
    most: int,
    part: Callable[[Card], Hashable] | None = None,
) -> Iterator[list[int]]:
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for at, card in enumerate(cards):
        for key in keys(card):
            groups[key].append(at)
    for group in groups.values():
        if len(group) < 2:
            continue
        if len(group) <= most:
            yield group
        elif part is not None:
            parts: dict[Hashable, list[int]] = defaultdict(list)
            for at in group:
                parts[part(cards[at])].append(at)
            yield from (p for p in parts.values() if 2 <= len(p) <= most)


def _contacts(card: Card) -> set[Hashable]:
    keys: set[Hashable] = {("phone", phone) for phone in card.phones}
    if card.email:
        keys.add(("email", card.email))
    if card.id_number:
        keys.add(("id_number", card.id_number))
    return keys | set(card.former)


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


def _closely(card: Card) -> set[Hashable]:
    """Keys of almost the same names: the skeletons of two words, in one area."""
    keys: set[Hashable] = {(card.area, "".join(card.words))} if card.words else set()
    return keys | {(card.area, *sorted(two)) for two in combinations(card.skeletons, 2)}


def _anywhere(card: Card) -> set[Hashable]:
    """Keys by which people without a known region are compared with all others."""
    words, skeletons = card.words, card.skeletons
    places = permutations(range(len(words)), 2)
    return {(skeletons[i], words[j][0]) for i, j in places}
