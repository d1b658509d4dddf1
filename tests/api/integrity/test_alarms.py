"""Another log in the place of the one that Banyan serves: what is answered, and who is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.home import Home
from api.integrity.alarms import Alarms
from api.private.erasure import POSITIONS
from domain.log import Row
from domain.values import Role
from projections.views import Alarm, differences
from projections.witness import Witness
from tests.support import another_log
from tests.support.api import ON_BOTH, Api
from tests.support.people_of import as_

Put = Callable[[Sequence[Row]], None]


@pytest.fixture
def put(home: Home, request: pytest.FixtureRequest) -> Put:
    """Puts rows in the place of the log, which stays open."""
    if home.url is None:
        return lambda rows: another_log.write_file(home.path / "log.db", rows)
    database = request.getfixturevalue("database")
    return lambda rows: another_log.write_schema(database, rows)


def hold(api: Api, cascade: str, name: str, **headers: str) -> Any:
    """With a lead and a participant whom nobody knew before."""
    said = {
        "cascade": cascade,
        "identifier": name,
        "starts_on": "2024-06-01",
        "lead": {"identifier": f"lead of {name}"},
        "register": [{"identifier": f"participant of {name}"}],
    }
    answer = api.send("POST", "/workshops", said, **headers)
    assert answer.status_code == 201, answer.text
    return answer.json


def figures(api: Api, cascade: str) -> tuple[int, int, int]:
    """Workshops; people in the ranking; and the position at which they were so."""
    said = api.send("GET", f"/cascades/{cascade}/summary").json
    ranked = api.send("GET", f"/cascades/{cascade}/reach").json
    assert said["position"] == ranked["position"]
    return said["data"]["workshops"], len(ranked["data"]), said["position"]


@ON_BOTH
def test_what_is_acknowledged_over_yesterdays_log_is_there_and_counts(
    home: Home, api: Api, put: Put
):
    cascade = api.cascade()
    for n in range(3):
        hold(api, cascade, f"before {n}")
    yesterday = list(home.log.rows())
    lost = [hold(api, cascade, f"lost {n}")["data"]["id"] for n in range(4)]
    assert figures(api, cascade)[:2] == (7, 7)
    put(yesterday)
    for n in range(6):
        made = hold(api, cascade, f"new {n}")
        there = api.send("GET", f"/workshops/{made['data']['id']}")
        assert there.status_code == 200
        assert there.json["data"]["identifier"] == f"new {n}"
        assert figures(api, cascade) == (4 + n, 4 + n, made["position"])
    for id in lost:
        assert api.send("GET", f"/workshops/{id}").status_code == 404
    assert differences(home.views, home.log) == []
    (alarm,) = api.get("/alarms")
    assert alarm["shorter"] and alarm["end"] == yesterday[-1][0]
    assert len(alarm["aside"]) == 1


def test_a_log_that_is_not_there_is_said_and_none_is_made_in_its_place(home: Home, api: Api):
    cascade = api.cascade()
    hold(api, cascade, "one")
    before, file = figures(api, cascade), home.path / "log.db"
    file.rename(home.path / "elsewhere.db")
    said = {"cascade": cascade, "identifier": "two", "starts_on": "2024-06-01"}
    for method, path, body in (
        ("GET", f"/cascades/{cascade}/summary", None),
        ("POST", "/workshops", said),
        ("GET", f"/cascades/{cascade}/reach", None),
    ):
        answer = api.send(method, path, body)
        assert answer.status_code == 503
        assert "log.db is not where it was." in answer.json["detail"]
        assert not file.exists()
    (home.path / "elsewhere.db").rename(file)
    assert figures(api, cascade) == before
    assert api.get("/alarms") == []
    hold(api, cascade, "two")


@ON_BOTH
def test_the_same_position_of_another_log_has_figures_of_its_own(home: Home, api: Api, put: Put):
    """What is kept for the next reader is of a log and a position, not of a position."""
    cascade = api.cascade()
    yesterday = list(home.log.rows())
    hold(api, cascade, "one")
    hold(api, cascade, "two")
    before = figures(api, cascade)
    past = before[2]
    then = f"/cascades/{cascade}/reach?known_at={past}"
    assert len(api.get(then)) == 2
    put(yesterday)
    api.person(cascade, "somebody")
    while home.log.position() < past:
        api.post("/regions", name=f"Region {home.log.position()}")
    assert home.log.position() in (past, past + 1)
    assert figures(api, cascade) == (0, 0, home.log.position())
    assert api.get(then) == []


@ON_BOTH
def test_a_repeat_of_what_another_log_had_is_recorded_anew(home: Home, api: Api, put: Put):
    cascade = api.cascade()
    yesterday = list(home.log.rows())
    first = hold(api, cascade, "one", Idempotency_Key="k")
    assert hold(api, cascade, "one", Idempotency_Key="k") == first
    put(yesterday)
    again = hold(api, cascade, "one", Idempotency_Key="k")
    assert again["data"]["id"] == first["data"]["id"]
    assert figures(api, cascade)[0] == 1
    assert hold(api, cascade, "one", Idempotency_Key="k") == again
    assert figures(api, cascade)[0] == 1


@ON_BOTH
def test_erasures_of_another_log_are_done(home: Home, api: Api, put: Put, private_texts: list[str]):
    """Though its positions were passed before: the mark says of which log it is."""
    cascade = api.cascade()
    person = api.person(cascade, "P-1", details={"name": "Nobody Knows"})
    api.done("POST", f"/people/{person}/erasure", {"reason": {"code": "requested"}})
    erased = list(home.log.rows())
    put(erased[:-1])
    other = [*erased[:-1], (erased[-1][0] + 1, *erased[-1][1:])]
    api.post("/regions", name="Region")
    home.forget_erased()
    assert home.private.read_mark("erasures") % POSITIONS == home.log.position()
    put(other)
    home.forget_erased()
    assert home.private.read_mark("erasures") % POSITIONS == other[-1][0]


# ---- who is told -----------------------------------------------------------------------------


def ring(home: Home, known: int = 9, chain: str = "aa", aside: str | None = "views-1.db") -> None:
    home.alarms.ring(Alarm(Witness(known, chain=chain), Witness(chain="bb"), 5, aside))


SAID = "The log is not what it was."


def test_auditors_and_administrators_are_told_on_every_page(
    app: Flask, client: FlaskClient, api: Api, home: Home
):
    cascade = api.cascade()
    ring(home)
    person = api.person(cascade, "T")
    told = {
        Role.AUDITOR: True,
        Role.ADMINISTRATOR: True,
        Role.COORDINATOR: False,
        Role.TRAINER: False,
    }
    for role, is_told in told.items():
        more = {"person": person} if role is Role.TRAINER else {}
        one = as_(client, home, role, None if role is Role.ADMINISTRATOR else cascade, **more)
        browser = app.test_client()
        one.signs_in(browser)
        for page in ("/account", f"/cascades/{cascade}"):
            shown = browser.get(page)
            assert "<html" in shown.text
            assert (SAID in shown.text) is is_told, (role, page)
    assert SAID not in app.test_client().get("/").text


def test_an_auditor_is_told_on_the_pages_of_every_cascade(
    app: Flask, client: FlaskClient, api: Api, home: Home
):
    """Also where they are something else, or nothing."""
    audited, coordinated, other = (api.cascade(slug) for slug in ("one", "two", "three"))
    ring(home)
    auditor = as_(client, home, Role.AUDITOR, audited)
    auditor.granted(Role.COORDINATOR, coordinated)
    browser = app.test_client()
    auditor.signs_in(browser)
    for cascade in (audited, coordinated, other):
        assert SAID in browser.get(f"/cascades/{cascade}").text
    (alarm,) = home.alarms.standing()
    shown = browser.get(f"/cascades/{coordinated}/people")
    assert shown.status_code == 200 and f"/alarms/{alarm.id}/acknowledgement" in shown.text


def test_it_stands_until_somebody_acknowledges_it_on_a_page(
    app: Flask, client: FlaskClient, api: Api, home: Home
):
    ring(home)
    (alarm,) = home.alarms.standing()
    auditor = as_(client, home, Role.AUDITOR, api.cascade())
    browser = app.test_client()
    auditor.signs_in(browser)
    shown = browser.get("/account").text
    assert f"/alarms/{alarm.id}/acknowledgement" in shown and "views-1.db" in shown
    mark = shown.split('name="csrf_token" value="')[1].split('"')[0]
    said = {"csrf_token": mark, "onward": "/account"}
    answer = browser.post(f"/alarms/{alarm.id}/acknowledgement", data=said, headers=SAME_SITE)
    assert (answer.status_code, answer.location) == (303, "/account")
    assert SAID not in browser.get("/account").text
    (seen,) = api.get("/alarms")
    assert (seen["acknowledged_by"], seen["id"]) == (auditor.account, alarm.id)


SAME_SITE = {"Sec-Fetch-Site": "same-origin"}


def test_who_acknowledged_first_stays(api: Api, home: Home, client: FlaskClient):
    ring(home)
    (alarm,) = api.get("/alarms")
    auditor = as_(client, home, Role.AUDITOR, api.cascade())
    first = auditor.post(f"/alarms/{alarm['id']}/acknowledgement")
    again = api.post(f"/alarms/{alarm['id']}/acknowledgement")
    assert first == again
    assert again["acknowledged_by"] == auditor.account
    nothing = "/alarms/3f0e6f0a-5c3f-4a57-9d1c-2f6b7b0f5a10/acknowledgement"
    assert "no such alarm" in api.refused(404, "POST", nothing)


# ---- kept ------------------------------------------------------------------------------------


def test_the_same_difference_is_one_alarm_with_all_that_was_put_aside(home: Home):
    ring(home, aside=None)
    (alarm,) = home.alarms.standing()
    home.alarms.acknowledge(alarm.id, "console")
    ring(home)
    ring(home, aside="views-2.db")
    (alarm,) = home.alarms.all()
    assert alarm.aside == ("views-1.db", "views-2.db")
    assert not alarm.stands
    ring(home, chain="cc")
    assert len(home.alarms.all()) == 2
    assert len(home.alarms.standing()) == 1


def test_it_outlives_the_databases(home: Home):
    ring(home)
    files = sorted((home.path / "keys" / "alarms").iterdir())
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert files[0].parent.stat().st_mode & 0o777 == 0o700
    for drawer in ("log.db", "private.db", "views.db"):
        (home.path / drawer).unlink(missing_ok=True)
    assert len(Alarms(home.path / "keys" / "alarms").standing()) == 1
