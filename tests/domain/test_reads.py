"""What a decision read is still so when it is recorded, whoever writes at the same time."""

from __future__ import annotations

import random

import pytest
from msgspec.structs import replace

from domain.events import (
    BehaviourObserved,
    CascadeOpened,
    Certified,
    FeedbackRecorded,
    Nominated,
    ProposalMade,
    RegionDefined,
    Renewed,
    RoleGranted,
    WorkshopCorrected,
    WorkshopPlanned,
)
from domain.rules import Refused
from domain.service import Actor
from domain.service.certifications import Training
from domain.values import (
    AccountId,
    Attendance,
    CascadeId,
    GrantId,
    Kind,
    Level,
    OutcomeId,
    ProposalId,
    RegionId,
    Role,
    Scores,
    Standard,
    WorkshopId,
)
from tests.support.domain import telling
from tests.support.domain.examples import MONDAY, TUESDAY, TYPO, WORDED, assessed
from tests.support.domain.telling import AMINA, BRIAN, CHEN, W1
from tests.support.world import CASCADE, person_id

DIEGO = person_id("diego")
held = replace(telling.held, cofacilitators=(BRIAN,), register=(Attendance(CHEN, 4.0, 8.0, 10.0),))


def hold(c):
    c.hold_workshop(CASCADE, held)


# ---- commands --------------------------------------------------------------------------------


def beside(told, act, meanwhile):
    """`act`, and between its first decision and its recording the whole of `meanwhile`."""
    waiting = [meanwhile]

    def decided(c):
        act(c)
        if waiting:
            told.do(waiting.pop())

    return told.do(decided)


def hold_with(**fields):
    return lambda c: c.hold_workshop(CASCADE, replace(held, **fields))


ABOUT_DIEGO = {
    "on a register": hold_with(register=(Attendance(DIEGO),)),
    "lead": hold_with(lead=DIEGO),
    "co-facilitator": hold_with(cofacilitators=(DIEGO,)),
    "lead of a plan": lambda c: c.plan_workshop(
        CASCADE, WorkshopPlanned(WorkshopId("w9"), Kind.TOT, MONDAY, MONDAY, lead=DIEGO)
    ),
    "proposal": lambda c: c.propose(
        CASCADE,
        ProposalMade(Kind.TOT, MONDAY, MONDAY, proposal=ProposalId("q9"), lead=DIEGO),
        (),
    ),
    "nomination": lambda c: c.nominate(CASCADE, DIEGO, Nominated(MONDAY)),
    "certificate": lambda c: c.certify(CASCADE, DIEGO, Certified(Level.MASTER, MONDAY)),
    "assessor": lambda c: c.assess(CASCADE, AMINA, replace(assessed, assessor=DIEGO)),
    "outcome": lambda c: c.observe_behaviour(
        CASCADE, BehaviourObserved(OutcomeId("o9"), DIEGO, TUESDAY, 0.5)
    ),
    "observer": lambda c: c.observe_behaviour(
        CASCADE, BehaviourObserved(OutcomeId("o9"), AMINA, TUESDAY, 0.5, observer=DIEGO)
    ),
    "merge": lambda c: c.merge_people(CHEN, DIEGO, TYPO),
    "distinction": lambda c: c.distinguish_people(CHEN, DIEGO, TYPO),
    "doubt": lambda c: c.leave_people_unsure(CHEN, DIEGO, TYPO),
    "role": lambda c: c.grant_role(
        RoleGranted(GrantId("g9"), AccountId("a9"), Role.TRAINER, TYPO, CASCADE, person=DIEGO)
    ),
    "details": lambda c: c.commit_details(DIEGO, WORDED.words, TYPO),
    "revelation": lambda c: c.reveal_person(DIEGO, WORDED),
    "withdrawal": lambda c: c.withdraw_person(DIEGO, WORDED),
}


@pytest.mark.parametrize("name", ABOUT_DIEGO)
def test_an_erasure_that_comes_first_is_known_to_what_was_decided_beside_it(told, name):
    told.do(lambda c: c.register_person(CASCADE, DIEGO, c.person(AMINA).profile))
    before = told.log.position()
    with pytest.raises(Refused) as refused:
        beside(told, ABOUT_DIEGO[name], lambda c: c.erase_person(DIEGO, TYPO))
    assert "erased on request" in str(refused.value)
    assert [e.name for e in told.log.read(before)] == ["person.erased"]


