"""Workshops through the JSON doors: one command a sheet, corrections, evidence."""

from __future__ import annotations

import base64
from typing import Any

from api.home import Home
from tests.support.api import ON_BOTH, WHY, Api

SHEET = b"\x89PNG a sheet signed by Wanjiku"


def thirty(cascade: str, **said: Any) -> dict[str, Any]:
    register = [
        {"identifier": f"P{n}", "details": {"name": f"Wanjiku {n}"}, "pre": 2, "max_score": 10}
        | {"post": 6}
        for n in range(30)
    ]
    return {
        "cascade": cascade,
        "identifier": "W-1",
        "kind": "tot",
        "starts_on": "2024-03-04",
        "ends_on": "2024-03-06",
        "lead": {"identifier": "L", "details": {"name": "Wanjiku the lead"}},
        "register": register,
        "headcount": 30,
        "title": "Wanjiku's first",
        "venue": "Wanjiku Hall",
        **said,
    }


@ON_BOTH
def test_a_workshop_with_thirty_new_people_is_one_command(api: Api, home: Home) -> None:
    cascade = api.cascade()
    before = home.log.position()
    answer = api.send("POST", "/workshops", thirty(cascade))
    assert answer.status_code == 201
    commands = {entry.command for entry in home.log.read(after=before)}
    assert len(commands) == 1
    assert answer.json["position"] == home.log.position() == before + 33, "31 people, name, sheet"
    found = api.send("GET", answer.location.removeprefix("/api/v1")).json
    assert found["position"] == answer.json["position"]
    workshop = found["data"]
    assert (workshop["title"], workshop["people"], workshop["gain"]) == (
        "Wanjiku's first",
        30,
        0.5,
    )
    assert workshop["lead"]["identifier"] == "L"
    assert workshop["register"][7]["name"] == "Wanjiku 7"


def test_a_refused_workshop_registers_nobody(api: Api, home: Home) -> None:
    cascade = api.cascade()
    before = home.log.position()
    body = thirty(cascade)
    body["register"][29] = {"identifier": "P0"}
    assert "twice" in api.refused(422, "POST", "/workshops", body)
    assert "still to come" in api.refused(
        422, "POST", "/workshops", thirty(cascade, starts_on="2999-01-01", ends_on="2999-01-02")
    )
    assert home.log.position() == before
    assert api.post("/workshops", **thirty(cascade))


def test_a_sheet_of_six_hundred_strangers_is_taken(api: Api, home: Home) -> None:
    cascade = api.cascade()
    id = api.workshop(cascade, "2024-03-04", "L", *(f"P{n}" for n in range(600)))
    assert api.get(f"/workshops/{id}")["people"] == 600
    body = {"cascade": cascade, "starts_on": "2999-03-04", "register": []}
    body["register"] = [{"identifier": f"Q{n}"} for n in range(600)]
    before = home.log.position()
    api.refused(422, "POST", "/workshops", body)
    assert home.log.position() == before, "nothing of what cannot be is half written"


def test_a_workshop_is_planned_moved_and_held_under_its_id(api: Api) -> None:
    cascade = api.cascade()
    said = {"cascade": cascade, "starts_on": "2030-01-01", "identifier": "W-1"}
    id = api.post("/workshops/plans", **said)["id"]
    api.post(f"/workshops/{id}/rescheduling", starts_on="2024-05-01", reason=WHY)
    assert api.get(f"/workshops/{id}")["starts_on"] == "2024-05-01"
    api.workshop(cascade, "2024-05-01", "L", "P", id=id, identifier="W-1")
    assert api.get("/workshops?status=held")[0]["id"] == id
    other = api.post("/workshops/plans", **said | {"identifier": "W-2"})["id"]
    api.post(f"/workshops/{other}/cancellation", reason=WHY)
    assert api.get(f"/workshops/{other}")["status"] == "cancelled"
    for typed in ("W-1", "w–1", "Ｗ-1"):
        found = api.post("/workshops/search", cascade=cascade, identifier=typed)
        assert [w["id"] for w in found] == [id]


