"""Settings on a page: read by all, changed by who coordinates the whole; and a cascade opened."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask

from api.home import Home
from domain.values import Role
from tests.support.api import Api
from tests.support.browsing import text_of
from tests.support.people_of import Somebody, as_


@dataclass
class Visitor:
    client: Any
    one: Somebody

    def post(self, path: str, **typed: Any) -> Any:
        page = self.client.get(re.sub(r"(/settings).*", r"\1", path)).text
        marks = re.findall(r'name="csrf_token" value="([^"]+)"', page)
        return self.client.post(
            path, data={"csrf_token": marks[0], **typed},
            headers={"Sec-Fetch-Site": "same-origin"}, follow_redirects=True,
        )  # fmt: skip


def visitor(app: Flask, home: Home, role: Role, cascade: str | None = None) -> Visitor:
    client = app.test_client()
    one = as_(client, home, role, cascade)
    one.signs_in(client)
    return Visitor(client, one)


@pytest.fixture
def cascade(api: Api, private_texts: list[str]) -> str:
    private_texts += ["the donor asked for it", "Every child eats"]
    return api.cascade(modules=[{"code": "M1", "name": "Feeding"}])


@pytest.fixture
def coordinator(app: Flask, home: Home, cascade: str) -> Visitor:
    return visitor(app, home, Role.COORDINATOR, cascade)


WHY = "the donor asked for it"


def test_each_setting_is_changed_as_by_the_api_with_its_reason(
    coordinator: Visitor, api: Api, cascade: str
) -> None:
    north = api.post("/regions", name="North")["id"]
    at = f"/cascades/{cascade}/settings"
    for path, typed in (
        ("curriculum", {"code": ["M1", "M2", ""], "name": ["Feeding", "Water", ""],
                        "objectives": "Every child eats\n\n"}),
        ("targets", {"tier": ["District", "Village", ""], "people-0": ["12", ""],
                     "by-0": ["2026-12-31", ""], "region-0": [north, ""], "people-1": ["40"],
                     "by-1": ["2027-12-31"], "region-1": [""]}),
        ("standard", {"least_post": "70", "least_rubric": "3", "cofacilitations": "2",
                      "months_valid": ""}),
        ("safeguards", {"contact_months": "24"}),
    ):  # fmt: skip
        answer = coordinator.post(f"{at}/{path}", why=WHY, **typed)
        assert answer.status_code == 200, text_of(answer.text)
    found = api.get(f"/cascades/{cascade}")
    assert [one["code"] for one in found["modules"]] == ["M1", "M2"]
    assert found["objectives"] == ["Every child eats"]
    assert [(t["name"], [o["people"] for o in t["targets"]]) for t in found["tiers"]] == [
        ("District", [12]), ("Village", [40]),
    ]  # fmt: skip
    assert found["tiers"][0]["targets"][0]["region"] == north
    assert found["standard"]["least_post_share"] == 0.7
    assert (found["contact_months"], found["second_factor"]) == (24, False)
    history = api.get(f"/cascades/{cascade}/history")
    assert [line["words"] for line in history][-4:] == [WHY] * 4
    assert history[-1]["recorded_by"] == coordinator.one.account


def test_what_is_wrong_stands_in_its_section_and_keeps_what_was_typed(
    coordinator: Visitor, api: Api, cascade: str
) -> None:
    at = f"/cascades/{cascade}/settings"
    for path, typed, sentence in (
        ("standard", {"least_post": "700", "why": WHY}, "from 0 to 1"),
        ("standard", {"least_post": "seventy", "why": WHY}, "to be a number"),
        ("targets", {"tier": ["T"], "people-0": ["7"], "by-0": [""], "region-0": [""],
                     "why": WHY}, "both a number of people and a day"),
        ("curriculum", {"code": ["A", "A"], "name": ["One", "Two"], "why": WHY}, "Rename one"),
        ("safeguards", {"contact_months": "12"}, "Say why"),
    ):  # fmt: skip
        answer = coordinator.post(f"{at}/{path}", **typed)
        assert answer.status_code == 422 and sentence in text_of(answer.text), path
        assert all(
            f'value="{text}"' in answer.text for said in typed.values()
            for text in ([said] if isinstance(said, str) else said) if text
        ), path  # fmt: skip
    assert api.get(f"/cascades/{cascade}")["tiers"] == []


def test_closed_and_reopened(coordinator: Visitor, api: Api, cascade: str) -> None:
    at = f"/cascades/{cascade}/settings"
    assert "Reopen the cascade" in coordinator.post(f"{at}/closing", why=WHY).text
    assert api.get(f"/cascades/{cascade}")["closed"]
    coordinator.post(f"{at}/reopening", why=WHY)
    assert not api.get(f"/cascades/{cascade}")["closed"]


def test_regions_and_organisations_are_added_and_renamed(
    coordinator: Visitor, api: Api, cascade: str
) -> None:
    at = f"/cascades/{cascade}/settings"
    square = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
    north = api.post("/regions", name="North", boundary=square)["id"]
    assert "North" in coordinator.post(f"{at}/regions", name="Lake", parent=north).text
    coordinator.post(
        f"{at}/regions/{north}", name="Far North", parent="", latitude="1.5", longitude="-3"
    )
    found = next(one for one in api.get("/regions") if one["id"] == north)
    assert (found["name"], found["centroid"]) == ("Far North", {"latitude": 1.5, "longitude": -3})
    assert found["boundary"] == square
    lake = next(one for one in api.get("/regions") if one["name"] == "Lake")
    assert lake["parent"] == north
    moved = coordinator.post(f"{at}/regions/{lake['id']}", name="Lake", parent="")
    assert moved.status_code == 422 and "Ask an administrator" in moved.text
    wrong = coordinator.post(f"{at}/regions/{north}", name="North", boundary="{no")
    assert wrong.status_code == 422 and "GeoJSON" in wrong.text
    coordinator.post(f"{at}/organisations", name="Partner", kind="ngo")
    (one,) = api.get("/organisations")
    coordinator.post(f"{at}/organisations/{one['id']}", name="Partners", kind="ngo", region=north)
    (one,) = api.get("/organisations")
    assert (one["name"], one["kind"], one["region"]) == ("Partners", "ngo", north)
    again = coordinator.post(f"{at}/organisations", name="Partners")
    assert again.status_code == 422 and 'role="alert"' in again.text


def test_readers_read_and_change_nothing(app: Flask, home: Home, api: Api, cascade: str) -> None:
    reader = visitor(app, home, Role.AUDITOR, cascade)
    page = reader.client.get(f"/cascades/{cascade}/settings").text
    assert "Feeding" in page and '<form method="post" class' not in page
    answer = reader.post(f"/cascades/{cascade}/settings/closing", why=WHY)
    assert answer.status_code == 404
    assert not api.get(f"/cascades/{cascade}")["closed"]


def test_an_administrator_opens_a_cascade_and_coordinates_it(app: Flask, home: Home) -> None:
    admin = visitor(app, home, Role.ADMINISTRATOR)
    assert "/cascades/new" in admin.client.get("/").text
    page = admin.client.get("/cascades/new").text
    id = re.findall(r'name="id" value="([^"]+)"', page)[0]
    typed = {"id": id, "title": "Water <for> all", "slug": "Water 2026", "series": ""}
    wrong = admin.post("/cascades/new", **typed)
    assert wrong.status_code == 422 and "Water &lt;for&gt; all" in wrong.text
    answer = admin.post("/cascades/new", **(typed | {"slug": "water-2026"}))
    assert answer.request.path == f"/cascades/{id}/settings"
    again = admin.post("/cascades/new", **(typed | {"slug": "water-2026"}))
    assert again.status_code == 200 and again.request.path == answer.request.path
    assert f"/cascades/{id}/import" in again.text
    coordinator = visitor(app, home, Role.COORDINATOR, id)
    assert coordinator.client.get("/cascades/new").status_code == 404
