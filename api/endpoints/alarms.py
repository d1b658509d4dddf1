"""Alarms that the log was replaced or shortened."""

from __future__ import annotations

from uuid import UUID

from api.access.rules import ALARMS, requires
from api.integrity.alarms import Alarm, sentence
from api.schemas.alarms import AlarmListed
from api.schemas.envelope import KnownAt, many, one
from api.transactions.read import Page, Read
from api.transactions.write import Body
from api.web.routing import Blueprint
from api.web.services import caller, home

alarms = Blueprint("alarms", __name__)


@alarms.reads("/alarms", many(AlarmListed), KnownAt)
@requires(ALARMS)
def list_alarms(read: Read) -> Page:
    """List the alarms that the log is not the one that the views were made from: shorter, or of
    another past. Those that were acknowledged stay in the list."""
    return Page([_shown(alarm) for alarm in read.home.alarms.all()], None)


@alarms.acts("/alarms/<uuid:id>/acknowledgement", one(AlarmListed))
@requires(ALARMS)
def acknowledge_alarm(body: Body, id: UUID) -> Body:
    """Say that you have seen an alarm. It stays in the list, with who was the first to say so."""
    return _shown(home().alarms.acknowledge(str(id), caller().account))


def _shown(alarm: Alarm) -> Body:
    names = AlarmListed().fields.keys() - {"shorter", "detail"}
    shown = {name: getattr(alarm, name) for name in names}
    return shown | {"shorter": alarm.is_shorter, "detail": sentence(alarm)}
