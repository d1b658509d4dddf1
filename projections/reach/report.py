"""The figures of a report: people new in a period, people trained, attendances; and targets.

Who entered is summed from counts, and who came again is counted from their further attendances
(projections.entrant_tables): somebody was trained in a period by the first attendance in it, before
which they attended none, or one before the period. So nobody is counted twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from projections.db import Db, Param
from projections.entrant_tables import CADRES_IN_COLUMNS, COUNTED, PROFILE, said
from projections.reach.tree import UNATTRIBUTED as UNATTRIBUTED

DIMENSIONS = ("sex", "age_band", "disability", "cadre", "region", "tier")
Value = str | int | None
"""A code, the number of a region, a tier; None: not known."""
UNKNOWN: dict[str, Value] = {"sex": "unknown"}
"""Dimension → the value of people of whom it is not known, where that is not None."""

OF_PARENTS = "(SELECT *, trainer AS parent, date AS day FROM reach_cell)"
"""The counts without a filter; a third of `entrants_by_region`."""
BELOW = "CASE WHEN t.generation > 0 THEN t.generation + 1 ELSE 1 END"
"""The tier of those directly under a parent `t`."""
TIER = f"CASE WHEN c.parent <> 0 THEN {BELOW} WHEN c.role = 0 THEN 0 ELSE -1 END"
ABOVE = """
AND c.parent IN (SELECT person FROM trainer WHERE cascade = :cascade
                 AND CASE WHEN generation > 0 THEN generation ELSE 0 END = :above)
"""
ENTERED = """
sum(c.people), sum(CASE WHEN c.parent = 0 AND c.role = 0 THEN 0 ELSE c.people END)
"""
TRAINED = "count(*) AS seats, count(CASE WHEN c.since IS NULL OR c.since < :first THEN 1 END)"
SUMS = """
SELECT {by}, {sums} FROM {rows} c {tiers}
WHERE c.cascade = :cascade AND c.day BETWEEN :first AND :last {these} GROUP BY {by}
"""
BY_TIER = "LEFT JOIN trainer t ON t.person = c.parent AND t.cascade = :cascade"
TIERS_AGAIN = f"""
SELECT {TIER}, sum(c.seats), sum(c.trained) FROM (
  SELECT {{by}} AS parent, c.role, {TRAINED} AS trained FROM attended_again c
  WHERE c.cascade = :cascade AND c.day BETWEEN :first AND :last {{these}} GROUP BY {{by}}, c.role
) AS c {BY_TIER} GROUP BY 1
"""
BOTH = """
SELECT count(*) FROM attended_again c
WHERE c.cascade = :cascade AND c.since IS NULL AND c.entered >= :first AND c.day <= :last {these}
"""
"""Who entered as facilitator, and was trained in the same period."""
CADRES = "SELECT number, name FROM cadre"
CLAIMED = """
SELECT coalesce((SELECT sum(headcount - people) FROM workshop
  WHERE cascade = :cascade AND counts = 1 AND headcount > people
    AND starts_on BETWEEN :first AND :last), 0)
+ coalesce((SELECT sum(heads) FROM proposal
  WHERE cascade = :cascade AND state = 'waiting' AND kind <> 'peer' AND heads > 0
    AND starts_on BETWEEN :first AND :last), 0)
