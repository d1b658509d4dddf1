"""What came of a training: observed, reported, claimed, and voided where it was wrong."""

import pytest
from msgspec.structs import replace

from domain import outcome
from domain.events import OutcomeVoided
from domain.rules import NotFound
from tests.support.domain.examples import (
    CHEN,
    LONG_AGO,
    TODAY,
    TOMORROW,
    TYPO,
    claimed,
    observed,
    reported,
)
from tests.support.given import given

KINDS = [
    (outcome.observe, observed, "observed_on"),
    (outcome.report, reported, "reported_on"),
    (outcome.claim_sharing, claimed, "claimed_on"),
]
voided = OutcomeVoided(TYPO)


@pytest.mark.parametrize("decision, fact, _", KINDS)
def test_an_outcome_is_recorded_once(decision, fact, _):
    given().when(decision, fact, TODAY).then(fact)
    given(fact).when(decision, fact, TODAY).then_refused("Void it to replace it.")
    given(fact, voided).when(decision, fact, TODAY).then_refused("Void it to replace it.")


@pytest.mark.parametrize("decision, fact, field", KINDS)
def test_an_outcome_has_happened(decision, fact, field):
    later, before = replace(fact, **{field: TOMORROW}), replace(fact, **{field: LONG_AGO})
    given().when(decision, later, TODAY).then_refused("is still to come", field=field)
    given().when(decision, before, TODAY).then_refused("Check the year.", field=field)


@pytest.mark.parametrize("fidelity", [-0.1, 1.01, float("nan")])
def test_fidelity_is_a_share(fidelity):
    given().when(outcome.observe, replace(observed, fidelity=fidelity), TODAY).then_refused(
        "Fidelity is the share of the practice done as taught", field="fidelity"
    )


def test_nobody_observes_themselves():
    given().when(outcome.observe, replace(observed, observer=CHEN), TODAY).then_refused(
        "Name another observer, or none.", field="observer"
    )
    alone = replace(observed, observer=None)
    given().when(outcome.observe, alone, TODAY).then(alone)


@pytest.mark.parametrize("quantity", [float("nan"), float("inf")])
def test_a_result_is_a_number(quantity):
    given().when(outcome.report, replace(reported, quantity=quantity), TODAY).then_refused(
        "A result is a finite number.", field="quantity"
    )


def test_a_unit_is_a_code():
    given().when(outcome.report, replace(reported, unit="Children vaccinated"), TODAY).then_refused(
        "write small letters a–z", field="unit"
    )


def test_a_claim_counts_people():
    given().when(outcome.claim_sharing, replace(claimed, people=-1), TODAY).then_refused(
        "The number of people is 0 or more.", field="people"
    )


@pytest.mark.parametrize("count", [2**31, 2**63, 10**30])
def test_a_claim_fits_into_the_log_and_the_views(count):
    given().when(outcome.claim_sharing, replace(claimed, people=count), TODAY).then_refused(
        "The number of people is", field="people"
    )


def test_an_outcome_is_voided_once():
    given(observed).when(outcome.void, TYPO).then(voided)
    given(observed, voided).when(outcome.void, TYPO).then_refused("This outcome is already voided")
    given().when(outcome.void, TYPO).then_refused("There is no such outcome.", by=NotFound)
