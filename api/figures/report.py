"""What a report says: the same for the page, the spreadsheet and programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from api.figures.cache import AnswerCache
from api.home import Home
from api.transactions.read import Read
from domain.rules import latest_today
from domain.values import AgeBand, Disability, Sex
from projections import tables
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
"""How the values of a dimension follow each other; others by their name."""


@dataclass(frozen=True)
class Asked:
    """`region`, `organisation`: ids; `tier`: a number, -1 for the unattributed. None: all."""

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
class Figures:
    """What one period of a cascade comes to, before it is narrowed."""

    cells: list[Cell]
    claimed: int
    arrivals: Arrivals


class Reports:
    """Kept by cascade, period and position; and each answer by what it was narrowed to."""

    def __init__(self, home: Home) -> None:
        self._figures, self._answers = AnswerCache(home, 4), AnswerCache(home, 64)

    def of(self, read: Read, cascade: str, asked: Asked) -> dict[str, Any]:
        """Sets the position of the read to the one at which the figures were true."""
        today = latest_today(datetime.now(UTC))
        figures = self.figures(read, cascade, asked.days)
        answer = self._answers.of(
            read, (cascade, asked, today), lambda db: report(db, figures, cascade, asked, today)
        )
        return answer.value

    def figures(self, read: Read, cascade: str, days: tuple[int, int]) -> Figures:
        """Likewise."""
        found = self._figures.of(read, (cascade, days), _figures(cascade, days))
        read.position = found.position
        return found.value


def _figures(cascade: str, days: tuple[int, int]) -> Callable[[Db], Figures]:
    def compute(db: Db) -> Figures:
        number = db.numbers(tables.cascade, [cascade])[cascade]
        return Figures(
            views.cells(db, number, *days),
            views.claimed(db, number, *days),
            views.arrivals(db, number),
        )

    return compute


def report(db: Db, figures: Figures, cascade: str, asked: Asked, today: date) -> dict[str, Any]:
    """Everybody's numbers add up from the same cells, so the totals of all breakdowns agree."""
    about = cascades.known(db, cascade)
    cells = _narrowed(db, figures.cells, asked)
    whole, parts = views.sums(cells)
    return {
        "from": asked.first,
        "until": asked.last,
        **_said(whole),
        "came_as_facilitators": whole.people - whole.both,
        "entered_before": whole.trained - whole.both,
        "claimed": None if asked.narrows_people else figures.claimed,
        "verification_factor": None,
        "breakdowns": {name: _breakdown(db, name, by) for name, by in parts.items()},
        "targets": list(_targets(db, about["tiers"], figures.arrivals, asked, today)),
    }


def _said(sums: Sums) -> dict[str, int]:
    return {"people": sums.people, "trained": sums.trained, "participations": sums.seats}


def _narrowed(db: Db, cells: list[Cell], asked: Asked) -> list[Cell]:
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


def _breakdown(db: Db, name: str, by: Mapping[Any, Sums]) -> list[dict[str, Any]]:
    """`value`: a code, an id of a region, a tier; None where it is not known."""
    if name == "region":
        regions = places.region_names(db, [number for number in by if number])
        rows = [(regions[n][0] if n in regions else None, sums) for n, sums in by.items()]
    elif name == "tier":
        rows = [(None if n == views.UNATTRIBUTED else n, sums) for n, sums in by.items()]
    else:
        rows = list(by.items())
    order = ORDER.get(name, [])

    def place(row: tuple[Any, Sums]) -> tuple[bool, int, str]:
        value = row[0]
        if isinstance(value, int):
            return False, value, ""
        at = order.index(value) if value in order else len(order)
        return value is None, at, str(value)

    return [{"value": value, **_said(sums)} for value, sums in sorted(rows, key=place)]


def _targets(
    db: Db, tiers: list[cascades.TierRow], came: Arrivals, asked: Asked, today: date
) -> Any:
    """In the order of the plan. Tier 1 are those whom the first trainers trained."""
    last = min(asked.last or today, today)
    wanted = regions_below(db, asked.region) if asked.region else None
    for number, tier in enumerate(tiers, 1):
        if asked.tier not in (None, number):
            continue
        for target in tier.get("targets", ()):
            region = target.get("region")
            within = regions_below(db, region) if region else None
            if wanted is not None and not (within and within <= wanted):
                continue
            until = min(date.fromisoformat(str(target["by"])), last)
            actual = views.reached(came.get(number, Counter()), within, until.toordinal())
            yield {
                "tier": number,
                "name": tier["name"],
                "region": region,
                "by": target["by"],
                "planned": target["people"],
                "reached": actual,
                "counted_until": until,
                "is_over": date.fromisoformat(str(target["by"])) < last,
            }
