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
from projections.reach.generations import Generation, generations
from projections.reach.headline import workshops_held
from projections.records import cascades
from projections.scope import regions_below


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
    """A cascade as of a day."""

    generations: Sequence[Generation]
    workshops: int
    last_workshop: date | None
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


def overview(read: Read, cascade: int) -> Overview:
    """A cascade's figures as of a day."""
    db, as_of = read.db, read.as_of
    by_generation = generations(db, cascade, as_of, read.today.toordinal())
    workshops, last = workshops_held(db, cascade, as_of)
    return Overview(by_generation, workshops, last, _aims(db, cascade, by_generation))


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
