"""The queue of probable duplicates: who is in it, why, and what becomes of those decided on."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.api import ON_BOTH, WHY, Api

NAMES = ("Amina Wanjiru", "Juma Otieno", "Grace Chebet", "Peter Kilonzo", "Ruth Barasa")


@pytest.fixture
def cascade(api: Api) -> str:
    """With a few people who resemble nobody."""
    cascade = api.cascade()
    for n, name in enumerate(NAMES):
        known(api, cascade, name=name, phone=f"+25471100000{n}")
    return cascade


def known(api: Api, cascade: str, profile: Any = None, **details: str) -> str:
    said = {"profile": profile} if profile else {}
    return str(api.post("/people", cascade=cascade, details=details, **said)["id"])


def queue(api: Api, cascade: str) -> list[Any]:
    return api.duplicates(cascade)


def pairs(api: Api, cascade: str) -> set[tuple[str, str]]:
    return {(p["one"]["person"], p["other"]["person"]) for p in queue(api, cascade)}


def pair(a: str, b: str) -> tuple[str, str]:
    return min(a, b), max(a, b)


@ON_BOTH
def test_the_same_telephone_written_in_two_ways(api: Api, cascade: str) -> None:
    a = known(api, cascade, name="Zawadi Mutiso", phone="+254 712 345 678")
    b = known(api, cascade, name="Z. Mutiso", phone="0712-345678")
    known(api, cascade, name="Juma Were", phone="+254712345679")
    assert pairs(api, cascade) == {pair(a, b)}
    found = queue(api, cascade)[0]
    assert found["why"][0] == "same phone number" and found["alike"] == ["phone"]
    assert 0.5 < found["score"] <= 1 and found["unsure"] is False


def test_another_spelling_of_a_name_is_said_in_per_cent(api: Api, cascade: str) -> None:
    a = known(api, cascade, name="Mohamed Yusuf")
    b = known(api, cascade, name="Yussuf, Muhammad")
    assert pairs(api, cascade) == {pair(a, b)}
    assert queue(api, cascade)[0]["why"][0].startswith("names 8")


def test_different_id_numbers_speak_against(api: Api, cascade: str) -> None:
    known(api, cascade, name="Zawadi Mutiso", id_number="12345678")
    known(api, cascade, name="Zawadi Mutiso", id_number="98765432")
    known(api, cascade, name="Halima Salim", id_number="11112222")
    known(api, cascade, name="Halima Salim", id_number="1111-2222")
    first, *rest = queue(api, cascade)
    assert first["one"]["name"] == "Halima Salim" and "same ID number" in first["why"]
    for other in rest:
        assert other["why"] == ["same name", "different ID numbers"]
        assert other["score"] < first["score"]


def test_twins_are_not_proposed_for_their_surname(api: Api, cascade: str) -> None:
    region = str(api.post("/regions", name="Kisumu")["id"])
    profile = {"region": region, "sex": "female", "age_band": "25-34"}
    known(api, cascade, profile, name="Akinyi Odhiambo", phone="+254722000001")
    known(api, cascade, profile, name="Atieno Odhiambo", phone="+254722000001")
    known(api, cascade, profile, name="Adhiambo Odhiambo")
    assert queue(api, cascade) == []


def test_nobody_attends_twice_under_two_names(api: Api, cascade: str) -> None:
    a = known(api, cascade, name="Zawadi Mutiso", phone="+254712345678")
    b = known(api, cascade, name="Zawadi Mutisya", phone="+254712345678")
    before = queue(api, cascade)[0]["score"]
    register = [{"person": a}, {"person": b}]
    api.post("/workshops", cascade=cascade, starts_on="2024-03-01", register=register)
    after = queue(api, cascade)
    assert not after or after[0]["score"] < before / 2


def test_an_offices_telephone_says_nothing(api: Api, cascade: str) -> None:
    before = len(queue(api, cascade))
    for n in range(21):
        known(api, cascade, name=f"{chr(65 + n) * 5}a {chr(90 - n) * 6}o", phone="020 1234567")
    assert len(queue(api, cascade)) == before == 0


@pytest.mark.parametrize("decide", ["/merges", "/distinctions"])
def test_who_was_decided_on_is_not_shown_again(api: Api, cascade: str, decide: str) -> None:
    ids = [known(api, cascade, name="Zawadi Mutiso", phone="0712345678") for _ in range(2)]
    assert len(queue(api, cascade)) == 1
    api.post(decide, one=ids[0], other=ids[1], reason=WHY)
    assert queue(api, cascade) == []


def test_who_was_left_unsure_comes_last_and_is_marked(api: Api, cascade: str) -> None:
    a, b = (known(api, cascade, name="Zawadi Mutiso", phone="0712345678") for _ in range(2))
    c, d = (known(api, cascade, name="Halima Salim") for _ in range(2))
    assert [p["unsure"] for p in queue(api, cascade)] == [False, False]
    api.post("/doubts", one=a, other=b, reason=WHY)
    found = queue(api, cascade)
    assert [p["unsure"] for p in found] == [False, True]
    assert pair(found[1]["one"]["person"], found[1]["other"]["person"]) == pair(a, b)
    first = api.send("GET", f"/cascades/{cascade}/duplicates?limit=1").json
    assert api.get(f"/cascades/{cascade}/duplicates?after={first['next']}") == found[1:]
    api.post("/merges", one=a, other=b, reason=WHY)
    assert pairs(api, cascade) == {pair(c, d)}


def test_a_number_that_somebody_had_before_counts(api: Api, cascade: str) -> None:
    a = known(api, cascade, name="Zawadi Mutiso", phone="0712345678")
    now = {"name": "Zawadi Mutiso", "phone": "0799000111"}
    api.done("PUT", f"/people/{a}/details", {"details": now, "reason": WHY})
    b = known(api, cascade, name="Zawadi M.", phone="0712345678")
    assert pairs(api, cascade) == {pair(a, b)}
    assert queue(api, cascade)[0]["why"][0] == "one had a contact before that the other has"


def test_who_was_erased_is_in_no_pair(api: Api, cascade: str) -> None:
    a, _b = (known(api, cascade, name="Zawadi Mutiso", phone="0712345678") for _ in range(2))
    assert len(queue(api, cascade)) == 1
    api.post(f"/people/{a}/erasure", reason={"code": "requested"})
    assert queue(api, cascade) == []


# ---- while somebody is typed -----------------------------------------------------------------


@ON_BOTH
def test_who_is_known_is_found_while_somebody_is_typed(api: Api, cascade: str) -> None:
    a = known(api, cascade, name="Zawadi Mutiso", phone="+254712345678")
    details = {"name": "Zawadi Mutiso", "phone": "0712 345 678"}
    found = api.post("/people/similar", cascade=cascade, details=details)
    assert [c["person"] for c in found] == [a]
    assert found[0]["why"][:2] == ["same phone number", "same name"]
    assert found[0]["score"] > 0.9
    assert api.post("/people/similar", cascade=cascade, details={"name": "Nobody Here"}) == []


def test_a_distant_namesake_is_found_by_the_contact_alone(api: Api, cascade: str) -> None:
    here, there = (str(api.post("/regions", name=n)["id"]) for n in ("Kisumu", "Mombasa"))
    a = known(api, cascade, {"region": there}, name="Zawadi Mutiso", id_number="A-123")
    known(api, cascade, {"region": there}, name="Zawadi Mutiso")
    found = api.post(
        "/people/similar",
        cascade=cascade,
        details={"name": "Zawadi Mutiso", "id_number": "a123"},
        profile={"region": here},
    )
    assert [c["person"] for c in found] == [a]
    assert found[0]["why"] == ["same ID number", "same name", "distant regions"]
