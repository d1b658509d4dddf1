"""A cascade generation by generation, held against the oracle and against examples by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.events import WorkshopHeld
from domain.values import Attendance, Kind
from projections.reach.generations import Generation, generations
from projections.reach.reach import EVER
from tests.oracle import histories as told
from tests.oracle.sweep import Generation as Expected
from tests.oracle.sweep import by_generation
from tests.support.world import (
    CASCADE,
    World,
    cascade_number,
    in_memory,
    person_id,
    region_id,
    workshop_id,
)

days = st.integers(-1, 14).map(lambda n: told.FIRST_DAY + timedelta(n))


def found(world: World, as_of: date | None = None) -> dict[int | None, Generation]:
    with world.views.read() as db:
        day = as_of.toordinal() if as_of else EVER
        return {g.generation: g for g in generations(db, cascade_number(db), day)}


def compared(
    actual: dict[int | None, Generation], expected: dict[int | None, Expected], regions: dict
) -> None:
    assert list(actual) == list(expected)
    for key, e in expected.items():
        a = actual[key]
        assert (a.people, a.active, a.trained) == (e.people, e.active, e.trained)
        assert (a.drop_off, a.trained_per_active) == (e.drop_off, e.trained_per_active)
        assert a.by_sex == {sex or "unknown": n for sex, n in e.people_by_sex.items()}
        assert a.by_region == {regions[r]: n for r, n in e.people_by_region.items()}
        assert a.gain_count == e.gain.count
        assert a.gain == (None if e.gain.mean is None else pytest.approx(e.gain.mean))


def regions_of(world: World) -> dict[str | None, int]:
    with world.views.read() as db:
        numbers = dict(db.rows("SELECT name, number FROM region"))
    return {None: 0, **numbers}


@given(told.histories(), days)
@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
def test_equals_the_oracle_on_any_history_as_of_any_day(history: told.History, day: date):
    with in_memory() as world:
        world.tell(history)
        facts, regions = told.facts_of(history), regions_of(world)
        compared(found(world), by_generation(facts), regions)
        compared(found(world, day), by_generation(facts, day), regions)


@given(told.histories())
@settings(deadline=None, max_examples=20, suppress_health_check=list(HealthCheck))
def test_everybody_is_in_one_generation(history: told.History):
    with in_memory() as world:
        world.tell(history)
        with world.views.read() as db:
            ((people,),) = db.rows("SELECT count(*) FROM reach_node")
        assert sum(g.people for g in found(world).values()) == people


def tell(world: World, people: str, *workshops: WorkshopHeld) -> None:
    world.tell(told.RegisterPerson(name, None, None) for name in people.split())
    for fact in workshops:
        world.do(lambda c, fact=fact: c.hold_workshop(CASCADE, fact))


def held(name: str, day: int, lead: str, people: str, **more: object) -> WorkshopHeld:
    on = date(2021, 3, day)
    return WorkshopHeld(
        workshop=workshop_id(name),
        kind=more.pop("kind", Kind.STEP_DOWN),
        starts_on=on,
        ends_on=on,
        lead=person_id(lead) if lead else None,
        register=tuple(Attendance(person_id(p), 0.0, 5.0, 10.0) for p in people.split()),
        **more,
    )


def test_heads_without_names_are_beside_and_never_added(world: World):
    tell(
        world,
        "A B C D",
        held("w1", 1, "A", "B", headcount=10),
        held("w2", 2, "B", "C", headcount=1),
        held("w3", 3, "C", "D", headcount=0),
        held("w4", 4, "", "D", headcount=3),
        held("w5", 5, "A", "D", headcount=50, kind=Kind.PEER),
    )
    seen = {key: (g.people, g.claimed) for key, g in found(world).items()}
    assert seen == {0: (1, 0), 1: (1, 9), 2: (1, 0), 3: (1, 0), None: (0, 2)}
    assert found(world, date(2021, 2, 28)) == {}


def test_a_refresher_by_a_lead_under_whom_nobody_entered_still_counts_as_gain(world: World):
    tell(world, "A B C", held("w1", 1, "A", "B C"), held("w2", 2, "B", "C"))
    seen = {key: (g.people, g.gain_count, g.gain) for key, g in found(world).items()}
    assert seen == {0: (1, 0, None), 1: (2, 2, 0.5), 2: (0, 1, 0.5)}


def test_children_of_the_unattributed_are_one_below_them(world: World):
    tell(world, "A B C", held("w1", 1, "", "A B"), held("w2", 2, "A", "C"))
    seen = {key: (g.people, g.active, g.trained, g.gain_count) for key, g in found(world).items()}
    assert seen == {1: (1, 0, 0, 1), None: (2, 1, 1, 2)}


def test_who_has_no_region_counts_in_that_of_the_workshop_they_entered_by(world: World):
    tell(world, "A B", held("w1", 1, "A", "B", region=region_id("north")))
    north = regions_of(world)["north"]
    assert {key: g.by_region for key, g in found(world).items()} == {0: {north: 1}, 1: {north: 1}}


def test_days_run_from_the_first_training_to_the_first_workshop_given(world: World):
    tell(
        world,
        "A B C",
        held("w1", 1, "A", "B C"),
        held("w2", 4, "A", "B"),
        held("w3", 9, "B", ""),
        held("w4", 15, "A", "", cofacilitators=(person_id("B"), person_id("C"))),
    )
    seen = {key: sorted(g.days_to_first) for key, g in found(world).items()}
    assert seen == {0: [], 1: [8, 14]}
    assert found(world)[1].median_days_to_first == 11
    assert found(world, date(2021, 3, 9))[1].days_to_first == [8]
