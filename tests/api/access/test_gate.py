"""One gate before every private text; who may see is judged now, whatever moment is read."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.home import Home
from domain.values import Role
from tests.support.api import ON_BOTH, WHY, Api
from tests.support.people_of import Somebody, as_

ROOT = Path(__file__).parents[3]

# ---- by source -------------------------------------------------------------------------------

READS = {
    "open", "with_owners", "text_rows", "identifiers", "people", "file", "bearers", "bearing",
    "containing", "contacts", "connected", "versions",
}  # fmt: skip
"""What reads texts, contacts or identifiers of the private drawer."""
CARDS = {"access/gate", "home", "people/match_cards", "people/keys_in_common"}
"""The gate itself, and cards of those whom its caller may see."""
FOR_NOBODY = {
    "operations/maintenance", "operations/backup", "operations/administration",
    "people/newcomers", "people/comparison", "people/compared_people",
    "transactions/idempotency", "transactions/dry_run",
    "spreadsheets/exporting/tables", "spreadsheets/importing/steps",
    "spreadsheets/importing/known", "spreadsheets/importing/likely_known",
}  # fmt: skip
"""Maintenance; and rooms that write, or bind what was typed, and show nobody what they read."""
OF_THEIR_OWN = ("private/", "cli/", "sample/")
"""The drawer itself; and packages whose reader is the operator, or that read made-up people."""
SAME_OR_NOT = {
    ("endpoints/workshops", "_corrected"),
    ("workshops/proposals", "_accepted"), ("transactions/write", "replace"),
    ("people/suggestions", "_by_beginning"), ("people/suggestions", "_fitting"),
    ("people/search", "search"), ("people/search", "_named"), ("people/search", "person_id"),
    ("people/search", "person_number"), ("people/names", "identifiers"),
}  # fmt: skip
"""Functions that compare what is there with what is sent, or seal it anew; one that reads the names
of those whom it has asked for first; and those that the command line and files are given."""


def drawer_reads(path: Path) -> set[str]:
    """Functions in which something is read of a private drawer that is no gate."""
    found = set()
    for function in ast.walk(ast.parse(path.read_text())):
        if not isinstance(function, ast.FunctionDef):
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.Attribute) and node.attr in READS:
                whose = ast.unparse(node.value)
                drawers = ("home.private", "home().private", "moment.private")
                if whose.endswith(drawers) or whose == "private":
                    found.add(function.name)
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "consents.statements":
                found.add(function.name)
    return found


def test_private_texts_are_read_through_the_gate() -> None:
    wrong = []
    for path in sorted((ROOT / "api").rglob("*.py")):
        room = str(path.relative_to(ROOT / "api").with_suffix(""))
        if room in CARDS | FOR_NOBODY or room.startswith(OF_THEIR_OWN):
            continue
        wrong += [(room, name) for name in drawer_reads(path) if (room, name) not in SAME_OR_NOT]
    assert wrong == []
    rooms = ((ROOT / "api" / room).with_suffix(".py") for room, _name in SAME_OR_NOT)
    assert {name for path in rooms for name in drawer_reads(path)} >= {n for _, n in SAME_OR_NOT}


# ---- a person's own data ---------------------------------------------------------------------


@pytest.fixture
def there(api: Api) -> dict[str, str]:
    """P is of region A and came to a workshop in B; Q of B; somebody doubted whether they are one.
    P is known in the other cascade too where a test says so."""
    it: dict[str, str] = {}
    it["A"], it["B"] = (api.post("/regions", name=name)["id"] for name in ("Alpha", "Beta"))
    it["c1"], it["c2"] = api.cascade(), api.cascade("water")
    for name, region in (("p", "A"), ("q", "B")):
        it[name] = api.person(
            it["c1"], f"TRN-{name}", details={"name": f"Name of {name}"},
            profile={"region": it[region]},
        )  # fmt: skip
    it["wB"] = api.post("/workshops", cascade=it["c1"], region=it["B"], starts_on="2024-03-01")[
        "id"
    ]
    why = {"code": "other", "words": "Words of Beta alone"}
    api.post(f"/workshops/{it['wB']}/attendances", person=it["p"], reason=why)
    doubt = {"code": "other", "words": "Doubt of Beta alone"}
    api.post("/doubts", one=it["p"], other=it["q"], reason=doubt)
    return it


def data(one: Somebody, person: str) -> tuple[int, str]:
    answer = one.send("GET", f"/people/{person}/data")
    return answer.status_code, answer.text


@ON_BOTH
def test_a_persons_data_is_for_who_may_see_all_of_it(
    client: FlaskClient, home: Home, api: Api, there: dict[str, str]
) -> None:
    of = {
        name: as_(client, home, Role.COORDINATOR, there["c1"], region=there.get(name))
        for name in ("A", "B", "whole")
    }
    for name in ("A", "B"):
        status, text = data(of[name], there["p"])
        assert (status, "subject-data" in text, "Beta alone" in text) == (422, True, False)
    status, text = data(of["whole"], there["p"])
    assert status == 200 and "Words of Beta alone" in text and "Doubt of Beta alone" in text
    register = [{"person": there["p"]}]
    api.post("/workshops", cascade=there["c2"], starts_on="2024-04-01", register=register)
    assert data(of["whole"], there["p"])[0] == 422
    of["whole"].granted(Role.COORDINATOR, there["c2"], there["A"])
    assert data(of["whole"], there["p"])[0] == 422
    of["whole"].granted(Role.COORDINATOR, there["c2"])
    assert data(of["whole"], there["p"])[0] == 200


def test_nor_does_it_tell_of_somebody_else(
    client: FlaskClient, home: Home, api: Api, there: dict[str, str]
) -> None:
    """A doubt whether they are somebody of a cascade that the reader does not coordinate."""
    far = api.person(there["c2"], "TRN-FAR", details={"name": "Far Away"})
    doubt = {"code": "other", "words": "Perhaps they are Far Away"}
    api.post("/doubts", one=there["q"], other=far, reason=doubt)
    whole = as_(client, home, Role.COORDINATOR, there["c1"])
    status, text = data(whole, there["q"])
    assert status == 422 and "Far Away" not in text
    assert json.loads(api.send("GET", f"/people/{there['q']}/data").text)["texts"]


def test_before_somebody_was_known_there_is_no_data_of_them(
    api: Api, there: dict[str, str]
) -> None:
    assert api.refused(404, "GET", f"/people/{there['p']}/data?known_at=3")


# ---- as it was known -------------------------------------------------------------------------


def ids(answer: Any) -> set[str]:
    return {row["id"] for row in answer}


@ON_BOTH
def test_a_list_and_a_record_at_an_earlier_moment_are_for_the_same(
    client: FlaskClient, home: Home, app: Flask, api: Api, there: dict[str, str]
) -> None:
    """Somebody moved from A to B, a workshop likewise; each is for who sees it now."""
    regions = {name: there[name] for name in ("A", "B")}
    said = {"cascade": there["c1"], "starts_on": "2024-05-01", "region": there["A"]}
    went = api.post("/workshops", **said)["id"]
    claimed = {"cascade": there["c1"], "person": there["p"], "claimed_on": "2024-05-02"}
    api.post("/outcomes/sharing", **claimed, people=3)
    api.post(f"/workshops/{there['wB']}/attendances/{there['p']}/voiding", reason=WHY)
    then = api.send("GET", "/me").json["position"]
    api.done("PATCH", f"/people/{there['p']}", {"profile": {"region": there["B"]}, "reason": WHY})
    api.done("PATCH", f"/workshops/{went}", {"region": there["B"], "reason": WHY})
    readers = {
        name: as_(client, home, Role.COORDINATOR, there["c1"], region=region)
        for name, region in regions.items()
    }
    readers["whole"] = as_(client, home, Role.COORDINATOR, there["c1"])
    readers["auditor"] = as_(client, home, Role.AUDITOR, there["c1"])
    readers["elsewhere"] = as_(client, home, Role.AUDITOR, there["c2"])
    for name, one in readers.items():
        moment = f"known_at={then}"
        for noun, known in (
            ("people", (there["p"], there["q"])),
            ("workshops", (went, there["wB"])),
        ):
            listed = ids(one.get(f"/{noun}?{moment}"))
            for id in known:
                by_id = one.send("GET", f"/{noun}/{id}?{moment}").status_code == 200
                today = one.send("GET", f"/{noun}/{id}").status_code == 200
                assert (by_id, id in listed) == (today, today), (name, noun)
        outcomes = {row["id"]: row["person"]["person"] for row in one.get(f"/outcomes?{moment}")}
        for id in ids(api.get("/outcomes")):
            assert (id in outcomes) is (one.send("GET", f"/outcomes/{id}").status_code == 200)
    assert there["p"] not in ids(readers["A"].get(f"/people?known_at={then}"))
    shown = readers["B"].get(f"/people/{there['p']}?known_at={then}")
    assert shown["profile"]["region"] == there["A"] and shown["details"]["name"] == "Name of p"
