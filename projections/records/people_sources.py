"""What a list of people is narrowed to, and where to look for people whom it may have.

A source gives, in order, people among whom are all that a filter wants: by an index, without
reading the others. The list still asks of each whether they meet all conditions.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from projections import scope as scopes
from projections.db import Db, Param
from projections.scope import PART, Scope

Found = tuple[list[int], int | None]
"""People, in order, and the number up to which these are all; None if there are no more."""
Source = Callable[[Db, int, int], Found]
"""(views, a number, how many): at most so many of the people with larger numbers."""
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
OF_PERSON = """
SELECT number FROM person WHERE {those} AND number > :after ORDER BY number LIMIT :most
"""
ORGANISATION = OF_PERSON.format(those="known_organisation = :organisation")
DISABILITY = OF_PERSON.format(those="known_disability = :disability")
CADRES = """(
  SELECT k.name FROM cadre k WHERE k.name = :cadre OR (lower(k.name) = lower(:cadre)
    AND NOT EXISTS (SELECT 1 FROM cadre x WHERE x.name = :cadre)))"""
"""The cadre with this name, else those with the same letters."""
CADRE = OF_PERSON.format(those=f"known_cadre IN {CADRES}")
FACILITATED = """
SELECT person FROM trainer
WHERE cascade = :cascade AND given > 0 AND person > :after ORDER BY person LIMIT :most
"""
WITHOUT_PARENT = OF_NODES.format(those="parent IS NULL AND role = :role")
CHILDREN = OF_NODES.format(
    those="parent IN (SELECT t.person FROM trainer t"
    " WHERE t.cascade = :cascade AND t.generation IN ids(:above) AND t.people > 0)"
)


@dataclass(frozen=True)
class PeopleFilter:
    """The filters of the list; empty: no filter. `tier`: a generation, -1 for the unattributed.

    `region`, `organisation`: numbers; `from_`, `until`: ordinals of the first and last day of
    entry; `today`: an ordinal; `facilitated`: "yes" or "no"; `standing`: a code, also "none";
    `entered`: those in the tree; `only`: numbers of people, None for all.
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
    entered: bool = False
    only: Collection[int] | None = None


def narrowest(db: Db, cascade: int, wanted: PeopleFilter, scope: Scope) -> Source | None:
    """The source for a filter and a reader; None: all people must be read."""
    if wanted.standing not in ("", "none"):
        return _by(STANDING, cascade, standing=wanted.standing, today=wanted.today)
    if wanted.from_ is not None:
        until = scopes.NUMBER if wanted.until is None else wanted.until
        return _by(ENTERED, cascade, from_=wanted.from_, until=until)
    if wanted.facilitated == "yes":
        return _by(FACILITATED, cascade)
    if wanted.tier in (-1, 0):
        return _by(WITHOUT_PARENT, cascade, role=0 if wanted.tier == 0 else 1)
    if wanted.tier is not None:
        return _by(CHILDREN, cascade, above=above(wanted.tier))
    return _of_known(wanted) or _of_places(db, cascade, wanted, scope)


def above(tier: int) -> list[int]:
    """The generations of the parents of a tier. The unattributed (-1) stand beside the roots."""
    return [0, -1] if tier == 1 else [tier - 1]


def _of_known(wanted: PeopleFilter) -> Source | None:
    if wanted.organisation is not None:
        return _by(ORGANISATION, organisation=wanted.organisation)
    if wanted.cadre:
        return _by(CADRE, cadre=wanted.cadre)
    if wanted.disability in ("yes", "no"):
        return _by(DISABILITY, disability=wanted.disability)
    return None


def _of_places(db: Db, cascade: int, wanted: PeopleFilter, scope: Scope) -> Source | None:
    if wanted.region is not None:
        return _of_regions(cascade, scopes.regions_below(db, wanted.region))
    only_parts = not (scope.whole or scope.mine or scope.settled)
    if only_parts and scope.cascades == {cascade}:
        return _of_regions(cascade, [part - (cascade << PART) for part in scope.parts])
    return None


def _by(sql: str, cascade: int | None = None, **asked: Param) -> Source:
    of = {} if cascade is None else {"cascade": cascade}

    def source(db: Db, after: int, most: int) -> Found:
        people = [one for (one,) in db.rows(sql, after=after, most=most, **of, **asked)]
        return people, people[-1] if len(people) == most else None

    return source


def _of_regions(cascade: int, regions: Iterable[int]) -> Source | None:
    """People who lie in one of the regions; also those whom this does not let a reader see."""
    several = sorted(regions)
    if not 0 < len(several) <= MAX_REGIONS:
        return None

    def source(db: Db, after: int, most: int) -> Found:
        found, ends = set[int](), []
        for region in several:
            people, end = _by(OF_REGION, cascade, region=region)(
                db, after, most // len(several) + 1
            )
            found.update(people)
            ends += [] if end is None else [end]
        return sorted(one for one in found if not ends or one <= min(ends)), min(ends, default=None)

    return source
