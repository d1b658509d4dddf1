"""Roles are granted for a time and withdrawn; who holds which follows from the facts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain import access
from domain.events import AccessReset, RoleGranted, RoleWithdrawn
from domain.rules import NotFound
from domain.values import AccountId, CascadeId, GrantId, PersonId, RegionId, Role
from tests.support.domain.examples import AMINA, TYPO
from tests.support.given import given, replay

TODAY = date(2024, 6, 15)
ME, CASCADE, REGION = AccountId("me"), CascadeId("c"), RegionId("r")


def granted(role: Role = Role.COORDINATOR, id: str = "g", **said: object) -> RoleGranted:
    within = {} if role is Role.ADMINISTRATOR else {"cascade": CASCADE}
    return RoleGranted(GrantId(id), ME, role, TYPO, **(within | said))


def test_a_role_is_granted_and_withdrawn():
    given().when(access.grant, granted(region=REGION), TODAY).then(granted(region=REGION))
    gone = RoleWithdrawn(GrantId("g"), TYPO)
    given(granted()).when(access.withdraw, GrantId("g"), TYPO).then(gone)
    given(granted(), gone).when(access.withdraw, GrantId("g"), TYPO).then()
    assert replay(access.Access, granted(), gone).standing(TODAY) == []


def test_a_role_ends_with_its_last_day():
    state = replay(access.Access, granted(until=TODAY))
    assert state.standing(TODAY) == [granted(until=TODAY)]
    assert state.standing(TODAY + timedelta(days=1)) == []


def test_the_same_role_is_granted_once_and_anew_when_it_was_withdrawn():
    given(granted()).when(access.grant, granted(id="h"), TODAY).then()
    given(granted()).when(access.grant, granted(id="h", region=REGION), TODAY).then(
        granted(id="h", region=REGION)
    )
    given(granted(), RoleWithdrawn(GrantId("g"), TYPO)).when(
        access.grant, granted(id="h"), TODAY
    ).then(granted(id="h"))


@pytest.mark.parametrize(
    ("fact", "sentence", "field"),
    [
        (granted(until=date(2024, 6, 14)), "which is over. Choose a later day, or none.", "until"),
        (
            granted(cascade=None),
            "Say in which cascade this role holds: give the cascade.",
            "cascade",
        ),
        (
            granted(Role.ADMINISTRATOR, cascade=CASCADE),
            "in no cascade. Leave the cascade out.",
            "cascade",
        ),
        (
            granted(Role.AUDITOR, region=REGION),
            "Only a coordinator's role is bound to a region.",
            "region",
        ),
        (granted(Role.TRAINER), "A trainer's role names the person who the trainer is", "person"),
        (granted(person=PersonId(AMINA)), "other roles name nobody.", "person"),
    ],
)
def test_a_role_has_bounds_that_fit_it(fact: RoleGranted, sentence: str, field: str):
    given().when(access.grant, fact, TODAY).then_refused(sentence, field=field)


def test_an_id_means_one_grant():
    given(granted()).when(access.grant, granted(Role.AUDITOR), TODAY).then_refused(
        "This grant is known already. Choose another id."
    )


def test_only_what_was_granted_is_withdrawn():
    given().when(access.withdraw, GrantId("g"), TYPO).then_refused(
        "There is no such grant.", by=NotFound
    )


def test_each_link_to_a_password_is_on_record():
    given().when(access.reset, True).then(AccessReset(True))
    given(AccessReset()).when(access.reset, False).then(AccessReset())
