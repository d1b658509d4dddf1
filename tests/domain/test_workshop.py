"""A workshop is planned, held once, corrected, voided and restored."""

from datetime import date

import pytest
from msgspec import UNSET
from msgspec.structs import replace

from domain import planning, workshop
from domain.events import (
    AttendanceVoided,
    WorkshopCancelled,
    WorkshopCorrected,
    WorkshopRescheduled,
    WorkshopRestored,
    WorkshopVoided,
)
from domain.rules import NotFound
from domain.values import Attendance, Kind, PersonId
from tests.support.domain.examples import (
    AMINA,
    BRIAN,
    CHEN,
    DIEGO,
    LONG_AGO,
    MONDAY,
    TODAY,
    TOMORROW,
    TUESDAY,
    TYPO,
    UNDONE,
    evidence,
    feedback,
    held,
    planned,
)
from tests.support.given import given, replay

cancelled, voided = WorkshopCancelled(TYPO), WorkshopVoided(TYPO)
taken_back = WorkshopVoided(UNDONE)


# ---- before the day --------------------------------------------------------------------------


def test_a_workshop_is_planned_once():
    given().when(planning.plan, planned).then(planned)
    given(planned).when(planning.plan, planned).then_refused("This workshop is already known")
    given(held).when(planning.plan, planned).then_refused("This workshop is already known")


def test_a_plan_may_lie_in_the_future():
    later = replace(planned, starts_on=TOMORROW, ends_on=TOMORROW)
    given().when(planning.plan, later).then(later)


def test_a_plan_names_modules_by_their_codes():
    given().when(planning.plan, replace(planned, modules=("two\nlines",))).then_refused(
        "A name here is one line of", field="modules"
    )


@pytest.mark.parametrize(
    "decision, args",
    [
        (planning.plan, (replace(planned, starts_on=TUESDAY, ends_on=MONDAY),)),
        (workshop.hold, (replace(held, starts_on=TUESDAY, ends_on=MONDAY), TODAY)),
    ],
)
def test_no_workshop_ends_before_it_starts(decision, args):
    given().when(decision, *args).then_refused(
        "before it starts on 2024-06-11. Check both dates.", field="ends_on"
    )
    given().when(decision, *args).then_refused("This workshop ends on", field="ends_on")


def test_a_plan_is_rescheduled():
    given(planned).when(planning.reschedule, TUESDAY, TOMORROW, TYPO).then(
        WorkshopRescheduled(TUESDAY, TOMORROW, TYPO)
    )
    given(planned).when(planning.reschedule, TUESDAY, MONDAY, TYPO).then_refused(
        "Check both dates.", field="ends_on"
    )


def test_a_plan_is_cancelled():
    given(planned).when(planning.cancel, TYPO).then(cancelled)


@pytest.mark.parametrize(
    "decision, args", [(planning.reschedule, (MONDAY, TUESDAY, TYPO)), (planning.cancel, (TYPO,))]
)
def test_only_what_is_still_planned_is_moved_or_cancelled(decision, args):
    given().when(decision, *args).then_refused("There is no such planned workshop", by=NotFound)
    given(planned, held).when(decision, *args).then_refused("This workshop was already held")
    given(planned, cancelled).when(decision, *args).then_refused("Plan a new one.")


# ---- the day ---------------------------------------------------------------------------------


def test_a_workshop_is_logged_with_its_register_in_one_fact():
    given().when(workshop.hold, held, TODAY).then(held)
    given(planned).when(workshop.hold, held, TODAY).then(held)


def test_a_workshop_is_logged_once():
    given(held).when(workshop.hold, held, TODAY).then_refused("already in the log. Correct it")


def test_a_cancelled_workshop_is_not_held():
    given(planned, cancelled).when(workshop.hold, held, TODAY).then_refused(
        "Log it under a new id."
    )


