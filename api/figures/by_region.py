"""People counted by region."""

from __future__ import annotations

from collections import Counter
from typing import TypedDict

from projections.db import Db
from projections.records import places


class InRegion(TypedDict):
    """`region`: an id. Both are None where it is not known."""

    region: str | None
    name: str | None
    people: int


def by_people(db: Db, counted: Counter[int]) -> list[InRegion]:
    """`counted`: by the number of a region. The region with most people first."""
    names = places.region_names(db, counted.keys())
    found: list[InRegion] = []
    for number, people in counted.most_common():
        id, name = names.get(number, (None, None))
        found.append({"region": id, "name": name, "people": people})
    return found
