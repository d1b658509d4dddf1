"""The replay of a cascade: when and under which trainer people entered, as one small file."""

from __future__ import annotations

from uuid import UUID

from flask import Response

from api.access.rules import HISTORY, requires
from api.figures.replay import MEDIA_TYPE, encode
from api.transactions.read import Read
from api.web.routing import Blueprint
from projections import tables
from projections.history.replay import forest

replays = Blueprint("replays", __name__)


@replays.files("/cascades/<uuid:cascade>/replay", MEDIA_TYPE)
@requires(HISTORY, cascade="cascade")
def get_replay(read: Read, cascade: UUID) -> Response:
    """Get who entered when and under whom: all people of the tree, without ids.

    Whole numbers, each as LEB128 (seven bits a byte, least first): 1, position, first day, number
    of generations, groups of people in each generation; then of all groups, column by column:
    parent, people, parents among them, day, day recorded. Days count from 1 January of the year 1.
    A parent is a place among all who have somebody below, said as the step from the group before;
    in generation 0 it is 1 for the unattributed. A day is said as the step from the parent's (in
    generation 0: from the first day), the day recorded as the step from the day, both zigzag.
    """
    levels = forest(read.db, read.number(tables.cascade, cascade))
    return Response(encode(levels, read.position), mimetype=MEDIA_TYPE)