def test_a_voided_workshop_is_restored_and_not_logged_again():
    given(held, voided).when(workshop.hold, held, TODAY).then_refused("Correct it instead.")


def test_what_an_undone_import_took_back_may_be_logged_anew():
    given(held, taken_back).when(workshop.hold, held, TODAY).then(held)
    anew = replay(workshop.Workshop, held, feedback, evidence, taken_back, held)
    assert anew == replay(workshop.Workshop, held)


@pytest.mark.parametrize(
    "starts_on, ends_on, part, field",
    [
        (TOMORROW, TOMORROW, "2024-06-16 is still to come", "starts_on"),
        (MONDAY, TOMORROW, "Log it once it has ended.", "ends_on"),
        (LONG_AGO, MONDAY, "lies before", "starts_on"),
    ],
)
def test_what_has_not_happened_is_not_logged(starts_on, ends_on, part, field):
    impossible = replace(held, starts_on=starts_on, ends_on=ends_on)
    given().when(workshop.hold, impossible, TODAY).then_refused(part, field=field)


def test_a_lead_is_not_on_their_own_register():
    own = replace(held, register=(*held.register, Attendance(AMINA)))
    given().when(workshop.hold, own, TODAY).then_refused(
        "The lead is on their own register.", field="lead"
    )


def test_a_cofacilitator_on_the_sheet_stands_there_with_their_scores():
    both = replace(held, register=(*held.register, Attendance(BRIAN, post=5)))
    given().when(workshop.hold, both, TODAY).then(both)


def test_a_lead_named_among_the_cofacilitators_is_one_facilitator():
    twice = replace(held, cofacilitators=(AMINA, BRIAN, BRIAN))
    given().when(workshop.hold, twice, TODAY).then(held)
    assert workshop.facilitators(twice) == (AMINA, BRIAN)


def test_a_workshop_may_have_no_recorded_lead():
    leaderless = replace(held, lead=None)
    given().when(workshop.hold, leaderless, TODAY).then(leaderless)
    assert workshop.facilitators(leaderless) == (BRIAN,)


def test_nobody_is_twice_on_a_register():
    twice = replace(held, register=(Attendance(CHEN), Attendance(DIEGO), Attendance(CHEN)))
    given().when(workshop.hold, twice, TODAY).then_refused("Leave one line.", field="register")


def test_scores_on_a_register_are_possible():
    above = replace(held, register=(Attendance(CHEN, post=11, max_score=10),))
    given().when(workshop.hold, above, TODAY).then_refused(
        "A score of 11 is above the maximum of 10", field="register"
    )


def test_heads_are_counted_upwards():
    given().when(workshop.hold, replace(held, headcount=-1), TODAY).then_refused(
        "A headcount is a number from 0 upwards.", field="headcount"
    )


@pytest.mark.parametrize("count", [2**31, 2**63, 10**30])
def test_a_headcount_fits_into_the_log_and_the_views(count):
    given().when(workshop.hold, replace(held, headcount=count), TODAY).then_refused(
        "A headcount is a number from 0", field="headcount"
    )


def test_modules_are_named_by_their_codes():
    given().when(workshop.hold, replace(held, modules=("",)), TODAY).then_refused(
        "Give a name.", field="modules"
    )


def test_a_register_too_long_for_one_fact_is_continued_line_by_line():
    people = [PersonId(f"{n:08}") for n in range(workshop.MAX_REGISTER + 1)]
    sheet = replace(held, register=tuple(Attendance(p) for p in people))
    given().when(workshop.hold, sheet, TODAY).then_refused(
        "A register is logged with at most", field="register"
    )


# ---- corrections -----------------------------------------------------------------------------


def test_a_correction_carries_only_what_changed():
    said = WorkshopCorrected(TYPO, kind=Kind.TOT, starts_on=TUESDAY, lead=AMINA, headcount=None)
    changed = WorkshopCorrected(TYPO, starts_on=TUESDAY, headcount=None)
    given(held).when(workshop.correct, said, TODAY).then(changed)
    given(held, changed).when(workshop.correct, said, TODAY).then()
    assert replay(workshop.Workshop, held, changed).held == replace(
        held, starts_on=TUESDAY, headcount=None
    )


