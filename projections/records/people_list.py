"""The people of a cascade as a filtered list, in the order in which they were registered.

A page reads only people who may be wanted: those of the narrowest filter that has an index
(`people_sources`). Where none has, it reads a limited part of the log's positions, and says where
the next page goes on.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from projections import scope as scopes
from projections.db import Db, Param, Params, Row, some
from projections.records import due, people_sources
from projections.records.people_sources import CADRES, PeopleFilter, Source
from projections.scope import EVERYTHING, Scope

WINDOW = 20_000
"""Positions of the log whose people one query reads."""
WINDOWS = 6
FEW = 4
"""Pages of people of whom a query asks whether they meet the conditions, before it asks of more."""
FIRST = 3_000
"""People of whom a source is asked at first: mostly they fill a page, also of one region of many.
"""

LISTED = """
SELECT p.number, p.id, p.known_sex, p.known_age_band, p.known_cadre,
       coalesce(p.known_disability, 'not-said'), {region},
       p.known_organisation, n.entry_date, n.parent, n.role
FROM person p LEFT JOIN reach_node n ON n.cascade = :cascade AND n.person = p.number
WHERE {window} AND p.one = p.number AND (p.withdrawn = 0 OR :entered = 1)
  AND (p.cascade = :cascade OR n.person IS NOT NULL OR {certified}) {narrowed}
