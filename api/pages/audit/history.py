"""History in words: who recorded what, when, from which source, and the values before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, render_template, request

from api.access.policy import require_records
from api.access.rules import HISTORY, requires
from api.history import entries
from api.history.entries import HistoryPage
from api.history.history_lines import HistoryLine
from api.i18n import _
from api.pages.audit import entry_labels
from api.pages.layout.downloads import workbook
from api.pages.layout.numerals import whole
from api.transactions.moments import asked_day
from api.transactions.read import Read
from api.web.services import reading, this_access
from projections import tables
from projections.history.cascade_history import KINDS, HistoryFilter

blueprint = Blueprint("history", __name__, url_prefix="/cascades/<uuid:cascade>/history")
blueprint.context_processor(entry_labels.helpers)
MAX_LINES, MAX_ROWS = 40, 10_000
THINGS = {"workshop": "workshop", "person": "person", "certificate": "certification"}
COLUMNS = ("position", "recorded at", "by", "account", "source", "about", "entry", "in words",
           "reason", "words", "days late", "changes")  # fmt: skip
ACCOUNTS = """
SELECT DISTINCT account FROM held_role
WHERE cascade = :cascade AND role IN ('coordinator', 'auditor', 'trainer')
"""


@blueprint.get("")
@requires(HISTORY, cascade="cascade")
def show(cascade: UUID) -> Response | str:
    """The history of a cascade. `?workshop=`, `?person=`, `?certificate=` (a person's id) or
    `?position=` narrow it to one record or entry."""
    wrong: dict[str, str] = {}
    wanted = _wanted(wrong)
    before = _number("before") or entries.END
    read = reading(HISTORY)
    number = read.number(tables.cascade, cascade)
    if request.args.get("format") == "xlsx":
        return _sheet(read, number, str(cascade), wanted)
    page = _page(read, number, str(cascade), wanted, before, MAX_LINES, brief=True)
    accounts = [account for (account,) in read.db.rows(ACCOUNTS, cascade=number)]
    by = [line["recorded_by"] for line in page.lines]
    return render_template(
        "audit/history.html",
        cascade=cascade,
        page=page,
        wanted=wanted,
        wrong=wrong,
        who=entry_labels.accounts(read, [*accounts, *by]),
        names=entry_labels.names(read, page.lines),
        kinds=kinds(),
        thing=_thing(),
        most=MAX_ROWS,
    )


def _page(
    read: Read,
    number: int,
    cascade: str,
    wanted: HistoryFilter,
    before: int,
    limit: int,
    *,
    brief: bool,
) -> HistoryPage:
    if position := _number("position"):
        return entries.at(read, number, cascade, position, brief=brief)
    thing = _thing()
    if thing is None:
        return entries.of_cascade(read, number, cascade, wanted, before, limit, brief=brief)
    name, id = thing
    record = "workshop" if name == "workshop" else "person"
    require_records(read.db, this_access(), HISTORY, [(record, id)])
    stream = f"{cascade}/{id}" if name == "certificate" else id
    return entries.of_one(read, THINGS[name], stream, wanted, before, limit, brief=brief)


def _thing() -> tuple[str, str] | None:
    """(parameter, id) of the record to which the address narrows the history."""
    return next(((name, request.args[name]) for name in THINGS if request.args.get(name)), None)


def _number(name: str) -> int | None:
    return whole(request.args.get(name, ""))


def _wanted(wrong: dict[str, str]) -> HistoryFilter:
    kind = request.args.get("kind", "")
    return HistoryFilter(
        kind if kind in KINDS else "",
        request.args.get("by", ""),
        asked_day(request.args.get("from", "").strip(), "from", wrong),
        asked_day(request.args.get("until", "").strip(), "until", wrong),
        bool(request.args.get("late")),
        bool(request.args.get("corrections")),
    )


def kinds() -> dict[str, str]:
    return {
        "workshops": _("Workshops and registers"),
        "people": _("People"),
        "certificates": _("Certificates"),
        "outcomes": _("Outcomes"),
        "proposals": _("Proposals"),
        "imports": _("Imports"),
        "settings": _("The cascade’s settings"),
        "names": _("Identifiers given"),
    }


# ---- as a spreadsheet ------------------------------------------------------------------------


def _sheet(read: Read, number: int, cascade: str, wanted: HistoryFilter) -> Response:
    """The latest `MAX_ROWS` entries that pass the filter, as a spreadsheet."""
    rows = _rows(read, number, cascade, wanted)
    return workbook("history", {"history": (COLUMNS, rows)})


def _rows(read: Read, number: int, cascade: str, wanted: HistoryFilter) -> Iterator[list[Any]]:
    before: int | None = entries.END
    left = MAX_ROWS
    while before is not None and left > 0:
        page = _page(read, number, cascade, wanted, before, min(500, left), brief=False)
        who = entry_labels.accounts(read, (line["recorded_by"] for line in page.lines))
        for line in page.lines:
            yield _row(line, who, page.late.get(line["position"]))
        left -= len(page.lines)
        before = page.before


def _row(line: HistoryLine, who: dict[str, str], late: int | None) -> list[Any]:
    changes = [
        f"{entry_labels.fields().get(c['field'], c['field'])}: "
        f"{entry_labels.value(c['before'])} → {entry_labels.value(c['after'])}"
        for c in line["changes"]
    ]
    return [
        str(line["position"]), line["recorded_at"].isoformat(), who[line["recorded_by"]],
        line["recorded_by"], line["source"], line["about"], line["name"], line["sentence"],
        line["reason"], line["words"], str(late) if late else None, "; ".join(changes)[:30_000],
    ]  # fmt: skip
