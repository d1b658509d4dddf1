"""Figures, lists in pages, and what was known before."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest

from api.home import Home
from api.transactions import snapshots
from tests.support.api import ON_BOTH, WHY, Api
from tests.support.clock import Clock
from tests.support.threads import Background


@pytest.fixture
def cascade(api: Api) -> str:
    """A trains B, C, D; B trains E and F; E trains G, who taught before. C never taught."""
    cascade = api.cascade()
    api.workshop(cascade, "2024-01-10", "A", "B", "C", "D", kind="tot")
    api.workshop(cascade, "2024-02-10", "B", "E", "F", headcount=5)
    api.workshop(cascade, "2024-03-10", "E", "G")
    return cascade


@ON_BOTH
def test_everybody_who_facilitated_has_their_numbers(api: Api, cascade: str) -> None:
    rows = api.get(f"/cascades/{cascade}/reach")
    shown = [
        (r["identifier"], r["generation"], r["direct"], r["lineage"], r["reach"]) for r in rows
    ]
    assert shown == [("A", 0, 3, 6, 6), ("B", 1, 2, 3, 3), ("E", 2, 1, 1, 1)]
    rows = api.get(f"/cascades/{cascade}/reach?as_of=2024-02-28")
    assert [(r["identifier"], r["reach"]) for r in rows] == [("A", 5), ("B", 2)]


@ON_BOTH
def test_one_persons_reach_by_generation_sex_and_region(api: Api, cascade: str) -> None:
    region = api.post("/regions", name="Kisumu")["id"]
    b, a = api.find(cascade, "B"), api.find(cascade, "A")
    profile = {"sex": "female", "region": region}
    api.done("PATCH", f"/people/{b}", {"profile": profile, "reason": WHY})
    found = api.get(f"/cascades/{cascade}/people/{a}/reach")
    assert [(g["generation"], g["people"]) for g in found["by_generation"]] == [
        (1, 3),
        (2, 2),
        (3, 1),
    ]
    assert (found["by_generation"][0]["female"], found["by_generation"][0]["unknown"]) == (1, 2)
    assert {(r["name"], r["people"]) for r in found["by_region"]} == {(None, 5), ("Kisumu", 1)}


@ON_BOTH
def test_the_tree_is_read_branch_by_branch(api: Api, cascade: str) -> None:
    (root,) = api.get(f"/cascades/{cascade}/roots")
    assert (root["identifier"], root["is_trainer"]) == ("A", True)
    here = f"/cascades/{cascade}/people/{root['person']}/children"
    below = api.get(here)
    assert [(c["identifier"], c["is_trainer"]) for c in below] == [
        ("B", True),
        ("C", False),
        ("D", False),
    ]
    assert below[0]["entered_on"] == "2024-01-10"
    first = api.send("GET", f"{here}?limit=2").json
    assert api.get(f"{here}?limit=2&after={first['next']}") == below[2:]


@ON_BOTH
def test_generations_say_how_many_stayed_and_how_active_they_are(api: Api, cascade: str) -> None:
    rows = api.get(f"/cascades/{cascade}/generations")
    assert [(g["generation"], g["people"], g["active"]) for g in rows] == [
        (0, 1, 1),
        (1, 3, 1),
        (2, 2, 1),
        (3, 1, 0),
    ]
    assert rows[1]["drop_off"] == pytest.approx(2 / 3)
    assert rows[2]["claimed"] == 3, "five heads, two names"


@ON_BOTH
def test_flags_are_counted_listed_and_said_in_words(api: Api, cascade: str) -> None:
    counts = api.get(f"/cascades/{cascade}/flags/counts")
    assert counts["flags"]["headcount-differs"] == 1
    flags = api.get(f"/cascades/{cascade}/flags?code=headcount-differs")
    assert "5 people are said to have attended" in flags[0]["sentence"]
    listed, after = [], ""
    while True:
        answer = api.send("GET", f"/cascades/{cascade}/flags?limit=2{after}").json
        listed += answer["data"]
        if answer["next"] is None:
            break
        after = f"&after={answer['next']}"
    assert len(listed) == counts["total"] > 4
    assert "no flags of this code" in api.refused(422, "GET", f"/cascades/{cascade}/flags?code=x")


def test_pairs_who_may_be_one_are_listed_until_somebody_decides(api: Api) -> None:
    cascade = api.cascade()
    details = {"name": "Wanjiku Kamau", "phone": "+254700000001"}
    ids = sorted(api.person(cascade, f"TRN-{n}", details=details) for n in range(3))
    path = f"/cascades/{cascade}/duplicates"
    pairs = api.duplicates(cascade)
    assert len(pairs) == 3 and pairs[0]["alike"] == ["name", "phone"]
    assert pairs[0]["one"]["name"] == "Wanjiku Kamau"
    first = api.send("GET", f"{path}?limit=1").json
    assert api.get(f"{path}?after={first['next']}") == pairs[1:]
    api.post("/distinctions", one=ids[0], other=ids[1], reason=WHY)
    assert len(api.get(path)) == 2


@ON_BOTH
def test_pages_lead_to_the_last(api: Api, cascade: str) -> None:
    seen: list[Any] = []
    path = "/people?limit=3"
    while path:
        answer = api.send("GET", path)
        seen += [person["id"] for person in answer.json["data"]]
        link = answer.headers.get("Link", "")
        assert bool(link) == (answer.json["next"] is not None)
        path = link.partition(">")[0].removeprefix("</api/v1")
    assert len(seen) == len(set(seen)) == 7
    assert {p["id"] for p in api.get(f"/people?cascade={cascade}&limit=500")} == set(seen)


def test_a_ranking_goes_on_where_the_page_before_ended(api: Api, cascade: str) -> None:
    path = f"/cascades/{cascade}/reach?limit=2"
    first = api.send("GET", path).json
    assert [r["identifier"] for r in first["data"]] == ["A", "B"]
    api.workshop(cascade, "2024-04-01", "C", "H")
    rest = api.get(f"{path}&after={first['next']}")
    assert {r["identifier"] for r in rest} == {"C", "E"}
    then = f"&known_at={first['position']}"
    assert [r["identifier"] for r in api.get(f"{path}&after={first['next']}{then}")] == ["E"]


@ON_BOTH
def test_a_training_record_goes_by_day(api: Api, cascade: str) -> None:
    b = api.find(cascade, "B")
    record = api.get(f"/people/{b}/record")
    assert [(r["starts_on"], r["role"]) for r in record] == [
        ("2024-01-10", "participant"),
        ("2024-02-10", "facilitator"),
    ]
    first = api.send("GET", f"/people/{b}/record?limit=1").json
    assert api.get(f"/people/{b}/record?limit=1&after={first['next']}") == record[1:]


def test_workshops_are_listed_by_lead_and_day(api: Api, cascade: str) -> None:
    b = api.find(cascade, "B")
    assert [w["starts_on"] for w in api.get(f"/workshops?lead={b}")] == ["2024-02-10"]
    assert len(api.get(f"/workshops?cascade={cascade}&as_of=2024-02-10")) == 2


# ---- what was known --------------------------------------------------------------------------


@ON_BOTH
def test_figures_as_they_were_known_at_a_position(api: Api, home: Home, cascade: str) -> None:
    then = home.log.position()
    before = api.send("GET", f"/cascades/{cascade}/reach").json
    workshop = api.get("/workshops")[0]["id"]
    api.post(f"/workshops/{workshop}/voiding", reason=WHY)
    assert api.send("GET", f"/cascades/{cascade}/reach").json["data"] != before["data"]
    known = api.send("GET", f"/cascades/{cascade}/reach?known_at={then}").json
    assert known == before
    lines = api.get(f"/workshops/{workshop}/history?known_at={then}")
    assert [line["name"] for line in lines] == ["workshop.held"]


def test_figures_as_they_were_known_at_a_time(
    api: Api, clock: Clock, home: Home, cascade: str
) -> None:
    then, now = home.log.position(), clock.now.isoformat().replace("+00:00", "Z")
    clock.forward(minutes=1)
    api.workshop(cascade, "2024-04-01", "C", "H")
    answer = api.send("GET", f"/cascades/{cascade}/reach?known_at={now}").json
    assert answer["position"] == then and len(answer["data"]) == 3


def test_a_long_replay_is_answered_later(
    api: Api, cascade: str, background: Background, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "PATIENCE", 0.0)
    background.is_held = True
    path = "/cascades?known_at=2024-01-01T00:00:00Z"
    for _time in range(2):
        answer = api.send("GET", path)
        assert (answer.status_code, answer.headers["Retry-After"]) == (202, "3")
    assert background.go_on() == 1
    assert api.send("GET", path).json["data"] == []


def test_only_a_few_replayed_copies_are_kept(api: Api, home: Home, cascade: str) -> None:
    copies = api.client.application.extensions["banyan"].snapshots
    for position in range(2, 8):
        assert api.send("GET", f"/cascades?known_at={position}").status_code == 200
    assert len(copies._copies) == snapshots.MAX_COPIES
    assert len(list(Path(tempfile.gettempdir()).glob("banyan-scratch-*"))) == snapshots.MAX_COPIES


def test_a_ranking_is_exact_after_each_write(api: Api, home: Home, cascade: str) -> None:
    path = f"/cascades/{cascade}/reach"
    before = {row["identifier"]: row["reach"] for row in api.get(path)}
    api.workshop(cascade, "2024-04-01", "C", "H")
    answer = api.send("GET", path).json
    after = {row["identifier"]: row["reach"] for row in answer["data"]}
    assert after == before | {"A": before["A"] + 1, "C": 1}
    assert answer["position"] == home.log.position()
