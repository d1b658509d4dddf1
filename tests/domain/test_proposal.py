"""A trainer proposes a workshop; a coordinator returns it with a word, or accepts it."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from domain import proposal
from domain.events import (
    ProposalAccepted,
    ProposalMade,
    ProposalReturned,
    ProposalWithdrawn,
    WorkshopHeld,
)
from domain.proposal import State
from domain.rules import Conflict, NotFound, Refused
from domain.values import Attendance, Kind, ProposalId, Scores, WorkshopId
from domain.workshop import MAX_REGISTER
from tests.support.domain.examples import (
    LONG_AGO,
    MONDAY,
    TEXT,
    TODAY,
    TOMORROW,
    TUESDAY,
    TYPO,
    WORDED,
    proposed,
    revised,
)
from tests.support.domain.telling import AMINA, BRIAN, CHEN, refusal
from tests.support.given import given, replay
from tests.support.world import CASCADE, workshop_id

SCORES = (Scores(1, 2, 3),)
W = WorkshopId("w1")


def test_a_proposal_waits_once_it_is_made():
    given().when(proposal.make, proposed, SCORES, TODAY).then(proposed)
    assert replay(proposal.Proposal, proposed).state is State.WAITING


def test_a_returned_proposal_waits_again_when_it_is_revised():
    returned = ProposalReturned(WORDED)
    given(proposed).when(proposal.return_, WORDED).then(returned)
    given(proposed, returned).when(proposal.revise, revised, (), TODAY).then(revised)
    given(proposed, revised, returned).when(proposal.revise, revised, (), TODAY).then(revised)
    assert replay(proposal.Proposal, proposed, returned).state is State.RETURNED
    assert replay(proposal.Proposal, proposed, returned, revised).state is State.WAITING


def test_a_waiting_proposal_is_revised_and_the_same_again_changes_nothing():
    given(proposed).when(proposal.revise, revised, (), TODAY).then(revised)
    given(proposed, revised).when(proposal.revise, revised, (), TODAY).then()


def test_a_proposal_is_returned_with_words():
    given(proposed).when(proposal.return_, TYPO).then_refused("Say in a word", field="reason")


def test_what_was_returned_is_not_accepted_before_it_is_put_right():
    given(proposed, ProposalReturned(WORDED)).when(proposal.accept, W, 1).then_refused(
        "This proposal was returned. Wait until"
    )


@pytest.mark.parametrize(
    ("end", "sentence"),
    [(ProposalWithdrawn(), "was withdrawn"), (ProposalAccepted(W), "was accepted already")],
)
def test_what_is_over_stays_as_it_is(end, sentence):
    ended = given(proposed, end)
    for decision, told in (
        (proposal.revise, (revised, (), TODAY)),
        (proposal.withdraw, ()),
        (proposal.return_, (WORDED,)),
        (proposal.accept, (W, 1)),
    ):
        ended.when(decision, *told).then_refused(sentence, by=Conflict)


def test_an_unknown_proposal_is_not_there():
    given().when(proposal.accept, W, 0).then_refused("no such proposal", by=NotFound)
    given().when(proposal.withdraw).then_refused("no such proposal", by=NotFound)


def test_every_line_is_answered():
    given(proposed).when(proposal.accept, W, 1).then(ProposalAccepted(W))
    given(proposed).when(proposal.accept, W, 2).then_refused("1 lines, and 2", field="lines")
    given(proposed).when(proposal.accept, W, 0).then_refused(
        " were answered. Say of each line in order who it is.", field="lines"
    )


@pytest.mark.parametrize(
    ("changes", "sentence", "field"),
    [
        ({"starts_on": TOMORROW, "ends_on": TOMORROW}, "still to come", "starts_on"),
        ({"ends_on": TOMORROW}, "still to come", "ends_on"),
        ({"starts_on": TUESDAY, "ends_on": MONDAY}, "before it starts", "ends_on"),
        ({"starts_on": LONG_AGO}, "Check the year", "starts_on"),
        ({"headcount": -1}, "from 0 upwards", "headcount"),
        ({"lines": (TEXT,) * (MAX_REGISTER + 1)}, "at most 2000 lines", "register"),
    ],
)
def test_what_cannot_have_happened_is_refused(changes, sentence, field):
    fact = replace(proposed, **changes)
    given().when(proposal.make, fact, (), TODAY).then_refused(sentence, field=field)


def test_a_score_above_its_maximum_names_its_line():
    scores = (Scores(1, 2, 3), Scores(1, 4, 3))
    given().when(proposal.make, proposed, scores, TODAY).then_refused(
        "above the maximum", field="register/1"
    )


# ---- by command ------------------------------------------------------------------------------

Q = ProposalId("q1")
mine = ProposalMade(Kind.STEP_DOWN, MONDAY, TUESDAY, (TEXT,), proposal=Q, lead=AMINA)
became = WorkshopHeld(
    workshop_id("W9"), Kind.STEP_DOWN, MONDAY, TUESDAY, lead=AMINA, register=(Attendance(BRIAN),)
)


def test_acceptance_and_the_workshop_are_one_append(told):
    told.do(lambda c: c.propose(CASCADE, mine, ()))
    done = told.do(lambda c: c.accept_proposal(Q, became, 1))
    assert done.entries == 2
    streams = list(told.log.load([f"proposal/{Q}", f"workshop/{became.workshop}"]).values())
    assert {entry.cascade for entries in streams for entry in entries} == {CASCADE}


def test_a_refused_workshop_leaves_the_proposal_waiting(told):
    told.do(lambda c: c.propose(CASCADE, mine, ()))
    on_it = replace(became, register=(Attendance(AMINA),))
    assert "own register" in refusal(told, lambda c: c.accept_proposal(Q, on_it, 1))
    assert told.service.read().proposal(Q).state is State.WAITING


def test_a_proposal_names_a_known_lead_and_an_open_cascade(told):
    told.do(lambda c: c.erase_person(CHEN, TYPO))
    erased = replace(mine, lead=CHEN)
    refusal(told, lambda c: c.propose(CASCADE, erased, ()), Refused)
    told.do(lambda c: c.close_cascade(CASCADE, TYPO))
    refusal(told, lambda c: c.propose(CASCADE, mine, ()))


def test_an_id_means_one_proposal():
    given(proposed).when(proposal.make, revised, (), TODAY).then_refused(
        "This proposal is already known. Revise it, or choose another id."
    )
