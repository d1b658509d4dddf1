"""What a trainer sees of their branch: own people by name, pseudonyms below, exact totals."""

from __future__ import annotations

import stat
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask.testing import FlaskClient

from api.access.pseudonyms import Pseudonyms
from api.home import Home
from domain.values import Role
from tests.support.api import ON_BOTH, Api
from tests.support.browsing import UUID
from tests.support.people_of import Somebody, as_


@dataclass
class Tree:
    """A taught B and X; B taught C; C taught D and E; X taught F; Z stands apart."""

    cascade: str
    ids: dict[str, str] = field(default_factory=dict)
    who: dict[str, Somebody] = field(default_factory=dict)
    regions: dict[str, str] = field(default_factory=dict)

    def of(self, name: str, path: str = "") -> Any:
        return self.who[name].get(f"/cascades/{self.cascade}/branch{path}")

    def status(self, name: str, path: str) -> int:
        return self.who[name].send("GET", f"/cascades/{self.cascade}/branch{path}").status_code


@pytest.fixture
def tree(api: Api, client: FlaskClient, home: Home, private_texts: list[str]) -> Tree:
    it = Tree(api.cascade())
    it.regions = {n: api.post("/regions", name=n)["id"] for n in ("Lake", "Coast")}
    for key in "ABCDEFXZ":
        private_texts.append(f"Name of {key}")
        it.ids[key] = api.person(
            it.cascade,
            f"TRN-{key}",
            details={"name": f"Name of {key}", "phone": f"+254 700 00{ord(key)}"},
            profile={"sex": "female", "region": it.regions["Lake" if key < "D" else "Coast"]},
        )
    for on, lead, *people in (
        ("2024-02-01", "A", "B", "X"), ("2024-03-01", "B", "C"), ("2024-04-01", "C", "D", "E"),
        ("2024-04-02", "X", "F"), ("2024-04-03", "Z"),
    ):  # fmt: skip
        api.workshop(
            it.cascade, on, f"TRN-{lead}", *(f"TRN-{p}" for p in people), title=f"Given by {lead}"
        )
    for key in "ABCXZ":
        it.who[key] = as_(client, home, Role.TRAINER, it.cascade, person=it.ids[key])
    return it


# ---- totals ----------------------------------------------------------------------------------


@ON_BOTH
def test_totals_are_exact_and_small_cells_are_hidden(tree: Tree) -> None:
    mine = tree.of("A")
    assert (mine["people"], mine["direct"], mine["reach"]) == (6, 2, 6)
    assert [(g["generation"], g["people"]) for g in mine["by_generation"]] == [
        (1, 2), (2, 2), (3, 2),
    ]  # fmt: skip
    assert {r["name"]: r["people"] for r in mine["by_region"]} == {"Lake": 2, "Coast": 4}
    assert [(d["entered_on"], d["people"]) for d in mine["by_date"]] == [
        ("2024-02-01", 2), ("2024-03-01", 1), ("2024-04-01", 2), ("2024-04-02", 1),
    ]  # fmt: skip
    by_cadre = mine["breakdowns"].pop("cadre")
    assert by_cadre == [{"value": None, "people": 6}]  # nobody has one: a cell is the total
    for cells in mine["breakdowns"].values():
        assert all(cell["people"] is None for cell in cells), "all six are of one sex"


def test_a_branch_without_anybody_is_empty(tree: Tree) -> None:
    assert tree.of("Z")["people"] == 0
    assert tree.of("Z", "/people") == []


def test_breakdowns_add_up_over_the_whole_branch(api: Api, tree: Tree) -> None:
    for n in range(12):
        profile = {"sex": "male" if n < 6 else "female", "cadre": "nurse" if n < 6 else "teacher"}
        api.person(tree.cascade, f"M{n}", profile=profile)
    api.workshop(tree.cascade, "2024-05-01", "TRN-C", *(f"M{n}" for n in range(12)))
    cells = tree.of("A")["breakdowns"]
    assert {c["value"]: c["people"] for c in cells["sex"]} == {
        "female": 12, "male": None, "other": None, None: None,
    }  # fmt: skip
    assert {c["value"]: c["people"] for c in cells["cadre"]} == {
        "nurse": 6, "teacher": 6, None: 6,
    }  # fmt: skip


