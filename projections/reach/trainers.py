"""The trainers of a cascade as a filtered list: all who facilitated or were certified, by
lineage."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from projections import scope as scopes
from projections.db import Db, Params
from projections.scope import Scope

LISTED = """
SELECT t.person, t.lineage, t.generation, t.given, t.last_given, p.known_region
FROM trainer t CROSS JOIN person p
WHERE t.cascade = :cascade AND p.number = t.person AND t.lineage <= :below
  AND (t.lineage < :below OR t.person > :after) {narrowed}
ORDER BY t.lineage DESC, t.person LIMIT :limit
"""
COUNTED = "SELECT count(*) FROM trainer t WHERE t.cascade = :cascade {narrowed}"
IS = "EXISTS (SELECT 1 FROM person p WHERE p.number = t.person AND {so})"
WITHIN = IS.format(so=scopes.PERSON)
PLACED = """EXISTS (
  SELECT 1 FROM person_place l WHERE l.person = t.person AND l.seen = 1
  AND (l.cascade IN ids(:whole) OR (l.cascade << 32) + l.region IN ids(:parts)))"""
"""As `WITHIN`, for a scope of cascades and regions alone: all at once, PostgreSQL reads places."""
STANDING = """EXISTS (
  SELECT 1 FROM spell x WHERE x.person = t.person AND x.cascade = t.cascade
  AND x.what IN ids(:standings) AND x.from_day <= :today AND x.until_day >= :today)"""
ACTIVE = """(
  t.last_given >= :from_ AND t.first_given <= :until AND (
    t.first_given >= :from_ OR t.last_given <= :until OR t.person IN (
      SELECT s.person FROM workshop w CROSS JOIN presence s
      WHERE w.cascade = :cascade AND w.starts_on BETWEEN :from_ AND :until AND w.counts = 1
        AND s.workshop = w.number AND s.role = 0)))"""
FIRST = 10**10
"""More than any lineage."""


@dataclass(frozen=True)
class TrainerFilter:
    """Empty: no filter. `tier`: a generation, -1 for the unattributed; `regions`, `organisation`:
    numbers; `without`: those with none of the `standings`; `active` in the period, or not: ordinals
    of its first and last day; `only`: numbers of people, None for all; `today`: an ordinal."""

    today: int
    tier: int | None = None
    regions: Collection[int] | None = None
    organisation: int | None = None
    standings: Sequence[str] = ()
    without: bool = False
    active: bool | None = None
    from_: int = 0
    until: int = FIRST
    only: Collection[int] | None = None


@dataclass(frozen=True, slots=True)
class Trainer:
    """`person`, `region`: numbers. `given`: workshops that count; `last`: the ordinal of the
    latest, None if there is none. `generation`: None if not in the tree, -1 for the unattributed.
    """

    person: int
    lineage: int
    generation: int | None
    given: int
    last: int | None
    region: int | None


def trainers(
    db: Db, cascade: int, wanted: TrainerFilter, scope: Scope, after: tuple[int, int], limit: int
) -> list[Trainer]:
    """A page, the largest lineage first. `after`: the (lineage, person) of the last row of the page
    before, `(FIRST, 0)` for the first page."""
    narrowed, asked = _narrowed(db, cascade, wanted, scope)
    sql = LISTED.format(narrowed=narrowed)
    rows = db.rows(sql, cascade=cascade, below=after[0], after=after[1], limit=limit, **asked)
    return [Trainer(*row) for row in rows]


def count(db: Db, cascade: int, wanted: TrainerFilter, scope: Scope) -> int:
    by_place = not (scope.settled or scope.mine)
    narrowed, asked = _narrowed(db, cascade, wanted, scope, PLACED if by_place else WITHIN)
    ((found,),) = db.rows(COUNTED.format(narrowed=narrowed), cascade=cascade, **asked)
    return int(found)


def _narrowed(
    db: Db, cascade: int, wanted: TrainerFilter, scope: Scope, within: str = WITHIN
) -> tuple[str, Params]:
    conditions: list[str] = []
    asked: Params = {}
    if wanted.tier is not None:
        conditions.append("t.generation = :tier")
        asked["tier"] = wanted.tier
    if wanted.regions is not None:
        conditions.append(IS.format(so="p.known_region IN ids(:regions)"))
        asked["regions"] = sorted(wanted.regions)
    if wanted.organisation is not None:
        conditions.append(IS.format(so="p.known_organisation = :organisation"))
        asked["organisation"] = wanted.organisation
    if wanted.standings:
        conditions.append(f"NOT {STANDING}" if wanted.without else STANDING)
        asked |= {"standings": list(wanted.standings), "today": wanted.today}
    if wanted.active is not None:
        active = f"coalesce({ACTIVE}, 1 = 0)"
        conditions.append(active if wanted.active else f"NOT {active}")
        asked |= {"from_": wanted.from_, "until": wanted.until}
    if wanted.only is not None:
        conditions.append("t.person IN ids(:only)")
        asked["only"] = sorted(wanted.only)
    if not scopes.covers(db, scope, cascade):
        conditions.append(within)
        asked |= scope.asked
    return " ".join(f"AND {condition}" for condition in conditions), asked


GIVEN_SINCE = """
SELECT count(*) FROM presence s CROSS JOIN workshop w
WHERE s.person = :one AND s.role = 0 AND w.number = s.workshop AND w.cascade = :cascade
  AND w.counts = 1 AND w.starts_on >= :since
"""


def given_since(db: Db, cascade: int, one: int, since: int) -> int:
    """The number of workshops that count and that a person led or co-facilitated from a day on."""
    ((count,),) = db.rows(GIVEN_SINCE, cascade=cascade, one=one, since=since)
    return int(count)
