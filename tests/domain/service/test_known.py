"""What a command names must be known, and what it newly names must be free."""

from __future__ import annotations

from uuid import uuid4

import pytest
from msgspec import UNSET
from msgspec.structs import replace

from domain.events import (
    CascadeOpened,
    Certified,
    Nominated,
    PersonReinstated,
    RegionDefined,
    WorkshopCorrected,
    WorkshopPlanned,
)
from domain.rules import Conflict, NotFound, Refused
from domain.service import Service
from domain.values import (
    Attendance,
    CascadeId,
    Kind,
    Level,
    OrganisationId,
    Profile,
    RegionId,
    Target,
    Tier,
    WorkshopId,
)
from tests.support.domain.examples import (
    MONDAY,
    TOMORROW,
    TUESDAY,
    TYPO,
    assessed,
    claimed,
    observed,
)
from tests.support.domain.telling import AMINA, BRIAN, CHEN, W1, held, hold, refusal
from tests.support.world import CASCADE, person_id, region_id

# ---- what must be known ----------------------------------------------------------------------

NOBODY, NOWHERE = person_id("nobody"), RegionId("nowhere")
UNKNOWN = {
    "cascade": (
        lambda c: c.register_person(CascadeId("none"), person_id("eve"), Profile()),
        "There is no such cascade. Check the id, or open it first.",
    ),
    "lead": (
        lambda c: c.hold_workshop(CASCADE, replace(held, lead=NOBODY)),
        "There is no such person. Register them first, or check the id.",
    ),
    "co-facilitator": (
        lambda c: c.hold_workshop(CASCADE, replace(held, cofacilitators=(NOBODY,))),
        "There is no such person. Register them first, or check the id.",
    ),
    "trainee": (
        lambda c: c.hold_workshop(CASCADE, replace(held, register=(Attendance(NOBODY),))),
        "There is no such person. Register them first, or check the id.",
    ),
    "region of a workshop": (
        lambda c: c.hold_workshop(CASCADE, replace(held, region=NOWHERE)),
        "There is no such region. Define it first.",
    ),
    "region of a person": (
        lambda c: c.correct_profile(AMINA, Profile(region=NOWHERE), TYPO),
        "There is no such region. Define it first.",
    ),
    "parent of a region": (
        lambda c: c.define_region(RegionDefined(RegionId("x"), "x", NOWHERE)),
        "There is no such region. Define it first.",
    ),
    "region of a target": (
        lambda c: c.revise_targets(CASCADE, (Tier("t", (Target(1, TOMORROW, NOWHERE),)),), TYPO),
        "There is no such region. Define it first.",
    ),
    "region of a target when opened": (
        lambda c: c.open_cascade(
            CascadeOpened(
                CascadeId("new"),
                "new",
                "New",
                "new",
                tiers=(Tier("t", (Target(1, TOMORROW, NOWHERE),)),),
            )
        ),
        "There is no such region. Define it first.",
    ),
    "organisation": (
        lambda c: c.correct_profile(AMINA, Profile(organisation=OrganisationId("none")), TYPO),
        "There is no such organisation. Define it first.",
    ),
    "workshop": (
        lambda c: c.void_workshop(W1, TYPO),
        "There is no such workshop in the log. Log it first, or check the id.",
    ),
    "workshop of a cascade": (
        lambda c: c.cascade_of(W1),
        "There is no such workshop. Check the id.",
    ),
    "assessor": (
        lambda c: c.assess(CASCADE, AMINA, replace(assessed, assessor=NOBODY)),
        "There is no such person. Register them first, or check the id.",
    ),
    "other of a pair": (
        lambda c: c.merge_people(AMINA, NOBODY, TYPO),
        "There is no such person. Register them first, or check the id.",
    ),
    "workshop of an outcome": (
        lambda c: c.claim_sharing(CASCADE, replace(claimed, person=CHEN, workshop=W1)),
        "There is no such workshop in the log. Log it first, or check the id.",
    ),
}


@pytest.mark.parametrize("what", UNKNOWN)
def test_what_is_unknown_is_refused(told, what):
    act, sentence = UNKNOWN[what]
    assert refusal(told, act, NotFound) == sentence


def test_a_workshop_stays_in_its_cascade(told):
    other = CascadeId(str(uuid4()))
    told.do(lambda c: c.open_cascade(CascadeOpened(other, "other", "Other", "other")))
    told.do(hold)
    sentence = refusal(told, lambda c: c.hold_workshop(other, held), NotFound)
    assert sentence == "There is no such workshop in this cascade. Choose another id."


def test_a_cofacilitation_is_credited_to_who_facilitated(told):
    told.do(hold)
    told.do(lambda c: c.credit_cofacilitation(CASCADE, AMINA, W1))
    sentence = refusal(told, lambda c: c.credit_cofacilitation(CASCADE, BRIAN, W1))
    assert sentence.startswith("This person did not facilitate that workshop. Correct")


