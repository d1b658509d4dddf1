"""A trainer's page: how far their teaching spread. Its parts are loaded on demand."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from babel.dates import format_skeleton
from babel.lists import format_list
from flask import render_template, request

from api.access.rules import BRANCH, requires
from api.accounts import Comparison, Visit
from api.figures import branch, outline
from api.figures.branch import Trainer
from api.figures.branch_shapes import BranchFigures, OnDay
from api.i18n import _, locale, ngettext
from api.pages.layout import map
from api.pages.layout.formatting import number
from api.pages.trainer import next_steps, own_outline
from api.pages.trainer.own_outline import Outline
from api.pages.trainer.proposals import blueprint
from api.people.certification import whole_standing
from api.private.tables import utc_now
from api.transactions.read import Read
from api.web.services import home, reading, this_access
from api.workshops import proposals
from domain.values import Standard
from projections.reach import workshops_given as gave
from projections.records import cascades
from projections.records import proposals as views

MAX_ROWS, MAX_LATEST, MAX_REGISTERS = 100, 5, 10


@blueprint.get("")
@requires(BRANCH, cascade="cascade")
def show(cascade: UUID) -> str:
    """`?open=`: a person of the branch; `?folded=1`: also people without people below them."""
    read = _reading()
    me = branch.trainer(read, cascade)
    mine = branch.figures(read, me)
    about = cascades.known(read.db, str(cascade))
    compared = home().accounts.last_visits.compared(read.access.account, str(cascade))
    shown = render_template(
        "trainer/my_reach.html",
        cascade=cascade,
        title=about["title"],
        mine=mine,
        before=compared.before,
        news=compared.before and news(compared.before, mine),
        generations=sum(1 for one in mine["by_generation"] if one["people"]),
        months=by_month(mine["by_date"], read.today),
        month_name=month_name,
        map=map.map_of(read.db, mine["by_region"]),
        level=Outline(read, cascade, me, own_outline.outline_query()).whole(),
        **_workshops(read, me),
        **_certificate(read, cascade, me, cascades.standard(read.db, str(cascade))),
    )
    _remember(cascade, mine, compared, read.position)
    return shown


@blueprint.get("/rows")
@requires(BRANCH, cascade="cascade")
def rows(cascade: UUID) -> str:
    """The rows of the outline below the person who is opened."""
    asked = own_outline.outline_query()
    read = _reading()
    level = Outline(read, cascade, branch.trainer(read, cascade), asked).one()
    return render_template("trainer/outline_rows.html", level=level, only_leaves=asked.folded)


@blueprint.get("/people")
@requires(BRANCH, cascade="cascade")
def people(cascade: UUID) -> str:
    """`?under=`: a person of the branch; `?after=`: the next page."""
    read = _reading("under", "after")
    found = branch.people(read, branch.trainer(read, cascade))
    return _part("people", cascade, people=found, under=read.asked.get("under"))


@blueprint.get("/apart")
@requires(BRANCH, cascade="cascade")
def apart(cascade: UUID) -> str:
    """People the trainer taught who are elsewhere in the tree; `?after=`: the next page."""
    read = _reading("after")
    return _part("apart", cascade, people=outline.apart(read, branch.trainer(read, cascade)))


@blueprint.get("/workshops")
@requires(BRANCH, cascade="cascade")
def workshops(cascade: UUID) -> str:
    """Workshops with their registers; `?after=`: the next page."""
    read = _reading("after", limit=MAX_REGISTERS)
    return _part("workshops", cascade, found=branch.workshops(read, branch.trainer(read, cascade)))


@blueprint.get("/breakdowns")
@requires(BRANCH, cascade="cascade")
def breakdowns(cascade: UUID) -> str:
    read = _reading()
    return _part(
        "breakdowns", cascade, cells=branch.breakdowns(read, branch.trainer(read, cascade))
    )


def _reading(*names: str, limit: int = MAX_ROWS) -> Read:
    """`names`: what the address may ask for."""
    asked = {name: request.args[name] for name in names if name in request.args}
    return reading(BRANCH, {"limit": limit, **asked})


def _part(name: str, cascade: UUID, **shown: object) -> str:
    return render_template(f"trainer/{name}.html", cascade=cascade, **shown)


# ---- what the page is made of ----------------------------------------------------------------


def by_month(by_date: list[OnDay], today: date) -> list[tuple[date, int]]:
    """The first of each month up to today's, and how many had entered by its end."""
    if not by_date:
        return []
    entered: dict[date, int] = {}
    for one in by_date:
        month = one["entered_on"].replace(day=1)
        entered[month] = entered.get(month, 0) + one["people"]
    found, total = [], 0
    month, last = min(entered), max(today.replace(day=1), *entered)
    while month <= last:
        total += entered.get(month, 0)
        found.append((month, total))
        month = month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)
    return found


def month_name(month: date) -> str:
    return str(format_skeleton("yMMM", month, locale=locale()))


def news(before: Visit, mine: BranchFigures) -> str:
    """A sentence on how the figures changed since the last visit."""
    people, trainers = mine["people"] - before.people, mine["trainers"] - before.trainers
    found = []
    if people > 0:
        more = number(people)
        found.append(ngettext("{count} more person", "{count} more people", people, count=more))
    if trainers > 0:
        more = number(trainers)
        became = ngettext(
            "{count} became a trainer", "{count} became trainers", trainers, count=more
        )
        found.append(became)
    if people < 0 or trainers < 0:
        found.append(_("something was corrected, and a figure is smaller than it was"))
    if not found:
        return _("nothing has changed.")
    return str(format_list(found, locale=locale())) + _(".")


def _workshops(read: Read, me: Trainer) -> dict[str, object]:
    """The trainer's open proposals, and the latest workshops that they gave."""
    mine = views.proposals(read.db, 0, MAX_ROWS, read.scope, me.cascade)
    latest = gave.given(read.db, me.cascade, me.person, MAX_LATEST)
    texts = read.private.open(one.details for one in latest)
    return {
        "proposals": [
            p for p in reversed(proposals.present(read, mine)) if p["state"] != "accepted"
        ],
        "given": [(one, texts.get(one.details or "", {}).get("title")) for one in latest],
    }


def _certificate(read: Read, cascade: UUID, me: Trainer, standard: Standard) -> dict[str, object]:
    found = whole_standing(read, cascade, me.cascade, me.person, me.id)
    return {
        "certificate": found,
        "last_day": next_steps.last_day(found),
        "steps": next_steps.steps(found, standard),
    }


def _remember(cascade: UUID, mine: BranchFigures, compared: Comparison, position: int) -> None:
    """Stores the figures that were shown, unless a browser only fetched the page ahead."""
    purpose = request.headers.get("Sec-Purpose") or request.headers.get("Purpose") or ""
    if request.method == "GET" and "prefetch" not in purpose:
        figures = Visit(utc_now(), mine["people"], mine["trainers"])
        account = this_access().account
        home().accounts.last_visits.shown(account, str(cascade), compared, figures, position)