@pytest.mark.parametrize(
    "query", ["as_of=2024-03-01", "known_at=3", "sex=female", "region=x", "under=x"]
)
def test_totals_take_no_day_no_moment_and_no_filter(tree: Tree, query: str) -> None:
    assert tree.status("A", f"?{query}") == 422
    assert tree.status("A", f"/certificate?{query}") == 422


# ---- people ----------------------------------------------------------------------------------


@ON_BOTH
def test_own_people_have_names_and_those_below_pseudonyms(tree: Tree) -> None:
    own = tree.of("A", "/people")
    assert {(p["name"], p["phone"], p["person"]) for p in own} == {
        ("Name of B", "+254 700 0066", tree.ids["B"]),
        ("Name of X", "+254 700 0088", tree.ids["X"]),
    }
    (below,) = tree.of("A", f"/people?under={tree.ids['B']}")
    assert below["person"].startswith("p-") and below["own"] is False
    assert [below[name] for name in ("name", "phone", "email", "identifier")] == [None] * 4
    assert (below["region_name"], below["entered_on"]) == ("Lake", "2024-03-01")
    assert (below["standing"], below["is_trainer"]) == ("none", True)
    further = tree.of("A", f"/people?under={below['person']}")
    assert {p["region_name"] for p in further} == {"Coast"} and len(further) == 2
    assert not any(p["is_trainer"] for p in further)
    assert tree.of("A", f"/people?under={further[0]['person']}") == []


def test_nothing_that_names_somebody_further_down_is_in_any_answer(api: Api, tree: Tree) -> None:
    seen, waiting = "", ["", "/workshops", "/history", "/certificate", "/people", "/people?limit=1"]
    while waiting:
        path = waiting.pop()
        answer = tree.who["A"].send("GET", f"/cascades/{tree.cascade}/branch{path}")
        assert answer.status_code == 200
        seen += answer.text + answer.headers.get("Link", "")
        if "/people" in path and "limit" not in path:
            waiting += [f"/people?under={p['person']}" for p in answer.json["data"]]
    allowed = {tree.cascade, *tree.regions.values(), *(tree.ids[key] for key in "ABX")}
    own_workshop = {w["id"] for w in tree.of("A", "/workshops")}
    assert set(UUID.findall(seen)) <= allowed | own_workshop
    for key in "CDEF":
        assert f"Name of {key}" not in seen and f"TRN-{key}" not in seen
        assert f"+254 700 00{ord(key)}" not in seen


def test_who_is_certified_and_agreed_is_named_to_the_line_above(api: Api, tree: Tree) -> None:
    """By name alone; and by nothing where one of the two is missing."""

    def below() -> Any:
        (c,) = tree.of("A", f"/people?under={tree.ids['B']}")
        return c

    pseudonym, named = below()["person"], f"/people/{tree.ids['C']}/consents/named-above"
    agreed = {"given": True, "on": "2024-05-01", "source": "form"}
    api.done("PUT", named, agreed)
    assert below()["name"] is None
    one = f"/cascades/{tree.cascade}/certifications/{tree.ids['C']}/certificates"
    api.post(one, level="qualified", certified_on="2024-03-01")
    seen = below()
    assert (seen["name"], seen["standing"], seen["person"]) == (
        "Name of C", "certified", pseudonym,
    )  # fmt: skip
    assert [seen[name] for name in ("phone", "email", "identifier")] == [None] * 3
    api.done("PUT", named, agreed | {"given": False})
    assert below()["name"] is None


def test_a_pseudonym_is_stable_for_one_trainer_and_another_for_each(tree: Tree) -> None:
    (c,) = tree.of("A", f"/people?under={tree.ids['B']}")
    assert tree.of("A", f"/people?under={tree.ids['B']}") == [c]
    of_a = {p["person"] for p in tree.of("A", f"/people?under={c['person']}")}
    of_b = {p["person"] for p in tree.of("B", f"/people?under={tree.ids['C']}")}
    assert len(of_a) == len(of_b) == 2 and not of_a & of_b


def test_what_is_outside_the_branch_is_not_there(tree: Tree, home: Home) -> None:
    (d, _) = tree.of("B", f"/people?under={tree.ids['C']}")
    theirs = Pseudonyms(home.pseudonym_key(), tree.ids["B"])
    outside = [
        tree.ids["C"],  # below, but not on own registers
        tree.ids["A"], tree.ids["Z"], tree.ids["F"],
        d["person"],  # what another trainer calls them
        theirs.of(tree.ids["C"]),
        Pseudonyms(home.pseudonym_key(), tree.ids["A"]).of(tree.ids["Z"]),
        "3f0e6f0a-5c3f-4a57-9d1c-2f6b7b0f5a10", "p-" + "0" * 32, "nobody",
    ]  # fmt: skip
    answers = [
        tree.who["A"].send("GET", f"/cascades/{tree.cascade}/branch/people?under={one}")
        for one in outside
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.json["detail"] for answer in answers}) == 1


