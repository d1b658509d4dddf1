"""The numbers of every facilitator of a cascade at once.

Unique reach does not add up. As it is now, it follows the log; as of a day it is counted in one
sweep: a workshop's set is its own register and the sets of those that it leads to, which start
later.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from projections.db import Db
from projections.led_to import leads_to, led_to, people_in, registers, together
from projections.reach import reach
from projections.reach.reach import Numbers, Reached
from projections.reach.tree import EVER, lineages

WORKSHOPS = """
SELECT number FROM workshop
WHERE cascade = :cascade AND counts = 1 AND starts_on <= :as_of ORDER BY starts_on DESC
"""
GIVEN = """
SELECT p.person, p.workshop FROM workshop w CROSS JOIN presence p
WHERE w.cascade = :cascade AND w.counts = 1 AND w.starts_on <= :as_of
  AND p.workshop = w.number AND p.role = 0
"""
GENERATIONS = "SELECT person, generation FROM trainer WHERE cascade = :cascade AND given > 0"
FIRST = (10**9, 0)
MAX_ROWS = 10**9


def all_numbers(db: Db, cascade: int, as_of: int = EVER) -> list[Numbers]:
    """One row per person who has facilitated, the largest lineage first."""
    return page_of_numbers(db, cascade, as_of, FIRST, MAX_ROWS)


def page_of_numbers(
    db: Db, cascade: int, as_of: int, after: tuple[int, int], limit: int
) -> list[Numbers]:
    """As `all_numbers`, after the (lineage, person) of the last row of the page before."""
    if as_of == EVER:
        return reach.ranked(db, cascade, after, limit)
    rows = _numbers_by(db, cascade, as_of)
    start = bisect_right(rows, (-after[0], after[1]), key=lambda row: (-row.lineage, row.person))
    return rows[start : start + limit]


def _numbers_by(db: Db, cascade: int, as_of: int) -> list[Numbers]:
    given = _given(db, cascade, as_of)
    found = _sweep(db, cascade, given, as_of)
    below = lineages(db, cascade, as_of)
    generation: dict[int, int] = dict(db.rows(GENERATIONS, cascade=cascade))
    rows = [
        Numbers(
            person,
            max(generation[person], 0),
            found[person].direct,
            below.get(person, 0),
            found[person].reach,
            len(workshops),
            found[person].workshops_downstream,
        )
        for person, workshops in given.items()
    ]
    return sorted(rows, key=lambda row: (-row.lineage, row.person))


def reached_by(
    db: Db, cascade: int, people: Collection[int], as_of: int = EVER
) -> dict[int, Reached]:
    """Of these people those who had facilitated by a day."""
    if as_of == EVER:
        return reach.reached(db, cascade, people)
    return _sweep(db, cascade, _given(db, cascade, as_of, people), as_of)


def _given(
    db: Db, cascade: int, as_of: int, people: Collection[int] | None = None
) -> Mapping[int, list[int]]:
    given: dict[int, list[int]] = defaultdict(list)
    for person, workshop in db.rows(GIVEN, cascade=cascade, as_of=as_of):
        if people is None or person in people:
            given[person].append(workshop)
    return given


def _sweep(
    db: Db, cascade: int, given: Mapping[int, Sequence[int]], as_of: int
) -> dict[int, Reached]:
    latest = db.rows(WORKSHOPS, cascade=cascade, as_of=as_of)
    own = registers(db, (workshop for (workshop,) in latest))
    sets = led_to(own.items(), leads_to(db, own))
    found = {}
    for person, workshops in given.items():
        taught = people_in(together(own[one] for one in workshops))
        far = together(sets[one] for one in workshops)
        people = people_in(far)
        found[person] = Reached(
            taught, people - (person in far), len(far) - people - len(workshops)
        )
    return found