"""
ARRIVALS = f"""
SELECT {BELOW}, c.day, sum(c.people) FROM {{rows}} c {BY_TIER}
WHERE c.cascade = :cascade AND c.parent <> 0 {{these}} GROUP BY 1, 2
"""
REACHED = """
SELECT generation, region, count FROM generation_sum
WHERE cascade = :cascade AND generation > 0 AND figure = 'people'
"""
AFTERWARDS = f"""
SELECT {BELOW}, c.region, {{sums}} FROM entrants_by_region c {BY_TIER}
WHERE c.cascade = :cascade AND c.parent <> 0 AND c.day > :end GROUP BY 1, 2
"""


@dataclass(frozen=True)
class Asked:
    """`cascade`, `regions`, `organisation`: numbers; `first`, `last`: ordinals of the period's
    days, both included. `regions`, `organisation`, `tier` None: no limit."""

    cascade: int
    first: int
    last: int
    regions: Collection[int] | None = None
    organisation: int | None = None
    tier: int | None = None

    def params(self) -> dict[str, Param]:
        found: dict[str, Param] = {
            "cascade": self.cascade,
            "first": self.first,
            "last": self.last,
        }
        if self.regions is not None:
            found["regions"] = sorted(self.regions)
        if self.organisation is not None:
            found["organisation"] = self.organisation
        if self.tier is not None and self.tier > 0:
            found["above"] = self.tier - 1
        return found

    @property
    def is_in_indexes(self) -> bool:
        """Whether the indexes of `attended_again` hold all columns that are asked for. SQLite would
        use them to group by, and look up the rest row by row."""
        return self.organisation is None and self.tier is None

    def these(self) -> str:
        """The conditions on rows `c`, besides cascade and period."""
        found = "" if self.regions is None else "AND c.region IN ids(:regions) "
        if self.organisation is not None:
            found += "AND c.organisation = :organisation "
        if self.tier is not None and self.tier > 0:
            found += ABOVE
        elif self.tier is not None:
            found += f"AND c.parent = 0 AND c.role = {0 if self.tier == 0 else 1} "
        return found


@dataclass
class Sums:
    """`people` are new in the period; `trained` were on a register in it; `seats` are their
    attendances. `trained` adds up within one period only."""

    people: int = 0
    trained: int = 0
    seats: int = 0


@dataclass
class Figures(Sums):
    """`both`: new in the period and trained in it. `parts`: dimension → value → sums."""

    both: int = 0
    parts: dict[str, dict[Value, Sums]] = field(
        default_factory=lambda: {name: defaultdict(Sums) for name in DIMENSIONS}
    )


def figures(db: Db, asked: Asked) -> Figures:
    """The sums of a period. Those of each dimension add up to the whole."""
    found = Figures()
    cadres: dict[int, str] = dict(db.rows(CADRES))
    _add_entered(db, asked, found, cadres)
    ((again,),) = db.rows(BOTH.format(these=asked.these()), **asked.params())
    found.both = found.trained + again
    _add_again(db, asked, found, cadres)
    found.parts["region"] = {region or None: sums for region, sums in found.parts["region"].items()}
    for parts in found.parts.values():
        for value in [value for value, sums in parts.items() if sums == Sums()]:
            del parts[value]
    return found


# ---- who entered -----------------------------------------------------------------------------


def _add_entered(db: Db, asked: Asked, found: Figures, cadres: Mapping[int, str]) -> None:
    shown = {
        name: (dimension, cadres[value] if isinstance(value, int) else value)
        for name, (dimension, value) in COUNTED.items()
        if not isinstance(value, int) or value in cadres
    }
    named = ", ".join(["sum(c.people)", *(f"sum(c.{name})" for name in shown)])
    rows = "entrants_by_region" if asked.organisation is None else "entrants_by_organisation"
    finest = rows if asked.organisation is not None or asked.regions is not None else OF_PARENTS
    rare: dict[tuple[int, Value], int] = {}
    if len(cadres) > CADRES_IN_COLUMNS:
        rare = _rare(db, asked, cadres)
    for tier, people, *counts in _sums(db, asked, finest, TIER, named, BY_TIER):
        left = dict.fromkeys((*PROFILE, "cadre"), people)
        for (dimension, code), count in zip(shown.values(), counts, strict=True):
            left[dimension] -= count
            _enter(found.parts[dimension][code], count, bool(tier))
        for (of, value), count in rare.items():
            if of == tier:
                left["cadre"] -= count
                _enter(found.parts["cadre"][value], count, bool(tier))
        for dimension, count in left.items():
            _enter(found.parts[dimension][UNKNOWN.get(dimension)], count, bool(tier))
        _enter(found.parts["tier"][tier], people, bool(tier))
        _enter(found, people, bool(tier))
    for region, people, trained in _sums(db, asked, rows, "c.region", ENTERED):
        _enter(found.parts["region"][region], people - trained, False)
        _enter(found.parts["region"][region], trained, True)


def _enter(sums: Sums, people: int, as_participants: bool) -> None:
    sums.people += people
    if as_participants:
        sums.trained += people
        sums.seats += people


def _rare(db: Db, asked: Asked, cadres: Mapping[int, str]) -> dict[tuple[int, Value], int]:
    """(tier, cadre) → people, of the cadres that have no columns of their own."""
    by = f"{TIER}, c.cadre"
    rows = _sums(db, asked, "entrants_of_cadre", by, "sum(c.people)", BY_TIER)
    return {(tier, cadres[cadre]): people for tier, cadre, people in rows}


def _sums(
    db: Db, asked: Asked, rows: str, by: str, sums: str, tiers: str = ""
) -> list[tuple[int, ...]]:
    sql = SUMS.format(rows=rows, by=by, sums=sums, tiers=tiers, these=asked.these())
    return [tuple(map(int, row)) for row in db.rows(sql, **asked.params())]


# ---- who came again --------------------------------------------------------------------------


def _add_again(db: Db, asked: Asked, found: Figures, cadres: Mapping[int, str]) -> None:
    by = "c.profile" if asked.is_in_indexes else "c.profile + 0"
    for profile, seats, trained in _sums(db, asked, "attended_again", by, TRAINED):
        known, cadre = said(profile)
        of = [found, found.parts["cadre"][cadres.get(cadre)]]
        of += [found.parts[name][value or UNKNOWN.get(name)] for name, value in known.items()]
        _come(of, seats, trained)
    for region, seats, trained in _sums(db, asked, "attended_again", "c.region", TRAINED):
        _come([found.parts["region"][region]], seats, trained)
    by = "c.parent" if asked.is_in_indexes else "c.parent + 0"
    sql = TIERS_AGAIN.format(by=by, these=asked.these())
    for tier, seats, trained in db.rows(sql, **asked.params()):
        _come([found.parts["tier"][tier]], int(seats), int(trained))


def _come(of: Iterable[Sums], seats: int, trained: int) -> None:
    for sums in of:
        sums.seats += seats
        sums.trained += trained


# ---- targets ---------------------------------------------------------------------------------


def claimed(db: Db, cascade: int, first: int, last: int) -> int:
    """Heads without names: headcounts beyond the registers, and the heads of proposals."""
    ((heads,),) = db.rows(CLAIMED, cascade=cascade, first=first, last=last)
    return int(heads)


Arrivals = dict[int, list[tuple[int, int]]]
"""Tier → (day, people who entered on it), by day."""


def arrivals(db: Db, cascade: int, regions: Collection[int] | None) -> Arrivals:
    """The people who entered under a parent, for all tiers from 1 on. `regions` None: all."""
    asked = Asked(cascade, 0, 0, regions)
    rows = OF_PARENTS if regions is None else "entrants_by_region"
    sql = ARRIVALS.format(rows=rows, these=asked.these())
    found: Arrivals = defaultdict(list)
    for tier, day, people in sorted(db.rows(sql, **asked.params())):
        if people:
            found[tier].append((day, int(people)))
    return dict(found)


Reached = dict[int, dict[tuple[int, int], int]]
"""Tier → (region's number or 0, day) → people who had entered by the end of that day."""


def reached(db: Db, cascade: int, days: Collection[int]) -> Reached:
    """People who entered under a parent, by tier and region, up to each of the days: all who did so
    but those who did so afterwards."""
    found: Reached = defaultdict(dict)
    ends = sorted(days)
    if not ends:
        return found
    for tier, region, people in db.rows(REACHED, cascade=cascade):
        found[tier] |= {(region, end): people for end in ends}
    later = [f"sum(CASE WHEN c.day > {int(end)} THEN c.people ELSE 0 END)" for end in ends]
    sql = AFTERWARDS.format(sums=", ".join(later))
    for tier, region, *counts in db.rows(sql, cascade=cascade, end=ends[0]):
        for end, people in zip(ends, counts, strict=True):
            found[tier][region, end] -= int(people)
    return found
