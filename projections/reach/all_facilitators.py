"""The numbers of every facilitator of a cascade at once.

Unique reach does not add up, so each needs a set of people. The sets are bits of large integers:
a workshop's set is its own register and the sets of the workshops that it leads to, which start
later. People are taken in slices, so that memory stays small however many there are.
"""

from __future__ import annotations

from collections import defaultdict

from projections.db import Db
from projections.reach.reach import Numbers
from projections.reach.tree import EVER, generations, lineages

SLICE = 1 << 15
"""People at a time: 4 kB a workshop."""

WORKSHOPS = """
SELECT number FROM workshop
WHERE cascade = :cascade AND counts = 1 AND starts_on <= :as_of ORDER BY starts_on DESC
"""
PRESENT = """
SELECT p.workshop, p.person FROM presence p JOIN workshop w ON w.number = p.workshop
WHERE w.cascade = :cascade AND w.counts = 1 AND w.starts_on <= :as_of AND p.role = :role
"""
EDGES = """
SELECT s.workshop, s.next_workshop FROM reach_succ s
JOIN workshop w ON w.number = s.workshop JOIN workshop v ON v.number = s.next_workshop
WHERE w.cascade = :cascade AND w.starts_on <= :as_of AND v.starts_on <= :as_of
"""


def all_numbers(db: Db, cascade: int, as_of: int = EVER) -> list[Numbers]:
    """One row per person who has facilitated, the furthest reach first."""
    asked = {"cascade": cascade, "as_of": as_of}
    order = [w for (w,) in db.rows(WORKSHOPS, **asked)]
    given: dict[int, list[int]] = defaultdict(list)
    for workshop, person in db.rows(PRESENT, role=0, **asked):
        given[person].append(workshop)
    next_to: dict[int, list[int]] = defaultdict(list)
    for workshop, next_workshop in db.rows(EDGES, **asked):
        next_to[workshop].append(next_workshop)
    registers = db.rows(PRESENT, role=1, **asked)
    direct, reach = _unique_people(order, given, next_to, registers)
    beyond = _workshops_beyond(order, given, next_to)
    below, generation = lineages(db, cascade, as_of), _generations(db, cascade)
    rows = [
        Numbers(
            person,
            generation.get(person, 0),
            direct[person],
            below.get(person, 0),
            reach[person],
            len(given[person]),
            beyond[person],
        )
        for person in given
    ]
    return sorted(rows, key=lambda row: (-row.reach, -row.lineage, row.person))


def _unique_people(
    order: list[int],
    given: dict[int, list[int]],
    next_to: dict[int, list[int]],
    registers: list[tuple[int, ...]],
) -> tuple[dict[int, int], dict[int, int]]:
    direct = dict.fromkeys(given, 0)
    reach = dict.fromkeys(given, 0)
    place = {person: n for n, person in enumerate(sorted({p for _, p in registers}))}
    slices: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for workshop, person in registers:
        at, bit = divmod(place[person], SLICE)
        slices[at][workshop] |= 1 << bit
    for at, own in slices.items():
        led_to: dict[int, int] = {}
        for workshop in order:
            people = own.get(workshop, 0)
            for later in next_to.get(workshop, ()):
                people |= led_to[later]
            led_to[workshop] = people
        for trainer, workshops in given.items():
            near = far = 0
            for workshop in workshops:
                near |= own.get(workshop, 0)
                far |= led_to[workshop]
            where, bit = divmod(place.get(trainer, -1), SLICE)
            oneself = 1 << bit if where == at else 0
            direct[trainer] += (near & ~oneself).bit_count()
            reach[trainer] += (far & ~oneself).bit_count()
    return direct, reach


def _workshops_beyond(
    order: list[int], given: dict[int, list[int]], next_to: dict[int, list[int]]
) -> dict[int, int]:
    place = {workshop: n for n, workshop in enumerate(order)}
    led_to: dict[int, int] = {}
    for workshop in order:
        beyond = 0
        for later in next_to.get(workshop, ()):
            beyond |= led_to[later] | 1 << place[later]
        led_to[workshop] = beyond
    counts = {}
    for trainer, workshops in given.items():
        far = own = 0
        for workshop in workshops:
            far |= led_to[workshop]
            own |= 1 << place[workshop]
        counts[trainer] = (far & ~own).bit_count()
    return counts


LOOSE = """
SELECT DISTINCT n.person, n.parent FROM reach_node n
JOIN presence p ON p.person = n.person AND p.role = 0 WHERE n.cascade = :cascade
"""


def _generations(db: Db, cascade: int) -> dict[int, int]:
    """The generation of each person who has facilitated, also of those without people below
    them."""
    found = generations(db, cascade)
    for person, parent in db.rows(LOOSE, cascade=cascade):
        found.setdefault(person, 0 if parent is None else found.get(parent, 0) + 1)
    return found
