"""What happened against the rules, as a list: one kind at a time or all, in the reader's region."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request

from api import overview
from api.auth import MISSING, RECORDS, needs, this_access
from api.pages import filters, words
from api.pages.visitor import home
from api.reading import BAD_CURSOR, Page, page, reading
from api.sentences import flag_sentences
from domain.standards import Refused
from projections import quality, tables

blueprint = Blueprint("flags", __name__, url_prefix="/cascades/<uuid:cascade>/flags")
SHOWN = 50


@blueprint.get("")
@needs(RECORDS, cascade="cascade")
def show_all(cascade: UUID) -> str:
    """`?code=`: of one kind."""
    narrowed = filters.asked(code=tuple(quality.SENTENCES))
    code = narrowed.more.get("code") or None
    asked: dict[str, Any] = {"limit": SHOWN, "after": request.args.get("after") or None}
    with reading(home(), asked, this_access(), RECORDS) as read:
        number = read.number(tables.cascade, cascade, MISSING["cascade"])
        counts = overview.flags(read, number, read.scope)
        start = read.after(("", 0, 0, 0)) if asked["after"] else None
        if start is not None and start[0] not in ([code] if code else quality.SENTENCES):
            raise Refused(BAD_CURSOR)
        found = quality.flags(read.db, number, code, start, SHOWN + 1, read.scope)
        rows, more = page(found, SHOWN)
        shown = Page(flag_sentences(read, rows), rows[-1].cursor if more else None)
        whole = read.scope.everything or number in read.scope.whole
        title = read.db.rows("SELECT title FROM cascade WHERE number = :n", n=number)[0][0]
    return render_template(
        "flags.html",
        cascade=cascade,
        title=title,
        filter=narrowed,
        counts=counts,
        page=shown,
        whole=whole,
        names=words.flags(),
        position=read.position,
    )
