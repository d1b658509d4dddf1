"""A trainer's page: how far their teaching came. Its parts open on demand, each by its address."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID

from babel.dates import format_skeleton
from babel.lists import format_list
from flask import render_template, request

from api.access.rules import BRANCH, needs
from api.accounts import Comparison, Visit
from api.figures import branch, outline
from api.figures.branch import Trainer
from api.i18n import _, locale, ngettext
from api.pages.layout import labels, map
from api.pages.layout.formatting import number
from api.pages.trainer import next_steps, own_outline
from api.pages.trainer.own_outline import Outline
from api.pages.trainer.proposals import blueprint
from api.people.certification import whole_standing
from api.private.account_tables import now
from api.transactions.read import Read
from api.web.services import home, reading, this_access
from api.workshops import proposals
from projections.reach import workshops_given as gave
from projections.records import cascades
from projections.records import proposals as views

MOST, LATEST, REGISTERS = 100, 5, 10


@blueprint.get("")
@needs(BRANCH, cascade="cascade")
def show(cascade: UUID) -> str:
    """`?open=`: somebody of the branch; `?folded=1`: with those who have nobody below them."""
    with _reading() as read:
        me = branch.trainer(read, cascade)
        mine = branch.figures(read, me)
        compared = home().accounts.last_visits.compared(read.access.account, str(cascade))
        found = render_template(
            "trainer/my_reach.html",
            cascade=cascade,
            title=_title(read, me.cascade),
            mine=mine,
            before=compared.before,
            news=compared.before and news(compared.before, mine),
            generations=sum(1 for one in mine["by_generation"] if one["people"]),
            months=by_month(mine["by_date"], read.home.service.read().today),
            month_name=month_name,
            map=map.drawn(read.db, mine["by_region"]),
            level=Outline(read, cascade, me, own_outline.asked()).whole(),
            words=labels,
            **_workshops(read, me),
            **_certificate(read, cascade, me),
        )
        _remember(cascade, mine, compared, read.position)
        return found


@blueprint.get("/rows")
@needs(BRANCH, cascade="cascade")
def rows(cascade: UUID) -> str:
    """The rows of the outline that come in where somebody is opened."""
    asked = own_outline.asked()
    with _reading() as read:
        level = Outline(read, cascade, branch.trainer(read, cascade), asked).one()
        return render_template("trainer/outline_rows.html", level=level, only_leaves=asked.folded)


@blueprint.get("/people")
@needs(BRANCH, cascade="cascade")
def people(cascade: UUID) -> str:
    """`?under=`: somebody of the branch; `?after=`: the page after."""
    asked = {name: request.args[name] for name in ("under", "after") if name in request.args}
    with _reading(**asked) as read:
        found = branch.people(read, branch.trainer(read, cascade))
        under = asked.get("under")
        return render_template(
            "trainer/people.html", cascade=cascade, people=found, under=under, words=labels
        )


@blueprint.get("/apart")
@needs(BRANCH, cascade="cascade")
def apart(cascade: UUID) -> str:
    """Whom the trainer taught and who hang elsewhere; `?after=`: the page after."""
    asked = {name: request.args[name] for name in ("after",) if name in request.args}
    with _reading(**asked) as read:
        found = outline.apart(read, branch.trainer(read, cascade))
        return render_template("trainer/apart.html", cascade=cascade, people=found)


@blueprint.get("/workshops")
@needs(BRANCH, cascade="cascade")
def workshops(cascade: UUID) -> str:
    """With their registers; `?after=`: the page after."""
    asked: dict[str, Any] = {
        name: request.args[name] for name in ("after",) if name in request.args
    }
    with _reading(limit=REGISTERS, **asked) as read:
        found = branch.workshops(read, branch.trainer(read, cascade))
        return render_template("trainer/workshops.html", cascade=cascade, found=found, words=labels)


@blueprint.get("/breakdowns")
@needs(BRANCH, cascade="cascade")
def breakdowns(cascade: UUID) -> str:
    with _reading() as read:
        found = branch.breakdowns(read, branch.trainer(read, cascade))
        return render_template(
            "trainer/breakdowns.html", cascade=cascade, cells=found, words=labels
        )


# ---- what the page is made of ----------------------------------------------------------------


def by_month(by_date: list[dict[str, Any]], today: date) -> list[tuple[date, int]]:
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


def news(before: Visit, mine: dict[str, Any]) -> str:
    """What became of the figures since they were last shown."""
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


def _workshops(read: Read, me: Trainer) -> dict[str, Any]:
    """What the trainer proposed, and the latest that they gave."""
    mine = views.proposals(read.db, 0, MOST, read.scope, me.cascade)
    latest = gave.given(read.db, me.cascade, me.person, LATEST)
    texts = read.private.open(one.details for one in latest)
    return {
        "proposals": [
            p for p in reversed(proposals.present(read, mine)) if p["state"] != "accepted"
        ],
        "given": [(one, texts.get(one.details or "", {}).get("title")) for one in latest],
    }


def _certificate(read: Read, cascade: UUID, me: Trainer) -> dict[str, Any]:
    found = whole_standing(read, cascade, me.cascade, me.person, me.id)
    return {
        "certificate": found,
        "last_day": next_steps.last_day(found),
        "steps": next_steps.steps(found, cascades.standard(read.db, str(cascade))),
    }


def _remember(cascade: UUID, mine: dict[str, Any], compared: Comparison, position: int) -> None:
    """What was shown, where somebody really looks: browsers also fetch pages ahead of it."""
    purpose = request.headers.get("Sec-Purpose") or request.headers.get("Purpose") or ""
    if request.method == "GET" and "prefetch" not in purpose:
        figures = Visit(now(), mine["people"], mine["trainers"])
        account = this_access().account
        home().accounts.last_visits.shown(account, str(cascade), compared, figures, position)


def _title(read: Read, cascade: int) -> str:
    ((title,),) = read.db.rows("SELECT title FROM cascade WHERE number = :n", n=cascade)
    return str(title)


@contextmanager
def _reading(**asked: Any) -> Iterator[Read]:
    read = reading(BRANCH, {"limit": MOST, **asked})
    yield read
