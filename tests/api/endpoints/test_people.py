"""People through the JSON doors: registered, merged, erased."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.home import Home
from tests.support.api import ON_BOTH, WHY, Api


@ON_BOTH
def test_a_person_is_registered_corrected_and_found(api: Api, home: Home) -> None:
    cascade = api.cascade()
    region = api.post("/regions", name="Kisumu")["id"]
    id = api.person(
        cascade,
        "TRN-0417",
        details={"name": "Wanjiku Kamau", "phone": "+254700000001"},
        profile={"sex": "female", "age_band": "25-34"},
    )
    api.done("PATCH", f"/people/{id}", {"profile": {"region": region}, "reason": WHY})
    api.done("PUT", f"/people/{id}/details", {"details": {"name": "Wanjiku N."}, "reason": WHY})
    found = api.post("/people/search", cascade=cascade, identifier="TRN-0417")[0]
    assert found == api.get(f"/people/{id}")
    assert found["details"] == {"name": "Wanjiku N."} and found["identifiers"] == ["TRN-0417"]
    assert (found["profile"]["sex"], found["profile"]["region"]) == ("female", region)
    assert "TRN-0417" not in str(list(home.log.rows()))


def test_an_identifier_belongs_to_one_person(api: Api) -> None:
    cascade = api.cascade()
    id = api.person(cascade, "TRN-1")
    sentence = api.refused(
        409, "POST", "/people", {"cascade": cascade, "identifier": "TRN-1", "details": {}}
    )
    assert id in sentence


@pytest.mark.parametrize(
    "more", [{}, {"identifier": "TRN-9"}, {"id": "5b0f6f0e-7d0e-4b9a-9a51-3c1f6f7d2a10"}]
)
def test_the_id_that_is_answered_is_that_of_who_was_registered(
    api: Api, more: dict[str, str]
) -> None:
    cascade, key = api.cascade(), {"Idempotency-Key": "k"}
    body = {"cascade": cascade, "details": {"name": "Wanjiku Njeri"}, **more}
    first = api.send("POST", "/people", body, **key)
    (found,) = api.get(f"/people?cascade={cascade}")
    assert (first.status_code, first.json["data"]["id"]) == (201, found["id"])
    again = api.send("POST", "/people", body, **key)
    assert (again.status_code, again.json) == (201, first.json)
    id = api.workshop(cascade, "2024-03-01", None)
    line = {"details": {"name": "Otieno"}, "reason": WHY} | (more if "id" not in more else {})
    signed = api.done("POST", f"/workshops/{id}/attendances", line)["id"]
    assert [one["person"] for one in api.get(f"/workshops/{id}")["register"]] == [signed]


def test_details_that_are_emptied_leave_a_log_that_can_be_read(api: Api) -> None:
    id = api.person(api.cascade(), "TRN-1", details={"name": "Wanjiku N."})
    for _ in range(2):
        api.done("PUT", f"/people/{id}/details", {"details": {}, "reason": WHY})
        assert api.get(f"/people/{id}")["details"] == {}
    api.done("PUT", f"/people/{id}/details", {"details": {"name": "Wanjiku"}, "reason": WHY})
    assert api.get(f"/people/{id}")["details"] == {"name": "Wanjiku"}


def test_two_who_are_one_are_merged_and_taken_apart_again(api: Api) -> None:
    cascade = api.cascade()
    a, b, c = (api.person(cascade, name) for name in ("TRN-1", "TRN-2", "TRN-3"))
    api.post("/merges", one=a, other=b, reason=WHY)
    assert api.get(f"/people/{a}")["same_as"] == sorted((a, b))
    assert len(api.get("/people")) == 2
    api.post("/merges/undone", one=a, other=b, reason=WHY)
    assert len(api.get("/people")) == 3
    api.post("/distinctions", one=a, other=c, reason=WHY)
    assert "themselves" in api.refused(
        422, "POST", "/merges", {"one": a, "other": a, "reason": WHY}
    )


@ON_BOTH
def test_who_is_erased_leaves_hashes_and_no_text(api: Api, home: Home, room: Path) -> None:
    cascade = api.cascade()
    details = {"name": "Wanjiku Kamau"}
    a = api.person(cascade, "TRN-1", details=details)
    b = api.person(cascade, "TRN-2", details=details)
    api.post("/merges", one=a, other=b, reason=WHY)
    workshop = api.workshop(cascade, "2024-01-10", "L", "TRN-1", "P")
    scores = {"pre": 1, "post": 2, "max_score": 4, "reason": WHY}
    api.post(f"/workshops/{workshop}/attendances/{a}/scores", **scores)
    api.post(f"/workshops/{workshop}/feedback", person=a, rating=2, words="Wanjiku was bored")
    api.post(
        "/outcomes/sharing",
        cascade=cascade,
        person=b,
        claimed_on="2024-02-01",
        people=4,
        words="to Wanjiku's family",
    )
    answer = api.post(f"/people/{b}/erasure", reason={"code": "requested"})
    assert answer["erased"] == sorted((a, b))
    found = api.get(f"/people/{a}")
    assert found["erased"] and found["details"] == {} and found["identifiers"] == []
    left = b"".join(path.read_bytes() for path in room.rglob("private.db*"))
    assert b"Wanjiku" not in left and b"TRN-1" not in left
    assert api.get(f"/workshops/{workshop}")["people"] == 2
    assert "erased on request" in api.refused(
        422, "PATCH", f"/people/{a}", {"profile": {"sex": "female"}, "reason": WHY}
    )
