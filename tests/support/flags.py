"""Facts that raise flags, and the flags of a world, by short names."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from string import Formatter

from domain.events import (
    Certified,
    WorkshopCorrected,
    WorkshopHeld,
)
from domain.values import (
    Attendance,
    Commitment,
    Kind,
    Level,
    Profile,
    Rubric,
)
from projections.db import Row
from projections.facts.flags import all_of
from projections.flag_tables import CODES
from projections.quality.flags import (
    PEOPLE,
    SENTENCES,
    WORKSHOPS,
    Flag,
    counts,
    flags,
    of_workshops,
)
from tests.support.world import (
    CASCADE,
    REASON,
    World,
    cascade_number,
    person_id,
    workshop_id,
)

NAMED = Commitment("ab" * 32)
RUBRIC = Rubric(3, 3, 3, 3, 3)
FULL = (2.0, 8.0, 10.0)


def on(day: int) -> date:
    return date(2021, 3, 1).fromordinal(date(2021, 3, 1).toordinal() + day - 1)


def people(world: World, names: str, details: Commitment | None = NAMED) -> None:
    for name in names.split():
        world.names[person_id(name)] = name
        id = person_id(name)
        world.do(lambda c, id=id: c.register_person(CASCADE, id, Profile(), details))


def hold(
    world: World,
    name: str,
    day: int,
    lead: str,
    names: str = "",
    scores: Iterable[tuple[float | None, ...]] = (),
    last: int | None = None,
    team: str = "",
    **more: object,
) -> None:
    seats = list(names.split())
    given = list(scores) or [(None, None, None)] * len(seats)
    more.setdefault("kind", Kind.STEP_DOWN)
    fact = WorkshopHeld(
        workshop=workshop_id(name),
        starts_on=on(day),
        ends_on=on(last or day),
        identifier=name,
        lead=person_id(lead) if lead else None,
        cofacilitators=tuple(person_id(p) for p in team.split()),
        register=tuple(Attendance(person_id(p), *s) for p, s in zip(seats, given, strict=True)),
        **more,
    )
    world.do(lambda c: c.hold_workshop(CASCADE, fact))


def correct(world: World, name: str, **changes: object) -> None:
    fact = WorkshopCorrected(REASON, **changes)
    world.do(lambda c: c.correct_workshop(workshop_id(name), fact))


def certify(world: World, name: str, day: int, last: int | None = None, **more: object) -> None:
    fact = Certified(Level.QUALIFIED, on(day), on(last) if last else None, **more)
    world.do(lambda c: c.certify(CASCADE, person_id(name), fact))


def merge(world: World, one: str, other: str) -> None:
    world.do(lambda c: c.merge_people(person_id(one), person_id(other), REASON))


def raised(world: World, code: str) -> list[tuple[str | None, ...]]:
    """(workshop, person) of each flag of a code, by their short names."""
    return [(w, p) for w, p, _ in shown(world, code)]


def shown(world: World, code: str) -> list[tuple[str | None, str | None, dict[str, object]]]:
    with world.views.read() as db:
        cascade = cascade_number(db)
        found = flags(db, cascade, code)
        assert counts(db, cascade).get(code, 0) == len(found)
        ids = dict(db.rows("SELECT number, id FROM person"))
        names = dict(db.rows("SELECT number, identifier FROM workshop"))
        for number in names:
            near = [f for f in of_workshops(db, cascade, [number]) if f.code == code]
            assert near == [f for f in found if f.workshop == number]
    for flag in found:
        said(flag)
    return [
        (
            names[f.workshop] if f.workshop else None,
            world.names[ids[f.person]] if f.person else None,
            {k: names[v] if k in WORKSHOPS else v for k, v in f.params.items()},
        )
        for f in found
    ]


def said(flag: Flag) -> str:
    """Every place of the sentence can be filled."""
    places = {name for _, name, _, _ in Formatter().parse(SENTENCES[flag.code]) if name}
    values = flag.params | {"workshop": flag.workshop, "person": flag.person}
    assert all(values[name] is not None for name in places)
    assert (
        places & (PEOPLE | WORKSHOPS) >= {n for n in ("workshop", "person") if values[n]} & places
    )
    return SENTENCES[flag.code].format(**values)


def in_table(world: World) -> set[Row]:
    with world.views.read() as db:
        return set(db.rows("SELECT * FROM flag"))


def by_the_rules(world: World) -> set[Row]:
    with world.views.read() as db:
        return {row for code in CODES for row in all_of(db, code)}
