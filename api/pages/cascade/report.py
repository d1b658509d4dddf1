"""The report for donors: targets planned and reached, and the people of a period by group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from uuid import UUID

from flask import Blueprint, Response, render_template, request

from api.access.rules import FIGURES, RECORDS, requires
from api.figures.report import Report, ReportQuery, report
from api.i18n import _
from api.pages.layout import filters, labels
from api.pages.layout.downloads import workbook
from api.pages.layout.line_chart import Line, line
from api.spreadsheets.files.cells import Cell
from api.transactions.read import Read
from api.web.services import reading
from domain.values import Tier
from projections import tables
from projections.reach import report as views
from projections.reach.report import Value
from projections.records import cascades
from projections.scope import lists_all, regions_below

blueprint = Blueprint("report", __name__, url_prefix="/cascades/<uuid:cascade>/report")


@blueprint.get("")
@requires(FIGURES, cascade="cascade")
def show(cascade: UUID) -> str | Response:
    """`?from=&until=&region=&tier=&organisation=` narrow it; `?format=xlsx`: as a spreadsheet."""
    narrowed = filters.from_address()
    if narrowed.from_ and narrowed.until and narrowed.from_ > narrowed.until:
        narrowed.wrong["until"] = _("The period ends before it begins. Change one of its days.")
        narrowed.until = None
    asked = _asked(narrowed)
    read = reading(FIGURES)
    records = read.access.scope(RECORDS)
    number = read.number(tables.cascade, cascade)
    choices = filters.choices(read.db)
    about = cascades.known(read.db, str(cascade))
    names = dict(choices.regions)
    found = _by_path(report(read, number, asked), list(names))
    tiers = cascades.tiers(read.db, number)
    values = Values(names, {at: tier.name for at, tier in enumerate(tiers, 1)})
    if request.args.get("format") == "xlsx":
        return _spreadsheet(found, values, about["slug"], about["title"], read.position)
    return render_template(
        "cascade/report.html", cascade=cascade, about=about, found=found,
        lines=list(_lines(read, number, tiers, asked)), names=names, choices=choices,
        filter=narrowed, asked=asked, position=read.position,
        today=datetime.now(UTC).date(), dimensions=dimensions(), value=values.label,
        lists_all=cache(lambda region: lists_all(read.db, records, number, region or None)),
        organisation=dict(choices.organisations).get(narrowed.organisation),
    )  # fmt: skip


def _by_path(found: Report, paths: list[str]) -> Report:
    """The report with its regions in the order of their paths, unknown ones last."""
    place: dict[Value, int] = {id: at for at, id in enumerate(paths)}
    regions = sorted(found.breakdowns["region"], key=lambda part: place.get(part.value, len(place)))
    return replace(found, breakdowns={**found.breakdowns, "region": regions})


def dimensions() -> dict[str, str]:
    return {
        "sex": _("Sex"),
        "age_band": _("Age"),
        "disability": _("Disability"),
        "tier": _("Tier"),
        "region": _("Region"),
        "cadre": _("Cadre"),
    }


def _asked(narrowed: filters.Filter) -> ReportQuery:
    tier = None
    if narrowed.tier:
        is_apart = narrowed.tier == filters.UNATTRIBUTED
        tier = views.UNATTRIBUTED if is_apart else int(narrowed.tier[:6])
    return ReportQuery(
        narrowed.from_, narrowed.until, narrowed.region or None, tier, narrowed.organisation or None
    )


@dataclass(frozen=True)
class Values:
    """Values of dimensions in words. `regions`: id → path; `tiers`: number → name."""

    regions: Mapping[str, str]
    tiers: Mapping[int, str]

    def label(self, dimension: str, value: Value) -> str:
        """The label of a value."""
        if dimension == "region":
            return self.regions.get(str(value)) or _("not known")
        if dimension == "tier":
            if value is None:
                return _("Unattributed")
            name = self.tiers.get(int(value)) or (_("first facilitators") if value == 0 else "")
            return f"{value} · {name}" if name else str(value)
        label = labels.values().get(str(value))
        return label or (_("not said") if value in (None, "unknown") else str(value))


def _lines(
    read: Read, cascade: int, tiers: Sequence[Tier], asked: ReportQuery
) -> Iterator[tuple[int, str, Line]]:
    """(number, name, chart) of each tier with a target in the region of the report."""
    until = min(asked.last or read.today, read.today)
    planned = {
        number: sorted((t.by, t.people) for t in tier.targets if t.region == asked.region)
        for number, tier in enumerate(tiers, 1)
        if asked.tier in (None, number)
    }
    if not any(planned.values()):
        return
    within = regions_below(read.db, asked.region) if asked.region else None
    came = views.arrivals(read.db, cascade, within)
    for number, targets in planned.items():
        drawn = line(came.get(number, ()), targets, until) if targets else None
        if drawn:
            yield number, tiers[number - 1].name, drawn


def _spreadsheet(found: Report, values: Values, slug: str, title: str, position: int) -> Response:
    counted = ("people", "trained", "participations")
    rows: list[list[Cell | None]] = [["all", "", *(getattr(found, name) for name in counted)]]
    for dimension, parts in found.breakdowns.items():
        for part in parts:
            shown = values.label(dimension, part.value)
            rows.append([dimension, shown, *(getattr(part, name) for name in counted)])
    targets: list[list[Cell | None]] = [
        [one.tier, one.name, values.regions.get(one.region or "", ""), one.by, one.planned,
         one.reached, one.counted_until]
        for one in found.targets
    ]  # fmt: skip
    about: list[list[Cell | None]] = [
        ["cascade", title], ["from", found.asked.first], ["until", found.asked.last],
        ["position", position], ["computed_on", datetime.now(UTC).date()],
        ["claimed", found.claimed], ["entered_before", found.entered_before],
        ["came_as_facilitators", found.came_as_facilitators],
    ]  # fmt: skip
    figures = ("by", "value", "new_people", "people_trained", "participations")
    planned = ("tier", "name", "region", "by", "planned", "reached", "counted_until")
    sheets = {
        "figures": (figures, rows),
        "targets": (planned, targets),
        "about": (("what", "is"), about),
    }
    return workbook(f"report-{slug}", sheets)
