"""Frequencies for a few people who are compared, of whom many others are known by counts alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from api.matching.cards import Card
from api.matching.frequencies import Frequencies

OF_PERSONS = ("region", "area", "cadre")
CONTACTS = ("email", "id_number")


class CountedFrequencies(Frequencies):
    """`people`: how many have the counted names; `words`, `skeletons`: how many of them have each;
    `sample`: some people, whose names are not known, and their organisations; `cards`: those who
    are compared, among them all who have a contact of another."""

    def __init__(
        self,
        people: int,
        words: Mapping[str, int],
        skeletons: Mapping[str, int],
        sample: Iterable[Card],
        organisations: Iterable[int | None],
        cards: Iterable[Card],
    ) -> None:
        super().__init__(())
        self.people = people
        self._words, self._skeletons = Counter(words), Counter(skeletons)
        for word, count in words.items():
            self._initials[word[0]] += count
        for one in sample:
            for kind in OF_PERSONS:
                self._say(kind, getattr(one, kind))
        for organisation in organisations:
            self._say("organisation", organisation)
        for one in cards:
            for kind in CONTACTS:
                self._say(kind, getattr(one, kind))
            for phone in one.phones:
                self._say("phone", phone)
        for kind in ("phone", *CONTACTS):
            self._said[kind] = max(self._said[kind], people // 2)

    def _say(self, kind: str, value: object) -> None:
        if value not in (None, ""):
            self._values[kind, value] += 1
            self._said[kind] += 1
