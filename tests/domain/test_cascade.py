"""A cascade is opened once, revised, closed and reopened."""

from datetime import date

import pytest
from msgspec.structs import replace

from domain import cascade
from domain.events import (
    CascadeClosed,
    CascadeReopened,
    CurriculumRevised,
    SafeguardsSet,
    StandardRevised,
    TargetsRevised,
)
from domain.values import Module, Standard, Target, Tier
from tests.support.domain.examples import TEXT, TYPO, opened
from tests.support.given import given, replay

closed = CascadeClosed(TYPO)
NETS, TESTS = Module("nets", "Bed nets"), Module("rdt", "Rapid tests")
TIERS = (Tier("Districts", (Target(40, date(2024, 12, 31)),)), Tier("Villages"))


def test_a_cascade_is_opened_with_all_that_is_planned():
    whole = replace(
        opened, modules=(NETS, TESTS), tiers=TIERS, standard=Standard(0.7, 3, 2, 24), details=TEXT
    )
    given().when(cascade.open_, whole).then(whole)


def test_a_cascade_is_opened_once():
    given(opened).when(cascade.open_, opened).then_refused("already open")


@pytest.mark.parametrize("code", ["", "Malaria", "malaria 2024", "-m", "m" * 61, "é"])
@pytest.mark.parametrize("field", ["slug", "series"])
def test_slug_and_series_are_codes(field, code):
    bad = replace(opened, **{field: code})
    given().when(cascade.open_, bad).then_refused("write small letters a–z", field=field)


def test_a_title_is_given():
    given().when(cascade.open_, replace(opened, title="  ")).then_refused(
        "Give a name.", field="title"
    )


@pytest.mark.parametrize("title", ["two\nlines", "x" * 201, "nul\0"])
def test_a_title_is_one_short_line(title):
    bad = replace(opened, title=title)
    given().when(cascade.open_, bad).then_refused("A name here is one line of", field="title")


def test_evidence_is_kept_for_a_month_at_least():
    given().when(cascade.open_, replace(opened, evidence_months=1)).then(
        replace(opened, evidence_months=1)
    )
    given().when(cascade.open_, replace(opened, evidence_months=0)).then_refused(
        "Evidence is kept for at least one month.", field="evidence_months"
    )


def test_module_codes_are_distinct():
    given(opened).when(cascade.revise_curriculum, (NETS, NETS), None, TYPO).then_refused(
        "Rename one.", field="modules"
    )


@pytest.mark.parametrize("module", [Module("", "Nets"), Module("nets", ""), Module(" ", "x")])
def test_modules_have_codes_and_names(module):
    given(opened).when(cascade.revise_curriculum, (module,), None, TYPO).then_refused(
        "Give a name.", field="modules"
    )


def test_the_curriculum_is_revised():
    given(opened).when(cascade.revise_curriculum, (NETS,), TEXT, TYPO).then(
        CurriculumRevised((NETS,), TYPO, TEXT)
    )


def test_the_targets_are_revised():
    given(opened).when(cascade.revise_targets, TIERS, TYPO).then(TargetsRevised(TIERS, TYPO))


def test_a_target_is_no_debt():
    bad = (Tier("Districts", (Target(-1, date(2024, 12, 31)),)),)
    given(opened).when(cascade.revise_targets, bad, TYPO).then_refused(
        "A target is a number of people from 0 upwards.", field="tiers"
    )


def test_tiers_have_names():
    given(opened).when(cascade.revise_targets, (Tier(""),), TYPO).then_refused(
        "Give a name.", field="tiers"
    )


def test_the_standard_is_revised_where_it_differs():
    stricter = Standard(least_post_share=0.8)
    given(opened).when(cascade.revise_standard, stricter, TYPO).then(
        StandardRevised(stricter, TYPO)
    )
    given(opened).when(cascade.revise_standard, opened.standard, TYPO).then()


@pytest.mark.parametrize("share", [-0.1, 1.1, 70, float("nan")])
def test_the_least_post_test_score_is_a_share(share):
    given(opened).when(
        cascade.revise_standard, Standard(least_post_share=share), TYPO
    ).then_refused("is a share from 0 to 1, such as 0.7", field="standard")


@pytest.mark.parametrize("least", [0, 6])
def test_the_rubric_has_its_range(least):
    given(opened).when(cascade.revise_standard, Standard(least_rubric=least), TYPO).then_refused(
        "The rubric runs from 1 to 5.", field="standard"
    )


def test_workshops_to_co_facilitate_are_counted():
    given(opened).when(cascade.revise_standard, Standard(cofacilitations=-1), TYPO).then_refused(
        "to co-facilitate is 0 or more", field="standard"
    )


@pytest.mark.parametrize("months", [0, 1201])
def test_a_certificate_is_valid_for_some_time(months):
    given(opened).when(cascade.revise_standard, Standard(months_valid=months), TYPO).then_refused(
        "1 to 1200 months, or for ever", field="standard"
    )


@pytest.mark.parametrize("share", [-0.1, 1.1])
def test_the_least_attendance_is_a_share_of_days(share):
    given(opened).when(
        cascade.revise_standard, Standard(least_attendance=share), TYPO
    ).then_refused("The least attendance is a share of the days from 0 to 1", field="standard")


def test_safeguards_are_set_where_they_differ():
    given(opened).when(cascade.set_safeguards, 24, True, TYPO).then(SafeguardsSet(TYPO, 24, True))
    given(opened).when(cascade.set_safeguards, None, False, TYPO).then()
    given(opened, SafeguardsSet(TYPO, 24, True)).when(
        cascade.set_safeguards, None, True, TYPO
    ).then(SafeguardsSet(TYPO, None, True))


@pytest.mark.parametrize("months", [0, 1201])
def test_contacts_are_kept_for_some_time(months):
    given(opened).when(cascade.set_safeguards, months, False, TYPO).then_refused(
        "at most 1200 months", field="contact_months"
    )


def test_a_cascade_closes_and_reopens():
    given(opened).when(cascade.close, TYPO).then(closed)
    given(opened, closed).when(cascade.close, TYPO).then_refused("already closed")
    given(opened, closed).when(cascade.reopen, TYPO).then(CascadeReopened(TYPO))
    given(opened).when(cascade.reopen, TYPO).then_refused("This cascade is open.")


def test_a_closed_cascade_takes_nothing_new():
    given(opened, closed).when(cascade.require_open).then_refused("Reopen it before anything new")
    given(opened, closed, CascadeReopened(TYPO)).when(cascade.require_open).then()


def test_a_cascade_is_what_was_said_of_it():
    stricter = Standard(least_rubric=4)
    state = replay(cascade.Cascade, opened, StandardRevised(stricter, TYPO), closed)
    assert (state.id, state.slug, state.series) == ("malaria", "malaria-2024", "malaria")
    assert (state.standard, state.closed) == (stricter, True)
