"""A coordinator logs a workshop on a page: without JavaScript, and what the scripts ask."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api.home import Home
from domain.values import Role
from tests.support.api import Api
from tests.support.browsing import PHRASE, add
from tests.support.people_of import Somebody, as_

TYPED = ("Halima Typed", "+254 722 000 001", "Baobab Hall", "Name of B", "Twin Nambi", "Newl")
SAME_SITE = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}


@dataclass
class Place:
    cascade: str
    north: str
    ids: dict[str, str]
    client: FlaskClient

    @property
    def path(self) -> str:
        return f"/cascades/{self.cascade}/workshops/new"

    def page(self) -> str:
        answer = self.client.get(self.path)
        assert answer.status_code == 200, answer.text
        return answer.text

    def send(self, button: str = "", **typed: Any) -> TestResponse:
        page = self.page()
        form = {"csrf_token": field(page, "csrf_token"), "id": field(page, "id"), **SHEET, **typed}
        form |= {button: "1"} if button else {}
        return self.client.post(self.path, data=form, headers=SAME_SITE)

    def ask(self, what: str, **body: Any) -> Any:
        mark = {"X-CSRFToken": field(self.page(), "csrf_token")}
        answer = self.client.post(f"{self.path}/{what}", json=body, headers=SAME_SITE | mark)
        assert answer.status_code == 200, answer.text
        return answer.json


SHEET: dict[str, Any] = {
    "kind": "step-down", "starts_on": "2024-03-01", "venue": "Baobab Hall", "lead": "TRN-A",
    "name": ["Halima Typed", "Name of B", ""],
    "phone": ["+254 722 000 001", "+254 733 111 222", ""],
    "identifier": ["", "", ""], "pre": ["2,5", "", ""], "post": ["7", "", ""],
    "max_score": ["10", "", ""],
}  # fmt: skip


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return html.unescape(found[1])


def words_of(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.fixture
def place(app: Flask, api: Api, home: Home, private_texts: list[str]) -> Place:
    private_texts += TYPED
    cascade = api.cascade()
    north = api.post("/regions", name="North")["id"]
    within = {"profile": {"region": north}}
    ids = {
        "A": api.person(cascade, "TRN-A", details={"name": "Aisha Lead"}, **within),
        "B": api.person(
            cascade, "TRN-B", details={"name": "Name of B", "phone": "+254 733 111 222"}, **within
        ),
        "T": api.person(cascade, "TRN-T", details={"name": "Twin Nambi"}, **within),
        "U": api.person(cascade, "TRN-U", details={"name": "Twin Nambi"}, **within),
    }
    client = app.test_client()
    as_(client, home, Role.COORDINATOR, cascade).signs_in(client)
    return Place(cascade, north, ids, client)


def register(api: Api, id: str) -> list[tuple[Any, ...]]:
    found = api.get(f"/workshops/{id}")["register"]
    return [(line["name"], line["identifier"], line["pre"], line["post"]) for line in found]


# ---- from the form to the register -----------------------------------------------------------


def test_a_sheet_is_one_request_and_who_is_new_is_registered(place: Place, api: Api) -> None:
    answer = place.send()
    assert answer.status_code == 303, words_of(answer.text)
    id = answer.location.split("done=")[1]
    assert register(api, id) == [("Halima Typed", None, 2.5, 7), ("Name of B", "TRN-B", None, None)]
    workshop = api.get(f"/workshops/{id}")
    assert (workshop["lead"]["person"], workshop["venue"]) == (place.ids["A"], "Baobab Hall")
    (new,) = [p for p in workshop["register"] if p["identifier"] is None]
    assert api.get(f"/people/{new['person']}")["details"] == {
        "name": "Halima Typed", "phone": "+254 722 000 001",
    }  # fmt: skip
    done = words_of(place.client.get(answer.location).text)
    assert "The workshop is recorded" in done and "Log another" in done and "Aisha Lead" in done


def test_a_form_sent_again_is_recorded_once_and_answered_as_before(place: Place, api: Api) -> None:
    page = place.page()
    form = {"csrf_token": field(page, "csrf_token"), "id": field(page, "id"), **SHEET}
    answers = [place.client.post(place.path, data=form, headers=SAME_SITE) for _ in range(3)]
    assert {(a.status_code, a.location) for a in answers} == {(303, answers[0].location)}
    changed = place.client.post(place.path, data=form | {"venue": "Elsewhere"}, headers=SAME_SITE)
    assert (changed.status_code, changed.location) == (303, answers[0].location + "&other=1")
    assert "What you changed after that is not in it" in place.client.get(changed.location).text
    assert len(api.get(f"/workshops?cascade={place.cascade}")) == 1
    assert len(api.get(f"/people?cascade={place.cascade}")) == 5


def test_what_is_wrong_stands_beside_its_place_and_nothing_is_lost(place: Place, api: Api) -> None:
    wrong = {"post": ["12", "x", ""], "starts_on": "2999-01-01", "headcount": "many",
             "lead": "Nobody Known"}  # fmt: skip
    answer = place.send(**wrong)
    assert answer.status_code == 422
    page = html.unescape(answer.text)
    for typed in ("Halima Typed", "+254 722 000 001", "2.5", "2999-01-01", "many", 'value="x"'):
        assert typed in page, typed
    assert "Nobody here is called so" in page and "Post-test: This is to be a number." in page
    again = place.send(post=["12", "", ""])
    assert 'id="wrong-0">A score of 12' in again.text
    assert "to come" in words_of(place.send(starts_on="2999-01-01").text)
    assert api.get(f"/workshops?cascade={place.cascade}") == []


def test_a_maximum_said_once_holds_for_the_lines_that_have_a_score_and_none(
    place: Place, api: Api
) -> None:
    scores = {"pre": ["2,5", "3", ""], "post": ["7", "", ""], "max_score": ["10", "", ""]}
    refused = place.send(**{**scores, "max_score": ["", "", ""], "post": ["25", "", ""]}, most="20")
    assert refused.status_code == 422 and "A score of 25" in words_of(refused.text)
    assert 'name="most" value="20"' in refused.text
    id = place.send(**scores, most="20").location.split("done=")[1]
    lines = api.get(f"/workshops/{id}")["register"]
    assert [line["max_score"] for line in lines] == [10, 20]


def test_a_lead_is_found_by_name_chosen_among_namesakes_or_new(place: Place, api: Api) -> None:
    assert place.send(lead="aisha LEAD").status_code == 303
    two = place.send(lead="Twin Nambi")
    assert two.status_code == 422 and "More than one person" in two.text
    for key in ("T", "U"):
        assert f'<option value="{place.ids[key]}"' in two.text
    chosen = place.send(lead="Twin Nambi", lead_id=place.ids["U"], lead_of="Twin Nambi",
                        co=["TRN-T"], co_id=[""], co_of=[""])  # fmt: skip
    found = api.get(f"/workshops/{chosen.location.split('done=')[1]}")
    assert found["lead"]["person"] == place.ids["U"]
    assert [one["person"] for one in found["cofacilitators"]] == [place.ids["T"]]
    stale = place.send(lead="TRN-A", lead_id=place.ids["U"], lead_of="Twin Nambi")
    found = api.get(f"/workshops/{stale.location.split('done=')[1]}")
    assert found["lead"]["person"] == place.ids["A"]
    new = place.send(lead="Newl Ead", lead_id="new", lead_of="Newl Ead")
    found = api.get(f"/workshops/{new.location.split('done=')[1]}")
    assert found["lead"]["name"] == "Newl Ead"


def test_lines_are_checked_and_what_may_be_somebody_is_decided(place: Place, api: Api) -> None:
    lines = {"name": ["Name of B", "Twin Nambi", "Halima Typed"], "identifier": ["", "", "TRN-T"],
             "phone": ["+254 733 111 222", "", ""], "region": place.north}  # fmt: skip
    checked = place.send("check", **lines)
    assert checked.status_code == 200
    assert "3 lines : 1 known , 0 new , 2 to decide" in words_of(checked.text)
    unsure = place.send(**lines)
    assert unsure.status_code == 422 and "2 lines are not right yet" in unsure.text
    marks = re.findall(r'name="of" value="([^"]+)"', unsure.text)[:3]
    answers = ["", "leave_out", place.ids["T"]]
    done = place.send(**lines, of=marks, answer=answers)
    assert done.status_code == 303, words_of(done.text)
    assert [line[1] for line in register(api, done.location.split("done=")[1])] == [
        "TRN-B",
        "TRN-T",
    ]
    other = place.send(**lines | {"name": ["Name of B", "Twin Nambi", "Somebody Else"]}, of=marks,
                       answer=answers)  # fmt: skip
    assert other.status_code == 422, "an answer holds for what was typed when it was given"


def test_every_number_of_the_sum_is_explained_on_the_page(place: Place) -> None:
    page = place.page()
    for state in ("known", "new", "unclear", "out"):
        assert f'<div id="line_{state}"' in page


def test_nobody_is_on_a_register_twice_nor_on_their_own(place: Place) -> None:
    twice = place.send(
        name=["", "", ""], phone=["", "", ""], identifier=["TRN-B", "TRN-B", "TRN-A"]
    )
    assert twice.status_code == 422
    assert twice.text.count("Two lines are this person") == 6, "listed, and beside its line twice"
    assert "This person gave the workshop" in twice.text


def test_who_coordinates_a_region_logs_there_alone(
    place: Place, api: Api, app: Flask, home: Home
) -> None:
    api.post("/regions", name="South")
    client = app.test_client()
    as_(client, home, Role.COORDINATOR, place.cascade, region=place.north).signs_in(client)
    mine = Place(place.cascade, place.north, place.ids, client)
    assert "South" not in mine.page() and "North" in mine.page()
    assert mine.send(region="").status_code == 422
    assert mine.send(region=place.north).status_code == 303


def test_a_page_of_the_form_alone_is_not_enough(place: Place, app: Flask) -> None:
    for path in ("", "/lines", "/who"):
        bare = place.client.post(place.path + path, json={}, headers=SAME_SITE)
        assert bare.status_code == 400, path
        assert app.test_client().post(place.path + path, json={}).status_code == 401


# ---- what the scripts ask --------------------------------------------------------------------


def test_people_are_found_as_they_are_typed(place: Place, app: Flask, home: Home) -> None:
    assert place.ask("who", typed="ais")["people"] == [
        {"person": place.ids["A"], "name": "Aisha Lead", "identifier": "TRN-A"}
    ]
    assert len(place.ask("who", typed="nam tw")["people"]) == 2
    assert [one["name"] for one in place.ask("who", typed="TRN-B")["people"]] == ["Name of B"]
    assert place.ask("who", typed="zzz")["people"] == place.ask("who", typed="")["people"] == []


def test_the_sum_adds_up_over_the_lines_that_were_not_sent(place: Place) -> None:
    line = {"at": 4, "name": "Halima Typed"}
    known = {"state": "known", "answer": place.ids["B"]}
    said = place.ask("lines", region=None, above=[], lines=[line], others=[known, known])
    assert words_of(said["summary"]).startswith("3 lines : 2 known , 1 new")
    assert (
        said["lines"][0]["state"] == "new"
        and 'name="answer" value="new"' in said["lines"][0]["html"]
    )
    again = {"at": 0, "identifier": "TRN-B"}
    said = place.ask("lines", lines=[again], others=[known], above=[place.ids["T"]])
    assert "Two lines are this person" in said["lines"][0]["html"]


# ---- a session or a mark that ends while a form is open --------------------------------------


def resumed(client: FlaskClient, page: str, email: str) -> TestResponse:
    form = {name: field(page, name) for name in ("csrf_token", "onward", "kept")}
    form |= {"email": email, "password": PHRASE}
    return client.post("/signin", data=form, headers=SAME_SITE)


@pytest.fixture
def named(place: Place, home: Home, app: Flask) -> Place:
    """Two who have passwords; the first is signed in."""
    client = app.test_client()
    for login in ("wanjiku@example.org", "other@example.org"):
        one = Somebody(client, home, add(home, login, login))
        one.granted(Role.COORDINATOR, place.cascade)
    mark = field(client.get("/signin").text, "csrf_token")
    client.post("/signin", data={"csrf_token": mark, "email": "wanjiku@example.org",
                                 "password": PHRASE}, headers=SAME_SITE)  # fmt: skip
    return Place(place.cascade, place.north, place.ids, client)


def test_what_was_typed_outlives_the_session_for_whose_it_is(
    named: Place, home: Home, api: Api, app: Flask
) -> None:
    page = named.page()
    names = ("csrf_token", "whose", "id")
    form = {name: field(page, name) for name in names} | SHEET
    for account in home.accounts.directory.listed():
        home.accounts.end_all(account.id)
    out = named.client.post(named.path, data=form, headers=SAME_SITE)
    assert out.status_code == 401 and "What you had typed is not lost" in out.text
    assert "Halima Typed" not in resumed(app.test_client(), out.text, "other@example.org").text

    wrong = {"csrf_token": field(out.text, "csrf_token"), "kept": field(out.text, "kept"),
             "email": "other@example.org", "password": "wrong phrase"}  # fmt: skip
    assert field(named.client.post("/signin", data=wrong, headers=SAME_SITE).text, "kept")
    shown = resumed(named.client, out.text, "wanjiku@example.org")
    assert shown.status_code == 200 and "Halima Typed" in words_of(shown.text)
    sent: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', shown.text):
        sent.setdefault(name, []).append(html.unescape(value))
    sent["csrf_token"] = sent["csrf_token"][-1:]
    done = named.client.post(named.path, data=sent, headers=SAME_SITE)
    assert done.status_code == 303, words_of(done.text)
    assert register(api, form["id"])[0] == ("Halima Typed", None, 2.5, 7)


def test_what_another_site_sends_is_not_shown_as_typed(named: Place) -> None:
    page = named.page()
    form = {"csrf_token": "x", "whose": "0" * 32, "id": str(uuid4())} | SHEET
    assert "Halima Typed" not in named.client.post(named.path, data=form, headers=SAME_SITE).text
    stale = form | {"whose": field(page, "whose")}
    again = named.client.post(named.path, data=stale, headers=SAME_SITE)
    assert again.status_code == 400 and "Send it now" in again.text and "Halima Typed" in again.text


def test_passwords_are_not_carried_along(app: Flask) -> None:
    out = app.test_client().post("/account/password", data={"present": "secret", "name": "Halima"})
    assert out.status_code == 401 and 'name="kept"' not in out.text and "secret" not in out.text


def test_signing_out_clears_what_the_browser_keeps(named: Place) -> None:
    mark = field(named.page(), "csrf_token")
    out = named.client.post("/signout", data={"csrf_token": mark}, headers=SAME_SITE)
    assert out.headers["Clear-Site-Data"] == '"storage"'


def test_what_is_carried_is_not_trusted(named: Place) -> None:
    for kept in ("", "x", "[]", json.dumps({"path": "//evil.example", "whose": "", "fields": []})):
        page = named.client.get("/signin").text
        form = {"csrf_token": field(page, "csrf_token"), "kept": kept,
                "email": "wanjiku@example.org", "password": PHRASE}  # fmt: skip
        answer = named.client.post("/signin", data=form, headers=SAME_SITE)
        assert (answer.status_code, answer.location) == (303, "/")