ORDER BY p.number LIMIT :limit
"""
REGION = """coalesce(p.known_region, (
  SELECT w.region FROM workshop w WHERE w.number = n.entry_workshop))"""
CERTIFIED = some("FROM spell h WHERE h.person = p.number AND h.cascade = :cascade")
RANGE = "p.number > :after AND p.number <= :upto"
THESE = "p.number IN ids(:these)"
THESE_IN_POSTGRES = "p.number IN (SELECT unnest(:these ::bigint[]))"
"""It would search the whole array for each row of another index, where it prefers that."""
LAST = "SELECT max(number) FROM person"
OF_TIER = some("""FROM trainer t
  WHERE t.person = n.parent AND t.cascade = :cascade AND t.generation IN ids(:above)""")
FACILITATED = some(
    "FROM trainer f WHERE f.person = p.number AND f.cascade = :cascade AND f.given > 0"
)
ON_DAY = """FROM spell x WHERE x.person = p.number AND x.cascade = :cascade
  AND x.from_day <= :today AND x.until_day >= :today"""
NO_STANDING = f"NOT {some(ON_DAY)}"
STANDING = some(f"{ON_DAY} AND x.what = :standing")
GENERATIONS = """
WITH RECURSIVE up(start, person, height) AS (
  SELECT n.person, n.parent, 0 FROM person p CROSS JOIN reach_node n
  WHERE p.number IN ids(:people) AND n.cascade = :cascade AND n.person = p.number
  UNION ALL
  SELECT u.start, n.parent, u.height + 1
  FROM up u CROSS JOIN reach_node n WHERE n.cascade = :cascade AND n.person = u.person
)
SELECT start, max(height) FROM up GROUP BY start
"""
ENTERED_IN = """
SELECT coalesce(sum(people), 0) FROM entrants_by_region
WHERE cascade = :cascade AND region IN ids(:regions)
"""


@dataclass(frozen=True)
class Listed:
    """A person in the list. `person`, `region`, `organisation`, `parent`: numbers; `entered_on`: an
    ordinal; `role`: at entry, 0 facilitator, 1 participant, None for a person outside the tree."""

    person: int
    id: str
    sex: str | None
    age_band: str | None
    cadre: str | None
    disability: str
    region: int | None
    organisation: int | None
    entered_on: int | None
    parent: int | None
    role: int | None


@dataclass
class _Query:
    conditions: list[str] = field(default_factory=list)
    asked: Params = field(default_factory=dict)

    def add(self, condition: str, **asked: Param) -> None:
        self.conditions.append(f"AND {condition}")
        self.asked |= asked

    def of_these(self, db: Db) -> str:
        return self.sql(THESE_IN_POSTGRES if db.postgres else THESE)

    def sql(self, window: str) -> str:
        narrowed = " ".join(self.conditions)
        return LISTED.format(window=window, region=REGION, certified=CERTIFIED, narrowed=narrowed)


def people(
    db: Db, cascade: int, wanted: PeopleFilter, after: int, limit: int, scope: Scope = EVERYTHING
) -> tuple[list[Listed], int | None]:
    """A page, and the number after which the next page begins, None after the last one."""
    query = _narrowed(db, cascade, wanted, scope)
    query.asked |= {"cascade": cascade, "limit": limit + 1, "entered": int(wanted.entered)}
    if wanted.only is not None:
        these = sorted(one for one in wanted.only if one > after)
        return _page(db.rows(query.of_these(db), these=these, **query.asked), limit, None)
    source = people_sources.narrowest(db, cascade, wanted, scope)
    if source is not None:
        return _of_source(db, query, source, after, limit)
    return _in_windows(db, query, after, limit)


def _of_source(
    db: Db, query: _Query, source: Source, after: int, limit: int
) -> tuple[list[Listed], int | None]:
    rows: list[Row] = []
    reached: int | None = after
    for most in (FIRST, WINDOW):
        maybe, reached = source(db, reached or 0, most)
        for these in (maybe[: limit * FEW], maybe[limit * FEW :]):
            if these and len(rows) <= limit:
                rows += db.rows(query.of_these(db), these=these, **query.asked)
        if len(rows) > limit or reached is None:
            break
    return _page(rows, limit, reached)


def _in_windows(db: Db, query: _Query, after: int, limit: int) -> tuple[list[Listed], int | None]:
    rows: list[Row] = []
    ((last,),) = db.rows(LAST)
    for _window in range(WINDOWS):
        rows += db.rows(query.sql(RANGE), after=after, upto=after + WINDOW, **query.asked)
        after += WINDOW
        if len(rows) > limit or after >= (last or 0):
            break
    return _page(rows, limit, after if after < (last or 0) else None)


def entered_in(db: Db, cascade: int, region: int) -> int:
    """How many people of the tree are of a region (a number) and of those below it."""
    below = scopes.regions_below(db, region)
    ((found,),) = db.rows(ENTERED_IN, cascade=cascade, regions=below)
    return int(found)


def generations_of(db: Db, cascade: int, people: Collection[int]) -> dict[int, int]:
    """Number → generation; people who are not in the tree are left out."""
    rows = db.rows(GENERATIONS, cascade=cascade, people=sorted(people))
    return {person: int(height) for person, height in rows}


def _page(rows: Sequence[Row], limit: int, onward: int | None) -> tuple[list[Listed], int | None]:
    found = [Listed(*row) for row in rows[:limit]]
    return found, found[-1].person if len(rows) > limit else onward


def _narrowed(db: Db, cascade: int, wanted: PeopleFilter, scope: Scope) -> _Query:
    query = _Query()
    if wanted.due_followup:
        scope = scope.within(cascade)
        query.add(due.FOLLOWUP, today=wanted.today)
    if not scopes.covers(db, scope, cascade):
        query.add(scopes.PERSON, **scope.asked)
    _of_entry(wanted, query)
    _of_person(wanted, query)
    if wanted.region is not None:
        below = scopes.regions_below(db, wanted.region)
        query.add(f"{REGION} IN ids(:regions)", regions=below)
    if wanted.standing == "none":
        query.add(NO_STANDING, today=wanted.today)
    elif wanted.standing:
        query.add(STANDING, today=wanted.today, standing=wanted.standing)
    return query


def _of_entry(wanted: PeopleFilter, query: _Query) -> None:
    if wanted.entered:
        query.add("n.person IS NOT NULL")
    if wanted.from_ is not None:
        query.add("n.entry_date >= :from_", from_=wanted.from_)
    if wanted.until is not None:
        query.add("n.entry_date <= :until", until=wanted.until)
    if wanted.tier in (-1, 0):
        query.add("n.parent IS NULL AND n.role = :role", role=0 if wanted.tier == 0 else 1)
    elif wanted.tier is not None:
        query.add(OF_TIER, above=people_sources.above(wanted.tier))


def _of_person(wanted: PeopleFilter, query: _Query) -> None:
    if wanted.sex:
        unknown = wanted.sex == "unknown"
        query.add("p.known_sex IS NULL" if unknown else "p.known_sex = :sex")
        query.asked |= {} if unknown else {"sex": wanted.sex}
    if wanted.age_band:
        query.add("p.known_age_band = :age_band", age_band=wanted.age_band)
    if wanted.cadre:
        query.add(f"p.known_cadre IN {CADRES}", cadre=wanted.cadre)
    if wanted.disability:
        own = "coalesce(p.known_disability, 'not-said') = :disability"
        query.add(own, disability=wanted.disability)
    if wanted.organisation is not None:
        query.add("p.known_organisation = :organisation", organisation=wanted.organisation)
    if wanted.facilitated:
        query.add(FACILITATED if wanted.facilitated == "yes" else f"NOT {FACILITATED}")
