"""What the coordinator is to look at: flags, and people who are probably one."""

from __future__ import annotations

from uuid import UUID

from api.auth import FIGURES, LOG_WORK, needs
from api.blueprint import Blueprint
from api.called import known
from api.duplicates import Probable, probable
from api.endpoints.cascades import NO_CASCADE
from api.problems import Problem
from api.reading import BAD_CURSOR, Page, Read, page
from api.schemas import figures as shapes
from api.schemas.envelope import KnownAt, Paged, many, one
from api.sentences import flag_sentences
from api.writing import Said
from projections import quality as views
from projections import tables

quality = Blueprint("quality", __name__)


@quality.reads("/cascades/<uuid:cascade>/flags", many(shapes.Flag), shapes.ListFlags)
@needs(FIGURES, cascade="cascade")
def list_flags(read: Read, cascade: UUID) -> Page:
    """List what happened against the rules, and what can be done about it."""
    number = read.number(tables.cascade, cascade, NO_CASCADE)
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
@needs(FIGURES, cascade="cascade")
def count_flags(read: Read, cascade: UUID) -> Said:
    """Count the flags of each code."""
    number = read.number(tables.cascade, cascade, NO_CASCADE)
    found = views.counts(read.db, number)
    return {"flags": found, "total": sum(found.values())}


@quality.reads("/cascades/<uuid:cascade>/duplicates", many(shapes.Duplicate), Paged)
@needs(LOG_WORK, cascade="cascade")
def list_duplicates(read: Read, cascade: UUID) -> Page:
    """List pairs who are probably one person: to be merged, or said to be distinct."""
    fewer, one_, other = read.after((0, "", ""))
    number = read.number(tables.cascade, cascade, NO_CASCADE)
    found = probable(read.db, read.private, number)
    last = (fewer, one_, other) if one_ else (-100, "", "")
    later = [pair for pair in found if _alike(pair) > last]
    rows, more = page(later, read.limit)
    numbers = read.db.numbers(tables.person, (id for row in rows for id in (row.one, row.other)))
    people = known(read, numbers.values())
    shown = [
        {
            "one": people[numbers[row.one]],
            "other": people[numbers[row.other]],
            "alike": row.alike,
        }
        for row in rows
    ]
    return Page(shown, _alike(rows[-1]) if more else None)


def _alike(pair: Probable) -> tuple[int, str, str]:
    """In the order of `probable`."""
    return -len(pair.alike), pair.one, pair.other