ABOUT_A_LINE = {
    "voided": lambda c: c.void_attendance(W1, CHEN, WORDED),
    "scored": lambda c: c.record_scores(W1, CHEN, Scores(1.0, 2.0, 3.0), WORDED),
    "rated": lambda c: c.record_feedback(W1, FeedbackRecorded("f9", 3, CHEN, WORDED.words)),
    "made lead": lambda c: c.correct_workshop(W1, WorkshopCorrected(TYPO, lead=BRIAN)),
    "no lead any more": lambda c: c.correct_workshop(W1, WorkshopCorrected(WORDED, lead=None)),
    "revoked": lambda c: c.revoke(CASCADE, CHEN, TUESDAY, WORDED),
    "suspended": lambda c: c.suspend(CASCADE, CHEN, TUESDAY, WORDED),
    "renewed": lambda c: c.renew(CASCADE, CHEN, Renewed(TUESDAY)),
    "certificate voided": lambda c: c.void_certificate(CASCADE, CHEN, Level.MASTER, MONDAY, WORDED),
    "merge undone": lambda c: c.undo_merge(CHEN, DIEGO, WORDED),
    "outcome voided": lambda c: c.void_outcome(OutcomeId("o9"), WORDED),
}


@pytest.mark.parametrize("name", ABOUT_A_LINE)
def test_words_about_somebody_are_not_taken_beside_or_after_their_erasure(told, name):
    told.do(lambda c: c.register_person(CASCADE, DIEGO, c.person(AMINA).profile))
    told.do(hold)
    told.do(lambda c: c.certify(CASCADE, CHEN, Certified(Level.MASTER, MONDAY)))
    told.do(lambda c: c.merge_people(CHEN, DIEGO, TYPO))
    told.do(
        lambda c: c.observe_behaviour(
            CASCADE, BehaviourObserved(OutcomeId("o9"), CHEN, TUESDAY, 0.5)
        )
    )

    def erase(c):
        for one in (AMINA, BRIAN, CHEN):
            c.erase_person(one, TYPO)

    before = told.log.position()
    with pytest.raises(Refused) as refused:
        beside(told, ABOUT_A_LINE[name], erase)
    assert "erased on request" in str(refused.value)
    assert {e.name for e in told.log.read(before)} == {"person.erased"}
    with pytest.raises(Refused):
        told.do(ABOUT_A_LINE[name])


def test_a_line_of_somebody_erased_is_voided_without_words(told):
    told.do(hold)
    told.do(lambda c: c.erase_person(CHEN, TYPO))
    assert told.do(lambda c: c.void_attendance(W1, CHEN, TYPO)).entries == 1


def test_who_is_erased_is_who_is_one_with_them_when_it_is_recorded(told):
    told.do(lambda c: c.merge_people(AMINA, CHEN, TYPO))
    told.do(lambda c: c.merge_people(CHEN, BRIAN, TYPO))
    pairs = [(AMINA, CHEN), (BRIAN, CHEN)]
    before = told.log.position()
    beside(
        told,
        lambda c: c.erase_person(AMINA, TYPO, pairs),
        lambda c: c.undo_merge(CHEN, BRIAN, TYPO),
    )
    erased = {e.stream for e in told.log.read(before) if e.name == "person.erased"}
    assert erased == {f"person/{AMINA}", f"person/{CHEN}"}


def test_two_moves_at_once_make_no_circle_of_regions(told):
    regions = [RegionDefined(RegionId(n), n) for n in ("one", "two", "three")]
    for region in regions:
        told.do(lambda c, r=region: c.define_region(r))
    one, two, three = regions
    with pytest.raises(Refused, match="within itself"):
        beside(
            told,
            lambda c: c.define_region(replace(one, parent=two.region)),
            lambda c: (
                c.define_region(replace(three, parent=one.region)),
                c.define_region(replace(two, parent=three.region)),
            ),
        )


def test_a_cascade_that_closes_takes_no_workshop_decided_before(told):
    with pytest.raises(Refused, match="closed"):
        beside(told, hold, lambda c: c.close_cascade(CASCADE, TYPO))


def test_an_outcome_is_of_a_workshop_that_stands(told):
    told.do(hold)
    fact = BehaviourObserved(OutcomeId("o9"), CHEN, TUESDAY, 0.5, workshop=W1)
    with pytest.raises(Refused, match="voided"):
        beside(
            told,
            lambda c: c.observe_behaviour(CASCADE, fact),
            lambda c: c.void_workshop(W1, TYPO),
        )


