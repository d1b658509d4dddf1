"""The report: unique people beside participations, targets beside what came of them."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from flask import Flask

from api.home import Home
from api.spreadsheets.files.workbook_in import workbook_sheets
from domain.values import Role
from projections.reach.generations import generations
from tests.support.api import ON_BOTH, Api
from tests.support.browsing import text_of
from tests.support.people_of import as_

WOMAN = {"sex": "female", "age_band": "25-34", "disability": "yes", "cadre": "nurse"}
MAN = {"sex": "male", "age_band": "35-44", "disability": "no"}


@pytest.fixture
def cascade(api: Api) -> str:
    """A trained B and C in January, B trained D in February, A trained C again in March; nobody
    knows who trained U; F facilitates and is on no register."""
    kenya = api.post("/regions", name="Kenya")["id"]
    kisumu = api.post("/regions", name="Kisumu", parent=kenya)["id"]
    partner = api.post("/organisations", name="Partner")["id"]
    tiers = [
        {"name": "District trainers", "targets": [
            {"people": 4, "by": "2024-01-31"}, {"people": 1, "by": "2024-12-31", "region": kenya},
        ]},
        {"name": "Village trainers", "targets": [{"people": 5, "by": "2024-12-31"}]},
    ]  # fmt: skip
    it = api.cascade(tiers=tiers)
    api.person(it, "TRN-B", profile=WOMAN | {"region": kisumu, "organisation": partner})
    api.person(it, "TRN-C", profile=MAN)
    api.person(it, "TRN-D", profile=WOMAN)
    api.workshop(it, "2024-01-10", "TRN-A", "TRN-B", "TRN-C", headcount=5)
    api.workshop(it, "2024-02-10", "TRN-B", "TRN-D")
    api.workshop(it, "2024-03-10", "TRN-A", "TRN-C")
    api.workshop(it, "2024-03-20", None, "TRN-U")
    return it


def numbers(found: dict[str, Any]) -> tuple[int, int, int]:
    return found["people"], found["trained"], found["participations"]


@ON_BOTH
def test_people_are_counted_once_and_participations_as_often(
    api: Api, home: Home, cascade: str
) -> None:
    found = api.get(f"/cascades/{cascade}/report")
    assert numbers(found) == (5, 4, 5)
    with home.views.read() as db:
        (number,) = db.one("SELECT number FROM cascade") or ()
        known = generations(db, number)
    assert found["people"] == sum(one.people for one in known)
    assert found["claimed"] == sum(one.claimed for one in known) == 3
    by_tier = {part["value"]: part["people"] for part in found["breakdowns"]["tier"]}
    assert by_tier == {one.generation: one.people for one in known if one.people}
    for parts in found["breakdowns"].values():
        totals = [sum(column) for column in zip(*map(numbers, parts), strict=True)]
        assert totals == [5, 4, 5]
    women = next(one for one in found["breakdowns"]["sex"] if one["value"] == "female")
    assert numbers(women) == (2, 2, 2)


def test_a_period_says_who_is_new_and_who_came_again(api: Api, cascade: str) -> None:
    found = api.get(f"/cascades/{cascade}/report?from=2024-03-01&until=2024-03-31")
    assert numbers(found) == (1, 2, 2)
    assert (found["came_as_facilitators"], found["entered_before"]) == (0, 1)
    january = api.get(f"/cascades/{cascade}/report?until=2024-01-31")
    assert numbers(january) == (3, 2, 2) and january["came_as_facilitators"] == 1
    assert "before it begins" in api.refused(
        422, "GET", f"/cascades/{cascade}/report?from=2024-03-01&until=2024-01-01"
    )


def test_it_narrows_to_a_region_a_tier_an_organisation(api: Api, cascade: str) -> None:
    kenya = next(one["id"] for one in api.get("/regions") if one["name"] == "Kenya")
    partner = api.get("/organisations")[0]["id"]
    at = f"/cascades/{cascade}/report"
    assert numbers(api.get(f"{at}?region={kenya}")) == (1, 1, 1)
    assert numbers(api.get(f"{at}?organisation={partner}")) == (1, 1, 1)
    assert numbers(api.get(f"{at}?tier=1")) == (2, 2, 3)
    assert numbers(api.get(f"{at}?tier=-1")) == (1, 1, 1)
    assert api.get(f"{at}?tier=1")["claimed"] is None


def test_targets_stand_beside_what_came_of_them(api: Api, cascade: str) -> None:
    found = api.get(f"/cascades/{cascade}/report")["targets"]
    assert [(one["tier"], one["planned"], one["reached"], one["is_over"]) for one in found] == [
        (1, 4, 2, True), (1, 1, 1, True), (2, 5, 1, True),
    ]  # fmt: skip
    before = api.get(f"/cascades/{cascade}/report?until=2024-02-01")["targets"]
    assert [(one["reached"], one["is_over"]) for one in before] == [
        (2, True), (1, False), (0, False),
    ]  # fmt: skip


def test_what_is_kept_is_not_what_was(api: Api, cascade: str) -> None:
    before = api.send("GET", f"/cascades/{cascade}/report").json
    api.workshop(cascade, "2024-04-10", "TRN-B", "TRN-X")
    after = api.send("GET", f"/cascades/{cascade}/report").json
    assert after["data"]["people"] == before["data"]["people"] + 1
    assert after["position"] > before["position"]
    known = api.send("GET", f"/cascades/{cascade}/report?known_at={before['position']}").json
    assert known["data"] == before["data"]


def test_the_page_and_the_spreadsheet_say_what_the_api_says(
    app: Flask, api: Api, home: Home, cascade: str
) -> None:
    client = app.test_client()
    as_(client, home, Role.AUDITOR, cascade).signs_in(client)
    answer = client.get(f"/cascades/{cascade}/report")
    page = text_of(answer.text)
    foot = re.findall(r"<tfoot>.*?</tfoot>", answer.text, re.S)[0]
    assert re.findall(r"<b>(\d+)</b>", foot) == ["5", "4", "5"]
    assert "5 new people − 1 of them who came as facilitators" in page
    assert f"at position {home.log.position()} of the log" in page
    assert "3 heads are claimed" in page and "District trainers" in page and "missed" in page
    assert answer.text.count("<polyline") == 2
    narrowed = text_of(client.get(f"/cascades/{cascade}/report?until=2024-01-31&tier=1").text)
    assert "until 31 Jan 2024" in narrowed and "1 · District trainers" in narrowed
    assert "not a date" in client.get(f"/cascades/{cascade}/report?from=x").text
    book = client.get(f"/cascades/{cascade}/report?format=xlsx").data
    sheets = {
        sheet.name: [row for _, row in sheet.lines]
        for sheet in workbook_sheets(io.BytesIO(book), "r")
    }
    assert sheets["figures"][1][2:] == [5, 4, 5]
    assert len(sheets["targets"]) == 4
