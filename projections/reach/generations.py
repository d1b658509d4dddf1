"""A cascade by generation: numbers of people, their attributes, activity and gains.

As of a day, which is a filter on dates. Only parents are walked, and people are summed from their
cells, so the cost of a cascade depends on its workshops and not on its people.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median

from projections.db import Db
from projections.reach.tree import EVER
from projections.reach.tree import generations as tree_generations

Key = int | None
"""A generation; None for the unattributed."""

GIVEN = """
SELECT p.person, p.workshop, n.parent, n.role, w.starts_on - n.entry_date
FROM presence p CROSS JOIN workshop w CROSS JOIN reach_node n
WHERE p.role = 0 AND w.number = p.workshop AND w.counts = 1 AND w.cascade = :cascade
  AND w.starts_on <= :as_of AND n.cascade = :cascade AND n.person = p.person
"""
ROOTS = """
SELECT n.role, p.known_sex, coalesce(p.known_region, w.region, 0), count(*)
FROM reach_node n JOIN person p ON p.number = n.person
JOIN workshop w ON w.number = n.entry_workshop
WHERE n.cascade = :cascade AND n.parent IS NULL AND n.entry_date <= :as_of
GROUP BY 1, 2, 3
"""
CERTIFIED = """
SELECT n.parent, n.role, count(DISTINCT n.person)
FROM certified c CROSS JOIN person p CROSS JOIN reach_node n
WHERE c.cascade = :cascade AND c.starts_on <= :day AND c.until >= :day AND p.number = c.person
  AND n.person = p.one AND n.cascade = :cascade AND n.entry_date <= :as_of
GROUP BY n.parent, n.role
"""
CELLS = """
SELECT trainer, people, female, male, other FROM reach_cell
WHERE cascade = :cascade AND trainer <> 0 AND people > 0 AND date <= :as_of
"""
REGIONS = """
SELECT parent, region, people FROM entrants_by_region
WHERE cascade = :cascade AND parent <> 0 AND day <= :as_of
"""
WORKSHOPS = """
SELECT leader, gain_sum, gain_count, headcount - people FROM workshop
WHERE cascade = :cascade AND counts = 1 AND starts_on <= :as_of
"""
PROPOSED = """
SELECT n.parent, sum(q.heads)
FROM proposal q JOIN person l ON l.number = q.lead
LEFT JOIN reach_node n ON n.cascade = q.cascade AND n.person = l.one AND n.entry_date <= :as_of
WHERE q.cascade = :cascade AND q.state = 'waiting' AND q.kind <> 'peer' AND q.heads > 0
  AND q.starts_on <= :as_of
