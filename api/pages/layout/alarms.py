"""The alarm that the log is not the one it was: at the top of every page until acknowledged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, g, redirect, url_for
from werkzeug.wrappers import Response

from api.access.rules import ALARMS, requires
from api.integrity.alarms import Alarm, sentence
from api.pages.layout.visitor import field, sound_path
from api.web.services import caller, home

blueprint = Blueprint("alarms", __name__, url_prefix="/alarms")


@blueprint.post("/<uuid:id>/acknowledgement")
@requires(ALARMS)
def acknowledge(id: UUID) -> Response:
    """Acknowledges an alarm, then returns to the page on which the button was pressed."""
    home().alarms.acknowledge(str(id), caller().account)
    onward = sound_path(field("onward")) or url_for("pages.start")
    return redirect(onward, 303)


def standing() -> list[tuple[Alarm, datetime, str]]:
    """(alarm, time, sentence) of each alarm that stands; empty for readers without the rule."""
    if g.get("session") is None or not caller().whole.may(ALARMS):
        return []
    alarms = home().alarms.standing()
    return [(alarm, datetime.fromisoformat(alarm.raised_at), sentence(alarm)) for alarm in alarms]


def helpers() -> dict[str, Callable[..., Any]]:
    return {"standing_alarms": standing}
