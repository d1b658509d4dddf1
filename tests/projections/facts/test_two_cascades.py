"""Live tables equal a rebuild where one record matters in several ways."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from domain.events import CascadeOpened, WorkshopCorrected, WorkshopHeld
from domain.values import Attendance, CascadeId, Kind, Profile
from projections.views import differences
from tests.support.world import (
    CASCADE,
    REASON,
    World,
    in_memory,
    person_id,
    region_id,
    workshop_id,
)

OTHER = CascadeId("00000000-0000-4000-8000-00000000cad2")


@pytest.fixture
def world() -> Iterator[World]:
    with in_memory() as world:
        world.do(lambda c: c.open_cascade(CascadeOpened(OTHER, "other", "Other", "others")))
        for name in ("root", "ama", "ben", "cyn", "dov", "eve"):
            world.do(lambda c, n=name: c.register_person(CASCADE, person_id(n), Profile()))
        yield world
        assert differences(world.views, world.log) == []


def hold(
    world: World,
    name: str,
    month: int,
    lead: str,
    *register: str,
    cascade: CascadeId = CASCADE,
    region: str | None = None,
) -> None:
    day = date(2021, month, 1)
    held = WorkshopHeld(
        workshop_id(name),
        Kind.STEP_DOWN,
        day,
        day,
        name,
        person_id(lead),
        register=tuple(Attendance(person_id(one)) for one in register),
        region=region_id(region) if region else None,
    )
    world.do(lambda c: c.hold_workshop(cascade, held))
    world.views.catch_up()


def test_a_trainer_of_two_cascades_changes_generation_in_one(world: World):
    hold(world, "W0", 1, "root", "dov")
    hold(world, "W1", 2, "ama", "ben")
    hold(world, "W2", 3, "ben", "cyn")
    hold(world, "V1", 3, "ben", "eve", cascade=OTHER)
    added = Attendance(person_id("ama"))
    world.do(lambda c: c.add_attendance(workshop_id("W0"), added, REASON))
    assert differences(world.views, world.log) == []


def test_the_region_where_a_facilitator_entered_is_that_of_their_later_attendances(world: World):
    hold(world, "W1", 1, "ama", "ben", region="north")
    hold(world, "W2", 2, "ben", "ama", "cyn")
    moved = WorkshopCorrected(REASON, region=region_id("south"))
    world.do(lambda c: c.correct_workshop(workshop_id("W1"), moved))
    assert differences(world.views, world.log) == []
