"""A cascade in four numbers, from sums that the tables hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from projections.db import Db
from projections.reach.tree import EVER

WORKSHOPS = """
SELECT count(*), max(starts_on) FROM workshop
WHERE cascade = :cascade AND counts = 1 AND starts_on <= :as_of
"""
PEOPLE = """
SELECT coalesce(sum(count), 0), max(generation) FROM generation_sum
WHERE cascade = :cascade AND figure = 'people'
"""


@dataclass(frozen=True)
class Headline:
    """`deepest`: the generation furthest from the start, None for an empty tree."""

    people: int
    deepest: int | None
    workshops: int
    last_workshop: date | None


def headline(db: Db, cascade: int) -> Headline:
    ((people, deepest),) = db.rows(PEOPLE, cascade=cascade)
    depth = max(deepest, 0) if people else None
    return Headline(int(people), depth, *workshops_held(db, cascade))


def workshops_held(db: Db, cascade: int, as_of: int = EVER) -> tuple[int, date | None]:
    """The number of workshops that count, and the first day of the latest one."""
    ((count, last),) = db.rows(WORKSHOPS, cascade=cascade, as_of=as_of)
    return count, date.fromordinal(last) if last else None