def test_people_and_workshops_have_one_identifier_however_it_is_typed(api: Api) -> None:
    cascade = api.cascade()
    id = api.workshop(cascade, "2024-05-01", "TRN-1", "P 1", identifier="W-1")
    again = {"cascade": cascade, "starts_on": "2024-05-02", "identifier": "w‑1"}
    assert "is already in use" in api.refused(409, "POST", "/workshops", again)
    assert "is already in use" in api.refused(409, "POST", "/workshops/plans", again)
    person = {"cascade": cascade, "identifier": "trn–1"}
    assert "is the identifier of" in api.refused(409, "POST", "/people", person)
    other = api.workshop(cascade, "2024-05-03", "trn–1", "p  1", identifier="W-2")
    first, second = (api.get(f"/workshops/{one}") for one in (id, other))
    assert first["lead"] == second["lead"]
    assert first["register"][0]["person"] == second["register"][0]["person"]
    (found,) = api.post("/people/search", cascade=cascade, identifier="Trn-1")
    assert found["id"] == first["lead"]["person"]


def test_a_new_person_typed_in_two_ways_is_one(api: Api) -> None:
    cascade = api.cascade()
    twice = [{"identifier": "p-1"}, {"identifier": "P–1"}]
    body = {"cascade": cascade, "starts_on": "2024-05-01", "register": twice}
    assert "twice" in api.refused(422, "POST", "/workshops", body)
    id = api.workshop(cascade, "2024-05-01", "TRN-1", "p-1", cofacilitators=[{"identifier": "B 1"}])
    other = api.workshop(cascade, "2024-05-02", "b  1")
    assert api.get(f"/workshops/{id}")["cofacilitators"] == [api.get(f"/workshops/{other}")["lead"]]


def test_a_workshop_is_corrected_and_its_history_says_so(api: Api) -> None:
    cascade = api.cascade()
    id = api.post("/workshops", **thirty(cascade))["id"]
    change = {"lead": {"identifier": "L2"}, "venue": None, "headcount": 31, "reason": WHY}
    api.done("PATCH", f"/workshops/{id}", change)
    found = api.get(f"/workshops/{id}")
    assert found["lead"]["identifier"] == "L2" and found["headcount"] == 31
    assert found["venue"] is None and found["title"] == "Wanjiku's first"
    last = api.get(f"/workshops/{id}/history")[-1]
    assert (last["name"], last["reason"]) == ("workshop.corrected", "typing-error")
    assert last["words"] == WHY["words"]
    changed = {c["field"]: (c["before"], c["after"]) for c in last["changes"]}
    assert changed["headcount"] == (30, 31)
    assert changed["details"][1] == {"title": "Wanjiku's first"}


@ON_BOTH
def test_a_register_is_put_right_line_by_line(api: Api) -> None:
    cascade = api.cascade()
    id = api.workshop(cascade, "2024-03-04", "L", "P", "Q")
    late = api.post(
        f"/workshops/{id}/attendances", identifier="R", pre=1, post=3, max_score=5, reason=WHY
    )["id"]
    p = api.find(cascade, "P")
    api.post(f"/workshops/{id}/attendances/{p}/voiding", reason=WHY)
    scores = {"pre": 1, "post": 5, "max_score": 5, "reason": WHY}
    api.post(f"/workshops/{id}/attendances/{late}/scores", **scores)
    found = api.get(f"/workshops/{id}")
    assert (found["people"], found["gain"]) == (2, 1.0)
    assert [line["voided"] for line in found["register"] if line["person"] == p] == [True]
    api.post(f"/workshops/{id}/attendances/{p}/restoration", reason=WHY)
    api.post(f"/workshops/{id}/voiding", reason=WHY)
    assert not api.get(f"/workshops/{id}")["counts"]
    api.post(f"/workshops/{id}/restoration", reason=WHY)
    assert api.get(f"/workshops/{id}")["people"] == 3
    sentence = api.refused(
        422,
        "POST",
        f"/workshops/{id}/attendances/{p}/scores",
        {"pre": 1, "post": 9, "max_score": 5, "reason": WHY},
    )
    assert "above the maximum" in sentence


def logged(api: Api, cascade: str, name: str, *beside: str) -> str:
    """L leads, S signed with scores, and `beside` co-facilitate; S teaches T afterwards."""
    scored = {"identifier": f"S{name}", "pre": 1, "post": 5, "max_score": 10}
    workshop = api.post(
        "/workshops",
        cascade=cascade,
        identifier=name,
        starts_on="2024-03-04",
        lead={"identifier": f"L{name}"},
        cofacilitators=[{"identifier": who} for who in beside],
        register=[scored, {"identifier": f"R{name}"}],
    )
    api.workshop(cascade, "2024-03-09", f"S{name}", f"T{name}")
    return str(workshop["id"])


