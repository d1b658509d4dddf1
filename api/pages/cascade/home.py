"""The list of cascades, and the home of one: its people against its targets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus

from flask import abort, render_template, request

from api.access.rules import FIGURES, LOG_WORK, RECORDS, requires
from api.figures import overview as overviews
from api.figures.overview import Overview
from api.figures.todo import Todo, todo_of
from api.people.names import DisplayName, display_names
from api.transactions.moments import asked_day
from api.transactions.read import Read
from api.web.services import caller, reading, this_access
from projections.quality import flags as quality_flags
from projections.reach.all_facilitators import reached_by
from projections.reach.headline import Headline, headline
from projections.reach.largest_lineages import Largest, largest
from projections.reach.reach import NOBODY, Reached
from projections.records import people_list, proposals, workshop_list
from projections.records.workshop_list import WorkshopFilter
from projections.scope import CASCADE as IN_SCOPE
from projections.scope import Scope, lists_all, own_regions

MAX_TRAINERS = 10
"""Trainers in the ranking."""
CASCADES = "SELECT c.number, c.id, c.slug, c.title, c.closed FROM cascade c"


@dataclass(frozen=True)
class About:
    """A row of `CASCADES`."""

    number: int
    id: str
    slug: str
    title: str
    closed: bool


@dataclass(frozen=True)
class Cascade:
    """A row of the list. `proposals`: how many wait for the reader, None if the reader does not
    coordinate the cascade."""

    about: About
    headline: Headline
    flags: int
    proposals: int | None


@dataclass(frozen=True)
class Cascades:
    rows: Sequence[Cascade]
    position: int


@dataclass(frozen=True)
class Trainer:
    display_name: DisplayName
    numbers: Largest
    reached: Reached


@dataclass(frozen=True)
class Own:
    """What the lists of a reader show who sees a part of a cascade. `people`: (id of a region of
    theirs, its name, people) of each."""

    people: Sequence[tuple[str, str, int]]
    workshops: int


@dataclass(frozen=True)
class OneCascade:
    """The home of a cascade. `whole`: the reader's lists show all of its workshops and flags;
    `everybody`: and all of its people; `own`: how many the reader's lists show where that is less;
    `todo`: None for readers who do not coordinate, and for an earlier day."""

    about: About
    figures: Overview
    flags: int
    trainers: Sequence[Trainer]
    todo: Todo | None
    whole: bool
    everybody: bool
    own: Own | None
    position: int


def cascades() -> Cascades:
    """The reader's cascades, by title; closed ones last."""
    read = reading(FIGURES)
    rows = read.db.rows(f"{CASCADES} WHERE {IN_SCOPE}", **read.scope.asked)
    found = [_one_of(read, _about(*row)) for row in rows]
    found.sort(key=lambda one: (one.about.closed, one.about.title.casefold()))
    return Cascades(found, read.position)


def only() -> str | None:
    """The id of the reader's only cascade; None if there are none or several."""
    scope = this_access().scope(FIGURES)
    rows = caller().db.rows(f"{CASCADES} WHERE {IN_SCOPE} LIMIT 2", **scope.asked)
    return str(rows[0][1]) if len(rows) == 1 else None


@requires(FIGURES, cascade="cascade")
def cascade(cascade: str) -> tuple[str, int]:
    """The home of a cascade. `?as_of=YYYY-MM-DD`: as it was on that day."""
    asked = request.args.get("as_of", "").strip()
    wrong: dict[str, str] = {}
    as_of = asked_day(asked, "as_of", wrong) if asked else None
    page = _one(cascade, as_of)
    shown = render_template(
        "cascade/home.html", page=page, asked=asked, as_of=as_of, wrong=wrong.get("as_of")
    )
    return shown, HTTPStatus.BAD_REQUEST if wrong else HTTPStatus.OK


def _one(id: str, as_of: date | None) -> OneCascade:
    read = reading(FIGURES, {"as_of": as_of})
    row = read.db.one(f"{CASCADES} WHERE c.id = :id", id=id)
    if row is None:
        abort(HTTPStatus.NOT_FOUND)
    about = _about(*row)
    figures = overviews.overview(read, about.number)
    flags = sum(quality_flags.counts(read.db, about.number).values())
    trainers = _trainers(read, about.number)
    records, mine = read.access.scope(RECORDS), read.access.scope(LOG_WORK)
    everybody = lists_all(read.db, records, about.number)
    coordinates = mine.everything or about.number in mine.cascades
    return OneCascade(
        about,
        figures,
        flags,
        trainers,
        todo_of(read, about.number) if coordinates and not as_of else None,
        records.has_whole(about.number),
        everybody,
        None if everybody or as_of else _own(read, about.number, records),
        read.position,
    )


def _own(read: Read, cascade: int, scope: Scope) -> Own:
    held = WorkshopFilter(equal={"counts": "yes"})
    people = [
        (id, name, people_list.entered_in(read.db, cascade, number))
        for number, id, name in own_regions(read.db, scope, cascade)
        if lists_all(read.db, scope, cascade, id)
    ]
    return Own(people, workshop_list.count(read.db, cascade, held, scope))


def _about(number: int, id: str, slug: str, title: str, closed: int) -> About:
    return About(number, id, slug, title, bool(closed))


def _one_of(read: Read, about: About) -> Cascade:
    mine = read.scope_of(LOG_WORK)
    answers = mine.everything or about.number in mine.cascades
    return Cascade(
        about,
        headline(read.db, about.number),
        sum(quality_flags.counts(read.db, about.number).values()),
        proposals.waiting(read.db, about.number, mine) if answers else None,
    )


def _trainers(read: Read, cascade: int) -> list[Trainer]:
    """The largest trainers. A merged person has the first name among their ids."""
    found = largest(read.db, cascade, read.as_of, MAX_TRAINERS)
    wanted = {one.person for one in found}
    reached = reached_by(read.db, cascade, wanted, read.as_of)
    people = display_names(read, wanted)
    return [Trainer(people[one.person], one, reached.get(one.person, NOBODY)) for one in found]
