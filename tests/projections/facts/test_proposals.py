"""Proposals as the views know them: their state, and the heads that they claim."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from domain.events import ProposalMade, ProposalRevised, WorkshopHeld
from domain.values import Attendance, Commitment, Kind, Profile, ProposalId, Reason, ReasonCode
from projections.reach.generations import generations
from projections.reach.reach import EVER
from projections.records.proposals import proposals
from projections.scope import EVERYTHING, Scope
from tests.support.world import CASCADE, World, cascade_number, person_id, region_id, workshop_id

DAY = date(2021, 3, 1)
A, B, C = (person_id(name) for name in "ABC")
Q = ProposalId("q1")
ONE, TWO = Commitment("ab" * 32), Commitment("cd" * 32)
WORDED = Reason(ReasonCode.OTHER, TWO)
MADE = ProposalMade(Kind.STEP_DOWN, DAY, DAY, (ONE, TWO), proposal=Q, lead=B)


@pytest.fixture
def told(world: World) -> World:
    """A taught B, who is of the North; C is known and in no tree."""
    north = Profile(region=region_id("north"))
    for person in (A, B, C):
        profile = north if person == B else Profile()
        world.do(lambda c, p=person, q=profile: c.register_person(CASCADE, p, q))
    before = DAY - timedelta(9)
    first = WorkshopHeld(
        workshop_id("W1"), Kind.TOT, before, before, "W1", lead=A, register=(Attendance(B),)
    )
    world.do(lambda c: c.hold_workshop(CASCADE, first))
    return world


def claimed(world: World, as_of: date | None = None) -> dict[int | None, int]:
    with world.views.read() as db:
        found = generations(db, cascade_number(db), as_of.toordinal() if as_of else EVER)
        return {one.generation: one.claimed for one in found if one.claimed}


def people(world: World) -> dict[int | None, int]:
    with world.views.read() as db:
        found = generations(db, cascade_number(db))
        return {one.generation: one.people for one in found if one.people}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, {2: 2}),
        ({"headcount": 5}, {2: 5}),
        ({"headcount": 1}, {2: 2}),
        ({"lead": A}, {1: 2}),
        ({"lead": C}, {1: 2}),
        ({"kind": Kind.PEER}, {}),
    ],
)
def test_waiting_heads_are_claimed_one_below_the_lead(told: World, changes, expected):
    before = people(told)
    told.do(lambda c: c.propose(CASCADE, replace(MADE, **changes), ()))
    assert claimed(told) == expected
    assert people(told) == before


def test_heads_are_claimed_from_the_workshops_day_on(told: World):
    told.do(lambda c: c.propose(CASCADE, MADE, ()))
    assert claimed(told, DAY - timedelta(1)) == {}
    assert claimed(told, DAY) == {2: 2}


def test_what_was_answered_claims_nothing(told: World):
    told.do(lambda c: c.propose(CASCADE, MADE, ()))
    told.do(lambda c: c.return_proposal(Q, WORDED))
    assert claimed(told) == {}
    revised = ProposalRevised(Kind.STEP_DOWN, DAY, DAY, (ONE,), 9)
    told.do(lambda c: c.revise_proposal(Q, revised, ()))
    assert claimed(told) == {2: 9}
    held = WorkshopHeld(
        workshop_id("W2"), Kind.STEP_DOWN, DAY, DAY, lead=B, register=(Attendance(C),)
    )
    told.do(lambda c: c.accept_proposal(Q, held, 1))
    assert claimed(told) == {}
    assert people(told) == {0: 1, 1: 1, 2: 1}


def test_a_proposal_is_listed_as_it_stands(told: World):
    told.do(lambda c: c.propose(CASCADE, MADE, ()))
    told.do(lambda c: c.return_proposal(Q, WORDED))
    with told.views.read() as db:
        (found,) = proposals(db, 0, 10, EVERYTHING, state="returned")
        assert (found["lines"], found["words"]) == ([ONE, TWO], TWO)
        assert (found["author"], found["answered_by"]) == ("console", "console")
        assert proposals(db, 0, 10, EVERYTHING, state="waiting") == []
        assert proposals(db, found["number"], 10, EVERYTHING) == []
        assert proposals(db, 0, 10, Scope()) == []


def test_a_merged_lead_keeps_their_proposals(told: World):
    told.do(lambda c: c.propose(CASCADE, MADE, ()))
    told.do(lambda c: c.merge_people(B, C, Reason(ReasonCode.DUPLICATE)))
    assert claimed(told) == {2: 2}
