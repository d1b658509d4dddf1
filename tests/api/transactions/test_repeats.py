"""Writes that are sent again change nothing and are answered alike."""

from __future__ import annotations

from uuid import uuid4

import pytest
from flask import Flask

from api.home import Home
from tests.support.api import ON_BOTH, WHY, Api
from tests.support.threads import together

HELD = {"starts_on": "2024-03-04", "lead": {"identifier": "L"}}


def sheet(*names: str) -> list[dict[str, object]]:
    return [{"identifier": name, "details": {"name": f"Wanjiku {name}"}} for name in names]


@ON_BOTH
def test_the_same_key_and_content_answers_as_the_first_time(api: Api, home: Home) -> None:
    body = {"cascade": api.cascade(), "register": sheet("P", "Q"), **HELD}
    first = api.send("POST", "/workshops", body, Idempotency_Key="k1")
    api.cascade("another")
    end = home.log.position()
    again = api.send("POST", "/workshops", body, Idempotency_Key="k1")
    assert (again.status_code, again.json, again.location) == (201, first.json, first.location)
    assert home.log.position() == end


def test_also_where_the_first_time_is_no_longer_possible(api: Api) -> None:
    cascade = api.cascade()
    body = {"cascade": cascade, "register": sheet("P"), **HELD}
    first = api.send("POST", "/workshops", body, Idempotency_Key="k1")
    api.post(f"/cascades/{cascade}/closing", reason=WHY)
    assert api.send("POST", "/workshops", body, Idempotency_Key="k1").json == first.json


def test_also_where_the_first_answer_was_lost(
    api: Api, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Recorded, and broken off before anything was answered."""
    body = {"cascade": api.cascade(), "register": sheet("P"), **HELD}

    def broken(*args: object) -> None:
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr("api.transactions.idempotency.finish", broken)
        assert api.send("POST", "/workshops", body, Idempotency_Key="k1").status_code == 500
    end = home.log.position()
    again = api.send("POST", "/workshops", body, Idempotency_Key="k1")
    assert (again.status_code, again.json["position"]) == (201, end)
    assert home.log.position() == end
    assert api.get(f"/workshops/{again.json['data']['id']}")["people"] == 1


def test_the_same_key_with_other_content_is_refused(api: Api) -> None:
    assert api.send("POST", "/regions", {"name": "A"}, Idempotency_Key="k").status_code == 201
    other = api.send("POST", "/regions", {"name": "B"}, Idempotency_Key="k")
    assert other.status_code == 409 and "other content" in other.json["detail"]


def test_a_key_is_of_one_address(api: Api) -> None:
    assert api.send("POST", "/regions", {"name": "A"}, Idempotency_Key="k").status_code == 201
    same = api.send("POST", "/organisations", {"name": "A"}, Idempotency_Key="k")
    assert same.status_code == 201


def test_a_refused_write_leaves_its_key_free(api: Api) -> None:
    body = {"cascade": api.cascade(), "register": sheet("L"), **HELD}
    assert api.send("POST", "/workshops", body, Idempotency_Key="k").status_code == 422
    body["register"] = sheet("P")
    assert api.send("POST", "/workshops", body, Idempotency_Key="k").status_code == 201


def test_an_id_chosen_by_the_client_is_a_key_too(api: Api, home: Home) -> None:
    cascade, id = api.cascade(), str(uuid4())
    body = {"id": id, "cascade": cascade, "identifier": "P", "details": {"name": "Wanjiku"}}
    first = api.send("POST", "/people", body)
    assert first.json["data"] == {"id": id}
    end = home.log.position()
    assert api.send("POST", "/people", body).json == first.json
    assert api.send("POST", "/people", body | {"profile": {}}).status_code == 409
    assert home.log.position() == end


def test_an_id_that_is_not_random_is_refused(api: Api) -> None:
    body = {"id": "00000000-0000-0000-0000-000000000001", "cascade": api.cascade()}
    assert "random" in api.refused(422, "POST", "/people", body)


@pytest.mark.parametrize("path", ["merges", "voiding"])
def test_changes_are_repeated_like_creations(api: Api, home: Home, path: str) -> None:
    cascade = api.cascade()
    workshop = api.workshop(cascade, "2024-03-04", "L", "P")
    people = {"one": api.find(cascade, "L"), "other": api.person(cascade, "Q"), "reason": WHY}
    at, body = {
        "merges": ("/merges", people),
        "voiding": (f"/workshops/{workshop}/voiding", {"reason": WHY}),
    }[path]
    first = api.send("POST", at, body, Idempotency_Key="k")
    assert first.status_code == 200
    end = home.log.position()
    again = api.send("POST", at, body, Idempotency_Key="k")
    assert (again.status_code, again.json, home.log.position()) == (200, first.json, end)


@ON_BOTH
def test_two_at_once_with_one_key_are_one(app: Flask, api: Api, home: Home) -> None:
    cascade = api.cascade()
    body = {"cascade": cascade, "register": sheet("P", "Q"), **HELD}

    def send(_: int) -> str:
        answer = Api(app.test_client(), home).send("POST", "/workshops", body, Idempotency_Key="k")
        return answer.text if answer.status_code == 201 else f"failed: {answer.text}"

    answers = set(together(send, range(6)))
    assert len(answers) == 1 and "failed" not in answers.pop()
    assert len(api.get("/workshops")) == 1 and len(api.get("/people")) == 3


@ON_BOTH
def test_two_at_once_register_one_person(app: Flask, api: Api, home: Home) -> None:
    """By one identifier on different sheets."""
    cascade = api.cascade()

    def send(n: int) -> int:
        body = {"cascade": cascade, "register": sheet("P", f"Q{n}"), **HELD}
        return Api(app.test_client(), home).send("POST", "/workshops", body).status_code

    assert set(together(send, range(6))) == {201}
    assert len(api.get("/people")) == 2 + 6
    assert len(api.get(f"/people/{api.find(cascade, 'P')}/record")) == 6