def test_a_cofacilitator_who_signed_is_made_the_lead_once_their_line_is_voided():
    both = replace(held, register=(*held.register, Attendance(BRIAN, post=5)))
    leads = WorkshopCorrected(TYPO, lead=BRIAN)
    given(both).when(workshop.correct, leads, TODAY).then_refused("name another lead", field="lead")
    given(both, AttendanceVoided(BRIAN, TYPO)).when(workshop.correct, leads, TODAY).then(leads)


def test_a_lead_who_is_on_an_old_register_bars_no_other_correction():
    """A co-facilitator of an old log who had signed could be made the lead."""
    own = replace(held, register=(*held.register, Attendance(AMINA)))
    heads = WorkshopCorrected(TYPO, headcount=9)
    given(own).when(workshop.correct, heads, TODAY).then(heads)


def test_every_field_of_a_workshop_can_be_corrected_but_its_name_and_register():
    told_apart = {"workshop", "identifier", "register", "unseen"}
    assert set(workshop.CORRECTABLE) == set(held.__struct_fields__) - told_apart


@pytest.mark.parametrize(
    "change, part, field",
    [
        ({"lead": CHEN}, "name another lead", "lead"),
        ({"ends_on": TOMORROW}, "Log it once it has ended.", "ends_on"),
        ({"starts_on": TOMORROW, "ends_on": TOMORROW}, "is still to come", "starts_on"),
        ({"ends_on": date(2024, 6, 9)}, "Check both dates.", "ends_on"),
        ({"headcount": -1}, "A headcount is a number", "headcount"),
        ({"modules": ("",)}, "Give a name.", "modules"),
    ],
)
def test_a_correction_leaves_a_possible_workshop(change, part, field):
    impossible = WorkshopCorrected(TYPO, **change)
    given(held).when(workshop.correct, impossible, TODAY).then_refused(part, field=field)


def test_who_was_struck_off_the_register_may_lead():
    lead = WorkshopCorrected(TYPO, lead=CHEN)
    given(held, AttendanceVoided(CHEN, TYPO)).when(workshop.correct, lead, TODAY).then(lead)


def test_a_workshop_is_voided_and_restored():
    given(held).when(workshop.void, TYPO).then(voided)
    given(held, voided).when(workshop.restore, TYPO).then(WorkshopRestored(TYPO))
    given(held).when(workshop.restore, TYPO).then_refused("This workshop stands already")
    assert replay(workshop.Workshop, held, voided, WorkshopRestored(TYPO)) == replay(
        workshop.Workshop, held
    )


def test_only_a_workshop_that_was_held_is_restored():
    given(planned).when(workshop.restore, TYPO).then_refused(
        "There is no such workshop. Check the id.", by=NotFound
    )


CHANGES = [
    (workshop.correct, (WorkshopCorrected(TYPO, lead=UNSET), TODAY)),
    (workshop.void, (TYPO,)),
    (workshop.attach_evidence, (evidence,)),
]


@pytest.mark.parametrize("decision, args", CHANGES)
def test_nothing_is_changed_in_a_workshop_that_was_not_held(decision, args):
    given(planned).when(decision, *args).then_refused("Log it first", by=NotFound)


@pytest.mark.parametrize("decision, args", CHANGES)
def test_nothing_is_changed_in_a_voided_workshop(decision, args):
    given(held, voided).when(decision, *args).then_refused("This workshop was voided. Restore it")


def test_evidence_is_attached_once():
    given(held).when(workshop.attach_evidence, evidence).then(evidence)
    given(held, evidence).when(workshop.attach_evidence, evidence).then_refused(
        "This evidence is already attached"
    )
