"""Why a number changed: two moments of the log, and the entries that made the difference."""

from __future__ import annotations

from uuid import UUID

from api.access.rules import HISTORY, requires
from api.history import comparison
from api.history.comparison import ComparisonQuery
from api.schemas import comparisons as shapes
from api.schemas.envelope import one
from api.transactions.read import Read
from api.web.routing import Blueprint
from api.web.services import reading
from projections import tables

comparisons = Blueprint("comparisons", __name__)


@comparisons.reads(
    "/cascades/<uuid:cascade>/comparison", one(shapes.Comparison), shapes.AskComparison
)
@requires(HISTORY, cascade="cascade")
def get_comparison(read: Read, cascade: UUID) -> dict[str, object]:
    """Get a number as known at two moments, and the entries that made the difference.

    Each person or workshop that is counted at one moment only is put to one entry: the last after
    which it began, or ceased, to be counted. So `then` + Σ `net` = `now`.
    """
    body = read.asked
    asked = ComparisonQuery(body["figure"], body["from_"], body["until"], "")
    against = {"known_at": body.get("against")}
    then, now = sorted((read, reading(HISTORY, against)), key=lambda one: one.position)
    number = now.number(tables.cascade, cascade)
    found = comparison.compare(then, now, number, asked)
    groups = [_group(now, group) for group in comparison.groups(found)]
    read.position = now.position
    return {
        "then": found.then,
        "now": found.now,
        "then_position": then.position,
        "now_position": now.position,
        "groups": groups,
    }


def _group(read: Read, group: comparison.Group) -> dict[str, object]:
    parts = group.parts[: shapes.MAX_ENTRIES]
    counts = {"kind": group.kind, "more": group.more, "less": group.less, "net": group.net}
    return counts | {"entries": len(group.parts), "largest": comparison.in_words(read, parts)}
