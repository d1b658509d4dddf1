"""The list of flags (irregular records) in the reader's region: of one kind or of all."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, request

from api.access.rules import RECORDS, requires
from api.history.history_lines import flag_sentences
from api.pages.layout import filters, labels
from api.transactions.read import BAD_CURSOR, Page, page
from api.web.services import reading
from domain.rules import Refused
from projections import tables
from projections.quality import flags

blueprint = Blueprint("flags", __name__, url_prefix="/cascades/<uuid:cascade>/flags")
MAX_ROWS = 50


@blueprint.get("")
@requires(RECORDS, cascade="cascade")
def show_all(cascade: UUID) -> str:
    """`?code=`: the flags of one kind."""
    narrowed = filters.from_address(code=tuple(flags.SENTENCES))
    code = narrowed.more.get("code") or None
    asked: dict[str, object] = {"limit": MAX_ROWS, "after": request.args.get("after") or None}
    read = reading(RECORDS, asked)
    number = read.number(tables.cascade, cascade)
    counts = flags.counts(read.db, number, read.scope)
    start = read.after(("", 0, 0, 0)) if asked["after"] else None
    if start is not None and start[0] not in ([code] if code else flags.SENTENCES):
        raise Refused(BAD_CURSOR)
    found = flags.flags(read.db, number, code, start, MAX_ROWS + 1, read.scope)
    rows, more = page(found, MAX_ROWS)
    shown = Page(flag_sentences(read, rows), rows[-1].cursor if more else None)
    whole = read.scope.everything or number in read.scope.whole
    title = read.db.rows("SELECT title FROM cascade WHERE number = :n", n=number)[0][0]
    return render_template(
        "cascade/flags.html",
        cascade=cascade,
        title=title,
        filter=narrowed,
        counts=counts,
        page=shown,
        whole=whole,
        names=labels.flags(),
        position=read.position,
    )
