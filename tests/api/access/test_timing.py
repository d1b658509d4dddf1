"""What one may not see takes as long as what is not there."""

from __future__ import annotations

import time
from statistics import median
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from api.home import Home
from domain.values import Role
from tests.support.api import Api
from tests.support.people_of import as_
from tests.support.programme import programme

REQUESTS = 1_000
MOST = 0.05


@pytest.mark.soak
@pytest.mark.parametrize("noun", ["people", "workshops", "cascades"])
def test_medians_tell_nothing(api: Api, client: FlaskClient, home: Home, noun: str) -> None:
    it = programme(api)
    there = {"people": it.people["B"], "workshops": it.workshop, "cascades": it.cascade}[noun]
    stranger = as_(client, home, Role.COORDINATOR, it.other)
    took: dict[bool, list[float]] = {True: [], False: []}
    for n in range(2 * REQUESTS):
        exists = bool(n % 2)
        began = time.perf_counter()
        answer = stranger.send("GET", f"/{noun}/{there if exists else uuid4()}")
        took[exists].append(time.perf_counter() - began)
        assert answer.status_code == 404
    assert abs(median(took[True]) / median(took[False]) - 1) < MOST
