"""What somebody with an account tried, in order to see or to change more than is theirs."""

from __future__ import annotations

import base64
import json

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.accounts.second_factor import code_at
from api.home import Home
from api.private.tables import utc_now
from domain.rules import Refused
from tests.support.api import ON_BOTH, WHY, Api
from tests.support.browsing import Browser
from tests.support.people_of import Somebody
from tests.support.programme import Programme

# ---- round the second factor -----------------------------------------------------------------


def ask_for_second_factor(api: Api, it: Programme) -> None:
    said = {"contact_months": None, "second_factor": True, "reason": WHY}
    api.done("PUT", f"/cascades/{it.cascade}/safeguards", said)


def turn_on(home: Home, account: str) -> None:
    factor = home.accounts.second_factor
    factor.turn_on(account, code_at(factor.offer(account), utc_now().timestamp()))


@ON_BOTH
def test_a_token_is_no_way_round_the_second_factor(
    people: dict[str, Somebody], it: Programme, api: Api, home: Home
) -> None:
    ask_for_second_factor(api, it)
    north = people["north"]
    north.refused(403, "GET", f"/people/{it.people['B']}")
    turn_on(home, north.account)
    assert north.get(f"/people/{it.people['B']}")
    home.accounts.second_factor.turn_off(north.account)
    north.refused(403, "GET", f"/people/{it.people['B']}")


def test_a_session_is_weak_again_once_the_factor_is_off(
    people: dict[str, Somebody], it: Programme, api: Api, home: Home, client: FlaskClient
) -> None:
    ask_for_second_factor(api, it)
    turn_on(home, people["north"].account)
    people["north"].signs_in(client, strong=True)
    address = f"/api/v1/people/{it.people['B']}"
    assert client.get(address).status_code == 200
    home.accounts.second_factor.turn_off(people["north"].account)
    assert client.get(address).status_code == 403


def test_a_factor_is_not_replaced_by_a_password(people: dict[str, Somebody], home: Home) -> None:
    turn_on(home, people["north"].account)
    with pytest.raises(Refused):
        home.accounts.second_factor.offer(people["north"].account)


# ---- ids of somebody else's records ----------------------------------------------------------


def test_a_plan_of_another_region_is_not_taken_over(
    people: dict[str, Somebody], it: Programme, api: Api
) -> None:
    said = {"id": it.plan, "cascade": it.cascade, "starts_on": "2024-05-01"}
    south = {**said, "region": it.regions["south"]}
    people["south"].refused(404, "POST", "/workshops", south)
    people["south"].refused(404, "POST", "/workshops/plans", south)
    people["north"].post("/workshops", **said, region=it.regions["north"])


@ON_BOTH
def test_evidence_under_a_known_id_does_not_open_the_file_that_has_it(
    people: dict[str, Somebody], it: Programme
) -> None:
    south = people["south"]
    own = south.post(
        "/workshops", cascade=it.cascade, starts_on="2024-05-01", region=it.regions["south"]
    )["id"]
    said = {"id": it.evidence, "kind": "photograph", "media_type": "image/png"}
    content = base64.b64encode(b"other").decode()
    south.refused(409, "POST", f"/workshops/{own}/evidence", {**said, "content": content})
    south.refused(404, "GET", f"/workshops/{own}/evidence/{it.evidence}")
    whole = people["whole"].send("GET", f"/workshops/{it.workshop}/evidence/{it.evidence}")
    assert whole.data == b"text"


def test_somebody_known_is_not_registered_again_under_another_identifier(
    people: dict[str, Somebody], it: Programme
) -> None:
    said = {"cascade": it.cascade, "profile": {"region": it.regions["south"]}}
    again = {**said, "id": it.people["B"], "identifier": "TRN-FALSE"}
    for _ in range(2):
        people["south"].refused(409, "POST", "/people", again)
    assert people["whole"].get(f"/people/{it.people['B']}")["identifiers"] == ["TRN-B"]


def test_a_taken_identifier_does_not_say_whose_it_is_outside_the_region(
    people: dict[str, Somebody], it: Programme
) -> None:
    said = {"cascade": it.cascade, "identifier": "TRN-B"}
    for who, region, told in (("south", "south", False), ("north", "north", True)):
        body = {**said, "profile": {"region": it.regions[region]}}
        sentence = people[who].refused(409, "POST", "/people", body)
        assert (it.people["B"] in sentence) is told


