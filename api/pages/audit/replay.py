"""An auditor's page: the cascade as it grew, day by day."""

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
    """The icicle is drawn by a script from one file; the table by month needs none."""
    read = reading(HISTORY)
    kept = replay_of(read, cascade)
    months = replay.by_month(kept.levels)
    return render_template(
        "audit/replay.html",
        cascade=cascade,
        position=read.position,
        totals=replay.totals(kept.levels),
        keys=replay.keys(kept.levels),
        months=list(reversed(months)),
    )
