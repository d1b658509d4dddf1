"""The home of a cascade: its numbers are the API's, by hand, and open what they are made of."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.home import Home
from domain.values import Role
from tests.support.api import ON_BOTH, Api
from tests.support.browsing import text_of
from tests.support.clock import NOON, Clock
from tests.support.people_of import Somebody, as_

TODAY = NOON.date()
TIERS = ("District trainers", "Village trainers")


def ago(days: int) -> str:
    return str(TODAY - timedelta(days))


@dataclass
class Programme:
    """A trained B, C and D in the North 200 days ago; B trained E in the South 50 days later.

    B and C were certified 120 days ago, C for 30 more days; D was seen at work.
    """

    cascade: str
    north: str
    south: str
    people: dict[str, str] = field(default_factory=dict)


@pytest.fixture
def it(clock: Clock, api: Api) -> Programme:
    north, south = (api.post("/regions", name=name)["id"] for name in ("North", "South"))
    targets = [
        {"people": 4, "by": "2030-01-01"},
        {"people": 2, "by": "2030-01-01", "region": north},
    ]
    tiers = [{"name": TIERS[0], "targets": targets}, {"name": TIERS[1]}]
    it = Programme(api.cascade(tiers=tiers), north, south)
    hold(api, it, 200, "A", "BCD", 8, north)
    hold(api, it, 150, "B", "E", 4, south)
    it.people = {name: api.find(it.cascade, name) for name in "ABCDE"}
    for name, more in (("B", {}), ("C", {"expires_on": ago(-30)})):
        here = f"/cascades/{it.cascade}/certifications/{it.people[name]}/certificates"
        api.post(here, level="qualified", certified_on=ago(120), **more)
    seen = {"observed_on": ago(20), "fidelity": 0.8}
    api.post("/outcomes/behaviours", cascade=it.cascade, person=it.people["D"], **seen)
    shared = {"claimed_on": ago(20), "people": 3}
    api.post("/outcomes/sharing", cascade=it.cascade, person=it.people["E"], **shared)
    return it


def hold(api: Api, it: Programme, days: int, lead: str, names: str, post: int, region: str) -> None:
    scores = {"pre": 2, "post": post, "max_score": 10}
    api.post(
        "/workshops",
        cascade=it.cascade,
        starts_on=ago(days),
        lead={"identifier": lead},
        register=[{"identifier": name, **scores} for name in names],
        region=region,
        headcount=len(names) + 2,
    )


def page_of(app: Flask, who: Somebody, path: str) -> str:
    client = app.test_client()
    who.signs_in(client)
    answer = client.get(path, follow_redirects=True)
    assert answer.status_code == 200, answer.text
    return answer.text


def cells(page: str, row: str) -> dict[str, str]:
    (found,) = re.findall(rf'<tr data-{row}">(.*?)</tr>', page, re.S)
    return {k: text_of(v) for k, v in re.findall(r'<td.*?data-is="(.+?)">(.*?)</td>', found, re.S)}


def waiting(page: str) -> dict[str, str]:
    found = re.findall(r'<li data-needs="(.+?)">.*?<b data-is.*?>(.*?)</b>', page, re.S)
    return dict(found)


@pytest.fixture
def whole(client: FlaskClient, home: Home, it: Programme) -> Somebody:
    return as_(client, home, Role.COORDINATOR, it.cascade)


# ---- figures ---------------------------------------------------------------------------------


@ON_BOTH
def test_people_certified_and_teaching_by_generation_and_against_the_targets(
    api: Api, it: Programme
):
    rows = api.get(f"/cascades/{it.cascade}/generations")
    names = ("generation", "people", "certified", "active", "median_days_to_first", "claimed")
    assert [tuple(row[name] for name in names) for row in rows] == [
        (0, 1, 0, 1, None, 0),
        (1, 3, 2, 1, 50, 2),
        (2, 1, 0, 0, None, 2),
    ]
    assert rows[1]["certified_share"] == pytest.approx(2 / 3)
    found = api.get(f"/cascades/{it.cascade}/summary")
    assert (found["people"], found["certified"], found["active"]) == (5, 2, 2)
    assert (found["claimed"], found["median_days_to_first"]) == (4, 50)
    aims = [(a["tier"], a["people"], a["target"], a["share"]) for a in found["targets"]]
    assert aims == [(1, 3, 4, 0.75), (1, 3, 2, 1.5), (2, 1, None, None)]


def test_who_is_certified_and_teaches_is_asked_as_of_the_day(api: Api, it: Programme):
    rows = api.get(f"/cascades/{it.cascade}/generations?as_of={ago(160)}")
    assert [(row["certified"], row["active"]) for row in rows] == [(0, 1), (0, 0)]
    there = api.get(f"/cascades/{it.cascade}/generations?as_of={ago(130)}")
    assert [(row["certified"], row["active"]) for row in there] == [(0, 1), (0, 1), (0, 0)]


def test_the_page_shows_what_the_api_says(app: Flask, api: Api, it: Programme, whole: Somebody):
    page = page_of(app, whole, f"/cascades/{it.cascade}")
    for row in api.get(f"/cascades/{it.cascade}/generations"):
        shown = cells(page, f'generation="{row["generation"]}')
        said = {name: str(row[name]) for name in ("people", "certified", "active", "claimed")}
        assert {name: shown[name] for name in said} == said
    assert cells(page, 'generation="1')["days-to-first"] == "50"
    assert cells(page, 'generation="1')["gain"] == "0.75"
    needs = api.get(f"/cascades/{it.cascade}/needs")
    needs["waiting-proposals"] = needs.pop("proposals")
    assert waiting(page) == {name: str(count) for name, count in needs.items()}
    assert "Generation 1 gained 0.75, generation 2 0.25." in text_of(page)
    first = re.findall(r'<tr data-aim="1">.*?</tr>', page, re.S)[0]
    assert text_of(first).startswith("District trainers Tier 1 3 4 75%")


def test_every_word_has_its_meaning_and_no_figure_is_left_out(
    app: Flask, it: Programme, whole: Somebody
):
    page = page_of(app, whole, f"/cascades/{it.cascade}")
    asked, told = set(re.findall(r'href="#(.+?)"', page)), set(re.findall(r'id="(.+?)"', page))
    assert {"lapsing", "idle", "followup", "duplicates", "target", "certified"} <= asked <= told


# ---- what needs one today --------------------------------------------------------------------


@ON_BOTH
def test_each_coordinator_is_told_what_waits_in_their_region(
    api: Api, client: FlaskClient, home: Home, it: Programme
):
    def told(region: str | None) -> tuple[int, ...]:
        who = as_(client, home, Role.COORDINATOR, it.cascade, region)
        found = who.get(f"/cascades/{it.cascade}/needs")
        return tuple(found[name] for name in ("lapsing", "idle", "followup"))

    assert told(None) == (1, 2, 3)  # C; B and C; B, C and E
    assert told(it.north) == (1, 2, 2)
    assert told(it.south) == (0, 1, 2)  # B taught there


def test_the_list_of_follow_ups_has_as_many_people_as_the_count_says(
    app: Flask, client: FlaskClient, home: Home, it: Programme
):
    """Also for a coordinator of a region who may see the whole cascade as an auditor."""
    for region, also in ((None, None), (it.north, None), (it.south, None), (it.south, "auditor")):
        who = as_(client, home, Role.COORDINATOR, it.cascade, region)
        if also:
            who.granted(Role(also), it.cascade)
        count = who.get(f"/cascades/{it.cascade}/needs")["followup"]
        page = page_of(app, who, f"/cascades/{it.cascade}/people?due=followup")
        assert page.count("data-person=") == count > 0


def test_a_workshop_a_renewal_and_a_visit_settle_what_waited(api: Api, it: Programme):
    hold(api, it, 10, "C", "F", 5, it.north)
    here = f"/cascades/{it.cascade}/certifications/{it.people['C']}"
    api.post(f"{here}/renewals", renewed_on=ago(1), expires_on=ago(-400))
    seen = {"observed_on": ago(5), "fidelity": 0.5}
    api.post("/outcomes/behaviours", cascade=it.cascade, person=it.people["E"], **seen)
    found = api.get(f"/cascades/{it.cascade}/needs")
    assert (found["lapsing"], found["idle"], found["followup"]) == (0, 1, 2)


def test_auditors_see_the_figures_and_nothing_that_waits(
    app: Flask, client: FlaskClient, home: Home, it: Programme
):
    auditor = as_(client, home, Role.AUDITOR, it.cascade)
    page = page_of(app, auditor, f"/cascades/{it.cascade}")
    assert waiting(page) == {} and cells(page, 'generation="1')["people"] == "3"
    auditor.refused(404, "GET", f"/cascades/{it.cascade}/needs")


# ---- flags -----------------------------------------------------------------------------------


def test_the_list_of_flags_holds_as_many_as_are_counted(
    app: Flask, api: Api, client: FlaskClient, home: Home, it: Programme, whole: Somebody
):
    counted = api.get(f"/cascades/{it.cascade}/flags/counts")
    path = f"/cascades/{it.cascade}/flags"
    everything = page_of(app, whole, path)
    assert len(re.findall("data-flag=", everything)) == counted["total"] > 2
    some = page_of(app, whole, f"{path}?code=headcount-differs")
    assert re.findall('data-flag="(.+?)"', some) == ["headcount-differs"] * 2
    south = as_(client, home, Role.COORDINATOR, it.cascade, it.south)
    theirs = page_of(app, south, f"{path}?code=headcount-differs")
    assert len(re.findall("data-flag=", theirs)) == 1 and "In your region" in theirs
    found = south.get(f"/cascades/{it.cascade}/needs")["flags"]
    assert len(re.findall("data-flag=", page_of(app, south, path))) == found < counted["total"]


# ---- the way in ------------------------------------------------------------------------------


def test_the_only_cascade_is_the_start_and_of_several_one_is_chosen(
    app: Flask, api: Api, it: Programme, whole: Somebody
):
    client = app.test_client()
    whole.signs_in(client)
    assert client.get("/").location == f"/cascades/{it.cascade}"
    whole.granted(Role.AUDITOR, api.cascade("water"))
    page = client.get("/")
    assert page.status_code == 200 and "About water" in page.text
