"""A trainer's branch as an outline, opened as far as the address says, in pages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from flask import request, url_for

from api.figures import branch as figures_branch
from api.figures import outline as figures_outline
from api.figures.branch import Trainer
from api.figures.branch_shapes import BranchPerson
from api.i18n import _
from api.pages.layout.numerals import whole
from api.pages.layout.outline import Fold, Level, Link, Row
from api.transactions.read import Read
from projections.reach import branch, outline, reach
from projections.reach.outline import Carrier

CARRIERS, LEAVES = 20, 40
"""Rows on a page."""


@dataclass(frozen=True)
class OutlineQuery:
    """`open`: id or pseudonym of the person who is opened, None: the trainer; `folded`: also show
    people without people below them; `skip`, `past`: rows of trainers and of others to skip.
    """

    open: str | None = None
    folded: bool = False
    skip: int = 0
    past: int = 0


def outline_query() -> OutlineQuery:
    """The query in the address; unreadable parameters are ignored."""
    args = request.args
    skip, past = (whole(text) or 0 for text in (args.get("skip", ""), args.get("past", "")))
    return OutlineQuery(args.get("open") or None, bool(args.get("folded")), skip, past)


class Outline:
    """The outline of a trainer's branch, opened as the query asks."""

    def __init__(self, read: Read, cascade: UUID, me: Trainer, asked: OutlineQuery) -> None:
        self._read, self._cascade, self._me, self._asked = read, cascade, me, asked
        self._top = reach.generation_of(read.db, me.cascade, me.person)
        self._open = figures_branch.under(read, me, asked.open)
        self._path = outline.path(read.db, me.cascade, me.person, self._open)

    def whole(self) -> Level:
        """All levels from the trainer down to the person who is opened."""
        return self._level(self._me.person, None, 1, self._path)

    def one(self) -> Level:
        """The level below the person who is opened; with `folded`, only its fold."""
        depth = len(self._path) + 1
        if self._asked.folded:
            return Level(depth + 1, fold=self._fold(self._open, self._asked.open, 0, True))
        return self._level(self._open, self._asked.open, depth, [])

    def _level(self, under: int, code: str | None, depth: int, path: list[int]) -> Level:
        found = outline.carriers(self._read.db, self._me.cascade, under)
        skip = self._asked.skip if not path else _start([one.person for one in found], path[0])
        part = found[skip : skip + CARRIERS]
        level = Level(depth, self._rows(part, code, depth))
        for row, one in zip(level.rows, part, strict=True):
            if path and one.person == path[0]:
                row.level = self._level(one.person, row.code, depth + 1, path[1:])
                row.link = self._link(OutlineQuery(code), row.code, OutlineQuery(row.code))
        if skip:
            level.earlier = self._link(OutlineQuery(code, skip=max(0, skip - CARRIERS)), code)
        if skip + CARRIERS < len(found):
            level.later = self._link(OutlineQuery(code, skip=skip + CARRIERS), code)
        else:
            is_open = (not path and self._asked.folded) or not found
            level.fold = self._fold(under, code, len(found), is_open)
        return level

    def _rows(self, found: list[Carrier], under: str | None, depth: int) -> list[Row]:
        people = figures_outline.branch_carriers(self._read, self._me, found)
        return [
            replace(
                self._row(one, depth),
                generations=one["by_generation"],
                latest=one["latest"],
                link=self._link(OutlineQuery(one["person"]), one["person"]),
            )
            for one in people
        ]

    def _fold(self, under: int, code: str | None, carriers: int, is_open: bool) -> Fold | None:
        db, me, past = self._read.db, self._me, self._asked.past
        carriers = carriers or len(outline.carriers(db, me.cascade, under))
        people = outline.entered(db, me.cascade, under) - carriers
        if not people:
            return None
        fold = Fold(people, self._link(OutlineQuery(code, folded=True), code))
        if is_open:
            fold.link = self._link(OutlineQuery(code), code, OutlineQuery(code, folded=True))
            asked = (db, me.cascade, me.person, under, past, LEAVES + 1, True)
            rows = branch.children(*asked)
            leaves = figures_branch.branch_people(self._read, me, rows[:LEAVES])
            depth = len(outline.path(db, me.cascade, me.person, under)) + 1
            fold.rows = [self._row(one, depth) for one in leaves]
            if len(rows) > LEAVES:
                fold.later = self._link(OutlineQuery(code, folded=True, past=past + LEAVES), code)
        return fold

    def _row(self, one: BranchPerson, depth: int) -> Row:
        name = one["name"] or one["identifier"] or pseudonym_label(one["person"])
        generation = self._top + depth
        return Row(one["person"], name, generation, one["region_name"], one["entered_on"])

    def _link(self, page: OutlineQuery, at: str | None, rows: OutlineQuery | None = None) -> Link:
        """`rows`: what a script fetches, where it differs from the page that the link opens."""
        anchor = f"r-{at}" if at else "h-carried"
        href = url_for("pages.branch.show", cascade=self._cascade, **_query(page), _anchor=anchor)
        fetched = _query(rows or page)
        return Link(href, url_for("pages.branch.rows", cascade=self._cascade, **fetched))


def pseudonym_label(code: str) -> str:
    """The text that is shown for a pseudonym."""
    return _("Somebody") + " " + code[2:8]


def _query(asked: OutlineQuery) -> dict[str, Any]:
    query = {
        "open": asked.open,
        "folded": asked.folded and "1",
        "skip": asked.skip,
        "past": asked.past,
    }
    return {name: value for name, value in query.items() if value}


def _start(people: list[int], person: int) -> int:
    """The first row of the page that a person is on."""
    return people.index(person) // CARRIERS * CARRIERS if person in people else 0
