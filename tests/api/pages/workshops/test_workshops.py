"""Workshops as pages: the list, one of them, and its corrections with what they change."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook

from api.home import Home
from domain.values import Role
from tests.support.browsing import Browser, text_of
from tests.support.pages import CASCADE, session_of, small_cascade
from tests.support.people_of import as_

LIST = f"/cascades/{CASCADE}/workshops"
WHY = {"code": "typing-error", "words": "Wanjiku telephoned"}


@pytest.fixture
def cookies(home: Home, room: Path) -> tuple[str, str]:
    """The sessions of two who coordinate the small cascade."""
    both = session_of(home), session_of(home, "Juma")
    small_cascade(home, room / "files")
    return both


def browser_of(app: Flask, cookie: str) -> Browser:
    browser = Browser(app)
    browser.client.set_cookie("banyan", cookie)
    return browser


@pytest.fixture
def reader(app: Flask, cookies: tuple[str, str]) -> Browser:
    return browser_of(app, cookies[0])


@pytest.fixture
def other(app: Flask, cookies: tuple[str, str]) -> Browser:
    return browser_of(app, cookies[1])


def address(home: Home, identifier: str) -> str:
    with home.views.read() as db:
        ((id,),) = db.rows("SELECT id FROM workshop WHERE identifier = :i", i=identifier)
    return f"{LIST}/{id}"


def person(home: Home, identifier: str) -> str:
    return str(home.private.people("malaria", [identifier])[identifier])


def fields(reader: Browser) -> dict[str, str]:
    """What the first form on the page would send, as it stands."""
    assert reader.last is not None
    form = re.findall(
        r'<form method="post" class="(?:stack|actions)".*?</form>', reader.last.text, re.S
    )[0]
    found = dict(re.findall(r'<input[^>]*? name="([^"]+)"[^>]*? value="([^"]*)"', form))
    for name, options in re.findall(
        r'<select[^>]*? name="([^"]+)"[^>]*>(.*?)</select>', form, re.S
    ):
        chosen = re.findall(r'<option value="([^"]*)" selected>', options)
        found[name] = chosen[0] if chosen else ""
    found.pop("csrf_token")
    return found


def effects(reader: Browser) -> dict[str, list[str]]:
    assert reader.last is not None
    rows = re.findall(r'<tr data-figure="([^"]+)"([^>]*)>(.*?)</tr>', reader.last.text, re.S)
    return {
        word + ("*" if whose else ""): [text_of(c) for c in re.findall(r"<td.*?</td>", row, re.S)]
        for word, whose, row in rows
    }


def pressed(reader: Browser, at: str, button: str, **more: str) -> None:
    """A button of the form on the screen, with all that the form carries."""
    reader.send(at, **fields(reader) | more, **{button: "1"} if button else {})


# ---- the list --------------------------------------------------------------------------------


def listed(page: str) -> list[str]:
    return re.findall(r'data-workshop="([^"]+)"', page)


NARROWED = {
    "": "w4 w3 w2 w1",
    "kind=tot": "w1",
    "status=voided": "",
    "tier=2": "w2",
    "tier=unattributed": "w4",
    "from=2024-02-10&until=2024-03-10": "w3 w2",
    "counts=yes": "w4 w3 w2 w1",
    "tier=x": "w4 w3 w2 w1",
}


def test_the_list_is_narrowed(reader: Browser):
    for asked, found in NARROWED.items():
        page = reader.open(f"{LIST}?{asked}")
        assert listed(page.text) == found.split(), asked
        count = len(found.split())
        assert ("1 workshop" if count == 1 else f"{count} workshops") in reader.shown
    assert "A tier is a number" in reader.shown


def test_what_is_searched_for_stands_in_no_address(reader: Browser):
    for typed, found in (("W2", "w2"), ("%", ""), ("", "w4 w3 w2 w1")):
        reader.open(LIST)
        page = reader.send(LIST, q=typed)
        assert listed(page.text) == found.split() and "q=" not in page.request.path
    assert listed(reader.open(f"{LIST}?q=w2").text) == ["w4", "w3", "w2", "w1"]


def test_who_led_and_who_facilitated(reader: Browser, home: Home):
    assert listed(reader.open(f"{LIST}?lead={person(home, 'B')}").text) == ["w2"]
    assert listed(reader.open(f"{LIST}?lead={person(home, 'C')}").text) == []
    assert listed(reader.open(f"{LIST}?facilitator={person(home, 'C')}").text) == ["w2"]


def test_pages_follow_each_other_and_the_files_have_all(
    reader: Browser, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("api.pages.workshops.workshop_list.MAX_ROWS", 3)
    monkeypatch.setattr("api.pages.workshops.workshop_list.AT_ONCE", 3)
    page = reader.open(LIST).text
    assert listed(page) == ["w4", "w3", "w2"]
    (onward,) = re.findall(r'href="([^"]+after=[^"]+)"', page)
    assert listed(reader.open(onward).text) == ["w1"]
    sheet = CalamineWorkbook.from_filelike(
        io.BytesIO(reader.open(f"{LIST}?format=xlsx").data)
    ).get_sheet_by_index(0)
    names, *rows = sheet.to_python()
    assert [row[0] for row in rows] == ["w4", "w3", "w2", "w1"]
    last = dict(zip(names, rows[-1], strict=True))
    assert (last["lead"], last["people"], last["headcount"]) == ("Amina Wang", 2, 5)
    csv = reader.open(f"{LIST}?format=csv&kind=tot").text
    assert len(csv.splitlines()) == 2 and '"w1"' in csv


# ---- one of them -----------------------------------------------------------------------------


def test_a_workshop_says_what_is_known_of_it(reader: Browser, home: Home):
    page = reader.open(address(home, "w2"))
    assert page.status_code == 200
    for said in ("Baraka <b>Pérez</b>", "without a valid certificate", "8 6 10 -1.00"):
        assert said in reader.shown
    elsewhere = address(home, "w2").replace(CASCADE, "3f0e6f0a-5c3f-4a57-9d1c-2f6b7b0f5a10")
    assert reader.open(elsewhere).status_code == 404


def test_who_signed_and_taught_is_shown_as_both_and_may_be_corrected(reader: Browser, home: Home):
    """E, with 8 and 6 of 10: the line stays, and its gain counts once they only attended."""
    at = address(home, "w2")
    for others, scores, mark in (("C; E", "8 6 10 –", True), ("C", "8 6 10 -1.00", False)):
        reader.open(f"{at}/correction")
        reader.send(f"{at}/correction", **fields(reader) | WHY | {"cofacilitators": others})
        pressed(reader, f"{at}/correction", "do")
        page = reader.open(at).text
        assert scores in reader.shown
        assert ("signed too; counts as facilitator" in reader.shown) == mark
        assert ('data-flag="facilitator-on-register"' in page) == mark
        assert ("take them off the facilitators" in reader.shown) == mark


@pytest.mark.usefixtures("cookies")
def test_an_auditor_sees_no_name_and_no_form(app: Flask, home: Home):
    client, at = app.test_client(), address(home, "w2")
    auditor = as_(client, home, Role.AUDITOR, CASCADE)
    auditor.signs_in(client)
    for path in (LIST, f"{LIST}?format=csv", at):
        page = client.get(path)
        assert page.status_code == 200
        assert not [n for n in ("Baraka", "Amina", "Correct the facts") if n in page.text], path
        assert "attendances" not in page.text and "correction" not in page.text
    assert client.get(f"{at}/correction").status_code == 404
    own = {"Sec-Fetch-Site": "same-origin"}
    assert client.post(f"{at}/voiding", data=WHY, headers=own).status_code == 404


# ---- corrections -----------------------------------------------------------------------------


def test_a_lead_is_corrected_after_a_look_at_what_it_changes(reader: Browser, home: Home):
    at = address(home, "w2")
    before = home.log.position()
    reader.open(f"{at}/correction")
    reader.send(f"{at}/correction", **fields(reader) | WHY | {"lead": "A"})
    assert effects(reader)["size-1"] == ["2", "4"] and effects(reader)["size-2"] == ["2", "1"]
    assert home.log.position() == before
    again = fields(reader)
    pressed(reader, f"{at}/correction", "do")
    assert "The workshop is corrected." in reader.shown and "Amina Wang" in reader.shown
    done = home.log.position()
    assert done == before + 1
    reader.send(f"{at}/correction", do="1", **again)
    assert home.log.position() == done, "sent twice, done once"
    ((_lead, reason),) = [
        (e.event.lead, e.event.reason) for e in home.log.read() if e.name == "workshop.corrected"
    ]
    assert home.private.open([reason.words])[reason.words] == {"words": WHY["words"]}


def test_what_is_refused_keeps_what_was_typed(reader: Browser, home: Home):
    at = f"{address(home, 'w2')}/correction"
    reader.open(at)
    typed = fields(reader) | WHY
    for name, text, sentence in (
        ("lead", "D", "The lead is on their own register"),
        ("lead", "NOBODY", "Nobody here is called “NOBODY”"),
        ("headcount", "many", "whole number"),
        ("starts_on", "2024-03-01", "before it starts"),
        ("code", "", "Choose why"),
    ):
        more = {"ends_on": "2024-02-20"} if name == "starts_on" else {}
        answer = reader.send(at, **typed | more | {name: text})
        assert answer.status_code == 422 and sentence in reader.shown, name
        assert fields(reader)[name] == text and WHY["words"] in answer.text
    reader.send(at, **typed | {"headcount": "9"})
    pressed(reader, at, "again")
    assert fields(reader)["headcount"] == "9" and fields(reader)["code"] == WHY["code"]


CORRECTIONS: list[tuple[str, str, dict[str, str], str, list[str]]] = [
    ("w2", "attendances/{E}/voiding", {}, "people", ["7", "6"]),
    ("w2", "attendances/{E}/move", {"to": "w3"}, "size-3", ["1", "2"]),
    ("w2", "attendances/{E}/scores", {"post": "9"}, "gain", ["0.15", "0.45"]),
    ("w1", "attendances/new", {"identifier": "G"}, "unattributed", ["1", "0"]),
    ("w1", "attendances/new", {"identifier": "H", "name": "Halima"}, "people", ["7", "8"]),
    ("w3", "voiding", {}, "workshops", ["4", "3"]),
]


def test_each_correction_shows_its_effect(reader: Browser, home: Home):
    before = home.log.position()
    for identifier, what, sent, word, change in CORRECTIONS:
        at = address(home, identifier)
        there = what.format(E=person(home, "E"))
        form = re.sub("/(voiding|move|scores)$", "", there) if "attendances" in there else there
        reader.open(f"{at}/{form}")
        reader.send(f"{at}/{there}", **fields(reader) | WHY | sent)
        assert effects(reader).get(word) == change, (what, reader.shown)
    assert home.log.position() == before


def test_a_move_and_a_voiding_are_done_and_taken_back(reader: Browser, home: Home):
    line = f"attendances/{person(home, 'E')}"
    at, there = address(home, "w2"), address(home, "w3")
    reader.open(f"{at}/{line}")
    reader.send(f"{at}/{line}/move", **fields(reader) | WHY | {"to": f"http://x{there}"})
    before = home.log.position()
    pressed(reader, f"{at}/{line}/move", "do")
    assert "The attendance is moved." in reader.shown
    names = [e.name for e in home.log.read(after=before)]
    assert names == ["attendance.voided", "attendance.added"]
    assert "E Correct 8 6 10 -1.00" in text_of(reader.open(there).text)
    for what, effect in (("voiding", ["4", "3"]), ("restoration", ["3", "4"])):
        reader.open(f"{there}/{what}")
        reader.send(f"{there}/{what}", **fields(reader) | WHY)
        assert effects(reader)["workshops"] == effect
        pressed(reader, f"{there}/{what}", "do")
    assert "counts again" in reader.shown


def test_a_void_line_is_restored(reader: Browser, home: Home):
    at, line = address(home, "w2"), f"attendances/{person(home, 'E')}"
    for what in ("voiding", "restoration"):
        reader.open(f"{at}/{line}")
        reader.send(f"{at}/{line}/{what}", **fields(reader) | WHY)
        pressed(reader, f"{at}/{line}/{what}", "do")
    assert "The attendance counts again." in reader.shown and 'class="voided"' not in (
        reader.last.text
    )


def test_who_stands_on_the_other_register_is_not_moved_there_by_half(reader: Browser, home: Home):
    at = address(home, "w2")
    there = f"{at}/attendances/{person(home, 'E')}"
    before = home.log.position()
    for to, sentence in (("w2", "same workshop"), ("w9", "No workshop here is called")):
        reader.open(there)
        reader.send(f"{there}/move", **fields(reader) | WHY | {"to": to})
        assert sentence in reader.shown and f'value="{to}"' in reader.last.text
    reader.open(f"{at}/attendances/{person(home, 'D')}")
    reader.send(f"{at}/attendances/{person(home, 'D')}/move", **fields(reader) | WHY | {"to": "w3"})
    assert "led the workshop" in reader.shown and home.log.position() == before


# ---- two at once -----------------------------------------------------------------------------


def test_the_second_of_two_sees_what_the_first_did_and_loses_nothing(
    reader: Browser, other: Browser, home: Home
):
    at = f"{address(home, 'w2')}/correction"
    for one in (reader, other):
        one.open(at)
    reader.send(at, **fields(reader) | WHY | {"headcount": "12", "venue": "Baobab Hall"})
    pressed(reader, at, "do")
    answer = other.send(at, **fields(other) | WHY | {"headcount": "11", "lead": "A"})
    assert answer.status_code == 409
    for said in ("Wanjiku", "Headcount – 12", "Headcount 12 11", "Lead Baraka <b>Pérez</b> A"):
        assert said in other.shown, other.shown
    pressed(other, at, "again")
    assert fields(other)["headcount"] == "11" and fields(other)["venue"] == "Baobab Hall"
    other.send(at, **fields(other))
    assert "people" not in effects(other) and effects(other)["size-1"] == ["2", "4"]
    pressed(other, at, "do")
    assert "Baobab Hall" in other.shown and "Amina Wang" in other.shown


def test_a_change_between_the_look_and_the_deed_is_seen_too(
    reader: Browser, other: Browser, home: Home
):
    at = f"{address(home, 'w2')}/voiding"
    for one in (reader, other):
        one.open(at)
        one.send(at, **fields(one) | WHY)
    pressed(reader, at, "do")
    before = home.log.position()
    pressed(other, at, "do")
    assert other.last.status_code == 409 and home.log.position() == before
    pressed(other, at, "")
    assert "was voided" in other.shown and other.last.status_code == 422
