"""An auditor's pages: why a number changed, who recorded what."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook

from api.home import Home
from api.pages import glossary
from domain.values import Role
from tests.support.api import ON_BOTH, WHY, Api
from tests.support.browsing import auditor, text_of
from tests.support.clock import Clock
from tests.support.threads import Background

# ---- why it changed --------------------------------------------------------------------------


def parts(page: str) -> dict[str, int]:
    found = re.findall(r'data-kind="([a-z-]+)" data-net="(-?\d+)"', page)
    return {kind: int(net) for kind, net in found}


def shown(page: str, name: str) -> str:
    return text_of(re.findall(rf'data-is="{name}">(.*?)</', page, re.S)[0]).replace("−", "-")


def test_the_first_page_says_why_march_is_not_what_the_report_said(
    home: Home, app: Flask, march: str
):
    page = auditor(app, home, march).open(f"/cascades/{march}/compare").text
    assert "Why is the number not what the report said?" in page
    assert "People reached, March 2024" in text_of(page) and "at the end of 31 Mar 2024" in page
    assert parts(page) == {"recorded": 2, "voided": -1, "merged": -1}
    assert (shown(page, "then"), shown(page, "now")) == ("4", "4")
    assert "The number is the same, but not all that it counts." in text_of(page)
    assert "Zuleika" not in page and "by a program" in page


@ON_BOTH
def test_the_page_has_the_numbers_of_the_api(home: Home, api: Api, app: Flask, march: str):
    said = "known_at=2024-04-01T00:00:00Z&from=2024-03-01&until=2024-03-31"
    found = api.get(f"/cascades/{march}/comparison?{said}")
    browser = auditor(app, home, march)
    page = browser.open(f"/cascades/{march}/compare?month=2024-03-01&then=2024-03-31").text
    assert {group["kind"]: group["net"] for group in found["groups"]} == parts(page)
    assert found["then"] + sum(g["net"] for g in found["groups"]) == found["now"] == 4
    (late,) = [g for g in found["groups"] if g["kind"] == "recorded"]
    assert [(e["more"], e["less"], e["name"]) for e in late["largest"]] == [(2, 0, "workshop.held")]
    then = api.get(f"/cascades/{march}/generations?known_at=2024-04-01T00:00:00Z")
    assert sum(g["people"] for g in then) == found["then"]


def test_another_last_day_is_a_part_of_its_own(home: Home, app: Flask, march: str):
    query = "from=2024-03-01&until=2024-03-31&until_then=2024-03-02&then=2024-03-31"
    page = auditor(app, home, march).open(f"/cascades/{march}/compare?{query}").text
    assert parts(page) == {"days": 4, "recorded": 2, "voided": -1, "merged": -1}
    assert (shown(page, "then"), shown(page, "net")) == ("0", "+4")


def test_a_report_before_all_records_and_one_without_a_change(home: Home, app: Flask, march: str):
    browser = auditor(app, home, march)
    page = browser.open(f"/cascades/{march}/compare?month=2024-03-01&then=2024-01-31").text
    assert shown(page, "then") == "0" and shown(page, "net") == "+4"
    page = browser.open(f"/cascades/{march}/compare?month=2024-03-01&then=2024-04-30").text
    assert "Nothing that was recorded since then changed this number" in text_of(page)


def test_a_month_that_lost_all_its_people_can_still_be_chosen(
    home: Home, app: Flask, api: Api, clock: Clock, march: str
):
    api.person(march, "G")
    workshop = api.workshop(march, "2024-02-05", None, "G")
    clock.forward(days=2)
    api.post(f"/workshops/{workshop}/voiding", reason=WHY)
    browser, path = auditor(app, home, march), f"/cascades/{march}/compare"
    page = browser.open(f"{path}?month=2024-02-01&then=2024-05-06").text
    assert (shown(page, "then"), shown(page, "now")) == ("1", "0")
    assert '<option value="2024-02-01" selected>February 2024 (0)</option>' in page
    assert "People reached, February 2024" in text_of(page)
    other = browser.open(f"{path}?month=2024-03-01&then=2024-05-06").text
    assert '<option value="2024-02-01">February 2024 (0)</option>' in other


def test_people_reached_is_defined_as_it_is_counted_there(home: Home, app: Flask, march: str):
    page = auditor(app, home, march).open(f"/cascades/{march}/compare").text
    assert "People who entered this cascade in the period" in page
    assert "by the day of the target" not in page


def test_no_word_is_defined_twice():
    every = [word for file in glossary.FILES for word in file.DEFINITIONS]
    assert sorted(every) == sorted(set(every))


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("from=31.3.2024", "Write it as YYYY-MM-DD"),
        ("from=2024-03-05&until=2024-03-01", "The last day lies before the first"),
        ("month=2024-03-01&position=99999", "The log ends at position"),
        ("month=2024-03-01&position=x", "known_at is a position"),
        ("month=2024-03-01&position=3&then=2024-03-31", "leave the other empty"),
    ],
)
def test_what_cannot_be_understood_is_said(
    home: Home, app: Flask, march: str, query: str, sentence: str
):
    answer = auditor(app, home, march).open(f"/cascades/{march}/compare?{query}")
    assert answer.status_code == 400 and sentence in answer.text and 'role="alert"' in answer.text


def test_while_the_log_is_replayed_the_page_waits_by_itself(
    home: Home,
    app: Flask,
    march: str,
    background: Background,
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr("api.transactions.snapshots.PATIENCE", 0.0)
    background.is_held = True
    answer = auditor(app, home, march).open(f"/cascades/{march}/compare?month=2024-03-01")
    assert answer.status_code == 202
    assert '<meta http-equiv="refresh" content="3">' in answer.text


def test_empty_pages_say_what_comes(home: Home, app: Flask, api: Api):
    cascade = api.cascade()
    browser = auditor(app, home, cascade)
    assert "Nobody has entered" in browser.open(f"/cascades/{cascade}/replay").text
    assert "Nothing is recorded here yet" in browser.open(f"/cascades/{cascade}/compare").text
    assert (
        "The cascade About malaria was opened" in browser.open(f"/cascades/{cascade}/history").text
    )


# ---- history ---------------------------------------------------------------------------------


def names(page: str) -> list[str]:
    return re.findall(r'<li data-position="\d+" data-name="([a-z._]+)"', page)


def test_history_is_told_latest_first_and_narrowed(home: Home, app: Flask, march: str):
    browser, path = auditor(app, home, march), f"/cascades/{march}/history"
    every = names(browser.open(path).text)
    assert every[:3] == ["people.merged", "attendance.voided", "workshop.held"]
    assert every[-1] == "cascade.opened" and "role.granted" not in every
    assert names(browser.open(f"{path}?corrections=1").text) == every[:2]
    assert set(names(browser.open(f"{path}?kind=workshops").text)) == {
        "workshop.held", "attendance.voided",
    }  # fmt: skip
    assert names(browser.open(f"{path}?until=2024-03-30&kind=workshops").text) == ["workshop.held"]
    assert names(browser.open(f"{path}?from=2024-05-01").text) == []
    assert names(browser.open(f"{path}?by=console").text) == every
    assert "Zuleika" not in browser.last.text


def test_late_entries_are_marked_and_found(home: Home, app: Flask, api: Api, march: str):
    api.workshop(march, "2024-03-25", "A", "G1")
    page = auditor(app, home, march).open(f"/cascades/{march}/history?late=1").text
    assert names(page) == ["workshop.held"] and "42 days late" in page


def test_pages_go_on_without_a_gap(
    home: Home, app: Flask, march: str, monkeypatch: pytest.MonkeyPatch
):
    browser, path = auditor(app, home, march), f"/cascades/{march}/history"
    every = names(browser.open(path).text)
    monkeypatch.setattr("api.pages.audit.history.MAX_LINES", 4)
    monkeypatch.setattr("projections.history.cascade_history.MAX_ENTRIES_READ", 7)
    monkeypatch.setattr("projections.history.cascade_history.WINDOW", 3)
    found, page = [], browser.open(path).text
    while True:
        found += names(page)
        onward = re.findall(r'href="([^"]+)">Earlier entries', page)
        if not onward:
            break
        page = browser.open(onward[0].replace("&amp;", "&")).text
    assert found == every


def test_a_coordinator_reads_names_before_and_after(home: Home, app: Flask, api: Api, march: str):
    person = api.find(march, "D")
    api.done("PATCH", f"/people/{person}", {"profile": {"sex": "female"}, "reason": WHY})
    browser = auditor(app, home, march, Role.COORDINATOR)
    page = text_of(browser.open(f"/cascades/{march}/history?person={person}").text)
    assert (
        "The profile of Zuleika Adhiambo D was corrected." in page
        and "sex unknown → female" in page
    )
    assert "name Zuleika Adhiambo D" in page and "first day 5 Mar 2024" in page
    assert "Wanjiku telephoned on Friday" in page
    position = re.findall(r'data-position="(\d+)" data-name="attendance', browser.last.text)[0]
    alone = browser.open(f"/cascades/{march}/history?position={position}").text
    assert names(alone) == ["attendance.voided"]


def test_things_of_others_are_not_found(home: Home, app: Flask, api: Api, march: str):
    other = api.cascade("water")
    api.person(other, "X1")
    workshop = api.workshop(other, "2024-03-25", "X1", "X2")
    browser, path = auditor(app, home, march), f"/cascades/{march}/history"
    position = home.log.position()
    home.views.catch_up()
    assert browser.open(f"{path}?workshop={workshop}").status_code == 404
    assert browser.open(f"{path}?position={position - 1}").status_code == 404
    assert browser.open(f"{path}?person=nobody").status_code == 404


def test_history_is_taken_away_as_a_spreadsheet(home: Home, app: Flask, march: str):
    browser, path = auditor(app, home, march), f"/cascades/{march}/history"
    every = names(browser.open(path).text)
    answer = browser.open(f"{path}?format=xlsx")
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_name("history")
    head, *lines = rows.to_python()
    assert [line[head.index("entry")] for line in lines] == every