@pytest.mark.parametrize(
    "act",
    [
        hold,
        lambda c: c.correct_profile(BRIAN, Profile(), TYPO),
        lambda c: c.nominate(CASCADE, BRIAN, Nominated(MONDAY)),
        lambda c: c.merge_people(AMINA, BRIAN, TYPO),
        lambda c: c.observe_behaviour(CASCADE, replace(observed, person=CHEN, observer=BRIAN)),
    ],
    ids=["hold", "correct", "nominate", "merge", "observe"],
)
def test_of_the_erased_nothing_more_is_recorded(told, act):
    told.do(lambda c: c.erase_person(BRIAN, TYPO))
    assert "was erased on request" in refusal(told, act)


@pytest.mark.parametrize(
    "act",
    [
        hold,
        lambda c: c.plan_workshop(CASCADE, WorkshopPlanned(W1, Kind.TOT, MONDAY, TUESDAY)),
        lambda c: c.nominate(CASCADE, AMINA, Nominated(MONDAY)),
        lambda c: c.certify(CASCADE, AMINA, Certified(Level.MASTER, MONDAY)),
    ],
    ids=["hold", "plan", "nominate", "certify"],
)
def test_a_closed_cascade_takes_nothing_new_until_it_is_reopened(told, act):
    told.do(lambda c: c.close_cascade(CASCADE, TYPO))
    assert "Reopen it before anything new is logged in it." in refusal(told, act)
    told.do(lambda c: c.reopen_cascade(CASCADE, TYPO))
    assert told.do(act).entries


def test_who_was_withdrawn_is_reinstated_by_appearing_again(told):
    told.do(lambda c: c.withdraw_person(BRIAN, TYPO))
    told.do(hold)
    reinstated = [e for e in told.log.read() if isinstance(e.event, PersonReinstated)]
    assert [e.stream for e in reinstated] == [f"person/{BRIAN}"]
    assert told.numbers()["amina"]["direct"] == 1


def test_who_left_the_facilitators_of_a_corrected_workshop_need_not_be_known_still(told):
    told.do(hold)
    told.do(lambda c: c.erase_person(AMINA, TYPO))
    lead = WorkshopCorrected(TYPO, lead=CHEN, region=UNSET)
    assert told.do(lambda c: c.correct_workshop(W1, lead)).entries == 1


# ---- names -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "act",
    [
        lambda c: c.open_cascade(CascadeOpened(CascadeId("x"), "cascade", "X", "x")),
        lambda c: c.define_region(RegionDefined(RegionId("x"), "north")),
        lambda c: c.hold_workshop(CASCADE, replace(held, workshop=WorkshopId("x"))),
    ],
    ids=["slug", "region", "workshop"],
)
def test_a_name_in_use_is_not_given_again(told, act):
    told.do(hold)
    assert "is already in use." in refusal(told, act, Conflict)


def test_within_two_parents_a_name_means_two_regions(told):
    def act(c):
        for parent in ("north", "south"):
            fact = RegionDefined(RegionId(f"{parent} town"), "town", region_id(parent))
            c.define_region(fact)

    assert told.do(act).entries == 4


def test_a_path_is_defined_step_by_step_and_once(told):
    ids = iter("abc")
    found = []
    told.do(lambda c: found.append(c.region_at("Kenya / Kisumu", lambda: next(ids))))
    told.do(lambda c: found.append(c.region_at("Kenya / Kisumu", lambda: next(ids))))
    assert found == ["b", "b"]


def test_a_workshop_is_not_logged_under_an_identifier_that_is_the_same(told):
    told.do(hold)
    other = replace(held, workshop=WorkshopId("x"), identifier="w1")

    assert "is already in use." in refusal(
        told, lambda c: c.hold_workshop(CASCADE, other, alike=["W1"]), Conflict
    )
    told.do(lambda c: c.hold_workshop(CASCADE, other, "another-series", ["W1"]))


def test_a_workshop_is_found_by_an_identifier_that_is_the_same_unless_several_are(told):
    told.do(hold)
    look = Service(told.log).read()
    series = look.known_cascade(CASCADE).series
    assert look.workshop_called(series, "ｗ1", ["W1"]) == held.workshop
    assert look.workshop_called(series, "w2", ["W1"]) is None
    other = replace(held, workshop=WorkshopId("x"), identifier="w1")
    told.do(lambda c: c.hold_workshop(CASCADE, other))
    look = Service(told.log).read()
    series = look.known_cascade(CASCADE).series
    assert look.workshop_called(series, "w1", ["W1", "w1"]) == "x"
    with pytest.raises(Refused, match="Several workshops have an identifier like"):
        look.workshop_called(series, "ｗ1", ["W1", "w1"])
