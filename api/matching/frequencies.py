"""How common names and other values are among the people compared: a match of common values says
little."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from api.matching.cards import Card

PRIOR = 200
"""The number of people that is added to the real ones, with each word at frequency `RARE`, so that
frequencies in a small cascade are not extreme."""
RARE = 0.003
NEARBY = 20
"""The number of people with the overall frequencies that is added to the people of one area."""

COUNTED = ("sex", "band", "region", "area", "cadre", "organisation", "email", "id_number")
"""Fields of a card with at most one value."""


class Frequencies:
    """Frequencies, 0 to 1, among the other people: the person who is compared is left out."""

    def __init__(self, cards: Iterable[Card]) -> None:
        self.people = 0
        self._words: Counter[str] = Counter()
        self._skeletons: Counter[str] = Counter()
        self._initials: Counter[str] = Counter()
        self._near: Counter[tuple[int | None, str]] = Counter()
        self._areas: Counter[int | None] = Counter()
        self._values: Counter[tuple[str, object]] = Counter()
        self._said: Counter[str] = Counter()
        for card in cards:
            self._add(card)

    def _add(self, card: Card) -> None:
        self.people += 1
        self._areas[card.area] += 1
        for word, skeleton in set(zip(card.words, card.skeletons, strict=True)):
            self._words[word] += 1
            self._initials[word[0]] += 1
            self._skeletons[skeleton] += 1
            self._near[card.area, "=" + word] += 1
            self._near[card.area, skeleton] += 1
        for kind in COUNTED:
            value = getattr(card, kind)
            if value not in (None, ""):
                self._values[kind, value] += 1
                self._said[kind] += 1
        for phone in card.phones:
            self._values["phone", phone] += 1
            self._said["phone"] += 1

    def word(self, word: str, area: int | None, besides: int = 1) -> float:
        """The frequency of a word of names in an area (None: everywhere). `besides`: the number of
        people with this word who are being compared, and so are left out."""
        return self._nearby(self._words[word], area, "=" + word, besides)

    def others(self, word: str) -> float:
        """The frequency of exactly this word, without the person who is compared."""
        return max(self._words[word] - 1, 0) / max(self.people, 1)

    def skeleton(self, skeleton: str, area: int | None, besides: int = 1) -> float:
        return self._nearby(self._skeletons[skeleton], area, skeleton, besides)

    def initial(self, letter: str) -> float:
        return (self._initials[letter] + 5) / (sum(self._initials.values()) + 100)

    def share(self, kind: str, value: object, prior: float) -> float:
        """The share of a value among people with a value of this kind. `prior`: the share that is
        assumed if they are few."""
        weight = 50
        seen = max(self._values[kind, value] - 1, 0)
        return (seen + weight * prior) / (max(self._said[kind] - 1, 0) + weight)

    def _nearby(self, everywhere: int, area: int | None, key: str, besides: int) -> float:
        """The frequency in an area. Names cluster: half a village may have a name that is rare in
        the country."""
        others = max(everywhere - besides, 0)
        overall = (others + PRIOR * RARE) / (max(self.people - besides, 0) + PRIOR)
        if area is None:
            return overall
        there = max(self._near[area, key] - besides, 0)
        return (there + NEARBY * overall) / (max(self._areas[area] - besides, 0) + NEARBY)
