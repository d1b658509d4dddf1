"""The programme of two regions, and an account of every role that stands to it in another way."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from api.home import Home
from tests.support.api import Api
from tests.support.people_of import Somebody
from tests.support.programme import Programme, everybody, programme


@pytest.fixture
def it(api: Api) -> Programme:
    return programme(api)


@pytest.fixture
def people(client: FlaskClient, home: Home, it: Programme) -> dict[str, Somebody]:
    return everybody(client, home, it)
