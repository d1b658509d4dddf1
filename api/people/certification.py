"""A person's certification in a cascade on a day, and the facts that decisions on it need."""

from __future__ import annotations

from datetime import date
from typing import Any, TypedDict, cast
from uuid import UUID

from api.people.names import DisplayName, display_names
from api.transactions.read import Read
from domain import certification
from domain.events import Assessed
from domain.service.certifications import Training
from domain.values import CascadeId, PersonId, Rubric, Standard, WorkshopId
from projections.records import cascades, people, standing, training
from projections.views import Views


class Standing(TypedDict):
    """As `schemas.certifications.Standing`. `until`: the last valid day; None: no end."""

    person: DisplayName
    on: date
    standing: str
    level: str | None
    until: date | None


class WholeStanding(Standing):
    """As `schemas.certifications.WholeStanding`. `missing`: codes of unmet requirements."""

    certificates: list[dict[str, Any]]
    rubric: dict[str, int] | None
    best_post_share: float | None
    cofacilitations: int
    missing: list[str]


def standing_on(found: standing.Standing, person: DisplayName, day: date) -> Standing:
    return {
        "person": person,
        "on": day,
        "standing": found.standing,
        "level": found.level,
        "until": found.until,
    }


def whole_standing(
    read: Read, cascade: UUID, number: int, leader: int, person: str
) -> WholeStanding:
    """The standing on the day in the request. `number`: of the cascade; `leader`: the number of the
    person after merges; `person`: the id."""
    day = as_of_day(read)
    (found,) = standing.standings_of(read.db, number, [leader], day.toordinal())
    opened = read.private.open(c["number"] for c in found.certificates)
    best = training.best_post_share(read.db, number, person, day.toordinal())
    within = cascades.cascade(read.db, str(cascade))
    rubric = Rubric(*found.rubric) if found.rubric else None
    names = Rubric.__struct_fields__
    return {
        **standing_on(found, display_names(read, [leader])[leader], day),
        "certificates": [
            c | {"number": opened.get(c["number"] or "", {}).get("number")}
            for c in found.certificates
        ],
        "rubric": {name: getattr(rubric, name) for name in names} if rubric else None,
        "best_post_share": best,
        "cofacilitations": len(found.credited),
        "missing": certification.missing(
            certification.Certification(
                assessed=Assessed(date.min, rubric, PersonId("")) if rubric else None,
                credited=frozenset(WorkshopId(w) for w in found.credited),
            ),
            Standard(**within["standard"]) if within else Standard(),
            best,
        ),
    }


class Step(TypedDict):
    """A step of a certification, as in `records.standing.story`. `other`: the person who assessed
    or nominated."""

    day: date | None
    what: str
    level: str | None
    until: date | None
    rubric: list[int] | None
    other: DisplayName | None
    workshop: str | None


def story(read: Read, cascade: int, one: int) -> list[Step]:
    """All steps of a person's certification, by day. `cascade`, `one`: numbers of the cascade and,
    after merges, of the person."""
    steps = standing.story(read.db, cascade, one)
    people = display_names(read, [step["other"] for step in steps])
    return [cast(Step, step | {"other": people.get(step["other"] or 0)}) for step in steps]


def as_of_day(read: Read) -> date:
    """The day in the request (`as_of`), else today."""
    asked: date | None = read.asked.get("as_of")
    return asked or read.today


def training_of(views: Views, cascade: CascadeId, person: PersonId, *others: PersonId) -> Training:
    """The workshops that the person attended in the cascade, and the merges between this person and
    the others."""
    with views.read() as db:
        attended = training.workshops_attended(db, cascade, person)
        pairs = people.pairs_of(db, [person, *others])
    return Training(
        [WorkshopId(id) for id in attended], [(PersonId(a), PersonId(b)) for a, b in pairs]
    )
