"""A trainer logs a workshop on a page, and a coordinator answers: without a line of JavaScript."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api.home import Home
from domain.values import Role
from tests.support.api import Api
from tests.support.people_of import Somebody, as_

TYPED = ("Halima Typed", "+254 722 000 001", "Baobab Hall", "Whose telephone", "Name of B")


@dataclass
class Browser:
    """Somebody who is signed in, and sends forms as a browser would."""

    client: FlaskClient
    one: Somebody

    def get(self, path: str) -> str:
        answer = self.client.get(path)
        assert answer.status_code == 200, answer.text
        return answer.text

    def send(self, path: str, button: str = "", **typed: Any) -> TestResponse:
        """The form on the page that goes to `path`, with what was typed into it."""
        page = self.client.get(re.sub("/(accept|return|withdraw)$", "", path)).text
        mark = re.search(r'name="csrf_token" value="([^"]+)"', page)
        id = re.search(r'name="id" value="([^"]+)"', page)
        assert mark
        form = {"csrf_token": mark[1], **({"id": id[1]} if id else {}), **typed}
        headers = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
        return self.client.post(
            path, data=form | ({button: "1"} if button else {}), headers=headers
        )


@dataclass
class Place:
    cascade: str
    north: str
    brian: str
    trainer: Browser
    coordinator: Browser

    @property
    def branch(self) -> str:
        return f"/branch/{self.cascade}"

    @property
    def queue(self) -> str:
        return f"/cascades/{self.cascade}/proposals"


@pytest.fixture
def place(app: Flask, api: Api, home: Home, private_texts: list[str]) -> Place:
    private_texts += TYPED
    cascade = api.cascade()
    north = api.post("/regions", name="North")["id"]
    amina = api.person(cascade, "TRN-A", profile={"region": north})
    brian = api.person(cascade, "TRN-B", details={"name": "Name of B", "phone": "+254 733 1"})
    api.workshop(cascade, "2024-02-01", "TRN-A", "TRN-B", region=north)

    def browser(role: Role, **more: str) -> Browser:
        client = app.test_client()
        one = as_(client, home, role, cascade, **more)
        one.signs_in(client)
        return Browser(client, one)

    return Place(
        cascade, north, brian,
        browser(Role.TRAINER, person=amina), browser(Role.COORDINATOR, region=north),
    )  # fmt: skip


def words_of(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


SHEET = {
    "kind": "step-down", "starts_on": "2024-03-01", "venue": "Baobab Hall",
    "name": ["Halima Typed", "Name of B", ""], "phone": ["+254 722 000 001", "+254 733 1", ""],
    "identifier": ["", "", ""], "pre": ["2,5", "", ""], "post": ["7", "", ""],
    "max_score": ["10", "", ""],
}  # fmt: skip


def logged(place: Place, **typed: Any) -> str:
    answer = place.trainer.send(f"{place.branch}/workshops/new", **(SHEET | typed))
    assert (answer.status_code, answer.location) == (303, f"{place.branch}#h-proposals"), (
        answer.text
    )
    (found,) = re.findall(r'data-proposal="([^"]+)"', place.trainer.get(place.branch))
    return str(found)


# ---- the trainer -----------------------------------------------------------------------------


def test_a_trainer_is_led_to_their_reach(place: Place) -> None:
    start = place.trainer.client.get("/")
    assert (start.status_code, start.location) == (302, place.branch)
    page = words_of(place.trainer.get(place.branch))
    assert "Name of B" in page and "not certified" in page
    assert "+254 733 1" in words_of(place.trainer.get(f"{place.branch}/people"))
    assert "hidden" in words_of(place.trainer.get(f"{place.branch}/breakdowns"))
    assert place.coordinator.client.get(place.branch).status_code == 404


def test_from_the_form_to_the_register(place: Place, api: Api) -> None:
    id = logged(place)
    page = words_of(place.trainer.get(place.branch))
    assert "waits for a coordinator" in page
    assert "Proposals to decide 1" in words_of(place.coordinator.get(f"/cascades/{place.cascade}"))
    assert id in place.coordinator.get(place.queue)
    one = place.coordinator.get(f"{place.queue}/{id}")
    assert "Halima Typed" in one and f'value="{place.brian}"' in one
    assert f'<option value="{place.north}" selected>' in one  # where its trainer is at home
    assert "2.5 · 7 · 10" in words_of(one) and "– · – · –" in words_of(one)
    answer = place.coordinator.send(
        f"{place.queue}/{id}/accept",
        line=["0", "1"], region=place.north, **{"answer-0": "new", "answer-1": place.brian},
    )  # fmt: skip
    assert (answer.status_code, answer.location) == (303, place.queue), words_of(answer.text)
    found = place.trainer.one.get(f"/cascades/{place.cascade}/branch/workshops")[-1]
    assert [(line["name"], line["pre"], line["post"]) for line in found["register"]] == [
        ("Halima Typed", 2.5, 7), ("Name of B", None, None),
    ]  # fmt: skip
    assert id not in place.trainer.get(place.branch)


def test_errors_stand_beside_their_line_and_nothing_typed_is_lost(place: Place) -> None:
    wrong = {"post": ["12", "x", ""], "starts_on": "2999-01-01", "headcount": "many"}
    answer = place.trainer.send(f"{place.branch}/workshops/new", **(SHEET | wrong))
    assert answer.status_code == 422
    page = answer.text
    for typed in ("Halima Typed", "+254 722 000 001", "2.5", "2999-01-01", "many", 'value="x"'):
        assert typed in page, typed
    assert 'id="wrong-1"' in page and "This is to be a number." in page
    assert 'id="headcount-wrong"' in page and 'role="alert"' in page
    right = {"post": ["12", "", ""]}
    answer = place.trainer.send(f"{place.branch}/workshops/new", **(SHEET | right))
    assert 'id="wrong-0"' in answer.text and "above the maximum" in answer.text
    assert place.trainer.one.get("/proposals") == []
    logged(place)


def test_an_empty_form_is_not_sent(place: Place) -> None:
    nobody = {name: ["", "", ""] for name in ("name", "phone", "pre", "post", "max_score")}
    path = f"{place.branch}/workshops/new"
    answer = place.trainer.send(path, **(SHEET | nobody))
    assert answer.status_code == 422 and 'role="alert"' in answer.text
    assert "Write down who was there" in answer.text and "Baobab Hall" in answer.text
    assert place.trainer.one.get("/proposals") == []
    logged(place, **nobody, headcount="12")


def test_a_form_sent_twice_is_one_proposal(place: Place) -> None:
    browser, path = place.trainer, f"{place.branch}/workshops/new"
    page = browser.get(path)
    mark = re.search(r'name="csrf_token" value="([^"]+)"', page)
    id = re.search(r'name="id" value="([^"]+)"', page)
    assert mark and id
    form = SHEET | {"csrf_token": mark[1], "id": id[1]}
    for _time in range(2):
        answer = browser.client.post(path, data=form, headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.status_code == 303
    assert [one["id"] for one in browser.one.get("/proposals")] == [id[1]]


def test_lines_are_pasted_from_a_spreadsheet(place: Place) -> None:
    lines = "Name\tTelephone\tEmail\nHalima Typed\t+254 722 000 001\thalima@example.org\n"
    path = f"{place.branch}/workshops/new"
    answer = place.trainer.send(path, "more_lines", pasted=lines, starts_on="2024-03-01")
    assert answer.status_code == 200
    assert 'value="Halima Typed"' in answer.text and "halima@example.org" in answer.text
    logged(place, pasted=lines, name=[], phone=[], pre=[], post=[], max_score=[], identifier=[])
    (found,) = place.trainer.one.get("/proposals")
    (line,) = place.trainer.one.get(f"/proposals/{found['id']}")["register"]
    assert line["typed"] == {
        "name": "Halima Typed", "phone": "+254 722 000 001", "email": "halima@example.org",
    }  # fmt: skip


# ---- back and forth --------------------------------------------------------------------------


def test_a_returned_proposal_shows_its_word_and_is_put_right(place: Place) -> None:
    id = logged(place)
    again = place.coordinator.send(f"{place.queue}/{id}/return", words=" ")
    assert again.status_code == 422 and "Say in a word" in again.text
    done = place.coordinator.send(f"{place.queue}/{id}/return", words="Whose telephone is it?")
    assert done.status_code == 303
    assert "Whose telephone is it?" in place.trainer.get(place.branch)
    form = place.trainer.get(f"{place.branch}/proposals/{id}")
    assert "Whose telephone is it?" in form and 'value="Halima Typed"' in form
    right = SHEET | {"phone": ["+254 722 000 002", "", ""]}
    answer = place.trainer.send(f"{place.branch}/proposals/{id}", **right)
    assert answer.status_code == 303, words_of(answer.text)
    assert place.trainer.one.get(f"/proposals/{id}")["state"] == "waiting"
    gone = place.trainer.send(f"{place.branch}/proposals/{id}/withdraw")
    assert gone.status_code == 303
    assert place.trainer.one.get(f"/proposals/{id}")["state"] == "withdrawn"


def test_an_answer_that_is_refused_keeps_what_was_chosen(place: Place) -> None:
    id = logged(place)
    path = f"{place.queue}/{id}/accept"
    for chosen, sentence in (
        ({"answer-0": "new"}, "Say of each line who it is."),
        ({"answer-0": "new", "called-1": "TRN-X"}, "Nobody here is called “TRN-X”"),
        ({"called-0": "TRN-B", "called-1": "TRN-B"}, "register twice"),
    ):
        answer = place.coordinator.send(path, line=["0", "1"], region=place.north, **chosen)
        assert answer.status_code == 422
        assert sentence in html.unescape(answer.text)
        for name, value in chosen.items():
            if name.startswith("called"):
                assert f'name="{name}" value="{value}"' in answer.text
    assert place.trainer.one.get(f"/proposals/{id}")["state"] == "waiting"


def test_answers_to_lines_that_were_revised_meanwhile_are_not_taken(place: Place) -> None:
    """The line that is answered is the one that was read."""
    id = logged(place)
    others = SHEET | {"name": ["Name of B", "Halima Typed", ""], "post": ["", "9", ""]}
    revised = place.trainer.send(f"{place.branch}/proposals/{id}", **others)
    assert revised.status_code == 303, words_of(revised.text)
    path, answers = f"{place.queue}/{id}/accept", {"answer-0": "new", "answer-1": place.brian}
    chosen = {"line": ["0", "1"], "region": place.north, **answers}
    answer = place.coordinator.send(path, seen="1", **chosen)
    assert answer.status_code == 409
    assert "changed by somebody else after you opened it" in html.unescape(answer.text)
    assert place.trainer.one.get(f"/proposals/{id}")["state"] == "waiting"
    assert 'name="seen" value="2"' in answer.text
    for seen in ("9" * 5_000, "9" * 12, "²", "x"):
        assert place.coordinator.send(path, seen=seen, **chosen).status_code == 409
    answer = place.coordinator.send(path, seen="2", **chosen)
    assert answer.status_code == 303


def test_pages_are_for_whom_they_are(app: Flask, home: Home, place: Place) -> None:
    id = logged(place)
    others = [(Role.AUDITOR, place.cascade), (Role.ADMINISTRATOR, None)]
    for role, cascade in others:
        client = app.test_client()
        as_(client, home, role, cascade).signs_in(client)
        for path in (place.branch, place.queue, f"{place.queue}/{id}",
                     f"{place.branch}/proposals/{id}", f"{place.branch}/people"):  # fmt: skip
            assert client.get(path).status_code == 404, (role, path)
    assert place.trainer.client.get(f"{place.queue}/{id}").status_code == 404
    assert app.test_client().get(place.branch).status_code == 401


def test_a_form_without_its_mark_is_refused(place: Place) -> None:
    answer = place.trainer.client.post(
        f"{place.branch}/workshops/new", data=SHEET, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert answer.status_code == 400
    assert place.trainer.one.get("/proposals") == []


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_pages_are_read_in_other_languages(place: Place, language: str) -> None:
    id = logged(place)
    for browser, path in (
        (place.trainer, place.branch),
        (place.trainer, f"{place.branch}/people"),
        (place.trainer, f"{place.branch}/workshops/new"),
        (place.coordinator, place.queue),
        (place.coordinator, f"{place.queue}/{id}"),
    ):
        page = browser.get(f"{path}?lang={language}")
        assert f'lang="{language}"' in page and " style=" not in page
