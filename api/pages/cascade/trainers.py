"""The trainers of a cascade, by lineage: workshops given, people reached, certification."""

from __future__ import annotations

from bisect import bisect_right
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
from api.pages.people.people_list import MAX_ROWS, STANDINGS, known_places, read_cascade
from api.people.names import display_names
from api.transactions.read import Page, Read, page
from projections import scope as scopes
from projections import tables
from projections.reach import reach, trainers
from projections.reach.trainers import Trainer
from projections.records import due, standing
from projections.scope import regions_below

blueprint = Blueprint("trainers", __name__, url_prefix="/cascades/<uuid:cascade>/trainers")
OWN = {
    "standing": STANDINGS,
    "due": ("lapsing", "idle"),
    "active": ("yes", "no"),
}
VISIBLE = f"SELECT p.number FROM person p WHERE p.number IN ids(:ones) AND {scopes.PERSON}"


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
    ranked = _ranked(read, number)
    found = _narrowed(read, number, filter, ranked)
    if request.args.get("format") in TYPES:
        return _file(read, number, found, request.args["format"])
    after = read.after((0, 0)) if read.asked.get("after") else None
    start = bisect_right(found, (-after[0], after[1]), key=_place) if after else 0
    rows, more = page(found[start : start + MAX_ROWS + 1], MAX_ROWS)
    last = (rows[-1].lineage, rows[-1].person) if more else None
    return render_template(
        "cascade/trainers.html",
        cascade=cascade,
        trainers=_shown(read, number, rows),
        count=len(found),
        filter=filter,
        choices=filters.choices(read.db),
        cursor=Page((), last).cursor,
    )


def _place(row: Trainer) -> tuple[int, int]:
    return -row.lineage, row.person


def _narrowed(read: Read, cascade: int, filter: Filter, ranked: Sequence[Trainer]) -> list[Trainer]:
    wanted = _wanted(read, cascade, filter)
    rows = [row for row in ranked if wanted is None or row.person in wanted]
    if filter.tier:
        tier = -1 if filter.tier == UNATTRIBUTED else int(filter.tier)
        rows = [row for row in rows if row.generation == tier]
    if filter.region:
        number = read.db.numbers(tables.region, [filter.region])[filter.region]
        below = regions_below(read.db, number)
        rows = [row for row in rows if row.region in below]
    if filter.organisation:
        its = read.db.numbers(tables.organisation, [filter.organisation])[filter.organisation]
        rows = [row for row in rows if row.organisation == its]
    active, period = filter.more["active"], (filter.from_, filter.until)
    if active or any(period):
        days = [day.toordinal() if day else None for day in period]
        did = trainers.active(read.db, cascade, days[0], days[1])
        rows = [row for row in rows if (row.person in did) is (active != "no")]
    if not scopes.covers(read.db, read.scope, cascade):
        ones = [row.person for row in rows]
        visible = {one for (one,) in read.db.rows(VISIBLE, ones=ones, **read.scope.asked)}
        rows = [row for row in rows if row.person in visible]
    return rows


def _wanted(read: Read, cascade: int, filter: Filter) -> set[int] | None:
    """Numbers of the people with the standing and the due task of the filter; None: no limit."""
    day, sets = read.today.toordinal(), []
    so, which = filter.more["standing"], filter.more["due"]
    if so == "none":
        held = set[int]()
        for other in STANDINGS[:-1]:
            held |= standing.standing_so(read.db, cascade, other, day)
        sets.append({row.person for row in _ranked(read, cascade)} - held)
    elif so:
        sets.append(standing.standing_so(read.db, cascade, so, day))
    if which:
        sets.append(_due(read, cascade, which, day))
    return set.intersection(*sets) if sets else None


def _due(read: Read, cascade: int, which: str, day: int) -> set[int]:
    find = due.lapsing if which == "lapsing" else due.idle
    scope = read.scope
    key = ("due", which, cascade, day, scope)
    return set(read.answers.of(read, key, lambda db: find(db, cascade, day, scope)).value)


def _ranked(read: Read, cascade: int) -> Sequence[Trainer]:
    """All trainers; in a large cascade as of up to a minute ago (`answer_cache.LAG`)."""
    held = read.answers.of(read, ("trainers", cascade), lambda db: trainers.trainers(db, cascade))
    return held.value


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


def _file(read: Read, cascade: int, found: Sequence[Trainer], format: str) -> Response:
    def lines() -> Iterator[list[Any]]:
        for at in range(0, len(found), 500):
            for one in _shown(read, cascade, found[at : at + 500]):
                yield [getattr(one, name) for name in COLUMNS]

    return spreadsheet("trainers", format, COLUMNS, lines())
