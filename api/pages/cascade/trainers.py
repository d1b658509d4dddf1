"""The trainers of a cascade, by lineage: workshops given, people reached, certification."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, render_template, request

from api.access.rules import RECORDS, requires
from api.pages.layout import filters
from api.pages.layout.downloads import TYPES, spreadsheet
from api.pages.layout.filters import UNATTRIBUTED, Filter
from api.pages.layout.regions import paths_by_number
from api.pages.people.people_list import IN_A_FILE, MAX_ROWS, STANDINGS, known_places, read_cascade
from api.people.names import display_names
from api.transactions.read import Page, Read, page
from projections import tables
from projections.reach import reach, trainers
from projections.reach.trainers import FIRST, Trainer, TrainerFilter
from projections.records import due, standing
from projections.scope import regions_below

blueprint = Blueprint("trainers", __name__, url_prefix="/cascades/<uuid:cascade>/trainers")
DUE = {"lapsing": due.lapsing, "idle": due.idle}
OWN = {
    "standing": STANDINGS,
    "due": tuple(DUE),
    "active": ("yes", "no"),
}


@dataclass(frozen=True)
class TrainerRow:
    """A row of the list. `generation`: None for a person who is not in the tree; `region`: its
    path."""

    person: str
    identifier: str | None
    name: str | None
    lineage: int
    direct: int
    reach: int
    workshops_given: int
    last_given: date | None
    generation: int | None
    region: str | None
    standing: str
    level: str | None
    valid_until: date | None


COLUMNS = tuple(field.name for field in fields(TrainerRow))


@blueprint.get("")
@requires(RECORDS, cascade="cascade")
def show_all(cascade: UUID) -> str | Response:
    """`?after=`: the next page; `?format=xlsx|csv`: all rows, as a file."""
    read, number = read_cascade(cascade, RECORDS)
    filter = filters.from_address(**OWN)
    known_places(read, filter)
    wanted = _wanted(read, number, filter)
    if request.args.get("format") in TYPES:
        return _file(read, number, wanted, request.args["format"])
    lineage, person = read.after((FIRST, 0))
    found = trainers.trainers(read.db, number, wanted, read.scope, (lineage, person), MAX_ROWS + 1)
    rows, more = page(found, MAX_ROWS)
    last = (rows[-1].lineage, rows[-1].person) if more else None
    return render_template(
        "cascade/trainers.html",
        cascade=cascade,
        trainers=_shown(read, number, rows),
        whole=read.scope.has_whole(number),
        count=trainers.count(read.db, number, wanted, read.scope),
        filter=filter,
        choices=filters.choices(read.db),
        cursor=Page((), last).cursor,
    )


def _wanted(read: Read, cascade: int, filter: Filter) -> TrainerFilter:
    db, today = read.db, read.today.toordinal()
    tier = -1 if filter.tier == UNATTRIBUTED else int(filter.tier) if filter.tier else None
    regions = regions_below(db, filter.region) if filter.region else None
    its = db.numbers(tables.organisation, [filter.organisation] if filter.organisation else [])
    standing, which = filter.more["standing"], filter.more["due"]
    active, from_, until = filter.more["active"], filter.from_, filter.until
    return TrainerFilter(
        today,
        tier=tier,
        regions=regions,
        organisation=its.get(filter.organisation),
        standings=STANDINGS[:-1] if standing == "none" else [standing] if standing else (),
        without=standing == "none",
        active=active != "no" if active or from_ or until else None,
        from_=from_.toordinal() if from_ else 0,
        until=until.toordinal() if until else FIRST,
        only=DUE[which](db, cascade, today, read.scope) if which else None,
    )


def _shown(read: Read, cascade: int, rows: Sequence[Trainer]) -> list[TrainerRow]:
    ones = [row.person for row in rows]
    people, regions = display_names(read, ones), paths_by_number(read.db)
    reached = reach.reached(read.db, cascade, ones)
    day = read.today.toordinal()
    stands = {one.person: one for one in standing.standings_of(read.db, cascade, ones, day)}
    return [
        TrainerRow(
            **people[row.person],
            lineage=row.lineage,
            direct=reached.get(row.person, reach.NOBODY).direct,
            reach=reached.get(row.person, reach.NOBODY).reach,
            workshops_given=row.given,
            last_given=date.fromordinal(row.last) if row.last else None,
            generation=None if row.generation is None else max(row.generation, 0),
            region=regions.get(row.region),
            standing=stands[row.person].standing,
            level=stands[row.person].level,
            valid_until=stands[row.person].until,
        )
        for row in rows
    ]


def _file(read: Read, cascade: int, wanted: TrainerFilter, format: str) -> Response:
    def lines() -> Iterator[list[Any]]:
        after = (FIRST, 0)
        while True:
            rows = trainers.trainers(read.db, cascade, wanted, read.scope, after, IN_A_FILE)
            for one in _shown(read, cascade, rows):
                yield [getattr(one, name) for name in COLUMNS]
            if len(rows) < IN_A_FILE:
                return
            after = rows[-1].lineage, rows[-1].person

    return spreadsheet("trainers", format, COLUMNS, lines())
