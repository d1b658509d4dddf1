"""The report for donors: targets planned and reached, and a period's people cell by cell."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, current_app, render_template, request

from api.access.rules import FIGURES, needs, this_access
from api.figures.report import Asked, Reports
from api.i18n import _
from api.pages.layout import filters, labels
from api.pages.layout.downloads import XLSX
from api.pages.layout.line_chart import Line, line
from api.pages.layout.visitor import home
from api.spreadsheets.files.writing import write_xlsx
from api.transactions.read import Read, reading
from domain.rules import latest_today
from projections.reach import report as views
from projections.records import cascades
from projections.scope import regions_below

blueprint = Blueprint("report", __name__, url_prefix="/cascades/<uuid:cascade>/report")


@blueprint.get("")
@needs(FIGURES, cascade="cascade")
def show(cascade: UUID) -> str | Response:
    """`?from=&until=&region=&tier=&organisation=`; `?format=xlsx` gives it as a spreadsheet."""
    narrowed = filters.asked()
    if narrowed.from_ and narrowed.until and narrowed.from_ > narrowed.until:
        narrowed.wrong["until"] = _("The period ends before it begins. Change one of its days.")
        narrowed.until = None
    asked = _asked(narrowed)
    with reading(home(), {}, this_access(), FIGURES) as read:
        choices = filters.choices(read.db)
        kept: Reports = current_app.extensions["banyan.reports"]
        found = kept.of(read, str(cascade), asked)
        about = cascades.known(read.db, str(cascade))
        names = dict(choices.regions)
        found = _by_path(found, list(names))
        if request.args.get("format") == "xlsx":
            return _spreadsheet(found, names, about, read.position)
        lines = list(_lines(read, kept, about, asked))
        organisation = dict(choices.organisations).get(narrowed.organisation)
        return render_template(
            "report.html", cascade=cascade, about=about, found=found, lines=lines, names=names,
            choices=choices, filter=narrowed, asked=asked, position=read.position,
            today=datetime.now(UTC).date(), dimensions=dimensions(), value=_value,
            organisation=organisation, tiers=_tiers(about),
        )  # fmt: skip


def _by_path(found: dict[str, Any], paths: list[str]) -> dict[str, Any]:
    """Regions in the order of their paths, those not known last."""
    place = {id: at for at, id in enumerate(paths)}
    parts = sorted(
        found["breakdowns"]["region"], key=lambda part: place.get(part["value"], len(place))
    )
    return found | {"breakdowns": found["breakdowns"] | {"region": parts}}


def dimensions() -> dict[str, str]:
    return {
        "sex": _("Sex"),
        "age_band": _("Age"),
        "disability": _("Disability"),
        "tier": _("Tier"),
        "region": _("Region"),
        "cadre": _("Cadre"),
    }


def _asked(narrowed: filters.Filter) -> Asked:
    tier = None
    if narrowed.tier:
        is_apart = narrowed.tier == filters.UNATTRIBUTED
        tier = views.UNATTRIBUTED if is_apart else int(narrowed.tier[:6])
    return Asked(
        narrowed.from_, narrowed.until, narrowed.region or None, tier, narrowed.organisation or None
    )


def _tiers(about: cascades.CascadeRow) -> dict[int, str]:
    return {number: tier["name"] for number, tier in enumerate(about["tiers"], 1)}


def _value(name: str, value: Any, names: dict[str, str], tiers: dict[int, str]) -> str:
    """What a cell is called."""
    if name == "region":
        return names.get(value) or _("not known")
    if name == "tier":
        if value is None:
            return _("Unattributed")
        named = tiers.get(value) or (_("first facilitators") if value == 0 else "")
        return f"{value} · {named}" if named else str(value)
    said = labels.values().get(value)
    return said or (_("not said") if value in (None, "unknown") else str(value))


def _lines(
    read: Read, kept: Reports, about: cascades.CascadeRow, asked: Asked
) -> Iterator[tuple[int, str, Line]]:
    """A line for each tier that has a target where the report looks."""
    came = kept.figures(read, about["id"], asked.days).arrivals
    today = latest_today(datetime.now(UTC))
    within = regions_below(read.db, asked.region) if asked.region else None
    for number, tier in enumerate(about["tiers"], 1):
        targets = [
            (date.fromisoformat(str(one["by"])), one["people"])
            for one in tier.get("targets", ())
            if one.get("region") == asked.region
        ]
        if not targets or asked.tier not in (None, number):
            continue
        until = min(asked.last or today, today)
        drawn = line(came.get(number, Counter()), within, sorted(targets), until)
        if drawn:
            yield number, tier["name"], drawn


def _spreadsheet(
    found: dict[str, Any], names: dict[str, str], about: cascades.CascadeRow, position: int
) -> Response:
    tiers = _tiers(about)
    counted = [found["people"], found["trained"], found["participations"]]
    rows: list[list[Any]] = [["all", "", *counted]]
    for name, parts in found["breakdowns"].items():
        for part in parts:
            shown = _value(name, part["value"], names, tiers)
            rows.append([name, shown, part["people"], part["trained"], part["participations"]])
    targets = [
        [one["tier"], one["name"], names.get(one["region"], ""), date.fromisoformat(str(one["by"])),
         one["planned"], one["reached"], one["counted_until"]]
        for one in found["targets"]
    ]  # fmt: skip
    said = [
        ["cascade", about["title"]], ["from", found["from"]], ["until", found["until"]],
        ["position", position], ["computed_on", datetime.now(UTC).date()],
        ["claimed", found["claimed"]], ["entered_before", found["entered_before"]],
        ["came_as_facilitators", found["came_as_facilitators"]],
    ]  # fmt: skip
    book = io.BytesIO()
    figures = ("by", "value", "new_people", "people_trained", "participations")
    planned = ("tier", "name", "region", "by", "planned", "reached", "counted_until")
    write_xlsx(
        book,
        {
            "figures": (figures, rows),
            "targets": (planned, targets),
            "about": (("what", "is"), said),
        },
    )
    response = Response(book.getvalue(), mimetype=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="report-{about["slug"]}.xlsx"'
    return response
