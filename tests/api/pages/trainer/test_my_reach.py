"""How far a trainer's teaching travelled, as their page says it: what is on it adds up, equals what
programs are told, and names nobody further down."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.accounts import Visit
from api.home import Home
from api.pages.layout.formatting import day
from api.pages.trainer import own_outline
from api.pages.trainer.my_reach import news
from domain.values import Role
from tests.support.api import ON_BOTH, Api
from tests.support.browsing import UUID
from tests.support.clock import Clock
from tests.support.people_of import Somebody, as_

MANY = [f"M{n}" for n in range(6)]


@dataclass
class Place:
    """A taught B, C, H, and with Z's lead D. B taught E and six more; E taught F; C taught A's H
    again; Z had taught K before A did; L gave a workshop before A taught them; E sent F to A."""

    cascade: str
    client: FlaskClient
    amina: Somebody
    ids: dict[str, str] = field(default_factory=dict)
    regions: dict[str, str] = field(default_factory=dict)

    def api(self, path: str = "") -> Any:
        return self.amina.get(f"/cascades/{self.cascade}/branch{path}")

    def page(self, path: str = "", status: int = 200, **headers: str) -> str:
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = self.client.get(f"/branch/{self.cascade}{path}", headers=said)
        assert answer.status_code == status, answer.text
        return answer.text


@pytest.fixture
def place(app: Flask, api: Api, home: Home, client: FlaskClient, private_texts: list[str]) -> Place:
    cascade = api.cascade(standard={"cofacilitations": 2, "months_valid": 24})
    ids, regions = {}, {}
    for name, at in (("Lake", (-0.1, 34.7)), ("Coast", (-4.0, 39.6)), ("Nowhere", None)):
        point = {"centroid": dict(zip(("latitude", "longitude"), at, strict=True))} if at else {}
        regions[name] = api.post("/regions", name=name, **point)["id"]
    for key in [*"ABCDEFHKLZ", *MANY]:
        private_texts.append(f"Name of {key}")
        home_of = regions["Lake" if key in "ABCD" else "Nowhere" if key == "F" else "Coast"]
        details = {"name": f"Name of {key}"}
        ids[key] = api.person(cascade, f"T-{key}", details=details, profile={"region": home_of})
    given = [
        ("2023-11-01", "Z", "K"), ("2023-12-01", "L"), ("2024-01-10", "A", "B", "C", "H", "K", "L"),
        ("2024-02-01", "B", "E", *MANY), ("2024-03-01", "E", "F"), ("2024-04-01", "C", "H"),
        ("2024-05-01", "A", "F", "B"),
    ]  # fmt: skip
    for on, lead, *people in given:
        api.workshop(cascade, on, f"T-{lead}", *(f"T-{p}" for p in people), title=f"By {lead}")
    beside = [{"identifier": "T-A"}]
    api.workshop(cascade, "2024-01-20", "T-Z", "T-D", cofacilitators=beside, title="Beside Z")
    client = app.test_client()
    amina = as_(client, home, Role.TRAINER, cascade, person=ids["A"])
    amina.signs_in(client)
    return Place(cascade, client, amina, ids, regions)


def text_of(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def part(page: str, is_: str) -> str:
    (found,) = re.findall(rf'<(\w+)[^>]* data-is="{is_}">(.*?)</\1>', page, re.S)
    return text_of(found[1])


def shown(page: str) -> dict[str, int]:
    """The rows of the outline: who, and how many are below them."""
    rows = re.findall(r'<tr id="r-([^"]+)" data-depth="\d+" data-people="(\d+)"', page)
    return {code: int(people) for code, people in rows}


def folded(page: str) -> list[int]:
    return [int(people) for people in re.findall(r'data-folded="(\d+)"', page)]


def rows_of(place: Place, page: str, at: int = 0) -> str:
    """What a script fetches when the closed row at this place is opened."""
    closed = r'data-rows="/branch/[^/]+([^"]+)" aria-expanded="false"'
    return place.page(html.unescape(re.findall(closed, page)[at]))


# ---- it adds up ------------------------------------------------------------------------------


@ON_BOTH
def test_the_sums_are_those_that_programs_are_told(place: Place) -> None:
    mine = place.api()
    assert (mine["people"], mine["entered"], mine["folded"]) == (11, 3, 2)
    assert (mine["direct"], mine["apart"]) == (7, 4) and mine["direct"] == 3 + 4
    assert (mine["reach"], mine["elsewhere"], mine["early"]) == (14, 3, 0)
    assert (mine["trainers"], [g["trainers"] for g in mine["by_generation"]]) == (2, [1, 1, 0])
    assert sum(g["people"] for g in mine["by_generation"]) == mine["people"]
    page = place.page()
    assert part(page, "reach") == "14" and part(page, "direct") == "7"
    assert part(page, "branch-trainers") == "2"
    assert "Your teaching reached 14 people in 3 generations." in text_of(page)
    assert part(page, "sum").endswith("11 + 3 = 14")
    assert part(page, "direct-sum").endswith("3 + 4 = 7")


def test_who_hangs_elsewhere_is_listed_with_the_reason(place: Place) -> None:
    rows = place.api("/apart")
    assert {(one["name"], one["why"]): one["entered_on"] for one in rows} == {
        ("Name of K", "before"): "2023-11-01",
        ("Name of L", "facilitator"): "2023-12-01",
        ("Name of D", "beside"): "2024-01-20",
        ("Name of F", "further"): "2024-03-01",
    }
    page = text_of(place.page("/apart"))
    assert "Name of K 1 Nov 2023 entered before, by a workshop of others" in page
    first = place.amina.send("GET", f"/cascades/{place.cascade}/branch/apart?limit=3").json
    rest = place.api(f"/apart?limit=3&after={first['next']}")
    assert [*first["data"], *rest] == rows


def test_whose_training_had_not_ended_is_below_and_not_reached(api: Api, place: Place) -> None:
    """M0 taught at the time when A's own workshop of several days was not over."""
    api.person(place.cascade, "T-N"), api.person(place.cascade, "T-O")
    api.workshop(place.cascade, "2024-05-10", "T-A", "T-N", ends_on="2024-05-20")
    api.workshop(place.cascade, "2024-05-15", "T-N", "T-O")
    mine = place.api()
    assert (mine["people"], mine["early"], mine["reach"]) == (13, 1, 15)
    assert mine["people"] + mine["elsewhere"] - mine["early"] == mine["reach"]
    assert part(place.page(), "sum").endswith("13 + 3 − 1 = 15")


