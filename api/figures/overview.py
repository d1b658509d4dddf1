"""The figures of a cascade's home: people against targets, and the drop-off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain
from statistics import median

from api.transactions.read import Read
from projections.db import Db
from projections.reach import headline as headlines
from projections.reach.generations import Generation, generations
from projections.reach.headline import Headline
from projections.reach.largest_lineages import Largest, largest
from projections.records import cascades
from projections.scope import EVERYTHING, Scope, regions_below

MAX_TRAINERS = 10
"""Trainers in the ranking."""


@dataclass(frozen=True)
class Aim:
    """A target of a tier, and the people reached. `target`, `by`: None if no target is set;
    `region`: an id, None for the whole cascade."""

    tier: int
    name: str
    people: int
    target: int | None = None
    by: date | None = None
    region: str | None = None
    region_name: str | None = None

    @property
    def share(self) -> float | None:
        return self.people / self.target if self.target else None


@dataclass
class Overview:
    """A cascade as of a day. `trainers`: the `MAX_TRAINERS` with the largest lineage;
    `facilitators`: the number of all trainers."""

    generations: Sequence[Generation]
    workshops: int
    last_workshop: date | None
    trainers: Sequence[Largest]
    facilitators: int
    aims: Sequence[Aim]

    @property
    def people(self) -> int:
        return sum(one.people for one in self.generations)

    @property
    def certified(self) -> int:
        return sum(one.certified for one in self.generations)

    @property
    def active(self) -> int:
        """The number of people who have ever facilitated."""
        return sum(one.active for one in self.generations)

    @property
    def claimed(self) -> int:
        return sum(one.claimed for one in self.generations)

    @property
    def deepest(self) -> int | None:
        """The generation furthest from the start; None if the tree is empty."""
        return max((one.generation or 0 for one in self.generations if one.people), default=None)

    @property
    def unattributed(self) -> int:
        return sum(one.people for one in self.generations if one.generation is None)

    @cached_property
    def days_to_first(self) -> float | None:
        """The median of days over all people who were trained and have facilitated; None if there
        are none."""
        days = list(chain.from_iterable(one.days_to_first for one in self.generations))
        return median(days) if days else None


def shared(scope: Scope, cascade: int) -> Scope:
    """One scope for all readers of the whole cascade, so that they share cached answers."""
    return EVERYTHING if scope.everything or cascade in scope.whole else scope.within(cascade)


def overview(read: Read, cascade: int) -> Overview:
    """A cascade's figures as of a day. Sets the read's position to theirs, if it is earlier."""
    as_of, today = read.as_of, read.today.toordinal()
    what = ("overview", cascade, as_of, today)
    return read.cached(what, lambda db: _overview(db, cascade, as_of, today))


def headline(read: Read, cascade: int) -> Headline:
    """A cascade's figures for the list of cascades. Sets the read's position to theirs, if it is
    earlier."""
    return read.cached(("headline", cascade), lambda db: headlines.headline(db, cascade))


def _overview(db: Db, cascade: int, as_of: int, today: int) -> Overview:
    by_generation = generations(db, cascade, as_of, today)
    trainers, facilitators = largest(db, cascade, as_of, MAX_TRAINERS)
    workshops, last = headlines.workshops_held(db, cascade, as_of)
    aims = _aims(db, cascade, by_generation)
    return Overview(by_generation, workshops, last, trainers, facilitators, aims)


def _aims(db: Db, cascade: int, found: Sequence[Generation]) -> list[Aim]:
    """The targets in order. Tier 1 is generation 1; a region includes all regions below it."""
    tiers = cascades.tiers(db, cascade)
    names: dict[str, str] = dict(db.rows("SELECT id, name FROM region"))
    aims = []
    for at, tier in enumerate(tiers, start=1):
        one = next((g for g in found if g.generation == at), Generation(at))
        if not tier.targets:
            aims.append(Aim(at, tier.name, one.people))
        for target in tier.targets:
            people, name = one.people, None
            if target.region:
                name, within = names.get(target.region), regions_below(db, target.region)
                people = sum(count for region, count in one.by_region.items() if region in within)
            aims.append(Aim(at, tier.name, people, target.people, target.by, target.region, name))
    return aims
