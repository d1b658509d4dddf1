"""How common names and other values are among the people compared: a match of common values says
little."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, TypeVar

import msgspec

from api.matching.cards import Card

PRIOR = 200
"""The number of people that is added to the real ones, with each word at frequency `RARE`, so that
frequencies in a small cascade are not extreme."""
RARE = 0.003
NEARBY = 20
"""The number of people with the overall frequencies that is added to the people of one area."""

COUNTED = ("sex", "band", "region", "area", "cadre", "organisation", "email", "id_number")
"""Fields of a card with at most one value."""
NOWHERE = -1
"""The area of people without a known region."""

K = TypeVar("K", int, str)


class Trait(NamedTuple):
    """What is counted: how many people have it. `kind`: word, skeleton, or a field of a card;
    `area`: the area in which they are counted; None: everywhere."""

    kind: str
    value: object
    area: int | None = None


class Totals(msgspec.Struct):
    """Sizes of a crowd. `areas`: people by area; `initials`: people by first letter of a word of
    their name; `said`: people with a value, by field."""

    people: int = 0
    areas: dict[int, int] = {}
    initials: dict[str, int] = {}
    said: dict[str, int] = {}

    def add(self, card: Card) -> None:
        self.people += 1
        _increase(self.areas, [_area(card)])
        _increase(self.initials, (word[0] for word in set(card.words)))
        _increase(self.said, (kind for kind, _value in _values(card)))


def traits(card: Card) -> set[Trait]:
    """All that is counted of one person."""
    found = {Trait(kind, value) for kind, value in _values(card)}
    return found | {
        Trait(kind, name, area)
        for kind, names in (("word", card.words), ("skeleton", card.skeletons))
        for name in names
        for area in (None, _area(card))
    }


class Frequencies:
    """Frequencies, 0 to 1, among the other people: the person who is compared is left out."""

    def __init__(
        self,
        cards: Iterable[Card] = (),
        totals: Totals | None = None,
        counts: Mapping[Trait, int] | None = None,
    ) -> None:
        """Of these cards; or as they were counted before: `counts` then has at least the traits of
        the cards that are compared, or those of them that two people or more have."""
        self._totals = totals or Totals()
        counted: Counter[Trait] = Counter()
        for card in cards:
            self._totals.add(card)
            counted.update(traits(card))
        self._counts = counted if counts is None else counts
        self._letters = sum(self._totals.initials.values())

    @property
    def people(self) -> int:
        return self._totals.people

    def word(self, word: str, area: int | None, besides: int = 1) -> float:
        """The frequency of a word of names in an area (None: everywhere). `besides`: the number of
        people with this word who are being compared, and so are left out."""
        return self._nearby("word", word, area, besides)

    def others(self, word: str) -> float:
        """The frequency of exactly this word, without the person who is compared."""
        return max(self._count(Trait("word", word)) - 1, 0) / max(self.people, 1)

    def skeleton(self, skeleton: str, area: int | None, besides: int = 1) -> float:
        return self._nearby("skeleton", skeleton, area, besides)

    def initial(self, letter: str) -> float:
        return (self._totals.initials.get(letter, 0) + 5) / (self._letters + 100)

    def share(self, kind: str, value: object, prior: float) -> float:
        """The share of a value among people with a value of this kind. `prior`: the share that is
        assumed if they are few."""
        weight = 50
        seen = max(self._count(Trait(kind, value)) - 1, 0)
        return (seen + weight * prior) / (max(self._totals.said.get(kind, 0) - 1, 0) + weight)

    def _count(self, trait: Trait) -> int:
        return self._counts.get(trait, 0)

    def _nearby(self, kind: str, name: str, area: int | None, besides: int) -> float:
        """The frequency in an area. Names cluster: half a village may have a name that is rare in
        the country."""
        others = max(self._count(Trait(kind, name)) - besides, 0)
        overall = (others + PRIOR * RARE) / (max(self.people - besides, 0) + PRIOR)
        if area is None:
            return overall
        there = max(self._count(Trait(kind, name, area)) - besides, 0)
        people = max(self._totals.areas.get(area, 0) - besides, 0)
        return (there + NEARBY * overall) / (people + NEARBY)


def _increase(counts: dict[K, int], keys: Iterable[K]) -> None:
    for key in keys:
        counts[key] = counts.get(key, 0) + 1


def _area(card: Card) -> int:
    return NOWHERE if card.area is None else card.area


def _values(card: Card) -> Iterator[tuple[str, object]]:
    for kind in COUNTED:
        value = getattr(card, kind)
        if value not in (None, ""):
            yield kind, value
    for phone in card.phones:
        yield "phone", phone
