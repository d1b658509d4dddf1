"""The report of a cascade, for the page, the spreadsheet and the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from api.transactions.read import Read
from domain.values import AgeBand, Disability, Sex, Tier
from projections.db import Db
from projections.reach import report as views
from projections.reach.reach import EVER
from projections.reach.report import Asked, Sums, Value
from projections.records import cascades, places
from projections.scope import regions_below

ORDER = {
    "sex": [sex.value for sex in Sex],
    "age_band": [band.value for band in AgeBand],
    "disability": [Disability.YES.value, Disability.NO.value],
}
"""Dimension → its values in order; values of other dimensions are sorted by name."""


@dataclass(frozen=True)
class ReportQuery:
    """The period and the filter of a report. `region`, `organisation`: ids; `tier`: a number, -1
    for the unattributed. None: no limit."""

    first: date | None = None
    last: date | None = None
    region: str | None = None
    tier: int | None = None
    organisation: str | None = None

    @property
    def days(self) -> tuple[int, int]:
        return (
            self.first.toordinal() if self.first else 0,
            self.last.toordinal() if self.last else EVER,
        )

    @property
    def narrows_people(self) -> bool:
        return any(one is not None for one in (self.region, self.tier, self.organisation))


@dataclass(frozen=True)
class Counts:
    """`people`: new in the period; `trained`: people on a register in it; `participations`: lines
    on these registers."""

    people: int
    trained: int
    participations: int


@dataclass(frozen=True)
class Part(Counts):
    """The counts of one value of a dimension."""

    value: Value


@dataclass(frozen=True)
class TargetProgress:
    """A target, and the people who had entered by `counted_until`. `region`: an id, None for the
    whole cascade."""

    tier: int
    name: str
    region: str | None
    by: date
    planned: int
    reached: int
    counted_until: date
    is_over: bool


@dataclass(frozen=True)
class Report(Counts):
    """A report. `claimed`: heads without names; None if the report is filtered by people.

    `trained` = `people` − `came_as_facilitators` + `entered_before`.
    """

    asked: ReportQuery
    came_as_facilitators: int
    entered_before: int
    claimed: int | None
    breakdowns: Mapping[str, Sequence[Part]]
    targets: Sequence[TargetProgress]
    verification_factor: float | None = None


def report(read: Read, cascade: int, asked: ReportQuery) -> Report:
    """The report. `cascade`: its number."""
    db, days = read.db, asked.days
    found = views.figures(db, _numbered(db, cascade, asked))
    tiers = cascades.tiers(db, cascade)
    return Report(
        *_counts(found),
        asked=asked,
        came_as_facilitators=found.people - found.both,
        entered_before=found.trained - found.both,
        claimed=None if asked.narrows_people else views.claimed(db, cascade, *days),
        breakdowns={name: _breakdown(db, name, by) for name, by in found.parts.items()},
        targets=_targets(db, cascade, tiers, asked, read.today),
    )


def _counts(sums: Sums) -> tuple[int, int, int]:
    return sums.people, sums.trained, sums.seats


def _numbered(db: Db, cascade: int, asked: ReportQuery) -> Asked:
    regions = None if asked.region is None else regions_below(db, asked.region)
    organisation = None
    if asked.organisation is not None:
        row = db.one("SELECT number FROM organisation WHERE id = :id", id=asked.organisation)
        organisation = row[0] if row else -1
    return Asked(cascade, *asked.days, regions, organisation, asked.tier)


def _breakdown(db: Db, name: str, by: Mapping[Value, Sums]) -> list[Part]:
    regions: dict[Value, str] = {}
    if name == "region":
        known = places.region_names(db, [number for number in by if isinstance(number, int)])
        regions = {number: id for number, (id, _) in known.items()}
    order = ORDER.get(name, [])

    def value(key: Value) -> Value:
        if name == "region":
            return regions.get(key)
        return None if name == "tier" and key == views.UNATTRIBUTED else key

    def place(part: Part) -> tuple[bool, int, str]:
        if isinstance(part.value, int):
            return False, part.value, ""
        at = order.index(part.value) if part.value in order else len(order)
        return part.value is None, at, str(part.value)

    return sorted((Part(*_counts(sums), value(key)) for key, sums in by.items()), key=place)


def _targets(
    db: Db, cascade: int, tiers: Sequence[Tier], asked: ReportQuery, today: date
) -> list[TargetProgress]:
    """The targets in the order of the tiers. Tier 1: people trained by the first trainers."""
    last = min(asked.last or today, today)
    wanted = regions_below(db, asked.region) if asked.region else None
    set_ = [
        (number, tier.name, target, regions_below(db, target.region) if target.region else None)
        for number, tier in enumerate(tiers, 1)
        for target in tier.targets
        if asked.tier in (None, number)
    ]
    shown = [one for one in set_ if wanted is None or (one[3] and one[3] <= wanted)]
    came = views.reached(db, cascade, {min(one[2].by, last).toordinal() for one in shown})
    return [
        TargetProgress(
            number, name, target.region, target.by, target.people,
            sum(
                people for (region, day), people in came.get(number, {}).items()
                if day == min(target.by, last).toordinal() and (within is None or region in within)
            ),
            min(target.by, last), is_over=target.by < last,
        )
        for number, name, target, within in shown
    ]  # fmt: skip