# ---- the outline -----------------------------------------------------------------------------


def test_levels_open_one_by_one_and_each_adds_up(place: Place) -> None:
    """Whoever is opened: those shown with all below them, and those folded, are those below."""
    page = place.page()
    assert shown(page) == {place.ids["B"]: 8} and folded(page) == [2]
    below_b = rows_of(place, page)
    (pseudonym,) = shown(below_b)
    assert pseudonym.startswith("p-") and shown(below_b) == {pseudonym: 1}
    assert folded(below_b) == [6]
    leaves = rows_of(place, below_b, -1)
    assert len(shown(leaves)) == 6 and set(shown(leaves).values()) == {0}
    (carrier,) = place.api(f"/trainers?under={place.ids['B']}")
    assert (carrier["person"], carrier["people"], carrier["entered"]) == (pseudonym, 1, 1)
    assert (carrier["folded"], carrier["by_generation"], carrier["latest"]) == (
        1,
        [1],
        "2024-03-01",
    )
    folded_ = place.api(f"/people?under={place.ids['B']}&below=nobody")
    assert {one["person"] for one in folded_} == set(shown(leaves))


def test_without_a_script_a_link_opens_the_page_with_the_way_there(place: Place) -> None:
    page = place.page()
    (opens,) = re.findall(r'<a class="touch" href="/branch/[^/]+(\?open=[^"#]+)#', page)
    page = place.page(opens)
    ((pseudonym, one),) = [(c, n) for c, n in shown(page).items() if c.startswith("p-")]
    assert (shown(page)[place.ids["B"]], one, folded(page)) == (8, 1, [6, 2])
    deeper = place.page(f"?open={pseudonym}")
    assert len(shown(deeper)) == 3 and folded(deeper) == [1, 6, 2]
    closes = re.findall(rf'<tr id="r-{pseudonym}".*?href="/branch/[^/]+(\?open=[^"#]+)#', deeper)
    assert shown(place.page(closes[0])) == shown(page)
    everybody = place.page(f"?open={place.ids['B']}&folded=1")
    assert len(shown(everybody)) == 2 + 6


