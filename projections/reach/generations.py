"""A cascade by generation: numbers of people, their attributes, activity and gains.

Today's figures are kept as sums of the trainers and of the generations. As of a day, which is a
filter on dates, people are summed from their cells, so that the cost depends on workshops and not
on people.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from statistics import median

from projections.db import Db
from projections.generation import child_generation
from projections.reach.tree import EVER

SEXES = ("female", "male", "other")
Figure = tuple[int, str, int, int]
"""A row of the table `generation_sum`, in its cascade."""
Key = int | None
"""A generation; None for the unattributed."""

PEOPLE = "SELECT generation, figure, region, count FROM generation_sum WHERE cascade = :cascade"
ENTERED = """
SELECT t.generation, CASE e.parent WHEN 0 THEN -e.role END, e.region,
       sum(e.people), sum(e.female), sum(e.male), sum(e.other)
FROM entrants_by_region e LEFT JOIN trainer t ON t.person = e.parent AND t.cascade = e.cascade
WHERE e.cascade = :cascade AND e.day <= :as_of GROUP BY 1, 2, 3
"""
"""By the generation of the parent, or the own one of those without."""
TRAINERS = """
SELECT generation, sum(CASE WHEN first_given <= :as_of THEN 1 ELSE 0 END),
       sum(gain_sum), sum(gain_count), sum(claimed)
FROM trainer WHERE cascade = :cascade AND generation IS NOT NULL GROUP BY generation
"""
CERTIFIED = """
SELECT t.generation, count(*) FROM spell c CROSS JOIN trainer t
WHERE c.cascade = :cascade AND c.what = 'certified' AND c.until_day >= :day AND c.from_day <= :day
  AND t.person = c.person AND t.cascade = :cascade AND t.entry_date <= :as_of
GROUP BY t.generation
"""
DAYS = """
SELECT generation, days_to_first, count(*) FROM trainer
WHERE cascade = :cascade AND days_to_first IS NOT NULL {then} GROUP BY generation, days_to_first
"""
GAINS = """
SELECT {generation}, sum(w.gain_sum), sum(w.gain_count),
       sum(CASE WHEN w.headcount > w.people THEN w.headcount - w.people ELSE 0 END)
FROM workshop w {trainers}
WHERE w.counts = 1 AND w.starts_on <= :as_of AND {these} GROUP BY 1
"""
LED = GAINS.format(
    generation="t.generation",
    trainers="JOIN trainer t ON t.person = w.leader AND t.cascade = w.cascade",
    these="w.cascade = :cascade",
)
NOT_LED = GAINS.format(
    generation="NULL", trainers="", these="w.leader IS NULL AND w.cascade + 0 = :cascade"
)
"""`+ 0`: the few without a lead are found by the lead."""
PROPOSED = """
SELECT n.parent, t.generation, sum(q.heads)
FROM proposal q JOIN person l ON l.number = q.lead
LEFT JOIN reach_node n ON n.cascade = q.cascade AND n.person = l.one AND n.entry_date <= :as_of
LEFT JOIN trainer t ON t.cascade = q.cascade AND t.person = n.parent
WHERE q.cascade = :cascade AND q.state = 'waiting' AND q.kind <> 'peer' AND q.heads > 0
  AND q.starts_on <= :as_of