@pytest.mark.parametrize(
    ("method", "path", "said"),
    [
        ("POST", "/nomination", {"nominated_on": "2024-05-01", "by": "U"}),
        ("POST", "/cofacilitations", {"workshop": "elsewhere"}),
    ],
)
def test_nobody_of_another_cascade_is_named(
    people: dict[str, Somebody],
    it: Programme,
    api: Api,
    method: str,
    path: str,
    said: dict[str, str],
) -> None:
    elsewhere = api.post(
        "/workshops", cascade=it.other, starts_on="2024-05-01", lead={"person": it.people["U"]}
    )["id"]
    named = {k: {"U": it.people["U"], "elsewhere": elsewhere}.get(v, v) for k, v in said.items()}
    one = f"/cascades/{it.cascade}/certifications/{it.people['S']}"
    people["south"].refused(404, method, one + path, named)


def test_no_observer_and_no_feedback_of_another_cascade(
    people: dict[str, Somebody], it: Programme
) -> None:
    north, stranger = people["north"], it.people["U"]
    seen = {"cascade": it.cascade, "person": it.people["B"], "observed_on": "2024-05-01"}
    behaviour = {**seen, "fidelity": 0.5, "observer": stranger}
    north.refused(404, "POST", "/outcomes/behaviours", behaviour)
    told = {"rating": 3, "person": stranger}
    north.refused(404, "POST", f"/workshops/{it.workshop}/feedback", told)


def test_a_register_is_no_way_to_sweep_the_names_of_other_regions(
    people: dict[str, Somebody], it: Programme
) -> None:
    """Figures show the ids of the whole cascade; who comes on a sheet brings their identifier."""
    south, b = people["south"], it.people["B"]
    said = {"cascade": it.cascade, "starts_on": "2024-05-01", "region": it.regions["south"]}
    for part in ({"lead": {"person": b}}, {"register": [{"person": b}]}):
        south.refused(404, "POST", "/workshops", {**said, **part})
    own = south.post("/workshops", **said)["id"]
    south.refused(404, "POST", f"/workshops/{own}/attendances", {"person": b, "reason": WHY})
    south.refused(404, "PATCH", f"/workshops/{own}", {"lead": {"person": b}, "reason": WHY})
    south.post(f"/workshops/{own}/attendances", identifier="TRN-B", reason=WHY)
    south.refused(404, "GET", f"/people/{b}")


# ---- what happened in another cascade --------------------------------------------------------


def test_history_and_record_end_at_the_cascade(
    people: dict[str, Somebody], it: Programme, api: Api
) -> None:
    """B comes to a workshop of the other cascade, whose coordinator now knows them."""
    b = it.people["B"]
    there = api.post(
        "/workshops", cascade=it.other, starts_on="2024-06-01", register=[{"person": b}]
    )["id"]
    elsewhere = people["elsewhere"]
    assert [row["workshop"] for row in elsewhere.get(f"/people/{b}/record")] == [there]
    lines = elsewhere.get(f"/people/{b}/history")
    assert {line["about"] for line in lines} == {f"person/{b}", f"workshop/{there}"}
    assert it.workshop not in json.dumps(lines) and "Wanjiku" not in json.dumps(lines)
    assert there not in json.dumps(people["north"].get(f"/people/{b}/history"))
    assert len(api.get(f"/people/{b}/record")) == 3


# ---- regions ---------------------------------------------------------------------------------


def test_a_region_is_not_moved_under_somebody_elses(
    people: dict[str, Somebody], it: Programme
) -> None:
    moved = {"id": it.regions["north"], "name": "North", "parent": it.regions["south"]}
    for who in ("elsewhere", "whole"):
        people[who].refused(403, "POST", "/regions", moved)
    people["south"].refused(404, "GET", f"/people/{it.people['B']}")
    people["whole"].post("/regions", id=it.regions["north"], name="Upper North")
    people["administrator"].post("/regions", **moved)
    assert people["south"].get(f"/people/{it.people['B']}")


# ---- addresses and forms ---------------------------------------------------------------------


def test_no_e_mail_address_stands_in_a_cursor(people: dict[str, Somebody]) -> None:
    administrator, seen, after = people["administrator"], [], ""
    while True:
        page = administrator.send("GET", f"/accounts?limit=3{after}")
        seen += [row["email"] for row in page.json["data"]]
        if page.json["next"] is None:
            break
        cursor = page.json["next"]
        assert b"@" not in base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        after = f"&after={cursor}"
    assert seen == sorted(set(seen)) and len(seen) == len(people)
    forged = base64.urlsafe_b64encode(b'["nobody"]').decode().rstrip("=")
    administrator.refused(422, "GET", f"/accounts?after={forged}")


@ON_BOTH
def test_a_form_with_a_character_that_no_text_has_is_refused(app: Flask) -> None:
    visitor = Browser(app)
    visitor.open("/signin")
    answer = visitor.send("/signin", email="amina\0@example.org", password="x")
    assert answer.status_code == 400 and "no text has" in visitor.shown
