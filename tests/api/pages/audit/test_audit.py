"""An auditor's pages: how the cascade grew, why a number changed, who recorded what."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook

from api.figures.replay import MEDIA_TYPE
from api.home import Home
from api.pages import glossary
from domain.values import Role
from tests.support.api import ON_BOTH, WHY, Api
from tests.support.browsing import Browser, text_of
from tests.support.clock import Clock
from tests.support.pages import CASCADE, session_of, small_cascade
from tests.support.people_of import Somebody
from tests.support.threads import Background


def numbers(file: bytes) -> list[int]:
    found, value, scale = [], 0, 1
    for byte in file:
        value += (byte & 127) * scale
        scale *= 128
        if byte < 128:
            found.append(value)
            value, scale = 0, 1
    return found


def read_replay(file: bytes) -> list[tuple[int | None, int, int, int]]:
    """As its form says: (generation, day, day recorded, people); None: unattributed."""

    def step(n: int) -> int:
        return -(n + 1) // 2 if n % 2 else n // 2

    form, _position, first, levels, *rest = numbers(file)
    sizes, rest = rest[:levels], rest[levels:]
    many = sum(sizes)
    columns = [rest[at * many : (at + 1) * many] for at in range(5)]
    assert form == 1 and len(rest) == 5 * many
    rows, parent_days, at = [], [], 0
    for generation, size in enumerate(sizes):
        place = 0
        for parent, people, parents, day, recorded in list(zip(*columns, strict=True))[
            at : at + size
        ]:
            place += parent if generation else 0
            on = (parent_days[place] if generation else first) + step(day)
            key = None if generation == 0 and parent else generation
            rows.append((key, on, on + step(recorded), people))
            parent_days += [on] * parents
        at += size
    return rows


# ---- replay ----------------------------------------------------------------------------------


@pytest.fixture
def small(home: Home, room: Path, api: Api) -> Api:
    small_cascade(home, room / "files")
    return api


@ON_BOTH
@pytest.mark.parametrize("day", ["", "2024-02-20"])
def test_a_replay_has_the_numbers_of_the_generations(small: Api, day: str):
    said = f"?as_of={day}" if day else ""
    expected = small.get(f"/cascades/{CASCADE}/generations{said}")
    answer = small.send("GET", f"/cascades/{CASCADE}/replay")
    assert answer.mimetype == MEDIA_TYPE
    last = date.fromisoformat(day).toordinal() if day else 10**7
    found: dict[int | None, int] = {}
    for generation, on, _, people in read_replay(answer.data):
        if on <= last:
            found[generation] = found.get(generation, 0) + people
    assert found == {g["generation"]: g["people"] for g in expected if g["people"]}


def test_a_replay_knows_when_each_was_put_on_the_register(home: Home, clock: Clock, api: Api):
    cascade = api.cascade()
    for name in ("A", "B", "C"):
        api.person(cascade, name)
    workshop = api.workshop(cascade, "2024-03-05", "A", "B")
    clock.forward(days=20)
    api.post(f"/workshops/{workshop}/attendances", identifier="C", reason=WHY)
    rows = read_replay(api.send("GET", f"/cascades/{cascade}/replay").data)
    held, march = date(2024, 6, 15).toordinal(), date(2024, 3, 5).toordinal()
    assert sorted(rows) == [(0, march, held, 1), (1, march, held, 1), (1, march, held + 20, 1)]


def test_without_a_script_the_months_are_a_table(home: Home, app: Flask, room: Path):
    browser = reader(app, home)
    small_cascade(home, room / "files")
    page = browser.open(f"/cascades/{CASCADE}/replay").text
    assert "needs JavaScript" in page and " hidden\n" in page
    rows = [text_of(row) for row in re.findall(r"<tr>(.*?)</tr>", page.split("by-month")[1], re.S)]
    assert rows[1:] == [
        "30 Apr 2024 1 2 2 1 1 7",
        "31 Mar 2024 1 2 2 1 0 6",
        "29 Feb 2024 1 2 2 0 0 5",
        "31 Jan 2024 1 2 0 0 0 3",
    ]


def reader(app: Flask, home: Home) -> Browser:
    """Whoever coordinates the small cascade, which is opened afterwards."""
    browser = Browser(app)
    browser.client.set_cookie("banyan", session_of(home))
    return browser


def auditor(app: Flask, home: Home, cascade: str, role: Role = Role.AUDITOR) -> Browser:
    account = home.accounts.directory.add("amina@example.org", "Amina").id
    Somebody(app.test_client(), home, account).granted(role, cascade)
    browser = Browser(app)
    cookie = home.accounts.sessions.begin(account, "127.0.0.1", "tests", strong=True)
    browser.client.set_cookie("banyan", cookie)
    return browser


# ---- why it changed --------------------------------------------------------------------------


@pytest.fixture
def march(home: Home, clock: Clock, api: Api, private_texts: list[str]) -> str:
    """In March A taught B, C and D. In April: a late workshop, a void, a merge, an import."""
    clock.forward(days=-77)  # 30 March
    cascade = api.cascade()
    private_texts += ["Zuleika Adhiambo"]
    for name in ("A", "B", "C", "D", "E", "F"):
        api.person(cascade, name, details={"name": f"Zuleika Adhiambo {name}"})
    w1 = api.workshop(cascade, "2024-03-05", "A", "B", "C", "D")
    clock.forward(days=17)  # 16 April
    api.workshop(cascade, "2024-03-20", "A", "E", "F")
    api.post(f"/workshops/{w1}/attendances/{api.find(cascade, 'D')}/voiding", reason=WHY)
    one, other = api.find(cascade, "B"), api.find(cascade, "C")
    api.post("/merges", one=one, other=other, reason=WHY)
    clock.forward(days=20)  # 6 May
    return cascade


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