GROUP BY n.parent, t.generation
"""
"""Heads of waiting proposals, by the parent of the person who made them."""
TRAINED_ONCE = """
SELECT g.generations, sum(g.once) FROM workshop w JOIN given_by g ON g.workshop = w.number
WHERE w.cascade = :cascade AND w.starts_on <= :as_of GROUP BY g.generations
"""
TRAINED_AGAIN = """
SELECT r.person, g.generations
FROM repeat_trainee r JOIN presence p ON p.person = r.person AND p.role = 1
JOIN workshop w ON w.number = p.workshop AND w.cascade = r.cascade
JOIN given_by g ON g.workshop = w.number
WHERE r.cascade = :cascade AND w.starts_on <= :as_of
"""


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

    def add(self, figure: str, region: int, count: int) -> None:
        """`figure`: of the table `generation_sum`."""
        match figure:
            case "people":
                self.people += count
                self.by_region[region] += count
            case "trained":
                self.trained += count
            case _:
                self.by_sex[figure] += count

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

    def add_learning(self, key: Key, gain_sum: float, gain_count: int, claimed: int) -> None:
        """The gains and the claimed heads of workshops whose people are of a generation."""
        if gain_count or claimed:
            one = self[key]
            one.gain_sum, one.gain_count = one.gain_sum + gain_sum, one.gain_count + gain_count
            one.claimed += claimed


def generations(
    db: Db, cascade: int, as_of: int = EVER, today: int | None = None
) -> list[Generation]:
    """By generation, the unattributed last. `as_of`: a day's ordinal. Certified people are counted
    as of that day, or of `today` if that is earlier; not at all if `today` is None."""
    asked = {"cascade": cascade, "as_of": as_of}
    found = _Generations()
    for generation, figure, region, count in _people(db, asked):
        found[_key(generation)].add(figure, region, count)
    _add_trainers(db, found, asked)
    if today is not None:
        for generation, people in db.rows(CERTIFIED, day=min(as_of, today), **asked):
            found[_key(generation)].certified = people
    then = "" if as_of == EVER else "AND first_given <= :as_of"
    for generation, days, people in db.rows(DAYS.format(then=then), **asked):
        found[_key(generation)].days_to_first += [days] * people
    if as_of != EVER:
        for generation, *sums in db.rows(LED, **asked):
            found.add_learning(child_generation(generation), *sums)
    for _, *sums in db.rows(NOT_LED, **asked):
        found.add_learning(None, *sums)
    for parent, generation, heads in db.rows(PROPOSED, **asked):
        own = 0 if parent is None else child_generation(generation)
        found[own + 1].claimed += heads
    for one in found.values():
        one.by_sex["unknown"] = one.people - one.by_sex.total()
        one.by_sex = +one.by_sex
    return sorted(found.values(), key=lambda g: (g.generation is None, g.generation or 0))


def _key(generation: int) -> Key:
    return None if generation < 0 else generation


def _add_trainers(db: Db, found: _Generations, asked: dict[str, int]) -> None:
    for generation, active, *sums in db.rows(TRAINERS, **asked):
        if active:
            found[_key(generation)].active = active
        if asked["as_of"] == EVER:
            found.add_learning(child_generation(generation), *sums)


def _people(db: Db, asked: dict[str, int]) -> Iterable[Figure]:
    """(generation, figure, region, count), as in the table `generation_sum`, as of a day."""
    if asked["as_of"] == EVER:
        return db.rows(PEOPLE, cascade=asked["cascade"])
    return [*_entered(db, asked), *_trained(db, asked)]


def _entered(db: Db, asked: dict[str, int]) -> Iterator[Figure]:
    for above, own, region, people, *by_sex in db.rows(ENTERED, **asked):
        generation = child_generation(above) if own is None else own
        yield generation, "people", region, int(people)
        for sex, count in zip(SEXES, by_sex, strict=True):
            yield generation, sex, 0, int(count)


def _trained(db: Db, asked: dict[str, int]) -> list[Figure]:
    taught: Counter[int] = Counter()
    for text, people in db.rows(TRAINED_ONCE, **asked):
        taught.update(dict.fromkeys(_read(text), people))
    of: dict[int, frozenset[int]] = {}
    for person, text in db.rows(TRAINED_AGAIN, **asked):
        generations = _read(text)
        of[person] = of[person] | generations if person in of else generations
    for generations, people in Counter(of.values()).items():
        taught.update(dict.fromkeys(generations, people))
    return [(generation, "trained", 0, people) for generation, people in taught.items()]


@lru_cache
def _read(text: str) -> frozenset[int]:
    return frozenset(map(int, text.split(","))) if text else frozenset()