GROUP BY n.parent
"""
"""Heads of waiting proposals, by the parent of the person who made them."""
TRAINED = "SELECT count(DISTINCT person) FROM presence WHERE workshop IN ids(:given) AND role = 1"


@dataclass
class Generation:
    """`generation` None: the unattributed, and the gains and heads of workshops without a lead.

    `by_sex` by female, male, other, unknown; `by_region` by the region's number, 0 for none.
    `active` have facilitated a counting workshop by the day; `trained` is how many different people
    they taught; `certified` hold a valid certificate on the day. `days_to_first`: for each who was
    trained and has facilitated, the days between. Gains and claimed heads count one generation
    below their workshop's lead. Claimed heads are headcounts less the people named, and the heads
    of proposals that wait; they are in no other figure.
    """

    generation: Key
    people: int = 0
    by_sex: Counter[str] = field(default_factory=Counter)
    by_region: Counter[int] = field(default_factory=Counter)
    active: int = 0
    trained: int = 0
    certified: int = 0
    days_to_first: list[int] = field(default_factory=list)
    gain_sum: float = 0.0
    gain_count: int = 0
    claimed: int = 0

    @property
    def drop_off(self) -> float | None:
        """The share (0 to 1) of people who have never facilitated."""
        return (self.people - self.active) / self.people if self.people else None

    @property
    def certified_share(self) -> float | None:
        return self.certified / self.people if self.people else None

    @property
    def active_share(self) -> float | None:
        return self.active / self.people if self.people else None

    @property
    def median_days_to_first(self) -> float | None:
        return median(self.days_to_first) if self.days_to_first else None

    @property
    def trained_per_active(self) -> float | None:
        return self.trained / self.active if self.active else None

    @property
    def gain(self) -> float | None:
        """The mean of individual gains."""
        return self.gain_sum / self.gain_count if self.gain_count else None


class _Generations(dict[Key, Generation]):
    def __missing__(self, key: Key) -> Generation:
        return self.setdefault(key, Generation(key))


def generations(
    db: Db, cascade: int, as_of: int = EVER, today: int | None = None
) -> list[Generation]:
    """By generation, the unattributed last. `as_of`: a day's ordinal. Certified people are counted
    as of that day, or of `today` if that is earlier; not at all if `today` is None."""
    asked = {"cascade": cascade, "as_of": as_of}
    tree = tree_generations(db, cascade)
    found = _Generations()
    places = _add_active(db, found, tree, asked)
    if today is not None:
        _add_certified(db, found, tree, asked | {"day": min(as_of, today)})
    _add_roots(db, found, asked)
    _add_trained_people(db, found, tree, asked)
    _add_gains_and_heads(db, found, places, asked)
    _add_proposed_heads(db, found, tree, asked)
    for one in found.values():
        one.by_sex = +one.by_sex
    return sorted(found.values(), key=lambda g: (g.generation is None, g.generation or 0))


def _add_active(
    db: Db, found: _Generations, tree: Mapping[int, int], asked: dict[str, int]
) -> dict[int, Key]:
    """Returns the generation of each person who has facilitated."""
    places: dict[int, Key] = {}
    given: dict[Key, set[int]] = defaultdict(set)
    first: dict[int, int] = {}
    for person, workshop, parent, role, days in db.rows(GIVEN, **asked):
        key = places[person] = _key(tree, parent, role)
        given[key].add(workshop)
        if role == 1:
            first[person] = min(days, first.get(person, days))
    for person, days in first.items():
        found[places[person]].days_to_first.append(days)
    for key, active in Counter(places.values()).items():
        found[key].active = active
    for key, workshops in given.items():
        ((found[key].trained,),) = db.rows(TRAINED, given=workshops)
    return places


def _key(tree: Mapping[int, int], parent: int | None, role: int) -> Key:
    if parent is not None:
        return tree[parent] + 1
    return 0 if role == 0 else None


def _add_certified(
    db: Db, found: _Generations, tree: Mapping[int, int], asked: dict[str, int]
) -> None:
    for parent, role, people in db.rows(CERTIFIED, **asked):
        found[_key(tree, parent, role)].certified += people


def _add_roots(db: Db, found: _Generations, asked: dict[str, int]) -> None:
    for role, sex, region, people in db.rows(ROOTS, **asked):
        one = found[0 if role == 0 else None]
        one.people += people
        one.by_sex[sex or "unknown"] += people
        one.by_region[region] += people


def _add_trained_people(
    db: Db, found: _Generations, tree: Mapping[int, int], asked: dict[str, int]
) -> None:
    for trainer, people, female, male, other in db.rows(CELLS, **asked):
        one = found[tree[trainer] + 1]
        one.people += people
        one.by_sex.update(female=female, male=male, other=other)
        one.by_sex["unknown"] += people - female - male - other
    for parent, region, people in db.rows(REGIONS, **asked):
        found[tree[parent] + 1].by_region[region] += people


def _add_gains_and_heads(
    db: Db, found: _Generations, places: Mapping[int, Key], asked: dict[str, int]
) -> None:
    sums: dict[Key, list[float]] = defaultdict(list)
    for leader, gain_sum, gain_count, unnamed in db.rows(WORKSHOPS, **asked):
        key = None if leader is None else (places[leader] or 0) + 1
        if gain_count:
            sums[key].append(gain_sum)
            found[key].gain_count += gain_count
        if unnamed and unnamed > 0:
            found[key].claimed += unnamed
    for key, gains in sums.items():
        found[key].gain_sum = math.fsum(gains)


def _add_proposed_heads(
    db: Db, found: _Generations, tree: Mapping[int, int], asked: dict[str, int]
) -> None:
    for parent, heads in db.rows(PROPOSED, **asked):
        found[1 if parent is None else tree[parent] + 2].claimed += heads
