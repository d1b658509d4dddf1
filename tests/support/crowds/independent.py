"""A simulated crowd with known duplicates, written without knowledge of the matching code.

The same seed gives the same crowd. Eight in a hundred records are a second (rarely a third)
registration of a person. Twins, fathers and sons, namesakes and shared telephones are in the way.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from tests.support.crowds.independent_names import Culture
from tests.support.crowds.independent_records import (
    AGES,
    DISTRICTS,
    JUDGED,
    VILLAGES,
    Habits,
    Record,
)
from tests.support.crowds.independent_second import Again, digits, phone


def crowd(seed: int, people: int = 5000, habits: Habits = JUDGED) -> list[Record]:
    """So many records, in an order of registration that does not depend on who is a duplicate."""
    return _Crowd(random.Random(seed), habits).records(people)


def true_pairs(records: Sequence[Record]) -> set[tuple[int, int]]:
    """Pairs of indexes (i < j) of two records of one person."""
    same: dict[int, list[int]] = {}
    for place, record in enumerate(records):
        same.setdefault(record.who, []).append(place)
    return {pair for places in same.values() for pair in combinations(places, 2)}


class _Crowd:
    def __init__(self, dice: random.Random, habits: Habits) -> None:
        self._dice = dice
        self._habits = habits
        self._people: list[tuple[Record, Culture]] = []
        self._families = {c: self._composed(c) for c in habits.cultures}
        self._villages = [1 / (n + 4) for n in range(DISTRICTS * VILLAGES)]
        dice.shuffle(self._villages)

    def records(self, people: int) -> list[Record]:
        copies = round(people * 0.08)
        while len(self._people) < people - copies:
            self._arrive()
        del self._people[people - copies :]
        self._share_offices()
        again = self._dice.sample(self._people, round(copies * 0.95))
        again += again[: copies - len(again)]
        second = Again(self._dice, self._habits)
        records = [record for record, _ in self._people]
        records += [second.record(record, culture) for record, culture in again]
        self._dice.shuffle(records)
        return records

    def _arrive(self) -> None:
        """Adds a person, and sometimes another one who is easily confused with them."""
        record, culture = self._newcomer()
        self._add(record, culture)
        roll = self._dice.random()
        if roll < 0.015:
            self._add(self._twin(record, culture), culture)
        elif roll < 0.035:
            self._add(self._child(record, culture), culture)
        elif roll < 0.050:
            self._add(self._namesake(record), culture)
        elif roll < 0.110:
            self._add(self._housemate(record, culture), culture)

    def _add(self, record: Record, culture: Culture) -> None:
        self._people.append((replace(record, who=len(self._people)), culture))

    def _newcomer(self) -> tuple[Record, Culture]:
        dice, habits = self._dice, self._habits
        culture = dice.choices(habits.cultures, [c.share for c in habits.cultures])[0]
        sex = "female" if dice.random() < 0.55 else "male"
        name = self._name(culture, sex)
        return Record(
            who=-1,
            name=name,
            sex=sex,
            age=dice.choices(AGES, (22, 32, 22, 14, 7, 3))[0] if dice.random() < 0.9 else None,
            region=dice.choices(range(DISTRICTS * VILLAGES), self._villages)[0],
            phone=self._phone() if dice.random() < habits.has_phone else None,
            email=self._email(name) if dice.random() < habits.has_email else None,
            identifier=digits(self._dice, 8) if dice.random() < habits.has_identifier else None,
        ), culture

    def _composed(self, culture: Culture) -> list[str]:
        """All family names of a culture, the most frequent first."""
        all = sorted({begin + end for begin in culture.begins for end in culture.ends})
        self._dice.shuffle(all)
        return all[:220]

    def _ranked(self, names: Sequence[str]) -> str:
        """One name; the frequency falls with its rank, with a long tail."""
        return self._dice.choices(names, [1 / (rank + 3) ** 0.9 for rank in range(len(names))])[0]

    def _name(self, culture: Culture, sex: str) -> str:
        given = self._given(culture, sex)
        family = self._ranked(self._families[culture])
        match culture.shape:
            case "middle" if self._dice.random() < 0.5:
                second = self._given(culture, sex)
                return f"{given} {second} {family}" if second != given else f"{given} {family}"
            case "father":
                father = self._given(culture, "male")
                last = family if self._dice.random() < 0.3 else self._given(culture, "male")
                return (
                    f"{given} {father} {last}" if self._dice.random() < 0.6 else f"{given} {last}"
                )
            case "two":
                return f"{given} {family} {self._ranked(self._families[culture])}"
        return f"{given} {family}"

    def _given(self, culture: Culture, sex: str) -> str:
        return self._ranked(culture.women if sex == "female" else culture.men)

    def _phone(self) -> str:
        return phone(self._dice, self._habits)

    def _email(self, name: str) -> str:
        words = name.lower().replace("'", "").split()
        return f"{words[0]}.{words[-1]}{self._dice.choice(['', digits(self._dice, 2)])}@example.org"

    def _share_offices(self) -> None:
        """Fifteen offices, schools and clinics give one number for all their people."""
        for office in range(15):
            number, village = self._phone(), office * 2
            near = [n for n, (r, _) in enumerate(self._people) if r.region == village]
            for n in self._dice.sample(near, min(len(near), self._dice.randint(4, 10))):
                record, culture = self._people[n]
                self._people[n] = replace(record, phone=number), culture

    # Those who are taken for somebody else.

    def _own(self, record: Record, name: str, number: str | None) -> Record:
        """Another person of the same village, with an identifier of their own or none."""
        has = self._dice.random() < self._habits.has_identifier
        identifier = digits(self._dice, 8) if has else None
        return replace(record, name=name, phone=number, email=None, identifier=identifier)

    def _twin(self, record: Record, culture: Culture) -> Record:
        sex = record.sex if self._dice.random() < 0.65 else ("male", "female")[record.sex == "male"]
        given = self._other_given(record, culture, sex)
        name = " ".join([given, *record.name.split()[1:]])
        shared = record.phone if self._dice.random() < 0.5 else self._phone()
        return replace(self._own(record, name, shared), sex=sex)

    def _child(self, record: Record, culture: Culture) -> Record:
        """A son or daughter: the parent's name comes second, or both bear the same name."""
        sex = self._dice.choice(("male", record.sex))
        words = record.name.split()
        if culture.shape == "father":
            words = [self._other_given(record, culture, sex), *words[:2]]
        elif self._dice.random() < 0.6:
            words = [self._other_given(record, culture, sex), *words[1:]]
        number = self._dice.choice((record.phone, self._phone(), None))
        older, younger = self._dice.choice((("45-54", "15-24"), ("55-64", "25-34")))
        self._people[-1] = replace(self._people[-1][0], age=older), culture
        return replace(self._own(record, " ".join(words), number), sex=sex, age=younger)

    def _namesake(self, record: Record) -> Record:
        number = self._phone() if self._dice.random() < self._habits.has_phone else None
        return replace(self._own(record, record.name, number), age=self._dice.choice(AGES))

    def _housemate(self, record: Record, culture: Culture) -> Record:
        """A wife, husband or cousin who gives the same number, often with another family name."""
        sex = self._dice.choice(("male", "female"))
        name = self._name(culture, sex)
        if self._dice.random() < 0.5:
            name = " ".join([name.split()[0], record.name.split()[-1]])
        age = self._dice.choice((record.age, self._dice.choice(AGES)))
        return replace(self._own(record, name, record.phone), sex=sex, age=age)

    def _other_given(self, record: Record, culture: Culture, sex: str) -> str:
        while (given := self._given(culture, sex)) == record.name.split()[0]:
            pass
        return given
