"""Unique reach as it follows the log: what comes to it, and what leaves it when a way is gone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pyroaring import BitMap

from projections.led_to import (
    SLICE_BITS,
    WORKSHOP,
    packed,
    people_in,
    slices,
    unpacked,
    workshops_in,
)
from projections.reach.all_facilitators import reached_by
from projections.reach.reach import EVER, Reached, leads_to, reached
from projections.views import differences
from tests.oracle import facts as plain
from tests.oracle import histories as told
from tests.support.world import World, cascade_number, person_id


def held(
    identifier: str, day: int, lead: str, people: str, team: str = "", kind: str = "step-down"
) -> told.HoldWorkshop:
    on = told.FIRST_DAY + timedelta(day)
    seats = tuple(plain.Attendance(person) for person in people)
    return told.HoldWorkshop(
        plain.Workshop(identifier, on, on, kind, lead, tuple(team), register=seats)
    )


@pytest.fixture
def diamond(world: World) -> World:
    """A teaches B and C, who both teach D, who teaches E and F. G teaches H beside them."""
    world.tell([told.RegisterPerson(name, None, None) for name in "ABCDEFGH"])
    world.tell(
        [
            held("first", 1, "A", "BC"),
            held("by B", 2, "B", "D"),
            held("by C", 3, "C", "D"),
            held("last", 4, "D", "EF"),
            held("beside", 5, "G", "H"),
        ]
    )
    assert reach_of(world) == {"A": 5, "B": 3, "C": 3, "D": 2, "G": 1}
    return world


def reach_of(world: World) -> dict[str, int]:
    """By name; compared with a count from the registers, and all tables with a rebuild."""
    with world.views.read() as db:
        cascade, ids = cascade_number(db), dict(db.rows("SELECT number, id FROM person"))
        found = reached(db, cascade)
        assert found == reached_by(db, cascade, ids.keys(), EVER - 1)
    assert differences(world.views, world.log) == []
    return {world.names[ids[person]]: row.reach for person, row in found.items()}


def test_whoever_is_led_to_by_another_way_stays(diamond: World) -> None:
    diamond.tell([told.VoidWorkshop("by B")])
    assert reach_of(diamond) == {"A": 5, "C": 3, "D": 2, "G": 1}
    diamond.tell([told.VoidWorkshop("by C")])
    assert reach_of(diamond) == {"A": 2, "D": 2, "G": 1}
    diamond.tell([told.RestoreWorkshop("by B")])
    assert reach_of(diamond) == {"A": 5, "B": 3, "D": 2, "G": 1}


def test_a_new_way_brings_all_that_lies_behind_it(diamond: World) -> None:
    diamond.tell([held("between", 0, "H", "A")])
    assert reach_of(diamond)["H"] == 6
    diamond.tell([told.CorrectWorkshop("beside", (("lead", "A"),))])
    assert reach_of(diamond) == {"A": 6, "B": 3, "C": 3, "D": 2, "H": 6}


def test_a_day_that_is_corrected_breaks_a_way(diamond: World) -> None:
    days = tuple((name, told.FIRST_DAY + timedelta(1)) for name in ("starts_on", "ends_on"))
    diamond.tell([told.CorrectWorkshop("last", days)])
    assert reach_of(diamond) == {"A": 3, "B": 1, "C": 1, "D": 2, "G": 1}


def test_a_peer_session_leads_nowhere(diamond: World) -> None:
    diamond.tell([told.CorrectWorkshop("last", (("kind", "peer"),))])
    assert reach_of(diamond) == {"A": 3, "B": 1, "C": 1, "G": 1}


def test_merged_people_are_one_and_two_again_when_it_is_undone(diamond: World) -> None:
    before = reach_of(diamond)
    diamond.tell([told.MergePeople("C", "G")])
    assert reach_of(diamond) == {"A": 6, "B": 3, "C": 4, "D": 2}
    diamond.tell([told.UndoMerge("C", "G")])
    assert reach_of(diamond) == before


def test_nobody_is_in_their_own_reach_but_in_that_of_others(diamond: World) -> None:
    diamond.tell([held("back", 6, "E", "A")])
    assert reach_of(diamond) == {"A": 5, "B": 4, "C": 4, "D": 3, "E": 1, "G": 1}


def test_workshops_that_come_of_others_are_known_by_number(diamond: World) -> None:
    with diamond.views.read() as db:
        cascade = cascade_number(db)
        numbers = dict(db.rows("SELECT identifier, number FROM workshop"))
        people = db.rows("SELECT number FROM person WHERE id IN ids(:ids)", ids=[person_id("B")])
        ((b,),) = people
        assert leads_to(db, cascade, b) == {numbers["by B"], numbers["last"]}
        assert reached(db, cascade, [b]) == {b: Reached(1, 3, 1)}


def test_equal_slices_have_equal_bytes_however_they_came_to_be() -> None:
    three = BitMap([5, 6, 7])
    three.run_optimize()
    for one, other in (
        (three, BitMap([5, 6, 7])),
        (BitMap(range(70_000)) - BitMap(range(8, 70_000)), BitMap(range(8))),
        (BitMap(range(0, 60_000, 2)) | BitMap(range(1, 60_000, 2)), BitMap(range(60_000))),
        (BitMap.deserialize(three.serialize()) | BitMap([6]), BitMap([7, 6, 5])),
    ):
        assert one == other and packed(one, 0) == packed(other, 0)
    assert packed(three, 1) is None


def test_a_set_is_the_union_of_its_slices() -> None:
    edge = 1 << SLICE_BITS
    found = BitMap([3, edge - 1, edge, 1_000_000, WORKSHOP + 4, WORKSHOP + 2_000_000])
    parts = [packed(found, number) for number in slices(found)]
    assert len(parts) == 5 and unpacked(part for part in parts if part) == found
    assert (people_in(found), workshops_in(found)) == (4, {4, 2_000_000})
