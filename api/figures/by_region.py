"""People by region."""

from __future__ import annotations

from collections import Counter
from typing import TypedDict

from projections.db import Db
from projections.records import places


class InRegion(TypedDict):
    """`region`: an id. `region` and `name` are None if the region is not known."""

    region: str | None
    name: str | None
    people: int


def by_people(db: Db, counted: Counter[int]) -> list[InRegion]:
    """The regions, the most people first. `counted`: number of a region → people."""
    names = places.region_names(db, counted.keys())
    rows: list[InRegion] = []
    for number, people in counted.most_common():
        id, name = names.get(number, (None, None))
        rows.append({"region": id, "name": name, "people": people})
    return rows
