"""What a list of people is narrowed to, and where to look for people whom it may have.

A source gives, in order, people among whom are all that a filter wants: by an index, without
reading the others. The list still asks of each whether they meet all conditions.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from projections import scope as scopes
from projections.db import Db, Param
from projections.reach.tree import generations
from projections.scope import PART, Scope

Source = Callable[[Db, int, int], list[int]]
"""(views, a number, how many): so many of the people with larger numbers, in order."""
MAX_REGIONS = 100
"""Of more regions than these, the people are not looked for region by region."""

OF_REGION = """
SELECT person FROM person_place
WHERE cascade = :cascade AND region = :region AND person > :after ORDER BY person LIMIT :most
"""
STANDING = """
SELECT person FROM spell WHERE cascade = :cascade AND what = :standing
  AND until_day >= :today AND from_day <= :today AND person > :after ORDER BY person LIMIT :most
"""
OF_NODES = """
SELECT person FROM reach_node
WHERE cascade = :cascade AND {those} AND person > :after ORDER BY person LIMIT :most
"""
ENTERED = OF_NODES.format(those="entry_date >= :from_ AND entry_date <= :until")
WITHOUT_PARENT = OF_NODES.format(those="parent IS NULL AND role = :role")
CHILDREN = OF_NODES.format(those="parent IN ids(:above)")


@dataclass(frozen=True)
class PeopleFilter:
    """The filters of the list; empty: no filter. `tier`: a generation, -1 for the unattributed.

    `region`, `organisation`: numbers; `from_`, `until`: ordinals of the first and last day of
    entry; `today`: an ordinal; `facilitated`: "yes" or "no"; `standing`: a code, also "none";
    `only`: numbers of people, None for all.
    """

    today: int
    tier: int | None = None
    region: int | None = None
    organisation: int | None = None
    from_: int | None = None
    until: int | None = None
    sex: str = ""
    age_band: str = ""
    cadre: str = ""
    disability: str = ""
    facilitated: str = ""
    standing: str = ""
    due_followup: bool = False
    only: Collection[int] | None = None


def narrowest(db: Db, cascade: int, wanted: PeopleFilter, scope: Scope) -> Source | None:
    """The source for a filter and a reader; None: all people must be read."""
    if wanted.standing not in ("", "none"):
        return _by(STANDING, cascade, standing=wanted.standing, today=wanted.today)
    if wanted.from_ is not None:
        until = scopes.NUMBER if wanted.until is None else wanted.until
        return _by(ENTERED, cascade, from_=wanted.from_, until=until)
    if wanted.tier in (-1, 0):
        return _by(WITHOUT_PARENT, cascade, role=0 if wanted.tier == 0 else 1)
    if wanted.tier is not None:
        return _by(CHILDREN, cascade, above=parents_of(db, cascade, wanted.tier))
    if wanted.region is not None:
        return _of_regions(cascade, scopes.regions_below(db, wanted.region))
    if cascade in scope.cascades and scope == Scope(parts=scope.parts, account=scope.account):
        here = {part & scopes.NUMBER for part in scope.parts if part >> PART == cascade}
        return _of_regions(cascade, here) if len(scope.cascades) == 1 else None
    return None


def parents_of(db: Db, cascade: int, tier: int) -> list[int]:
    """The parents of the people of a tier."""
    tree = generations(db, cascade).items()
    return [person for person, generation in tree if generation == tier - 1]


def _by(sql: str, cascade: int, **asked: Param) -> Source:
    def source(db: Db, after: int, most: int) -> list[int]:
        rows = db.rows(sql, cascade=cascade, after=after, most=most, **asked)
        return [person for (person,) in rows]

    return source


def _of_regions(cascade: int, regions: Iterable[int]) -> Source | None:
    """People who lie in one of the regions; also those whom this does not let a reader see."""
    several = sorted(regions)
    if len(several) > MAX_REGIONS:
        return None

    def source(db: Db, after: int, most: int) -> list[int]:
        found = set[int]()
        for region in several:
            found.update(_by(OF_REGION, cascade, region=region)(db, after, most))
        return sorted(found)[:most]

    return source