def test_wide_levels_come_in_pages(place: Place, api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    for n, key in enumerate(MANY):
        api.workshop(place.cascade, f"2024-05-{n + 1:02}", f"T-{key}", f"T-new-{n}")
    monkeypatch.setattr(own_outline, "CARRIERS", 3)
    monkeypatch.setattr(own_outline, "LEAVES", 1)
    found: dict[str, int] = {}
    page = rows_of(place, place.page())
    for _page in range(3):
        found |= shown(page)
        more = re.findall(r'data-rows="/branch/[^/]+([^"]+)" data-instead>More', page)
        if more:
            page = place.page(html.unescape(more[0]))
    assert len(found) == 7 and sum(found.values()) == 7 and not more
    last = list(found)[-1]
    assert last in shown(place.page(f"?open={last}")), "the page that somebody open is on"
    leaf = rows_of(place, place.page(), -1)
    (more,) = re.findall(r'data-rows="/branch/[^/]+([^"]+)" data-instead>More', leaf)
    second = place.page(html.unescape(more))
    assert (
        len(shown(leaf)) == len(shown(second)) == 1 and shown(leaf).keys() != shown(second).keys()
    )


def test_nobody_further_down_is_named_and_nobody_outside_is_there(place: Place) -> None:
    seen, waiting, known = "", ["", "/apart", "/workshops", "/people", "/breakdowns"], set()
    while waiting:
        path = waiting.pop()
        page = place.page(path)
        seen += page
        more = {html.unescape(p) for p in re.findall(r'data-rows="/branch/[^/]+([^"]+)"', page)}
        waiting += sorted(more - known)
        known |= more
    assert len(known) > 4
    for key in ("E", "Z", *MANY):
        assert place.ids[key] not in seen and f"Name of {key}" not in seen, key
    own = {place.ids[key] for key in "ABCDFHKL"} | {place.cascade, *place.regions.values()}
    own |= {one["id"] for one in place.api("/workshops")}
    assert set(UUID.findall(seen)) <= own
    for outside in (place.ids["E"], place.ids["Z"], place.ids["K"], "p-" + "0" * 32, "x"):
        place.page(f"?open={outside}", status=404)
        place.page(f"/rows?open={outside}", status=404)


# ---- what few people are measured in, where they are, since when -----------------------------


def test_a_gain_of_few_people_is_not_told(place: Place, api: Api) -> None:
    def scored(*people: str) -> None:
        line = {"pre": 2, "post": 6, "max_score": 10}
        register = [{"identifier": f"T-{p}"} | line for p in people]
        body = {"cascade": place.cascade, "starts_on": "2024-05-05", "lead": {"identifier": "T-E"}}
        api.post("/workshops", **body, register=register)

    scored(*MANY[:4])
    assert [g["gain"] for g in place.api()["by_generation"]] == [None, None, None]
    assert "Learning gain by generation" not in place.page()
    scored("K", *MANY[:4])
    assert [g["gain"] for g in place.api()["by_generation"]] == [None, None, 0.5]
    assert "Learning gain 1: –, 2: –, 3: 50%" in place.page()


def test_places_are_on_the_map_and_in_the_table(place: Place) -> None:
    page = place.page()
    table = dict(re.findall(r'<tr data-region="([^"]+)">.*?<td class="n">(\d+)</td>', page))
    told = {row["region"]: str(row["people"]) for row in place.api()["by_region"]}
    assert table == told and sum(map(int, table.values())) == 11
    assert sorted(re.findall(r'<circle [^>]*data-people="(\d+)"', page)) == ["2", "8"]


@pytest.mark.parametrize("language", ["en", "fr", "es", "pt", "sw", "ar", "zh"])
def test_the_news_are_said_once_in_every_language(app: Flask, language: str) -> None:
    before, mine = Visit(datetime.now(UTC), 5, 1), {"people": 8, "trainers": 2}
    with app.test_request_context(f"/?lang={language}"):
        people = news(before, {**mine, "trainers": 1}).rstrip(".。")
        trainers = news(before, {**mine, "people": 5}).rstrip(".。")
        both = news(before, mine)
    assert both.count(people) == both.count(trainers) == 1
    assert len(both) > len(people + trainers) + 1, "something stands between them"


def test_since_the_last_look(place: Place, api: Api, clock: Clock) -> None:
    assert 'data-is="since"' not in place.page(), "there was no look before"
    clock.forward(minutes=5)
    assert 'data-is="since"' not in place.page()
    clock.forward(days=3)
    place.page(Sec_Purpose="prefetch;prerender")
    assert part(place.page(), "since") == "Since 15 Jun 2024: nothing has changed."
    api.workshop(place.cascade, "2024-06-10", "T-C", "T-new-1", "T-new-2")
    clock.forward(minutes=30)
    news = "Since 15 Jun 2024: 2 more people and 1 became a trainer."
    assert part(place.page(), "since") == news
    assert part(place.page(), "since") == news, "loading it again does not take it away"
    place.page("/rows"), place.page("/apart")
    clock.forward(days=2)
    assert "2 more people" in part(place.page(), "since"), "what came after the look that counted"
    (first, *_) = place.api("/workshops")
    clock.forward(days=2)
    api.post(f"/workshops/{first['id']}/voiding", reason={"code": "not-held"})
    assert "a figure is smaller than it was" in part(place.page(), "since")


def test_the_certificate_says_what_to_do_and_until_when(place: Place, api: Api) -> None:
    steps = "Give 2 more workshops beside another trainer. Ask your coordinator to nominate you."
    assert steps in text_of(place.page())
    one = f"/cascades/{place.cascade}/certifications/{place.ids['A']}/certificates"
    waiver = {"code": "other", "words": "Known for long"}
    api.post(one, level="master", certified_on=str(datetime.now(UTC).date()), waiver=waiver)
    until = place.api("/certificate")["until"]
    page = text_of(place.page())
    assert f"certified · master · until {day(date.fromisoformat(until))}" in page
    assert f"renew it before {day(date.fromisoformat(until))}." in page
