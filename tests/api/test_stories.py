"""What a programme does through the JSON doors, noun by noun."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from api.home import Home
from tests.api.conftest import ON_BOTH, WHY, Api

SHEET = b"\x89PNG a sheet signed by Wanjiku"


# ---- cascades and places ---------------------------------------------------------------------


@ON_BOTH
def test_a_cascade_from_opening_to_closing(api: Api) -> None:
    nairobi = api.post("/regions", name="Nairobi", centroid={"latitude": -1.3, "longitude": 36.8})
    id = api.cascade(
        objectives=["Wanjiku wants fewer fevers"],
        modules=[{"code": "m1", "name": "Nets"}],
        tiers=[{"name": "County", "targets": [{"people": 9, "by": "2025-01-01"}]}],
        evidence_months=6,
    )
    api.post(f"/cascades/{id}/standard", standard={"least_rubric": 3}, reason=WHY)
    target = {"people": 12, "by": "2025-06-30", "region": nairobi["id"]}
    api.post(f"/cascades/{id}/targets", tiers=[{"name": "County", "targets": [target]}], reason=WHY)
    api.post(f"/cascades/{id}/curriculum", modules=[{"code": "m2", "name": "Tests"}], reason=WHY)
    found = api.get(f"/cascades/{id}")
    assert found["objectives"] == ["Wanjiku wants fewer fevers"], "left out, they stay"
    assert found["standard"]["least_rubric"] == 3
    assert found["tiers"][0]["targets"] == [target]
    assert found["modules"] == [{"code": "m2", "name": "Tests"}]
    api.post(f"/cascades/{id}/closing", reason=WHY)
    assert api.get("/cascades?slug=malaria")[0]["closed"]
    sentence = api.refused(
        422, "POST", "/workshops", {"cascade": id, "starts_on": "2024-01-01", "register": []}
    )
    assert "Reopen it" in sentence
    api.post(f"/cascades/{id}/reopening", reason=WHY)
    assert not api.get(f"/cascades/{id}")["closed"]


def test_a_slug_is_taken_once(api: Api) -> None:
    api.cascade("malaria")
    assert "in use" in api.refused(409, "POST", "/cascades", {"slug": "malaria", "title": "Again"})


@ON_BOTH
def test_regions_and_organisations_are_defined_and_revised(api: Api) -> None:
    kenya = api.post("/regions", name="Kenya")["id"]
    kisumu = api.post("/regions", name="Kisumu", parent=kenya)["id"]
    api.post("/regions", id=kisumu, name="Kisumu County", parent=kenya)
    assert [(r["name"], r["parent"]) for r in api.get("/regions")] == [
        ("Kenya", None),
        ("Kisumu County", kenya),
    ]
    ministry = api.post("/organisations", name="Ministry", kind="government", region=kisumu)["id"]
    assert api.get(f"/organisations/{ministry}")["region"] == kisumu
    assert "within itself" in api.refused(
        422, "POST", "/regions", {"id": kenya, "name": "Kenya", "parent": kisumu}
    )


# ---- people ----------------------------------------------------------------------------------


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


# ---- workshops -------------------------------------------------------------------------------


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
    found = api.post("/workshops/search", cascade=cascade, identifier="W-1")
    assert [w["id"] for w in found] == [id]


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
    wrong = sheet | {"content": "!", "media_type": "text/html"}
    assert "image/png" in api.refused(422, "POST", f"/workshops/{id}/evidence", wrong)


# ---- certification and outcomes --------------------------------------------------------------


RUBRIC = dict.fromkeys(
    ("pedagogy", "facilitation", "content", "leadership", "reflective_practice"), 4
)


@ON_BOTH
def test_a_trainer_on_the_way_to_a_certificate(api: Api) -> None:
    standard = {"least_post_share": 0.7, "least_rubric": 3, "cofacilitations": 1}
    cascade = api.cascade(standard=standard | {"months_valid": 12})
    scored = {"pre": 2, "post": 8, "max_score": 10}
    api.post(
        "/workshops",
        cascade=cascade,
        starts_on="2024-01-10",
        lead={"identifier": "L"},
        register=[{"identifier": "P", **scored}],
    )
    p, lead = api.find(cascade, "P"), api.find(cascade, "L")
    assessor = api.person(cascade, "A")
    here = f"/cascades/{cascade}/certifications/{p}"
    assert api.get(here)["missing"] == ["rubric", "co-facilitation"]
    api.post(f"{here}/nomination", nominated_on="2024-02-01", by=lead)
    assess = {"assessed_on": "2024-03-01", "rubric": RUBRIC, "assessor": lead}
    assert "cannot assess" in api.refused(422, "POST", f"{here}/assessments", assess)
    api.post(f"{here}/assessments", **assess | {"assessor": assessor})
    certificate = {"level": "qualified", "certified_on": "2024-04-01"}
    sentence = api.refused(422, "POST", f"{here}/certificates", certificate)
    assert "co-facilitation" in sentence and "post-test" not in sentence
    beside = {"cofacilitators": [{"person": p}]}
    given = api.workshop(cascade, "2024-03-20", "L", "Q", **beside)
    api.post(f"{here}/cofacilitations", workshop=given)
    api.post(f"{here}/certificates", **certificate, number="Wanjiku-77")
    found = api.get(f"{here}?as_of=2024-04-01")
    assert (found["standing"], found["level"], found["until"], found["missing"]) == (
        "certified",
        "qualified",
        "2025-04-01",
        [],
    )
    assert found["certificates"][0]["number"] == "Wanjiku-77" and found["rubric"] == RUBRIC
    assert api.get(f"{here}?as_of=2025-04-01")["standing"] == "certified"
    assert api.get(f"{here}?as_of=2025-04-02")["standing"] == "lapsed"
    assert api.get(f"{here}?as_of=2024-03-01")["standing"] == "assessed"
    assert api.get(f"{here}?as_of=2024-01-01")["missing"] == [
        "post-test",
        "rubric",
        "co-facilitation",
    ]
    everybody = api.get(f"/cascades/{cascade}/certifications?as_of=2024-04-01")
    assert [(s["person"]["person"], s["standing"]) for s in everybody] == [(p, "certified")]


def test_a_certificate_is_suspended_renewed_corrected_revoked_voided(api: Api) -> None:
    cascade = api.cascade()
    p = api.person(cascade, "P")
    here = f"/cascades/{cascade}/certifications/{p}"
    which = {"level": "master", "certified_on": "2024-01-01"}
    api.post(f"{here}/certificates", **which, expires_on="2024-12-31", number="Wanjiku-1")

    def standing(day: str) -> str:
        return str(api.get(f"{here}?as_of={day}")["standing"])

    api.post(f"{here}/suspensions", suspended_on="2024-02-01", reason=WHY)
    assert standing("2024-02-01") == "suspended"
    api.post(f"{here}/reinstatements", reinstated_on="2024-03-01", reason=WHY)
    assert standing("2024-03-01") == "certified"
    api.post(f"{here}/renewals", renewed_on="2024-06-01", expires_on="2025-06-01")
    assert standing("2025-06-01") == "certified"
    change = {"expires_on": "2024-11-30", "number": "Wanjiku-2", "reason": WHY}
    api.post(f"{here}/certificates/correction", **which, **change)
    assert api.get(here)["certificates"][0]["number"] == "Wanjiku-2"
    api.post(f"{here}/revocations", revoked_on="2024-07-01", reason=WHY)
    assert standing("2024-07-01") == "revoked"
    api.post(f"{here}/certificates/voiding", **which, reason=WHY)
    assert api.get(here)["certificates"] == []
    assert len(api.get(f"{here}/history")) == 7


@ON_BOTH
def test_outcomes_are_recorded_listed_and_voided(api: Api) -> None:
    cascade = api.cascade()
    workshop = api.workshop(cascade, "2024-01-10", "L", "P")
    p, lead = api.find(cascade, "P"), api.find(cascade, "L")
    about = {"cascade": cascade, "person": p, "workshop": workshop}
    seen = api.post(
        "/outcomes/behaviours",
        **about,
        observed_on="2024-02-01",
        fidelity=0.8,
        observer=lead,
        words="Wanjiku counted the nets",
    )["id"]
    api.post("/outcomes/results", **about, reported_on="2024-03-01", quantity=120, unit="nets-hung")
    api.post("/outcomes/sharing", **about, claimed_on="2024-04-01", people=15)
    kinds = [(o["kind"], o["level"], o["quantity"]) for o in api.get(f"/outcomes?person={p}")]
    assert kinds == [("behaviour", 3, 0.8), ("result", 4, 120.0), ("sharing", 4, 15.0)]
    assert len(api.get(f"/outcomes?cascade={cascade}&as_of=2024-03-01")) == 2
    assert api.get(f"/outcomes/{seen}")["words"] == "Wanjiku counted the nets"
    api.post(f"/outcomes/{seen}/voiding", reason=WHY)
    assert api.get(f"/outcomes/{seen}")["voided"]
    assert "small letters" in api.refused(
        422,
        "POST",
        "/outcomes/results",
        about | {"reported_on": "2024-03-01", "quantity": 1, "unit": "Nets hung"},
    )