def test_the_key_of_pseudonyms_is_the_owners_alone(tree: Tree, home: Home) -> None:
    tree.of("A", "/people")
    path = home.path / "keys" / "pseudonyms.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(path.read_text()) >= 43


def test_pages_of_people_go_on_where_they_ended(tree: Tree) -> None:
    base = f"/cascades/{tree.cascade}/branch/people?limit=1"
    first = tree.who["A"].send("GET", base).json
    second = tree.who["A"].send("GET", f"{base}&after={first['next']}").json
    assert [*first["data"], *second["data"]] == tree.of("A", "/people")
    assert second["next"] is None


# ---- workshops, history, certificate ---------------------------------------------------------


def test_own_workshops_have_their_registers(api: Api, tree: Tree) -> None:
    scored = {"identifier": "TRN-D", "pre": 2, "post": 7, "max_score": 10}
    api.post(
        "/workshops",
        cascade=tree.cascade,
        starts_on="2024-05-01",
        lead={"identifier": "TRN-Z"},
        cofacilitators=[{"identifier": "TRN-B"}],
        register=[scored],
    )
    led, beside = tree.of("B", "/workshops")
    assert (led["title"], led["led"], beside["led"]) == ("Given by B", True, False)
    assert [line["name"] for line in led["register"]] == ["Name of C"]
    (line,) = beside["register"]
    assert (line["name"], line["post"], line["phone"]) == ("Name of D", 7, "+254 700 0068")
    assert "Name of Z" not in str(beside) and tree.ids["Z"] not in str(beside)


def test_a_voided_workshop_is_nobodys_any_more(api: Api, tree: Tree) -> None:
    (mine,) = tree.of("X", "/workshops")
    reason = {"code": "not-held"}
    api.post(f"/workshops/{mine['id']}/voiding", reason=reason)
    assert tree.of("X", "/workshops") == [] == tree.of("X", "/people")


def test_history_is_what_the_trainer_recorded(api: Api, tree: Tree) -> None:
    body = {"cascade": tree.cascade, "starts_on": "2024-05-01"}
    tree.who["B"].post("/proposals", **body)
    id = tree.who["A"].post("/proposals", **body)["id"]
    api.post(f"/proposals/{id}/return", reason={"code": "other", "words": "Where was it?"})
    (line,) = tree.of("A", "/history")
    assert (line["name"], line["recorded_by"]) == ("proposal.made", tree.who["A"].account)


def test_a_certificate_says_what_is_missing(api: Api, tree: Tree) -> None:
    asked = {"standard": {"cofacilitations": 2}, "reason": {"code": "other"}}
    api.post(f"/cascades/{tree.cascade}/standard", **asked)
    one = f"/cascades/{tree.cascade}/certifications/{tree.ids['B']}"
    assert tree.of("B", "/certificate")["missing"] == api.get(one)["missing"] != []
    waiver = {"code": "other", "words": "Known for long"}
    api.post(f"{one}/certificates", level="qualified", certified_on="2024-03-01", waiver=waiver,
             number="NO-7")  # fmt: skip
    mine = tree.of("B", "/certificate")
    assert (mine["standing"], mine["person"]["person"]) == ("certified", tree.ids["B"])
    assert tree.of("A", "/certificate")["standing"] == "none"


# ---- for trainers alone ----------------------------------------------------------------------


@pytest.mark.parametrize("path", ["", "/workshops", "/people", "/history", "/certificate"])
def test_a_branch_is_a_trainers_alone(
    api: Api, client: FlaskClient, home: Home, tree: Tree, path: str
) -> None:
    here = f"/cascades/{tree.cascade}/branch{path}"
    other = api.cascade("water")
    stranger = api.person(other, "S")
    for one in (
        as_(client, home, Role.COORDINATOR, tree.cascade),
        as_(client, home, Role.AUDITOR, tree.cascade),
        as_(client, home, Role.ADMINISTRATOR),
        as_(client, home, Role.TRAINER, other, person=stranger),
        api,
    ):
        assert one.send("GET", here).status_code == 404
    assert client.get(f"/api/v1{here}").status_code == 401
