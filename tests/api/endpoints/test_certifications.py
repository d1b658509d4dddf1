"""Certification and outcomes through the JSON doors."""

from __future__ import annotations

from tests.support.api import ON_BOTH, WHY, Api

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


def test_a_renewal_without_a_certificate_makes_nothing_valid(api: Api) -> None:
    cascade = api.cascade()
    p = api.person(cascade, "P")
    here = f"/cascades/{cascade}/certifications/{p}"
    certificate = {"level": "qualified", "certified_on": "2024-04-01"}
    api.post(f"{here}/certificates", **certificate, waiver=WHY)
    api.post(f"{here}/renewals", renewed_on="2024-03-01")
    assert api.get(f"{here}?as_of=2024-03-15")["standing"] == "none"
    assert api.get(f"{here}?as_of=2024-04-15")["level"] == "qualified"
    api.post(f"{here}/certificates/voiding", **certificate, reason=WHY)
    (listed,) = api.get(f"/cascades/{cascade}/certifications")
    assert (listed["standing"], listed["level"], listed["until"]) == ("none", None, None)
