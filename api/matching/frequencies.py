"""How common things are among the people compared: what agrees by chance tells nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from api.matching.cards import Card

PRIOR = 200
"""A small cascade is counted as if it had this many more people, with each word at `RARE`."""
RARE = 0.003
NEARBY = 20
"""How many people of the whole crowd stand beside those of one area."""

COUNTED = ("sex", "band", "region", "area", "cadre", "organisation", "email", "id_number")
"""Fields of a card with at most one value."""


class Crowd:
    """Frequencies, 0 to 1, as they are for a second person, the first left out."""

    def __init__(self, cards: Iterable[Card]) -> None:
        self.people = 0
        self._words: Counter[str] = Counter()
        self._bones: Counter[str] = Counter()
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
        for word, bone in set(zip(card.words, card.bones, strict=True)):
            self._words[word] += 1
            self._initials[word[0]] += 1
            self._bones[bone] += 1
            self._near[card.area, "=" + word] += 1
            self._near[card.area, bone] += 1
        for kind in COUNTED:
            value = getattr(card, kind)
            if value not in (None, ""):
                self._values[kind, value] += 1
                self._said[kind] += 1
        for phone in card.phones:
            self._values["phone", phone] += 1
            self._said["phone"] += 1

    def word(self, word: str, area: int | None, besides: int = 1) -> float:
        """`besides`: how many of those who bear it are looked at, and so left out."""
        return self._nearby(self._words[word], area, "=" + word, besides)

    def others(self, word: str) -> float:
        """How many bear this very word, besides the one that is looked at; no less than none."""
        return max(self._words[word] - 1, 0) / max(self.people, 1)

    def bone(self, bone: str, area: int | None, besides: int = 1) -> float:
        return self._nearby(self._bones[bone], area, bone, besides)

    def initial(self, letter: str) -> float:
        return (self._initials[letter] + 5) / (sum(self._initials.values()) + 100)

    def share(self, kind: str, value: object, prior: float) -> float:
        """Among people with a value of this kind; `prior`: the share assumed if they are few."""
        weight = 50
        seen = max(self._values[kind, value] - 1, 0)
        return (seen + weight * prior) / (max(self._said[kind] - 1, 0) + weight)

    def _nearby(self, everywhere: int, area: int | None, key: str, besides: int) -> float:
        """Names cluster: what is rare in the country may be half the village."""
        others = max(everywhere - besides, 0)
        overall = (others + PRIOR * RARE) / (max(self.people - besides, 0) + PRIOR)
        if area is None:
            return overall
        there = max(self._near[area, key] - besides, 0)
        return (there + NEARBY * overall) / (max(self._areas[area] - besides, 0) + NEARBY)