@ON_BOTH
def test_who_signed_and_taught_counts_by_their_role_in_either_order(api: Api) -> None:
    cascade = api.cascade()
    one, other = logged(api, cascade, "a", "Sa"), logged(api, cascade, "b")
    signed = api.find(cascade, "Sb")
    api.done(
        "PATCH", f"/workshops/{other}", {"cofacilitators": [{"person": signed}], "reason": WHY}
    )
    for name, id in (("a", one), ("b", other)):
        found = api.get(f"/workshops/{id}")
        assert [who["identifier"] for who in found["left_off"]] == [f"S{name}"]
        assert [line["post"] for line in found["register"]] == [5, None]
        assert (found["people"], found["gain"]) == (1, None)
    flags = api.get(f"/cascades/{cascade}/flags")
    assert [f["code"] for f in flags].count("facilitator-on-register") == 2
    assert numbers(api, cascade) == {"La": (1, 1), "Lb": (1, 1), "Sa": (2, 2), "Sb": (2, 2)}
    for id in (one, other):
        api.done("PATCH", f"/workshops/{id}", {"cofacilitators": [], "reason": WHY})
    for id in (one, other):
        found = api.get(f"/workshops/{id}")
        assert found["left_off"] == []
        assert (found["people"], found["gain"]) == (2, 4 / 9)
    flags = api.get(f"/cascades/{cascade}/flags")
    assert "facilitator-on-register" not in [f["code"] for f in flags]
    assert numbers(api, cascade) == {"La": (2, 3), "Lb": (2, 3), "Sa": (1, 1), "Sb": (1, 1)}


def numbers(api: Api, cascade: str) -> dict[str, tuple[int, int]]:
    rows = api.get(f"/cascades/{cascade}/reach")
    return {row["identifier"]: (row["direct"], row["reach"]) for row in rows}


def test_a_cofacilitator_is_added_scored_voided_and_restored_like_anybody(api: Api) -> None:
    cascade = api.cascade()
    id = api.workshop(cascade, "2024-03-04", "L", "R", cofacilitators=[{"identifier": "S"}])
    signed = api.find(cascade, "S")
    line = {"person": signed, "pre": 1, "post": 5, "max_score": 10, "reason": WHY}
    before = api.get(f"/workshops/{id}")
    api.done("POST", f"/workshops/{id}/attendances", line)
    again = api.send("POST", f"/workshops/{id}/attendances", line)
    assert again.status_code == 422 and "already on this register" in again.json["detail"]
    at = f"/workshops/{id}/attendances/{signed}"
    api.done("POST", f"{at}/scores", {"pre": 2, "post": 8, "max_score": 10, "reason": WHY})
    for what in ("voiding", "restoration"):
        api.done("POST", f"{at}/{what}", {"reason": WHY})
        found = api.get(f"/workshops/{id}")
        assert found["people"] == before["people"] == 1
        assert len(found["left_off"]) == (what == "restoration")
    assert [(one["pre"], one["post"]) for one in found["register"] if one["person"] == signed] == [
        (2, 8)
    ]


@ON_BOTH
def test_feedback_and_evidence_come_with_a_workshop(api: Api, home: Home) -> None:
    cascade = api.cascade(evidence_months=2)
    id = api.workshop(cascade, "2024-03-04", "L", "P")
    api.post(f"/workshops/{id}/feedback", rating=4, words="Wanjiku explains well")
    sheet = {
        "kind": "sign-in-sheet",
        "media_type": "image/png",
        "content": base64.b64encode(SHEET).decode(),
    }
    answer = api.send("POST", f"/workshops/{id}/evidence", sheet)
    file = api.send("GET", answer.location.removeprefix("/api/v1"))
    assert (file.data, file.mimetype) == (SHEET, "image/png")
    assert file.headers["Content-Disposition"] == "attachment"
    found = api.get(f"/workshops/{id}")
    assert found["feedback"][0]["words"] == "Wanjiku explains well"
    until = found["evidence"][0]["keep_until"]
    assert home.private.delete_files(until) == 0
    assert home.private.delete_files("9999-12-31") == 1
    assert "no longer kept" in api.refused(404, "GET", answer.location.removeprefix("/api/v1"))
    large = sheet | {"content": base64.b64encode(bytes(3_000_000)).decode()}
    assert api.send("POST", f"/workshops/{id}/evidence", large).status_code == 201
    wrong = sheet | {"content": "!", "media_type": "text/html"}
    assert "image/png" in api.refused(422, "POST", f"/workshops/{id}/evidence", wrong)
