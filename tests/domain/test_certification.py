"""A person's standing: nominated, assessed, certified, renewed, suspended, revoked."""

from datetime import date

import pytest
from msgspec import UNSET
from msgspec.structs import replace

from domain import certification
from domain.events import (
    CertificateCorrected,
    CertificateVoided,
    CofacilitationCredited,
    Reinstated,
    Revoked,
    Suspended,
)
from domain.rules import NotFound
from domain.values import Level, Rubric, Standard, WorkshopId
from tests.support.domain.examples import (
    AMINA,
    BRIAN,
    CHEN,
    LONG_AGO,
    MONDAY,
    OTHER_TEXT,
    TEXT,
    TODAY,
    TOMORROW,
    TUESDAY,
    TYPO,
    assessed,
    certified,
    nominated,
    renewed,
)
from tests.support.given import given, replay

W1 = WorkshopId("w1")
ASKED = Standard(least_post_share=0.7, least_rubric=3, cofacilitations=1, months_valid=12)
FREE = Standard()
credited = CofacilitationCredited(W1)
suspended, revoked = Suspended(TUESDAY, TYPO), Revoked(TUESDAY, TYPO)
reinstated = Reinstated(TUESDAY, TYPO)


def certify(*before):
    return lambda fact, standard=FREE, share=None: given(*before).when(
        certification.certify, fact, standard, share, TODAY
    )


# ---- on the way ------------------------------------------------------------------------------


def test_a_person_is_nominated_once():
    given().when(certification.nominate, nominated, TODAY).then(nominated)
    given(nominated).when(certification.nominate, nominated, TODAY).then_refused(
        "This person is already nominated"
    )


def test_an_assessor_scores_five_competencies():
    given().when(certification.assess, assessed, {AMINA}, {CHEN}, TODAY).then(assessed)


@pytest.mark.parametrize("rubric", [Rubric(0, 3, 3, 3, 3), Rubric(3, 3, 3, 3, 6)])
def test_a_rubric_has_its_range(rubric):
    given().when(
        certification.assess, replace(assessed, rubric=rubric), set(), {CHEN}, TODAY
    ).then_refused("five competencies is scored from 1 to 5", field="rubric")


def test_nobody_assesses_themselves():
    given().when(certification.assess, assessed, set(), {BRIAN}, TODAY).then_refused(
        "Nobody assesses themselves. Name another", field="assessor"
    )


def test_nobody_assesses_whom_they_trained():
    given().when(certification.assess, assessed, {AMINA, BRIAN}, {CHEN}, TODAY).then_refused(
        "The assessor trained this person in this cascade", field="assessor"
    )


def test_a_cofacilitation_is_credited_once():
    given().when(certification.credit_cofacilitation, W1).then(credited)
    given(credited).when(certification.credit_cofacilitation, W1).then()


# ---- certified -------------------------------------------------------------------------------


def test_who_meets_the_standard_is_certified():
    certify(assessed, credited)(certified, ASKED, 0.7).then(certified)


@pytest.mark.parametrize(
    "before, share, lacks",
    [
        ((assessed, credited), 0.69, "missing: post-test."),
        ((assessed, credited), None, "missing: post-test."),
        ((credited,), 0.7, "missing: rubric."),
        ((replace(assessed, rubric=Rubric(5, 5, 2, 5, 5)), credited), 0.7, "missing: rubric."),
        ((assessed,), 0.7, "missing: co-facilitation."),
        ((), None, "missing: post-test, rubric, co-facilitation."),
    ],
)
def test_below_standard_needs_a_waiver(before, share, lacks):
    certify(*before)(certified, ASKED, share).then_refused(lacks, field="waiver")
    certify(*before)(certified, ASKED, share).then_refused(
        "Complete it, or give a waiver with a reason.", field="waiver"
    )
    waived = replace(certified, waiver=TYPO)
    certify(*before)(waived, ASKED, share).then(waived)


def test_an_imported_certificate_stands_on_the_programmes_word():
    imported = replace(certified, expires_on=None, on_programmes_word=True)
    certify()(imported, ASKED, None).then(imported)


def test_a_certificate_runs_as_long_as_the_standard_says():
    endless = replace(certified, certified_on=date(2024, 2, 29), expires_on=None)
    certify()(endless, Standard(months_valid=12)).then(
        replace(endless, expires_on=date(2025, 2, 28))
    )
    certify()(endless, FREE).then(endless)


def test_a_certificate_of_one_level_and_date_is_one():
    certify(certified)(certified).then_refused("Correct it instead.")
    master = replace(certified, level=Level.MASTER)
    certify(certified)(master).then(master)


def test_a_certificate_is_valid_for_a_day_at_least():
    one_day = replace(certified, expires_on=MONDAY)
    certify()(one_day).then(one_day)
    never = replace(certified, certified_on=TUESDAY, expires_on=MONDAY)
    certify()(never).then_refused("before its first day 2024-06-11", field="expires_on")
    certify()(never).then_refused("This certificate expires on", field="expires_on")


# ---- corrected and voided --------------------------------------------------------------------


