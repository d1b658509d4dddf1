"""The replay for auditors: how the cascade grew, day by day."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template

from api.access.rules import HISTORY, requires
from api.figures import replay
from api.web.services import reading
from projections import tables
from projections.history.replay import forest

blueprint = Blueprint("replay", __name__, url_prefix="/cascades/<uuid:cascade>/replay")


@blueprint.get("")
@requires(HISTORY, cascade="cascade")
def show(cascade: UUID) -> str:
    """The table by month. A script draws the diagram from the file of `GET …/replay`."""
    read = reading(HISTORY)
    levels = forest(read.db, read.number(tables.cascade, cascade))
    months = replay.by_month(levels)
    return render_template(
        "audit/replay.html",
        cascade=cascade,
        position=read.position,
        totals=replay.totals(levels),
        keys=replay.keys(levels),
        months=list(reversed(months)),
    )
