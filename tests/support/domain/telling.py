"""A cascade with three people and a workshop, for tests of commands."""

from __future__ import annotations

import pytest

from domain.events import (
    WorkshopHeld,
)
from domain.rules import Refused
from domain.service import Actor
from domain.values import (
    Attendance,
    Kind,
    Profile,
)
from tests.support.domain.examples import MONDAY, TUESDAY
from tests.support.world import CASCADE, person_id, workshop_id

AMINA, BRIAN, CHEN = map(person_id, ("amina", "brian", "chen"))
W1 = workshop_id("W1")
held = WorkshopHeld(
    W1, Kind.TOT, MONDAY, TUESDAY, "W1", lead=AMINA, register=(Attendance(BRIAN, 4.0, 8.0, 10.0),)
)


PEOPLE = (AMINA, BRIAN, CHEN)


def everybody(c):
    for person in PEOPLE:
        c.register_person(CASCADE, person, Profile())


def hold(c):
    c.hold_workshop(CASCADE, held)


def by(command):
    return Actor("console", "test", command)


def refusal(world, act, kind=Refused):
    """The sentence of a refused command. The command must leave nothing in the log."""
    before = list(world.log.rows())
    with pytest.raises(kind) as refused:
        world.do(act)
    assert list(world.log.rows()) == before
    return str(refused.value)
