"""Cascades, regions and organisations through the JSON doors."""

from __future__ import annotations

from tests.support.api import ON_BOTH, WHY, Api


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
