"""Which workshop leads to which: an edge goes when the person goes by whom it came."""

from __future__ import annotations

from datetime import timedelta

from domain.log import Log, memory
from projections.databases import SQLitePlace
from projections.views import Views, differences
from tests.oracle import facts as plain
from tests.oracle import histories as told
from tests.support.world import World

LATER = timedelta(7)


def held(name: str, weeks: int, lead: str, *register: str) -> told.HoldWorkshop:
    day = told.FIRST_DAY + weeks * LATER
    people = tuple(plain.Attendance(p) for p in register)
    return told.HoldWorkshop(plain.Workshop(name, day, day, "step-down", lead, (), people))


def test_another_lead_brings_edges_of_their_own_and_takes_the_old_ones_away():
    log = Log(memory())
    world = World(log, Views(SQLitePlace(":memory:"), log))
    people = [told.RegisterPerson(p, None, None) for p in ("ama", "ben", "cyn", "dov", "eve")]
    world.tell(people)
    world.tell([held("one", 0, "ama", "ben"), held("two", 1, "ama", "cyn")])
    world.tell([held("three", 2, "ben", "dov", "eve")])
    assert edges(world) == {("one", "three")}
    world.tell([told.CorrectWorkshop("three", (("lead", "cyn"),))])
    assert edges(world) == {("two", "three")}
    assert differences(world.views, world.log) == []


def edges(world: World) -> set[tuple[str, str]]:
    with world.views.read() as db:
        return set(
            db.rows(
                "SELECT a.identifier, b.identifier FROM reach_succ s"
                " JOIN workshop a ON a.number = s.workshop"
                " JOIN workshop b ON b.number = s.next_workshop"
            )
        )
