"""Figures of a cascade: reach, the tree on demand, generations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from api.access.rules import FIGURES, LOG_WORK, requires
from api.figures import overview
from api.figures.by_region import by_people
from api.figures.overview import Overview
from api.figures.todo import Todo, todo_of
from api.people.names import DisplayName, display_names
from api.people.search import number_of
from api.schemas import figures as shapes
from api.schemas.envelope import AsOf, KnownAt, PagedAsOf, many, one
from api.transactions.read import Page, Read, page
from api.transactions.write import Body
from api.web.routing import Blueprint
from projections import tables
from projections.reach import branch, reach
from projections.reach.all_facilitators import FIRST, page_of_numbers
from projections.reach.generations import Generation
from projections.reach.reach import Numbers

figures = Blueprint("figures", __name__)
COLUMNS = (
    "generation",
    "direct",
    "lineage",
    "reach",
    "workshops_given",
    "workshops_downstream",
)


@figures.reads("/cascades/<uuid:cascade>/reach", many(shapes.Reach), PagedAsOf)
@requires(FIGURES, cascade="cascade")
def list_reach(read: Read, cascade: UUID) -> Page:
    """List all facilitators with their numbers, the largest lineage first."""
    number = read.number(tables.cascade, cascade)
    lineage, last = read.after(FIRST)
    found = page_of_numbers(read.db, number, read.as_of, (lineage, last), read.limit + 1)
    rows, more = page(found, read.limit)
    people = display_names(read, [row.person for row in rows])
    shown = [_numbers(row, people) for row in rows]
    return Page(shown, (rows[-1].lineage, rows[-1].person) if more else None)


@figures.reads("/cascades/<uuid:cascade>/people/<uuid:person>/reach", one(shapes.WholeReach), AsOf)
@requires(FIGURES, cascade="cascade", person="person")
def get_reach(read: Read, cascade: UUID, person: UUID) -> Body:
    """Get somebody's numbers, and the people below them by generation, sex and region."""
    number = read.number(tables.cascade, cascade)
    who = number_of(read, str(person))
    numbers = reach.numbers_of(read.db, number, who, read.as_of)
    below = reach.downstream(read.db, number, who, read.as_of)
    return _numbers(numbers, display_names(read, [who])) | {
        "by_generation": [_below(numbers.generation, g) for g in below],
        "by_region": by_people(read.db, branch.regions_below(read.db, number, who, read.as_of)),
    }


@figures.reads(
    "/cascades/<uuid:cascade>/people/<uuid:person>/children", many(shapes.Child), PagedAsOf
)
@requires(FIGURES, cascade="cascade", person="person")
def list_children(read: Read, cascade: UUID, person: UUID) -> Page:
    """List who hangs under somebody in the tree, by the day they entered."""
    return _children(read, cascade, number_of(read, str(person)))


@figures.reads("/cascades/<uuid:cascade>/roots", many(shapes.Child), PagedAsOf)
@requires(FIGURES, cascade="cascade")
def list_roots(read: Read, cascade: UUID) -> Page:
    """List who entered the tree as facilitators, or unattributed (role participant)."""
    return _children(read, cascade, None)


@figures.reads("/cascades/<uuid:cascade>/generations", many(shapes.Generation), AsOf)
@requires(FIGURES, cascade="cascade")
def list_generations(read: Read, cascade: UUID) -> Page:
    """List the generations: people, certified, active, people per active trainer, gain."""
    number = read.number(tables.cascade, cascade)
    found = overview.overview(read, number).generations
    return Page([_generation(read, g) for g in found], None)


@figures.reads("/cascades/<uuid:cascade>/summary", one(shapes.Summary), AsOf)
@requires(FIGURES, cascade="cascade")
def get_summary(read: Read, cascade: UUID) -> Overview:
    """Get how many people there are, against what was planned, and how soon they teach."""
    return overview.overview(read, read.number(tables.cascade, cascade))


@figures.reads("/cascades/<uuid:cascade>/needs", one(shapes.Needs), KnownAt)
@requires(LOG_WORK, cascade="cascade")
def get_needs(read: Read, cascade: UUID) -> Todo:
    """Get what waits for a coordinator today, in their region."""
    return todo_of(read, read.number(tables.cascade, cascade))


def _children(read: Read, cascade: UUID, person: int | None) -> Page:
    number = read.number(tables.cascade, cascade)
    day, last = read.after((0, 0))
    asked = (read.db, number, person, read.as_of, (day, last), read.limit + 1)
    rows, more = page(reach.children(*asked), read.limit)
    people = display_names(read, [row[0] for row in rows])
    ids = "SELECT number, id FROM workshop WHERE number IN ids(:numbers)"
    workshops: dict[int, str] = dict(read.db.rows(ids, numbers=sorted({row[2] for row in rows})))
    shown = [
        people[who]
        | {
            "entered_on": date.fromordinal(entered),
            "entered_by": workshops[workshop],
            "role": "participant" if role else "facilitator",
            "is_trainer": bool(trainer),
        }
        for who, entered, workshop, role, trainer in rows
    ]
    return Page(shown, (rows[-1][1], rows[-1][0]) if more else None)


def _numbers(row: Numbers, people: Mapping[int, DisplayName]) -> Body:
    return {**people[row.person]} | {column: getattr(row, column) for column in COLUMNS}


def _below(generation: int, g: reach.Generation) -> Body:
    return {
        "generation": generation + g.generation,
        "people": g.people,
        "female": g.female,
        "male": g.male,
        "other": g.other,
        "unknown": g.people - g.female - g.male - g.other,
        "gain": g.gain_sum / g.gain_count if g.gain_count else None,
    }


def _generation(read: Read, g: Generation) -> Body:
    names = shapes.Generation().fields.keys() - {"by_region"}
    return {name: getattr(g, name) for name in names} | {
        "by_region": by_people(read.db, g.by_region)
    }
