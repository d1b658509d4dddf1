"""The pages as they are answered: who sees what, in which language, with what to do next."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.home import Home
from api.i18n import speaking
from api.pages.layout import formatting as reader_of_pages
from tests.support.pages import CASCADE, open_another, open_cascade, session_of, small_cascade

PAGE = f"/cascades/{CASCADE}"


@pytest.fixture
def stranger(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def reader(app: Flask, home: Home) -> FlaskClient:
    client = app.test_client()
    client.set_cookie("banyan", session_of(home))
    return client


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


# ---- who sees what ---------------------------------------------------------------------------


def test_anyone_is_welcomed_and_told_how_to_come_in(home: Home, stranger: FlaskClient, room: Path):
    small_cascade(home, room / "files")
    answer = stranger.get("/")
    assert answer.status_code == 200
    assert "who trained whom" in answer.text and "banyan run" in answer.text
    assert "malaria" not in answer.text.lower()


def test_figures_need_a_session_and_the_page_asks_for_it(home: Home, stranger: FlaskClient):
    open_cascade(home)
    answer = stranger.get(PAGE, headers={"Accept-Language": "fr"})
    assert answer.status_code == 401
    assert answer.content_type.startswith("text/html") and 'name="password"' in answer.text
    assert answer.headers["WWW-Authenticate"]


def test_what_is_not_there_is_said_on_a_page(reader: FlaskClient):
    answer = reader.get("/cascades/nothing")
    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.text


def test_nobody_keeps_a_copy(home: Home, reader: FlaskClient):
    open_cascade(home)
    answer = reader.get(PAGE)
    assert answer.headers["Cache-Control"] == "no-store"
    assert {"Accept-Language", "Cookie"} <= {v.strip() for v in answer.headers["Vary"].split(",")}
    assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]
    assert " style=" not in answer.text and "<style" not in answer.text


# ---- what to do next -------------------------------------------------------------------------


def test_an_empty_home_says_what_to_do(reader: FlaskClient):
    page = reader.get("/").text
    assert "banyan cascade open" in page
    assert "banyan template" in page
    assert "banyan import" in page


def test_an_empty_cascade_says_what_to_do(home: Home, reader: FlaskClient):
    open_cascade(home)
    assert "banyan import --cascade malaria programme.xlsx" in reader.get(PAGE).text


def test_before_the_first_workshop_there_is_nothing_and_the_page_says_so(
    home: Home, reader: FlaskClient, room: Path
):
    small_cascade(home, room / "files")
    page = reader.get(PAGE, query_string={"as_of": "2023-01-01"}).text
    assert "No workshop was held up to this day" in page


def test_a_wrong_date_is_said_beside_the_field(home: Home, reader: FlaskClient, room: Path):
    small_cascade(home, room / "files")
    answer = reader.get(PAGE, query_string={"as_of": "31/12/2024"})
    assert answer.status_code == 400
    assert 'aria-invalid="true"' in answer.text
    assert "Write it as YYYY-MM-DD" in answer.text


# ---- figures ---------------------------------------------------------------------------------


def row(page: str, key: str) -> list[str]:
    (found,) = re.findall(rf'<tr data-{key}">(.*?)</tr>', page, re.S)
    return [text_of(cell) for cell in re.findall(r"<t[hd].*?>(.*?)</t[hd]>", found, re.S)]


def test_generations_by_hand(home: Home, reader: FlaskClient, room: Path):
    """Certified and the share of them, ever facilitated and their share, drop-off, days, …"""
    small_cascade(home, room / "files")
    page = reader.get(PAGE).text
    none = ["0", "0%"]
    assert row(page, 'generation="0') == ["0", "1", *none, "1", "100%", "0%", "–", "2.0", "–", "0"]
    first = ["1", "2", *none, "2", "100%", "0%", "31", "1.0", "0.62", "3"]
    assert row(page, 'generation="1') == first
    second = ["2", "2", *none, "1", "50%", "50%", "29", "1.0", "-0.25", "0"]
    assert row(page, 'generation="2') == second
    assert row(page, 'generation="3')[6:] == ["100%", "–", "–", "0.00", "0"]
    assert row(page, 'generation="none')[:2] == ["Unattributed", "1"]


def test_trainers_by_hand_as_of_a_day(home: Home, reader: FlaskClient, room: Path):
    small_cascade(home, room / "files")
    now = reader.get(PAGE).text
    assert row(now, 'trainer="A') == ["Amina Wang A", "5", "5", "2", "0", "1", "2"]
    then = reader.get(PAGE, query_string={"as_of": "2024-03-09"}).text
    assert row(then, 'trainer="A') == ["Amina Wang A", "4", "4", "2", "0", "1", "1"]
    assert "As it was on 9 Mar 2024" in then
    assert 'trainer="D' in now and 'trainer="D' not in then


def test_who_has_no_name_goes_by_the_identifier(home: Home, reader: FlaskClient, room: Path):
    small_cascade(home, room / "files")
    assert row(reader.get(PAGE).text, 'trainer="D')[0] == "D"


def test_names_and_titles_are_text_and_nothing_else(home: Home, reader: FlaskClient, room: Path):
    small_cascade(home, room / "files")
    open_another(home)
    for page in (reader.get("/").text, reader.get(PAGE).text):
        assert "Malaria &lt;case&gt; management" in page and "<case>" not in page
    assert "Baraka &lt;b&gt;Pérez" in reader.get(PAGE).text


def test_every_number_has_its_meaning_on_the_page(home: Home, reader: FlaskClient, room: Path):
    small_cascade(home, room / "files")
    open_another(home)
    for address in ("/", PAGE):
        page = reader.get(address).text
        asked, told = set(re.findall(r'href="#(.+?)"', page)), set(re.findall(r'id="(.+?)"', page))
        assert len(asked) > 4 and asked <= told


# ---- languages -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "spoken", "direction"),
    [("pt-BR,pt;q=0.9", "pt", "ltr"), ("ar-EG", "ar", "rtl"), ("xx", "en", "ltr")],
)
def test_the_browser_says_which_language(
    stranger: FlaskClient, wanted: str, spoken: str, direction: str
):
    page = stranger.get("/", headers={"Accept-Language": wanted}).text
    assert f'<html lang="{spoken}" dir="{direction}">' in page


def test_a_chosen_language_stays_and_is_not_the_next_readers(
    home: Home, reader: FlaskClient, stranger: FlaskClient
):
    open_cascade(home)
    french = {"Accept-Language": "fr"}
    chosen = reader.get("/?lang=sw", headers=french, follow_redirects=True)
    assert '<html lang="sw"' in chosen.text
    assert '<html lang="sw"' in reader.get(PAGE, headers=french).text
    assert '<html lang="fr"' in stranger.get("/", headers=french).text


def test_a_translation_that_nobody_reviewed_says_so(stranger: FlaskClient):
    assert "n’a encore relu cette traduction" in stranger.get("/?lang=fr").text
    assert "No speaker" not in stranger.get("/?lang=en").text


def test_numbers_and_dates_are_written_as_the_reader_does(
    home: Home, reader: FlaskClient, room: Path
):
    small_cascade(home, room / "files")
    page = reader.get(PAGE, query_string={"lang": "fr", "as_of": "2024-04-30"}).text
    assert "30 avr. 2024" in page
    assert row(page, 'generation="2')[6:10] == ["50 %", "29", "1,0", "-0,25"]


def test_a_made_up_cookie_signs_nobody_in(home: Home, stranger: FlaskClient):
    stranger.set_cookie("banyan", "x" * 43)
    assert "banyan run" in stranger.get("/").text


# ---- what goes wrong -------------------------------------------------------------------------


def test_what_goes_wrong_is_said_on_a_page(
    home: Home, reader: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    """And not what it was, which may quote what somebody typed."""

    def fail(*_: object) -> None:
        raise RuntimeError("Amina Wang")

    open_cascade(home)
    monkeypatch.setattr("api.pages.cascade.home._one", fail)
    answer = reader.get(PAGE)
    assert answer.status_code == 500 and answer.content_type.startswith("text/html")
    assert "Something went wrong here" in answer.text and "Amina" not in answer.text


def test_days_are_written_as_the_reader_does(reader: FlaskClient):
    day = date(2026, 6, 3)
    said = {"en": "3 Jun 2026", "fr": "3 juin 2026", "zh": "2026年6月3日"}
    for language, expected in said.items():
        with speaking(language):
            assert reader_of_pages.day(day) == expected
