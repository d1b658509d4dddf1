"""The replay for auditors: how the cascade grew, day by day."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template

from api.access.rules import HISTORY, requires
from api.endpoints.replays import replay_of
from api.figures import replay
from api.web.services import reading

blueprint = Blueprint("replay", __name__, url_prefix="/cascades/<uuid:cascade>/replay")


@blueprint.get("")
@requires(HISTORY, cascade="cascade")
def show(cascade: UUID) -> str:
    """The table by month. A script draws the diagram from the file of `GET …/replay`."""
    read = reading(HISTORY)
    levels = replay_of(read, cascade).levels
    months = replay.by_month(levels)
    return render_template(
        "audit/replay.html",
        cascade=cascade,
        position=read.position,
        totals=replay.totals(levels),
        keys=replay.keys(levels),
        months=list(reversed(months)),
    )
