"""Flags: records against the rules, for coordinators to look at."""

from __future__ import annotations

from uuid import UUID

from api.access.rules import FIGURES, requires
from api.errors import Problem
from api.history.history_lines import flag_sentences
from api.schemas import figures as shapes
from api.schemas.envelope import KnownAt, many, one
from api.transactions.read import BAD_CURSOR, Page, Read, page
from api.transactions.write import Body
from api.web.routing import Blueprint
from projections import tables
from projections.quality import flags as views

quality = Blueprint("quality", __name__)


@quality.reads("/cascades/<uuid:cascade>/flags", many(shapes.Flag), shapes.ListFlags)
@requires(FIGURES, cascade="cascade")
def list_flags(read: Read, cascade: UUID) -> Page:
    """List what happened against the rules, and what can be done about it."""
    number = read.number(tables.cascade, cascade)
    code = read.asked.get("code")
    if code is not None and code not in views.SENTENCES:
        raise Problem(
            422, "There are no flags of this code. See GET /cascades/…/flags/counts for the codes."
        )
    start = read.after(("", 0, 0, 0)) if read.asked.get("after") else None
    if start is not None and start[0] not in ([code] if code else views.SENTENCES):
        raise Problem(422, BAD_CURSOR)
    found = views.flags(read.db, number, code, start, read.limit + 1)
    rows, more = page(found, read.limit)
    return Page(flag_sentences(read, rows), rows[-1].cursor if more else None)


@quality.reads("/cascades/<uuid:cascade>/flags/counts", one(shapes.FlagCounts), KnownAt)
@requires(FIGURES, cascade="cascade")
def count_flags(read: Read, cascade: UUID) -> Body:
    """Count the flags of each code."""
    number = read.number(tables.cascade, cascade)
    found = views.counts(read.db, number)
    return {"flags": found, "total": sum(found.values())}
