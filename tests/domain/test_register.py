"""Lines of a register are added, voided, restored and scored; each with a reason."""

import pytest
from msgspec.structs import replace

from domain import register, workshop
from domain.events import (
    AttendanceAdded,
    AttendanceRestored,
    AttendanceVoided,
    ScoresRecorded,
    WorkshopCorrected,
    WorkshopVoided,
)
from domain.rules import NotFound
from domain.values import Attendance, Scores
from tests.support.domain.examples import AMINA, BRIAN, CHEN, DIEGO, TYPO, feedback, held, planned
from tests.support.given import given, replay

line = Attendance(DIEGO, post=6.0, max_score=10.0)
added, voided = AttendanceAdded(line, TYPO), AttendanceVoided(CHEN, TYPO)
restored = AttendanceRestored(CHEN, TYPO)


# ---- who attended ----------------------------------------------------------------------------


def test_a_line_is_added():
    given(held).when(register.add, line, TYPO).then(added)
    assert replay(workshop.Workshop, held, added).attends(DIEGO)


def test_a_line_is_added_once():
    given(held).when(register.add, Attendance(CHEN), TYPO).then_refused(
        "Record scores instead.", field="person"
    )


def test_a_lead_is_not_added_to_their_own_register():
    given(held).when(register.add, Attendance(AMINA), TYPO).then_refused(
        "This person led the workshop", field="person"
    )


def test_a_cofacilitator_who_signed_stands_on_the_register_with_their_scores():
    scored = Attendance(BRIAN, 4, 8, 10)
    added = AttendanceAdded(scored, TYPO)
    given(held).when(register.add, scored, TYPO).then(added)
    assert replay(workshop.Workshop, held, added).line(BRIAN) == scored
    given(held, added).when(register.add, Attendance(BRIAN), TYPO).then_refused(
        "Record scores instead.", field="person"
    )


def test_a_cofacilitators_line_is_scored_voided_and_restored_like_any_other():
    signed = AttendanceAdded(Attendance(BRIAN), TYPO)
    better, voided = Scores(4, 8, 10), AttendanceVoided(BRIAN, TYPO)
    given(held, signed).when(register.record_scores, BRIAN, better, TYPO).then(
        ScoresRecorded(BRIAN, better, TYPO)
    )
    given(held, signed).when(register.void, BRIAN, TYPO).then(voided)
    given(held, signed, voided).when(register.restore, BRIAN, TYPO).then(
        AttendanceRestored(BRIAN, TYPO)
    )


def test_scores_that_cannot_be_are_not_added():
    given(held).when(register.add, replace(line, post=11), TYPO).then_refused(
        "Correct the one or the other.", field="scores"
    )


def test_a_line_is_voided_once():
    given(held).when(register.void, CHEN, TYPO).then(voided)
    given(held, voided).when(register.void, CHEN, TYPO).then_refused(
        "This attendance is already voided", field="person"
    )
    assert not replay(workshop.Workshop, held, voided).attends(CHEN)


def test_a_voided_line_is_restored():
    given(held, voided).when(register.restore, CHEN, TYPO).then(restored)
    given(held).when(register.restore, CHEN, TYPO).then_refused(
        "This attendance stands already", field="person"
    )
    assert replay(workshop.Workshop, held, voided, restored) == replay(workshop.Workshop, held)


def test_a_voided_line_may_be_added_anew():
    anew = Attendance(CHEN, pre=1)
    given(held, voided).when(register.add, anew, TYPO).then(AttendanceAdded(anew, TYPO))
    state = replay(workshop.Workshop, held, voided, AttendanceAdded(anew, TYPO))
    assert state.attends(CHEN)
    assert state.held.register == (anew,)


def test_who_leads_by_now_is_not_restored_to_the_register():
    leads = WorkshopCorrected(TYPO, lead=CHEN)
    given(held, voided, leads).when(register.restore, CHEN, TYPO).then_refused(
        "This person leads the workshop now", field="person"
    )


# ---- scores ----------------------------------------------------------------------------------


def test_scores_stand_in_place_of_those_before():
    better = Scores(pre=4, post=9, max_score=10)
    recorded = ScoresRecorded(CHEN, better, TYPO)
    given(held).when(register.record_scores, CHEN, better, TYPO).then(recorded)
    given(held, recorded).when(register.record_scores, CHEN, better, TYPO).then()
    assert replay(workshop.Workshop, held, recorded).line(CHEN).scores == better


def test_scores_in_conflict_are_dropped():
    dropped = ScoresRecorded(CHEN, Scores(), TYPO, in_conflict=True)
    given(held).when(register.record_scores, CHEN, Scores(1, 2, 3), TYPO, True).then(dropped)
    state = replay(workshop.Workshop, held, dropped)
    assert state.line(CHEN) == Attendance(CHEN, in_conflict=True)
    assert state.attends(CHEN)


def test_a_conflict_is_settled_by_scores():
    dropped = ScoresRecorded(CHEN, Scores(), TYPO, in_conflict=True)
    settled = Scores(4, 8, 10)
    given(held, dropped).when(register.record_scores, CHEN, settled, TYPO).then(
        ScoresRecorded(CHEN, settled, TYPO)
    )


@pytest.mark.parametrize(
    "scores, part",
    [
        (Scores(pre=-1), "A score is a number from 0 upwards."),
        (Scores(post=float("nan")), "A score is a number from 0 upwards."),
        (Scores(max_score=float("inf")), "A score is a number from 0 upwards."),
        (Scores(max_score=0), "The maximum score must be above 0."),
        (Scores(pre=11, max_score=10), "is above the maximum of 10"),
    ],
)
def test_scores_are_possible(scores, part):
    given(held).when(register.record_scores, CHEN, scores, TYPO).then_refused(part, field="scores")


# ---- feedback --------------------------------------------------------------------------------


def test_feedback_is_recorded_once():
    given(held).when(register.record_feedback, feedback).then(feedback)
    given(held, feedback).when(register.record_feedback, feedback).then_refused(
        "This feedback is already recorded"
    )


def test_feedback_may_be_nameless():
    nameless = replace(feedback, person=None)
    given(held).when(register.record_feedback, nameless).then(nameless)


@pytest.mark.parametrize("rating", [0, 6])
def test_a_rating_has_its_range(rating):
    given(held).when(register.record_feedback, replace(feedback, rating=rating)).then_refused(
        "A rating runs from 1 (poor) to 5.", field="rating"
    )


# ---- all of it needs a workshop and a line ---------------------------------------------------

ON_A_LINE = [
    (register.void, (DIEGO, TYPO)),
    (register.restore, (DIEGO, TYPO)),
    (register.record_scores, (DIEGO, Scores(post=1), TYPO)),
    (register.record_feedback, (replace(feedback, person=DIEGO),)),
]
CHANGES = [*ON_A_LINE, (register.add, (line, TYPO))]


@pytest.mark.parametrize("decision, args", ON_A_LINE)
def test_who_is_not_on_the_register_is_added_first(decision, args):
    given(held).when(decision, *args).then_refused("Add them first.", field="person", by=NotFound)


@pytest.mark.parametrize("decision, args", CHANGES)
def test_a_plan_has_no_register(decision, args):
    given(planned).when(decision, *args).then_refused("Log it first", by=NotFound)


@pytest.mark.parametrize("decision, args", CHANGES)
def test_a_voided_workshops_register_is_closed(decision, args):
    given(held, WorkshopVoided(TYPO)).when(decision, *args).then_refused(
        "Restore it before anything is changed in it."
    )
