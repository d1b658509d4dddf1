"""The pairs that a comparison of all people at once chooses: what the pass by slices must find."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import combinations

from api.matching.blocking import MAX_OF_A_CONTACT, keys, most_of_a_name
from api.matching.cards import Card

Pairs = set[tuple[int, int]]


def pairs(cards: Sequence[Card]) -> Pairs:
    """Pairs of indexes of cards, the smaller first."""
    found_keys = [keys(card) for card in cards]
    found: Pairs = set()
    most = most_of_a_name(len(cards))
    for group in _groups(map(_contacts, cards), MAX_OF_A_CONTACT):
        found.update(combinations(group, 2))
    for group in _groups([its.names for its in found_keys], most, lambda at: cards[at].region):
        found.update(combinations(group, 2))
    unplaced = {at for at, card in enumerate(cards) if card.area is None}
    if unplaced and len(unplaced) < len(cards):
        for group in _groups([its.anywhere for its in found_keys], most):
            met = combinations(group, 2)
            found.update(pair for pair in met if not unplaced.isdisjoint(pair))
    return found


def _contacts(card: Card) -> set[Hashable]:
    keys: set[Hashable] = {("phone", phone) for phone in card.phones}
    if card.email:
        keys.add(("email", card.email))
    if card.id_number:
        keys.add(("id_number", card.id_number))
    return keys | set(card.former)


def _groups(
    keys_of: Iterable[Iterable[Hashable]],
    most: int,
    part: Callable[[int], Hashable] | None = None,
) -> Iterator[list[int]]:
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for at, its in enumerate(keys_of):
        for key in its:
            groups[key].append(at)
    for group in groups.values():
        if len(group) < 2:
            continue
        if len(group) <= most:
            yield group
        elif part is not None:
            parts: dict[Hashable, list[int]] = defaultdict(list)
            for at in group:
                parts[part(at)].append(at)
            yield from (p for p in parts.values() if 2 <= len(p) <= most)
