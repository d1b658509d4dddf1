"""Records of a simulated crowd, and the measure of how well a queue finds its duplicates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from api.matching.cards import Card, card


@dataclass(frozen=True)
class Record:
    """One row of a programme's table. `entity`: the true person."""

    id: str
    entity: int
    details: dict[str, str]
    sex: str
    age_band: str | None
    district: int | None
    village: int | None
    cadre: str | None = None
    workshops: frozenset[int] = frozenset()

    def card(self) -> Card:
        made = card(
            self.id,
            self.details,
            sex=self.sex,
            age_band=self.age_band,
            region=None if self.village is None else 1000 + self.village,
            area=self.district,
            cadre=self.cadre,
        )
        made.workshops = set(self.workshops)
        return made


Pair = tuple[str, str]


def truth(records: Iterable[Record]) -> set[Pair]:
    groups: dict[int, list[str]] = defaultdict(list)
    for record in records:
        groups[record.entity].append(record.id)
    return {pair for ids in groups.values() for pair in combinations(sorted(ids), 2)}


@dataclass(frozen=True)
class Measured:
    """Shares of 0 to 1, over pairs."""

    recall: float
    precision: float


def measured(found: set[Pair], true: set[Pair]) -> Measured:
    right = len(found & true)
    return Measured(right / len(true), right / len(found) if found else 1.0)


def exact(records: Iterable[Record]) -> set[Pair]:
    """The pairs that exact agreement finds: same name in the same village, or same contact."""
    groups: dict[object, list[str]] = defaultdict(list)
    for r in records:
        groups["name", r.details.get("name"), r.village].append(r.id)
        for kind in ("phone", "email", "id_number"):
            if value := r.details.get(kind):
                groups[kind, value].append(r.id)
    return {pair for ids in groups.values() for pair in combinations(sorted(ids), 2)}
