"""The report of a cascade, for the page, the spreadsheet and the API."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from api.home import Home
from api.transactions.answer_cache import AnswerCache
from api.transactions.read import Read
from domain.values import AgeBand, Disability, Sex, Tier
from projections.db import Db
from projections.reach import report as views
from projections.reach.reach import EVER
from projections.reach.report import Arrivals, Cell, Sums
from projections.records import cascades, places
from projections.scope import regions_below

ORDER = {
    "sex": [sex.value for sex in Sex],
    "age_band": [band.value for band in AgeBand],
    "disability": [Disability.YES.value, Disability.NO.value],
}
"""Dimension → its values in order; values of other dimensions are sorted by name."""
Value = str | int | None
"""A value of a dimension: a code, the id of a region, a tier; None if it is not known."""


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


@dataclass(frozen=True)
class Figures:
    """One period of a cascade, before the filter."""

    cells: list[Cell]
    claimed: int
    arrivals: Arrivals


class Reports:
    """Answers cached by cascade, period and log position. `cascade`: its number."""

    def __init__(self, home: Home) -> None:
        self._figures, self._answers = AnswerCache(home, 4), AnswerCache(home, 64)

    def of(self, read: Read, cascade: int, asked: ReportQuery) -> Report:
        """The report. Sets the read's position to that of the figures."""
        today = read.today
        figures = self.figures(read, cascade, asked.days)
        answer = self._answers.of(
            read, (cascade, asked, today), lambda db: report(db, figures, cascade, asked, today)
        )
        return answer.value

    def figures(self, read: Read, cascade: int, days: tuple[int, int]) -> Figures:
        """The figures of a period. Sets the read's position to theirs."""
        found = self._figures.of(read, (cascade, days), _figures(cascade, days))
        read.position = found.position
        return found.value


def _figures(cascade: int, days: tuple[int, int]) -> Callable[[Db], Figures]:
    return lambda db: Figures(
        views.cells(db, cascade, *days),
        views.claimed(db, cascade, *days),
        views.arrivals(db, cascade),
    )


def report(db: Db, figures: Figures, cascade: int, asked: ReportQuery, today: date) -> Report:
    """The report. All breakdowns are sums of the same cells, so their totals agree."""
    whole, parts = views.sums(_narrowed(db, figures.cells, asked))
    tiers = cascades.tiers(db, cascade)
    return Report(
        *_counts(whole),
        asked=asked,
        came_as_facilitators=whole.people - whole.both,
        entered_before=whole.trained - whole.both,
        claimed=None if asked.narrows_people else figures.claimed,
        breakdowns={name: _breakdown(db, name, by) for name, by in parts.items()},
        targets=list(_targets(db, tiers, figures.arrivals, asked, today)),
    )


def _counts(sums: Sums) -> tuple[int, int, int]:
    return sums.people, sums.trained, sums.seats


def _narrowed(db: Db, cells: list[Cell], asked: ReportQuery) -> list[Cell]:
    if asked.region is not None:
        within = regions_below(db, asked.region)
        cells = [cell for cell in cells if cell.region in within]
    if asked.organisation is not None:
        row = db.one("SELECT number FROM organisation WHERE id = :id", id=asked.organisation)
        wanted = row[0] if row else 0
        cells = [cell for cell in cells if cell.organisation == wanted]
    if asked.tier is not None:
        cells = [cell for cell in cells if cell.tier == asked.tier]
    return cells


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
    db: Db, tiers: Sequence[Tier], came: Arrivals, asked: ReportQuery, today: date
) -> Iterator[TargetProgress]:
    """The targets in the order of the tiers. Tier 1: people trained by the first trainers."""
    last = min(asked.last or today, today)
    wanted = regions_below(db, asked.region) if asked.region else None
    for number, tier in enumerate(tiers, 1):
        if asked.tier not in (None, number):
            continue
        for target in tier.targets:
            within = regions_below(db, target.region) if target.region else None
            if wanted is not None and not (within and within <= wanted):
                continue
            until = min(target.by, last)
            reached = views.reached(came.get(number, Counter()), within, until.toordinal())
            yield TargetProgress(
                number, tier.name, target.region, target.by, target.people, reached, until,
                is_over=target.by < last,
            )  # fmt: skip