def test_a_certificate_is_corrected_where_it_differs():
    change = CertificateCorrected(Level.QUALIFIED, MONDAY, TYPO, expires_on=None, number=TEXT)
    given(certified).when(certification.correct, change).then(change)
    given(certified, change).when(certification.correct, change).then()
    other = CertificateCorrected(Level.QUALIFIED, MONDAY, TYPO, number=OTHER_TEXT)
    state = replay(certification.Certification, certified, change, other)
    assert state.latest == replace(certified, expires_on=None, number=OTHER_TEXT)


def test_a_correction_leaves_a_possible_certificate():
    change = CertificateCorrected(Level.QUALIFIED, MONDAY, TYPO, expires_on=date(2024, 6, 9))
    given(certified).when(certification.correct, change).then_refused(
        "Check both dates.", field="expires_on"
    )


def test_only_a_certificate_that_is_there_is_corrected_or_voided():
    change = CertificateCorrected(Level.MASTER, MONDAY, TYPO, expires_on=UNSET, number=TEXT)
    given(certified).when(certification.correct, change).then_refused(
        "There is no certificate of this level and date", by=NotFound
    )
    given(certified).when(certification.void, Level.QUALIFIED, TUESDAY, TYPO).then_refused(
        "There is no certificate of this level and date", by=NotFound
    )


def test_a_voided_certificate_never_was():
    voided = CertificateVoided(Level.QUALIFIED, MONDAY, TYPO)
    given(certified).when(certification.void, Level.QUALIFIED, MONDAY, TYPO).then(voided)
    certify(certified, voided)(certified).then(certified)
    assert replay(certification.Certification, certified, voided).latest is None


def test_the_latest_certificate_is_the_latest_by_date():
    older = replace(certified, level=Level.MASTER, certified_on=date(2020, 1, 1))
    assert replay(certification.Certification, certified, older).latest == certified


# ---- kept alive, taken away ------------------------------------------------------------------


def test_a_certificate_is_renewed_from_the_day_of_renewal():
    given(certified).when(certification.renew, renewed, ASKED, TODAY).then(renewed)
    given(certified).when(
        certification.renew, replace(renewed, expires_on=None), ASKED, TODAY
    ).then(replace(renewed, expires_on=date(2025, 6, 11)))


def test_what_was_revoked_is_not_renewed():
    given(certified, revoked).when(certification.renew, renewed, FREE, TODAY).then_refused(
        "Certify the person anew."
    )


def test_a_renewal_ends_after_it_began():
    bad = replace(renewed, expires_on=MONDAY)
    given(certified).when(certification.renew, bad, FREE, TODAY).then_refused(
        "expires on 2024-06-10", field="expires_on"
    )


def test_a_certificate_is_suspended_and_reinstated():
    given(certified).when(certification.suspend, TUESDAY, TYPO, TODAY).then(suspended)
    given(certified, suspended).when(certification.suspend, TUESDAY, TYPO, TODAY).then_refused(
        "This certificate is already suspended"
    )
    given(certified, suspended).when(certification.reinstate, TUESDAY, TYPO, TODAY).then(reinstated)
    given(certified).when(certification.reinstate, TUESDAY, TYPO, TODAY).then_refused(
        "This certificate is not suspended"
    )


def test_a_certificate_is_revoked_once():
    given(certified).when(certification.revoke, TUESDAY, TYPO, TODAY).then(revoked)
    given(certified, revoked).when(certification.revoke, TUESDAY, TYPO, TODAY).then_refused(
        "This certificate is already revoked"
    )
    given(certified, revoked).when(certification.suspend, TUESDAY, TYPO, TODAY).then_refused(
        "there is nothing to suspend"
    )


def test_who_was_revoked_may_be_certified_anew():
    anew = replace(certified, certified_on=TUESDAY)
    certify(certified, revoked)(anew).then(anew)
    given(certified, revoked, anew).when(certification.suspend, TUESDAY, TYPO, TODAY).then(
        suspended
    )


@pytest.mark.parametrize(
    "decision, args",
    [
        (certification.renew, (renewed, FREE, TODAY)),
        (certification.suspend, (TUESDAY, TYPO, TODAY)),
        (certification.revoke, (TUESDAY, TYPO, TODAY)),
    ],
)
def test_only_who_is_certified_can_lose_or_keep_it(decision, args):
    given(assessed).when(decision, *args).then_refused("Certify them first.", by=NotFound)


@pytest.mark.parametrize(
    "day, part", [(TOMORROW, "is still to come"), (LONG_AGO, "lies before 1900-01-01")]
)
def test_all_this_has_happened(day, part):
    def refused(decision, *args, field, before=(certified,)):
        given(*before).when(decision, *args, TODAY).then_refused(part, field=field)

    dated = replace(nominated, nominated_on=day)
    refused(certification.nominate, dated, field="nominated_on")
    dated = replace(assessed, assessed_on=day)
    refused(certification.assess, dated, set(), {CHEN}, field="assessed_on")
    dated = replace(certified, certified_on=day, expires_on=None)
    refused(certification.certify, dated, FREE, None, field="certified_on")
    refused(certification.renew, replace(renewed, renewed_on=day), FREE, field="renewed_on")
    refused(certification.suspend, day, TYPO, field="suspended_on")
    refused(
        certification.reinstate, day, TYPO, field="reinstated_on", before=(certified, suspended)
    )
    refused(certification.revoke, day, TYPO, field="revoked_on")