def test_an_import_that_is_taken_back_meanwhile_goes_no_further(told):
    told.do(lambda c: c.start_batch(CASCADE, "july"))
    with pytest.raises(Refused, match="taken back"):
        beside(
            told,
            lambda c: (c.require_going_on("july"), hold(c)),
            lambda c: c.undo_batch("july"),
        )


# ---- certification: ids are passed in, and what they say is read from the log -----------------


def test_an_assessor_who_becomes_their_trainer_meanwhile_is_refused(told):
    told.do(hold)
    told.do(lambda c: c.register_person(CASCADE, DIEGO, c.person(AMINA).profile))
    fact = replace(assessed, assessor=DIEGO)
    with pytest.raises(Refused, match="trained this person"):
        beside(
            told,
            lambda c: c.assess(CASCADE, CHEN, fact, Training([W1])),
            lambda c: c.correct_workshop(W1, WorkshopCorrected(TYPO, lead=DIEGO)),
        )


def test_an_assessor_is_who_they_are_one_with(told):
    told.do(hold)
    told.do(lambda c: c.register_person(CASCADE, DIEGO, c.person(AMINA).profile))
    told.do(lambda c: c.merge_people(AMINA, DIEGO, TYPO))
    fact = replace(assessed, assessor=DIEGO)
    with pytest.raises(Refused, match="trained this person"):
        told.do(lambda c: c.assess(CASCADE, CHEN, fact, Training([W1], [(AMINA, DIEGO)])))
    with pytest.raises(Refused, match="themselves"):
        told.do(lambda c: c.assess(CASCADE, AMINA, fact, Training([], [(AMINA, DIEGO)])))


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda c: c.void_workshop(W1, TYPO),
        lambda c: c.void_attendance(W1, CHEN, TYPO),
        lambda c: c.record_scores(W1, CHEN, Scores(1.0, 2.0, 10.0), TYPO),
        lambda c: c.record_scores(W1, CHEN, Scores(), TYPO, True),
        lambda c: c.correct_workshop(W1, WorkshopCorrected(TYPO, cofacilitators=(BRIAN, CHEN))),
    ],
    ids=["workshop voided", "line voided", "scored lower", "scores in conflict", "gave it"],
)
def test_a_certificate_stands_on_the_scores_as_they_are(told, meanwhile):
    told.do(lambda c: c.revise_standard(CASCADE, Standard(least_post_share=0.7), TYPO))
    told.do(hold)
    certify = lambda c: c.certify(  # noqa: E731
        CASCADE, CHEN, Certified(Level.MASTER, MONDAY), Training([W1])
    )
    with pytest.raises(Refused, match="post-test"):
        beside(told, certify, meanwhile)


def test_a_workshop_of_another_cascade_certifies_nobody(told):
    there = CascadeId("00000000-0000-4000-8000-0000000c0de2")
    told.do(lambda c: c.open_cascade(CascadeOpened(there, "there", "There", "there")))
    told.do(lambda c: c.revise_standard(there, Standard(least_post_share=0.7), TYPO))
    told.do(hold)
    certificate = Certified(Level.MASTER, MONDAY)
    where = Training([W1, WorkshopId("unknown")])
    with pytest.raises(Refused, match="post-test"):
        told.do(lambda c: c.certify(there, CHEN, certificate, where))
    told.do(lambda c: c.certify(CASCADE, CHEN, certificate, where))


# ---- nothing to record -----------------------------------------------------------------------


def test_what_was_known_is_looked_at_again_where_it_changed_meanwhile(told):
    """To set what is there already is nothing to record, unless somebody else just changed it."""
    profile = replace(told.service.read().person(AMINA).profile, cadre="nurse")
    other = replace(profile, cadre="teacher")
    told.do(lambda c: c.correct_profile(AMINA, profile, TYPO))
    done = beside(
        told,
        lambda c: c.correct_profile(AMINA, profile, TYPO),
        lambda c: c.correct_profile(AMINA, other, TYPO),
    )
    assert done.entries == 1
    assert told.service.read().person(AMINA).profile == profile


def test_a_repeat_says_that_it_is_one(told):
    by = Actor("console", "test", f"{random.Random(1).getrandbits(64)}")
    assert not told.service.do(by, hold).repeated
    assert told.service.do(by, hold).repeated
