"""Why a number changed: the form, the comparison of two moments, and the wait for a replay."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, render_template, request

from api.access.rules import HISTORY, requires
from api.errors import Problem
from api.history import comparison
from api.history.comparison import ComparisonQuery, Month
from api.i18n import _
from api.pages.audit import entry_labels
from api.pages.layout.formatting import day
from api.pages.layout.formatting import number as figure
from api.pages.layout.visitor import Page
from api.transactions.moments import asked_day
from api.transactions.read import Read
from api.web.services import caller, reading
from projections import tables
from projections.history.comparison import FIGURES, PEOPLE

blueprint = Blueprint("compare", __name__, url_prefix="/cascades/<uuid:cascade>/compare")
blueprint.context_processor(entry_labels.helpers)
MAX_OF_KIND = 10
"""Entries shown of each kind; more are shown of one kind alone (`?kind=`)."""
MAX_ENTRIES = 500
BATCHES = """
SELECT name, completed FROM batch
WHERE cascade = :cascade AND completed IS NOT NULL AND undone IS NULL
ORDER BY completed DESC LIMIT 5
"""


PARAMETERS = ("month", "from", "until", "then", "now", "position", "until_then")
"""Parameters in the address, besides `figure`."""
DAYS = ("month", "from", "until", "until_then", "then")
"""Those of `PARAMETERS` that are days."""


@dataclass
class Form:
    """The fields as they were sent, else their defaults. `month`: its first day, as text; `wrong`:
    field → error."""

    figure: str
    month: str
    from_: str
    until: str
    then: str
    now: str
    position: str
    until_then: str
    wrong: dict[str, str] = field(default_factory=dict, kw_only=True)


@blueprint.get("")
@requires(HISTORY, cascade="cascade")
def show(cascade: UUID) -> Page:
    """Compares a number at two moments.

    `?figure=`, `&month=` or `&from=&until=`, `&then=` or `&position=`, `&now=`; all are optional.
    Without parameters: the last month that is over or, if its number did not change, the last month
    whose number did. While a replay runs, the page loads itself again.
    """
    read = reading(HISTORY)
    number = read.number(tables.cascade, cascade)
    form, asked, choices = _asked(read, number)
    batches = read.db.rows(BATCHES, cascade=number)
    frame: dict[str, object] = {
        "cascade": cascade, "form": form, "choices": choices, "batches": batches,
        "figures": figures(), "kinds": kinds(), "asked": asked,
    }  # fmt: skip
    if asked is None:
        status = HTTPStatus.BAD_REQUEST if form.wrong else HTTPStatus.OK
        return render_template("audit/compare.html", **frame), status
    try:
        then, now = comparison.two(caller(), asked.then, asked.now)
        frame |= _compared(then, now, number, asked, choices)
        return render_template("audit/compare.html", **frame), HTTPStatus.OK
    except Problem as problem:
        if problem.status not in (HTTPStatus.ACCEPTED, HTTPStatus.SERVICE_UNAVAILABLE):
            form.wrong["then"] = _(problem.template, **problem.params)
            return render_template("audit/compare.html", **frame), HTTPStatus.BAD_REQUEST
        return render_template("audit/compare_wait.html", cascade=cascade), HTTPStatus.ACCEPTED


def _compared(
    then: Read, now: Read, number: int, asked: ComparisonQuery, choices: list[Month]
) -> dict[str, object]:
    every = comparison.months(then, now, number, asked.figure)
    changed = [month for month in every if month.then != month.now]
    unasked = not set(request.args) - {"lang"}
    if unasked and changed and all(month.first != asked.first for month in changed):
        asked = replace(asked, first=changed[0].first, last=changed[0].last)
    found = comparison.compare(then, now, number, asked)
    grouped = comparison.groups(found)
    only = request.args.get("kind")
    most = {group.kind: MAX_ENTRIES if group.kind == only else MAX_OF_KIND for group in grouped}
    lines = {g.kind: comparison.in_words(now, g.parts[: most[g.kind]]) for g in grouped}
    return {
        "found": found,
        "groups": grouped,
        "lines": lines,
        "only": only,
        "losing": ("voided", "workshop-voided", "undone"),
        "gaining": ("recorded", "added", "workshop-restored"),
        "who": entry_labels.accounts(
            now, (one["recorded_by"] for some in lines.values() for one in some)
        ),
        "months": changed,
        "choices": _offered(choices, every, asked),
        "positions": (then.position, now.position),
        "asked": asked,
        "when": _when(asked, then, number),
    }


def _offered(choices: list[Month], every: list[Month], asked: ComparisonQuery) -> list[Month]:
    """The months to choose from: also those that are empty now, and the month asked for."""
    found = {month.first: month for month in (*every, *choices)}
    if asked.first.day == 1 and asked.last == comparison.end_of(asked.first):
        found.setdefault(asked.first, Month(asked.first, asked.last, 0, 0))
    return [found[first] for first in sorted(found, reverse=True)]


def _when(asked: ComparisonQuery, then: Read, number: int) -> str:
    if len(asked.then) == 10:
        return _("at the end of {date}", date=day(date.fromisoformat(asked.then)))
    sql = "SELECT name FROM batch WHERE cascade = :cascade AND completed = :position"
    batch = then.db.one(sql, cascade=number, position=then.position)
    if batch:
        return _("when the import {batch} was complete", batch=batch[0])
    return _("at position {position} of the log", position=figure(then.position))


# ---- what is asked ---------------------------------------------------------------------------


def _asked(read: Read, number: int) -> tuple[Form, ComparisonQuery | None, list[Month]]:
    """(the form, the comparison to make or None, the months to choose from), from the address.

    Default: the last month that is over, against the number as known at its end.
    """
    args = {name: text.strip() for name, text in request.args.items()}
    which = args.get("figure") or PEOPLE
    form = Form(which, *(args.get(name, "") for name in PARAMETERS))
    if which not in FIGURES:
        form.wrong["figure"] = _("Choose one of those that are offered.")
        form.figure = which = PEOPLE
    if form.then and form.position:
        form.wrong["position"] = _(
            "Give the day of the report or a position of the log, and leave the other empty."
        )
    choices = comparison.months(None, read, number, which)
    days = {name: asked_day(args.get(name, ""), name, form.wrong) for name in DAYS}
    if not form.month and not days["from"]:
        days["month"] = _last_over(choices)
        form.month = str(days["month"] or "")
    first = days["from"] or days["month"]
    if first is None or form.wrong:
        return form, None, choices
    last = days["until"] or (today() if days["from"] else comparison.end_of(first))
    if last < first:
        form.wrong["until"] = _("The last day lies before the first. Turn them round.")
        return form, None, choices
    then = form.position or form.then or _end_as_known(read, number, last)
    return form, ComparisonQuery(which, first, last, then, form.now, days["until_then"]), choices


def today() -> date:
    return datetime.now(UTC).date()


def _last_over(choices: list[Month]) -> date | None:
    over = [month.first for month in choices if month.last < today()]
    return over[0] if over else (choices[0].first if choices else None)


def _end_as_known(read: Read, number: int, last: date) -> str:
    """The default earlier moment: the end of the period, or the day of the first import if nothing
    was recorded by then."""
    (opened,) = read.home.log.read(number - 1, number)
    if opened.recorded_at.date() <= last:
        return str(min(last, today() - timedelta(days=1)))
    sql = "SELECT min(completed) FROM batch WHERE cascade = :cascade AND undone IS NULL"
    ((completed,),) = read.db.rows(sql, cascade=number)
    return str(completed or opened.recorded_at.date())


# ---- words -----------------------------------------------------------------------------------


def figures() -> dict[str, str]:
    return {"people": _("People reached"), "workshops": _("Workshops held")}


def kinds() -> dict[str, str]:
    """Kinds of entries that change a number → label."""
    return {
        "recorded": _("Workshops were recorded later"),
        "added": _("People were added to registers, or restored"),
        "voided": _("Attendances were voided"),
        "corrected": _("Workshops were corrected: their days, kind or who gave them"),
        "workshop-voided": _("Workshops were voided"),
        "workshop-restored": _("Voided workshops were restored"),
        "merged": _("Records were merged: they are one person"),
        "parted": _("Merges were undone"),
        "undone": _("Imports were taken back"),
        "other": _("Other entries"),
    }
