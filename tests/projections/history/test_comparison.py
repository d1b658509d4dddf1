"""Why a number changed: on any history, between any two moments, the parts add up."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.log import Log, memory
from projections.databases import SQLitePlace
from projections.db import Db
from projections.history.comparison import (
    FIGURES,
    PEOPLE,
    WORKSHOPS,
    Comparison,
    Moment,
    by_day,
    compare,
)
from projections.history.replay import forest
from projections.rebuild import replayed
from projections.views import Views
from tests.oracle import facts as plain
from tests.oracle import histories as told
from tests.support.world import World, cascade_number

DAY = date(2024, 3, 1)
WHOLE = (1, 10**6)
Days = tuple[int, int]


def a_world() -> World:
    log = Log(memory())
    return World(log, Views(SQLitePlace(":memory:"), log))


def compared(
    world: World,
    figure: str,
    since: int,
    then: tuple[int, int] = WHOLE,
    now: tuple[int, int] = WHOLE,
) -> Comparison:
    with (
        world.views.read() as db,
        replayed(world.log, since) as engine,
        engine.connect() as connection,
        connection.begin(),
    ):
        before, cascade = Db(connection), cascade_number(db)
        one = Moment(before, since, *then)
        found = compare(world.log, figure, cascade, one, Moment(db, world.log.position(), *now))
        for counted, sums, (first, last) in (
            (found.then, by_day(before, figure, cascade), then),
            (found.now, by_day(db, figure, cascade), now),
        ):
            assert counted == sum(n for day, n in sums.items() if first <= day <= last)
    return found


@given(told.histories(), st.data())
@settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
def test_the_parts_add_up_and_each_has_its_entry(history: told.History, data: st.DataObject):
    world = a_world()
    world.tell(history)
    at = data.draw(st.integers(3, world.log.position()))
    first = data.draw(st.sampled_from([1, DAY.toordinal(), (DAY + timedelta(days=9)).toordinal()]))
    figure = data.draw(st.sampled_from(FIGURES))
    last = data.draw(st.sampled_from([first + 5, 10**6]))
    found = compared(world, figure, at, (first, last - 1), (first, last))
    more, less = found.days
    assert found.then + more - less + sum(part.net for part in found.parts) == found.now
    assert all(part.entry is not None and part.entry.position > at for part in found.parts)
    assert all(part.more or part.less for part in found.parts)


def held(identifier: str, on: date, lead: str, *people: str) -> told.HoldWorkshop:
    seats = tuple(plain.Attendance(name) for name in people)
    return told.HoldWorkshop(plain.Workshop(identifier, on, on, "step-down", lead, (), seats))


def later(world: World, *moves: told.Move) -> dict[str, int]:
    """What these moves do to March: by the name of the entry."""
    since = world.log.position()
    world.tell(moves)
    march = (DAY.toordinal(), DAY.toordinal() + 30)
    found = compared(world, PEOPLE, since, march, march)
    return {part.entry.name: part.net for part in found.parts if part.entry}


@pytest.fixture
def march() -> World:
    """A taught B and C in March, and D in April."""
    world = a_world()
    world.tell(told.RegisterPerson(name, None, None) for name in "ABCDE")
    april = DAY + timedelta(days=35)
    world.tell([held("w1", DAY, "A", "B", "C"), held("w2", april, "A", "C", "D")])
    return world


def test_each_kind_of_entry_is_found_by_hand(march: World):
    seat = plain.Attendance("E")
    assert later(march, held("w3", DAY, "A", "E")) == {"workshop.held": 1}
    assert later(march, told.VoidWorkshop("w3")) == {"workshop.voided": -1}
    assert later(march, told.AddAttendance("w1", seat)) == {"attendance.added": 1}
    assert later(march, told.MergePeople("E", "B")) == {"people.merged": -1}
    assert later(march, told.UndoMerge("E", "B")) == {"merge.undone": 1}
    assert later(march, told.VoidAttendance("w1", "C")) == {"attendance.voided": -1}
    assert later(march, told.CorrectWorkshop("w2", (("starts_on", DAY), ("ends_on", DAY)))) == {
        "workshop.corrected": 2
    }
    assert later(march, told.VoidWorkshop("w1"), told.RestoreWorkshop("w1")) == {}


def test_of_several_entries_the_last_that_turned_it_is_named(march: World):
    seat = plain.Attendance("E")
    moves = (
        told.AddAttendance("w1", seat),
        told.VoidAttendance("w1", "E"),
        told.RestoreAttendance("w1", "E"),
        told.RecordScores("w1", plain.Attendance("E", 2, 5, 10)),
    )
    assert later(march, *moves) == {"attendance.restored": 1}


def test_workshops_are_compared_too(march: World):
    since = march.log.position()
    march.tell([held("w3", DAY, "A", "E"), told.VoidWorkshop("w1")])
    found = compared(march, WORKSHOPS, since)
    named = {part.entry.name: part.net for part in found.parts if part.entry}
    assert named == {"workshop.held": 1, "workshop.voided": -1}


@given(told.histories())
@settings(deadline=None, max_examples=15, suppress_health_check=list(HealthCheck))
def test_a_replay_has_everybody_once_below_their_own_parent(history: told.History):
    world = a_world()
    world.tell(history)
    with world.views.read() as db:
        cascade = cascade_number(db)
        levels = forest(db, cascade)
        rows = db.rows("SELECT entry_date, count(*) FROM reach_node GROUP BY entry_date")
    counts: dict[int, int] = {}
    parents = 0
    for at, level in enumerate(levels):
        places = [group.parent for group in level if group.parent is not None]
        assert places == sorted(places) and all(place < parents for place in places)
        assert (at == 0) == (not places)
        for group in level:
            assert 0 <= group.parents <= group.people and group.people
            counts[group.day] = counts.get(group.day, 0) + group.people
        parents += sum(group.parents for group in level)
    assert counts == dict(rows)
