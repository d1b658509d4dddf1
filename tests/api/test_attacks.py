"""What somebody with an account tried, in order to see or to change more than is theirs."""

from __future__ import annotations

import base64
import json

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.accounts.second_factor import code_at
from api.accounts.tables import now
from api.home import Home
from domain.standards import Refused
from tests.api.conftest import ON_BOTH, WHY, Api
from tests.api.pages.browsing import Browser
from tests.api.people_of import Somebody
from tests.api.test_who_may import Programme, everybody, programme


@pytest.fixture
def it(api: Api) -> Programme:
    return programme(api)


@pytest.fixture
def people(client: FlaskClient, home: Home, it: Programme) -> dict[str, Somebody]:
    return everybody(client, home, it)


# ---- round the second factor -----------------------------------------------------------------


def ask_for_second_factor(api: Api, it: Programme) -> None:
    said = {"contact_months": None, "second_factor": True, "reason": WHY}
    api.done("PUT", f"/cascades/{it.cascade}/safeguards", said)


def turn_on(home: Home, account: str) -> None:
    factor = home.accounts.second_factor
    factor.turn_on(account, code_at(factor.offer(account), now().timestamp()))


@ON_BOTH
def test_a_token_is_no_way_round_the_second_factor(
    people: dict[str, Somebody], it: Programme, api: Api, home: Home
) -> None:
    ask_for_second_factor(api, it)
    north = people["north"]
    north.refused(403, "GET", f"/people/{it.people['B']}")
    turn_on(home, north.account)
    assert north.get(f"/people/{it.people['B']}")
    home.accounts.second_factor.turn_off(north.account)
    north.refused(403, "GET", f"/people/{it.people['B']}")


def test_a_session_is_weak_again_once_the_factor_is_off(
    people: dict[str, Somebody], it: Programme, api: Api, home: Home, client: FlaskClient
) -> None:
    ask_for_second_factor(api, it)
    turn_on(home, people["north"].account)
    people["north"].signs_in(client, strong=True)
    address = f"/api/v1/people/{it.people['B']}"
    assert client.get(address).status_code == 200
    home.accounts.second_factor.turn_off(people["north"].account)
    assert client.get(address).status_code == 403


def test_a_factor_is_not_replaced_by_a_password(people: dict[str, Somebody], home: Home) -> None:
    turn_on(home, people["north"].account)
    with pytest.raises(Refused):
        home.accounts.second_factor.offer(people["north"].account)
