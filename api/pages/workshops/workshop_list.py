"""The workshops of a cascade: a list with filters, the list as a file, and each on its own page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, render_template, request

from api.access.policy import MISSING
from api.access.rules import LOG_WORK, RECORDS, requires
from api.endpoints.workshops import get_workshop
from api.history.history_lines import flag_sentences
from api.i18n import _
from api.pages.layout import filters, labels
from api.pages.layout.downloads import TYPES, spreadsheet
from api.pages.layout.filters import UNATTRIBUTED, Choices, Filter
from api.pages.layout.regions import paths
from api.pages.layout.visitor import field
from api.people.names import best_name
from api.transactions.read import Page, Read, page
from api.web.services import home, reading
from api.workshops import presentation
from api.workshops.presentation import RegisterLine, Workshop, WorkshopInFull
from domain import workshop as domain
from domain.rules import NotFound
from domain.values import WorkshopId
from projections import tables
from projections.gain import gain
from projections.quality import flags as quality_flags
from projections.reach import tree
from projections.records import workshop_list
from projections.records.workshop_list import WorkshopFilter

blueprint = Blueprint("workshops", __name__, url_prefix="/cascades/<uuid:cascade>/workshops")
LIST, ONE = "pages.workshops.show_all", "pages.workshops.show"
MAX_ROWS = 50
AT_ONCE = 1_000
STATUSES = ("held", "planned", "cancelled", "voided")
COLUMNS = (
    "workshop", "title", "kind", "status", "starts_on", "ends_on", "lead", "region", "people",
    "headcount", "gain", "flags",
)  # fmt: skip


@blueprint.get("")
@requires(RECORDS, cascade="cascade")
def show_all(cascade: UUID) -> str | Response:
    """The newest first. `?format=xlsx|csv`: all rows that pass the filter, as a file."""
    return _list(cascade)


@blueprint.post("")
@requires(RECORDS, cascade="cascade")
def search(cascade: UUID) -> str | Response:
    """Searches in titles and venues, which are private: the text is sent in the body."""
    return _list(cascade, field("q").strip(), here=LIST)


def _list(cascade: UUID, typed: str = "", **places: object) -> str | Response:
    found = filters.from_address(
        kind=tuple(labels.kinds()), status=STATUSES, lead=(), facilitator=(), counts=("yes",)
    )
    asked = {"after": request.args["after"]} if request.args.get("after") else {}
    read = reading(RECORDS, asked)
    number = read.number(tables.cascade, cascade)
    wanted = _wanted(read, number, found, typed)
    if request.args.get("format") in TYPES:
        rows_of_all = _rows_of_all(read, number, wanted)
        today = datetime.now(UTC).date()
        return spreadsheet("workshops", request.args["format"], COLUMNS, rows_of_all, today)
    start = read.after((0, 0)) if asked else None
    rows, more = page(
        workshop_list.listed(read.db, number, wanted, read.scope, start, MAX_ROWS + 1), MAX_ROWS
    )
    last = (rows[-1]["starts_on"].toordinal(), rows[-1]["number"]) if more else None
    return render_template(
        "workshops/workshops.html",
        cascade=cascade,
        typed=typed,
        filter=found,
        choices=Choices(paths(read.db), []),
        count=workshop_list.count(read.db, number, wanted, read.scope),
        page=Page(_rows(read, number, rows), last),
        statuses=statuses(),
        **places,
    )


@blueprint.get("/<uuid:workshop>")
@requires(RECORDS, cascade="cascade", workshop="workshop")
def show(cascade: UUID, workshop: UUID) -> str:
    """One workshop, as far as the reader may see it."""
    read = reading(RECORDS)
    found = one(read, cascade, workshop)
    number = read.number(tables.cascade, cascade)
    return render_template(
        "workshops/workshop.html",
        cascade=cascade,
        it=found,
        region=dict(paths(read.db)).get(found["region"] or ""),
        flags=flag_sentences(read, quality_flags.of_workshops(read.db, number, [found["number"]])),
        may_correct=workshop_list.is_within(read.db, found["number"], read.scope_of(LOG_WORK)),
        statuses=statuses(),
        kinds_of_evidence=kinds_of_evidence(),
    )


def kinds_of_evidence() -> dict[str, str]:
    return {
        "sign-in-sheet": _("Sign-in sheet"),
        "photograph": _("Photograph"),
        "other": _("Another file"),
    }


class ShownLine(RegisterLine):
    """`facilitates`: the person gave the workshop, so the line does not count; `gain`: None for a
    line that does not count."""

    facilitates: bool
    gain: float | None


def one(read: Read, cascade: UUID, workshop: UUID) -> WorkshopInFull:
    """The workshop as the API gives it, with lines as `ShownLine`; raises NotFound unless it is of
    this cascade."""
    found: WorkshopInFull = get_workshop(read, workshop)
    if found["cascade"] != str(cascade):
        raise NotFound(MISSING["workshop"])
    beside = {one["person"] for one in found["left_off"]}
    lines: list[RegisterLine] = [_line(line, beside) for line in found["register"]]
    return {**found, "register": lines}


def _line(line: RegisterLine, beside: set[str]) -> ShownLine:
    facilitates = not line["voided"] and line["person"] in beside
    counts = not (line["in_conflict"] or line["voided"] or facilitates)
    made = gain(line["pre"], line["post"], line["max_score"]) if counts else None
    return {**line, "facilitates": facilitates, "gain": made}


def version_of(workshop: UUID) -> int:
    """The version of a workshop's stream, 0 without entries. Call it before reading the workshop,
    so that the version is never newer than the values shown."""
    entries = home().service.read().entries(domain.stream(WorkshopId(str(workshop))))
    return entries[-1].version if entries else 0


def statuses() -> dict[str, str]:
    return {
        "held": _("held"),
        "planned": _("planned"),
        "cancelled": _("cancelled"),
        "voided": _("voided"),
    }


# ---- the list --------------------------------------------------------------------------------


def _wanted(read: Read, cascade: int, found: Filter, typed: str) -> WorkshopFilter:
    equal = {name: text for name, text in found.more.items() if text}
    if found.organisation:
        equal["organisation"] = found.organisation
    trained = None
    if found.tier:
        trained = tree.UNATTRIBUTED if found.tier == UNATTRIBUTED else int(found.tier[:9])
    return WorkshopFilter(
        found.from_.toordinal() if found.from_ else None,
        found.until.toordinal() if found.until else None,
        found.region or None,
        trained,
        (typed, presentation.with_text(read, typed)) if typed else None,
        equal,
    )


class ListedWorkshop(Workshop):
    """`flags`: how many; `place`: the path of its region."""

    flags: int
    place: str | None


def _rows(read: Read, cascade: int, rows: Sequence[Any]) -> list[ListedWorkshop]:
    regions = dict(paths(read.db))
    numbers = [row["number"] for row in rows]
    flags = Counter(f.workshop for f in quality_flags.of_workshops(read.db, cascade, numbers))
    return [
        {**row, "flags": flags[row["number"]], "place": regions.get(row["region"] or "")}
        for row in presentation.present(read, rows)
    ]


def _rows_of_all(read: Read, cascade: int, wanted: WorkshopFilter) -> Iterator[list[Any]]:
    after = None
    while True:
        part = workshop_list.listed(read.db, cascade, wanted, read.scope, after, AT_ONCE)
        for row in _rows(read, cascade, part):
            yield [
                row["identifier"] or row["id"], row["title"], row["kind"], row["status"],
                row["starts_on"], row["ends_on"], best_name(row["lead"]) or None,
                row["place"], row["people"], row["headcount"], row["gain"], row["flags"],
            ]  # fmt: skip
        if len(part) < AT_ONCE:
            return
        after = (part[-1]["starts_on"].toordinal(), part[-1]["number"])
