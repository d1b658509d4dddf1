"""Registers people of the independent crowd a second time, with errors."""

from __future__ import annotations

import random
from dataclasses import replace

from tests.support.crowds.independent_names import Culture
from tests.support.crowds.independent_records import AGES, DISTRICTS, VILLAGES, Habits, Record

NEAR_KEYS = dict(zip("abcdefghijklmnopqrstuvwxyz", "svxfrghjoklknmiowtdribeztx", strict=True))


class Again:
    """Registers people once more."""

    def __init__(self, dice: random.Random, habits: Habits) -> None:
        self._dice = dice
        self._habits = habits

    def record(self, record: Record, culture: Culture) -> Record:
        dice = self._dice
        words = record.name.split()
        for fault, share in self._habits.faults:
            if dice.random() < share:
                words = self._faulty(fault, words, culture)
        return replace(
            record,
            name=" ".join(words),
            sex=dice.choices((record.sex, "unknown", _other(record.sex)), (95, 4, 1))[0],
            age=self._second_age(record.age),
            region=self._second_region(record.region),
            phone=self._second_phone(record.phone),
            email=record.email if dice.random() < 0.6 else None,
            identifier=self._second_identifier(record.identifier),
        )

    def _pick(self, shares: tuple[tuple[str, float], ...]) -> str:
        return self._dice.choices([w for w, _ in shares], [share for _, share in shares])[0]

    def _faulty(self, fault: str, words: list[str], culture: Culture) -> list[str]:
        which = self._dice.randrange(len(words))
        match fault:
            case "typed":
                return [*words[:which], self._typed(words[which]), *words[which + 1 :]]
            case "spelt":
                return self._spelt(words, culture)
            case "swapped":
                return [words[-1], *words[:-1]]
            case "initial":
                which = which if len(words) > 2 else 0
                return [*words[:which], words[which][0] + ".", *words[which + 1 :]]
            case _:
                return [words[0], words[-1]]

    def _typed(self, word: str) -> str:
        """One slip of the finger: a letter left out, doubled, beside its key, or two swapped."""
        if len(word) < 3:
            return word
        at = self._dice.randrange(1, len(word) - 1)
        before, letter, after = word[:at], word[at], word[at + 1 :]
        near = NEAR_KEYS.get(letter.lower(), letter)
        ways = (after, letter + letter + after, near + after, after[0] + letter + after[1:])
        return before + self._dice.choice(ways)

    def _spelt(self, words: list[str], culture: Culture) -> list[str]:
        """Up to two words as another clerk would write them."""
        ways = [pair for a, b in culture.spellings for pair in ((a, b), (b, a))]
        whole = " ".join(words).lower()
        ways = [(a, b) for a, b in ways if a in whole]
        for a, b in self._dice.sample(ways, min(len(ways), self._dice.choice((1, 1, 2)))):
            whole = whole.replace(a, b, 1)
        return whole.title().split()

    def _second_age(self, age: str | None) -> str | None:
        roll = self._dice.random()
        if age is None or roll < 0.06:
            return None
        at = AGES.index(age) + (self._dice.choice((-1, 1)) if roll > 0.90 else 0)
        return AGES[min(max(at, 0), len(AGES) - 1)]

    def _second_region(self, region: int | None) -> int | None:
        how = self._pick(self._habits.region)
        if region is None or how == "missing":
            return None
        if how == "near":
            return region // VILLAGES * VILLAGES + self._dice.randrange(VILLAGES)
        return self._dice.randrange(DISTRICTS * VILLAGES) if how == "far" else region

    def _second_phone(self, number: str | None) -> str | None:
        how = self._pick(self._habits.phone)
        if how == "missing":
            return None
        if how == "changed" or number is None:
            return phone(self._dice, self._habits) if self._dice.random() < 0.7 else None
        return number if how == "same" else mistyped(self._dice, number)

    def _second_identifier(self, identifier: str | None) -> str | None:
        """The identifier is left out or mistyped, since the same one would be refused."""
        if identifier is None or self._dice.random() < 0.8:
            return None
        return mistyped(self._dice, identifier)


def mistyped(dice: random.Random, digits: str) -> str:
    """Two of the last digits change places, or one becomes the next."""
    at = dice.randrange(len(digits) - 4, len(digits) - 1)
    a, b = digits[at], digits[at + 1]
    if a != b:
        return digits[:at] + b + a + digits[at + 2 :]
    return digits[:at] + str((int(a) + 1) % 10) + digits[at + 1 :]


def phone(dice: random.Random, habits: Habits) -> str:
    return habits.country + digits(dice, 8)


def digits(dice: random.Random, many: int) -> str:
    return "".join(dice.choices("0123456789", k=many))


def _other(sex: str) -> str:
    return "male" if sex == "female" else "female"
