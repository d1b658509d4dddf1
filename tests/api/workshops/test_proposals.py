"""A trainer logs their own workshop; a coordinator returns it with a word, or accepts it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from api.home import Home
from api.private.data_subject import lines_about
from api.private.tables import sealed
from api.workshops.proposals import forget_all_over
from domain.values import Role
from tests.support.api import ON_BOTH, Api
from tests.support.people_of import Somebody, as_

LINES = [
    {"name": "Halima Typed", "phone": "+254 722 000 001", "pre": 2, "post": 7, "max_score": 10},
    {"identifier": "TRN-NEW", "name": "Mosi Typed", "sex": "male"},
]
AGAIN = {"code": "typing-error", "words": "Whose telephone is this?"}
TYPED = ("Halima Typed", "Mosi Typed", "+254 722", "Baobab Hall", "Whose telephone")


@dataclass
class Place:
    """Amina taught Brian in the North; Sade works in the South."""

    cascade: str
    north: str
    south: str
    amina: str
    brian: str
    trainer: Somebody
    whole: Somebody
    in_north: Somebody
    in_south: Somebody

    def propose(self, **said: Any) -> str:
        body = {"cascade": self.cascade, "starts_on": "2024-03-01", "register": LINES} | said
        return str(self.trainer.post("/proposals", **body)["id"])


@pytest.fixture
def place(api: Api, client: FlaskClient, home: Home, private_texts: list[str]) -> Place:
    private_texts += TYPED
    cascade, other = api.cascade(), api.cascade("water")
    north, south = (api.post("/regions", name=name)["id"] for name in ("North", "South"))
    amina = api.person(cascade, "TRN-A", profile={"region": north})
    api.workshop(cascade, "2024-02-01", "TRN-A", "TRN-B", region=north)
    brian = api.find(cascade, "TRN-B")
    api.person(other, "TRN-U")

    def of(role: Role, **more: str) -> Somebody:
        return as_(client, home, role, cascade, **more)

    return Place(
        cascade, north, south, amina, brian,
        of(Role.TRAINER, person=amina), of(Role.COORDINATOR),
        of(Role.COORDINATOR, region=north), of(Role.COORDINATOR, region=south),
    )  # fmt: skip


def answers(*said: Any) -> list[dict[str, Any]]:
    return [{"new": True} if one == "new" else {"person": one} for one in said]


def lines_kept(home: Home, proposal: str) -> list[str]:
    with home.private.engine.connect() as connection:
        owned = select(sealed.c.content).where(sealed.c.owner == f"proposal/{proposal}")
        return [c for (c,) in connection.execute(owned.where(sealed.c.tag == "line"))]


# ---- from the trainer to the register --------------------------------------------------------


@ON_BOTH
def test_a_proposal_is_claimed_until_it_is_accepted_and_then_a_workshop(
    api: Api, home: Home, place: Place
) -> None:
    id = place.propose(headcount=5, venue="Baobab Hall")
    figures = f"/cascades/{place.cascade}/generations"
    before = {g["generation"]: (g["people"], g["claimed"]) for g in api.get(figures)}
    assert before == {0: (1, 0), 1: (1, 5)}
    done = place.in_north.post(
        f"/proposals/{id}/acceptance", lines=answers(place.brian, "new"), region=place.north
    )
    workshop = place.in_north.get(f"/workshops/{done['id']}")
    assert (workshop["venue"], workshop["headcount"]) == ("Baobab Hall", 5)
    assert workshop["lead"]["person"] == place.amina
    first, second = workshop["register"]
    assert (first["person"], first["post"]) == (place.brian, 7)
    assert (second["name"], second["identifier"]) == ("Mosi Typed", "TRN-NEW")
    after = {g["generation"]: (g["people"], g["claimed"]) for g in api.get(figures)}
    assert after == {0: (1, 0), 1: (2, 3)}  # three heads without names
    assert lines_kept(home, id) == []
    kept = place.trainer.get(f"/proposals/{id}")
    assert (kept["state"], kept["workshop"]) == ("accepted", done["id"])
    assert (kept["made_by"], kept["answered_by"]) == (
        place.trainer.account,
        place.in_north.account,
    )


def test_a_returned_proposal_says_why_and_waits_again_when_it_is_put_right(place: Place) -> None:
    id = place.propose()
    place.in_north.post(f"/proposals/{id}/return", reason=AGAIN)
    seen = place.trainer.get(f"/proposals/{id}")
    assert (seen["state"], seen["words"]) == ("returned", "Whose telephone is this?")
    right = {"starts_on": "2024-03-02", "register": [{"name": "Halima Typed"}]}
    place.trainer.done("PUT", f"/proposals/{id}", right)
    seen = place.trainer.get(f"/proposals/{id}")
    assert (seen["state"], seen["words"], seen["starts_on"]) == ("waiting", None, "2024-03-02")
    assert [line["typed"] for line in seen["register"]] == [{"name": "Halima Typed"}]


def test_words_are_needed_to_return_a_proposal(place: Place) -> None:
    id = place.propose()
    path = f"/proposals/{id}/return"
    sentence = place.whole.refused(422, "POST", path, {"reason": {"code": "other"}})
    assert "Say in a word" in sentence


def test_a_returned_or_withdrawn_proposal_claims_nothing(
    api: Api, home: Home, place: Place
) -> None:
    figures = f"/cascades/{place.cascade}/generations"
    for act in ("return", "withdrawal"):
        id = place.propose()
        who = place.whole if act == "return" else place.trainer
        who.post(f"/proposals/{id}/{act}", **({"reason": AGAIN} if act == "return" else {}))
        assert sum(g["claimed"] for g in api.get(figures)) == 0
        assert bool(lines_kept(home, id)) is (act == "return")


def test_a_line_is_left_out_and_a_whole_answer_is_needed(api: Api, place: Place) -> None:
    id = place.propose()
    path = f"/proposals/{id}/acceptance"
    body = {"lines": answers("new")}
    assert "2 lines, and 1" in place.whole.refused(422, "POST", path, body)
    both = {"lines": [{"new": True, "leave_out": True}, {"new": True}]}
    assert "one of the three" in place.whole.refused(422, "POST", path, both)
    done = place.whole.post(path, lines=[{"leave_out": True}, {"new": True}])
    assert api.get(f"/workshops/{done['id']}")["people"] == 1


def test_a_refused_acceptance_leaves_the_proposal_waiting_with_its_lines(
    api: Api, home: Home, place: Place
) -> None:
    id = place.propose()
    path = f"/proposals/{id}/acceptance"
    twice = {"lines": answers(place.brian, place.brian)}
    assert "register twice" in place.whole.refused(422, "POST", path, twice)
    lead = {"lines": answers(place.amina, "new")}
    assert "own register" in place.whole.refused(422, "POST", path, lead)
    assert place.trainer.get(f"/proposals/{id}")["state"] == "waiting"
    assert len(lines_kept(home, id)) == 2


@pytest.mark.parametrize(
    ("said", "pointer", "part"),
    [
        ({"starts_on": "2999-01-01"}, "#/starts_on", "still to come"),
        ({"ends_on": "2024-02-01"}, "#/ends_on", "before it starts"),
        (
            {"register": [{"name": "Halima Typed"}, {"name": "Mosi", "post": 9, "max_score": 5}]},
            "#/register/1",
            "above the maximum",
        ),
        ({"register": [{"pre": 3}]}, "#/register/0", "Say who"),
    ],
)
def test_what_cannot_have_happened_is_refused_at_its_place(
    place: Place, said: dict[str, Any], pointer: str, part: str
) -> None:
    body = {"cascade": place.cascade, "starts_on": "2024-03-01"} | said
    answer = place.trainer.send("POST", "/proposals", body)
    assert answer.status_code == 422
    (error,) = answer.json["errors"]
    assert error["pointer"] == pointer and part in error["detail"]


def test_a_crash_after_acceptance_leaves_nothing_that_was_typed(home: Home, place: Place) -> None:
    id = place.propose()
    with home.private.engine.begin() as connection:
        rows = [dict(row._mapping) for row in connection.execute(select(sealed))]
    place.whole.post(f"/proposals/{id}/acceptance", lines=answers("new", "new"))
    back = [row for row in rows if row["owner"] == f"proposal/{id}" and row["tag"] == "line"]
    with home.private.engine.begin() as connection:
        connection.execute(sealed.insert(), back)
    forget_all_over(home)
    assert lines_kept(home, id) == []


# ---- who sees which --------------------------------------------------------------------------


def test_a_proposal_is_of_its_region_else_of_its_leads(place: Place) -> None:
    southern, nowhere = place.propose(region=place.south), place.propose()

    def seen(one: Somebody) -> set[str]:
        return {row["id"] for row in one.get(f"/proposals?cascade={place.cascade}")}

    assert seen(place.whole) == seen(place.trainer) == {southern, nowhere}
    assert seen(place.in_south) == {southern}
    assert seen(place.in_north) == {nowhere}  # Amina works in the North


def test_what_is_of_no_region_is_for_who_coordinates_all(
    api: Api, client: FlaskClient, home: Home, place: Place
) -> None:
    somewhere = api.person(place.cascade, "TRN-Z")
    roving = as_(client, home, Role.TRAINER, place.cascade, person=somewhere)
    id = roving.post("/proposals", cascade=place.cascade, starts_on="2024-03-01")["id"]
    assert place.whole.get(f"/proposals/{id}")["state"] == "waiting"
    for one in (place.in_north, place.in_south, place.trainer):
        assert one.send("GET", f"/proposals/{id}").status_code == 404


def test_who_coordinates_a_part_accepts_for_that_part_only(place: Place) -> None:
    id = place.propose(region=place.north)
    body = {"lines": answers("new", "new"), "region": place.south}
    path = f"/proposals/{id}/acceptance"
    assert "region that is yours" in place.in_north.refused(403, "POST", path, body)
    place.in_south.refused(404, "POST", path, body)


def test_a_proposal_lies_with_its_author_not_with_the_lead_alone(
    client: FlaskClient, home: Home, place: Place
) -> None:
    id = place.propose()
    same = as_(client, home, Role.TRAINER, place.cascade, person=place.amina)
    brian = as_(client, home, Role.TRAINER, place.cascade, person=place.brian)
    for one in (same, brian, as_(client, home, Role.ADMINISTRATOR)):
        assert one.send("GET", f"/proposals/{id}").status_code == 404
    auditor = as_(client, home, Role.AUDITOR, place.cascade)
    assert auditor.send("GET", f"/proposals/{id}").status_code == 404
    history = auditor.send("GET", f"/proposals/{id}/history")
    assert history.status_code == 200 and not any(text in history.text for text in TYPED)


def test_only_a_trainer_proposes(api: Api, place: Place) -> None:
    body = {"cascade": place.cascade, "starts_on": "2024-03-01"}
    place.whole.refused(404, "POST", "/proposals", body)
    api.refused(404, "POST", "/proposals", body)


# ---- nobody fishes ---------------------------------------------------------------------------

KNOWN = {"name": "Zuleika Known", "phone": "+254 733 123 456", "email": "zuleika@example.org"}


def test_a_known_persons_telephone_tells_its_author_nothing(api: Api, place: Place) -> None:
    """Neither who has it nor whether somebody has it, before and after acceptance."""
    known = api.person(place.cascade, "TRN-K", details=KNOWN, profile={"region": place.north})
    fished = {"name": "Made Up", "phone": "0733 123456"}
    unknown = {"name": "Made Up", "phone": "0799 999999"}
    hit, miss = (place.propose(register=[line]) for line in (fished, unknown))
    place.trainer.done(
        "PUT", f"/proposals/{hit}", {"starts_on": "2024-03-01", "register": [fished]}
    )

    def seen(id: str) -> Any:
        text = place.trainer.send("GET", f"/proposals/{id}").text
        listed = place.trainer.send("GET", "/proposals").text
        history = place.trainer.send("GET", f"/cascades/{place.cascade}/branch/history").text
        for secret in ("Zuleika", "zuleika", known, "TRN-K", "733 123 456"):
            assert secret not in text + listed + history
        found = json.loads(text)["data"]
        return {k: v for k, v in found.items() if k not in ("id", "register")}

    assert seen(hit) == seen(miss)
    ((line,),) = [place.trainer.get(f"/proposals/{hit}")["register"]]
    assert line == {"typed": fished, "likely": None}
    ((offered,),) = [place.in_north.get(f"/proposals/{hit}")["register"]]
    assert [who["person"] for who in offered["likely"]] == [known]
    assert place.in_south.send("GET", f"/proposals/{hit}").status_code == 404

    place.whole.post(f"/proposals/{hit}/acceptance", lines=answers("new"))
    seen(hit)
    mine = place.trainer.send("GET", f"/cascades/{place.cascade}/branch/workshops").text
    assert "Made Up" in mine and "Zuleika" not in mine and known not in mine


def test_a_coordinator_is_offered_only_whom_they_may_see(api: Api, place: Place) -> None:
    known = api.person(place.cascade, "TRN-K", details=KNOWN, profile={"region": place.south})
    id = place.propose(register=[{"name": "Zuleika Known", "phone": KNOWN["phone"]}])
    (line,) = place.in_north.get(f"/proposals/{id}")["register"]
    assert line["likely"] == []
    (line,) = place.whole.get(f"/proposals/{id}")["register"]
    assert line["likely"][0]["person"] == known


# ---- somebody is erased ----------------------------------------------------------------------


def test_what_was_typed_of_somebody_who_is_erased_goes(api: Api, home: Home, place: Place) -> None:
    known = api.person(place.cascade, "TRN-K", details=KNOWN)
    id = place.propose(
        register=[
            {"name": "Somebody else", "phone": "0711 111111"},
            {"name": "Z.", "phone": "0733-123 456"},
            {"name": "Z.", "email": "Zuleika@Example.org "},
            {"identifier": "TRN-K"},
        ]
    )
    assert len(lines_about(home.private, [known])) == 3
    api.post(f"/people/{known}/erasure", reason={"code": "requested"})
    typed = [line["typed"] for line in place.trainer.get(f"/proposals/{id}")["register"]]
    assert typed == [{"name": "Somebody else", "phone": "0711 111111"}, None, None, None]
    path = f"/proposals/{id}/acceptance"
    body = {"lines": answers("new", "new", "new", "new")}
    assert "is gone" in place.whole.refused(422, "POST", path, body)


def test_what_a_trainer_proposed_goes_with_them(api: Api, home: Home, place: Place) -> None:
    id = place.propose()
    api.post(f"/people/{place.brian}/erasure", reason={"code": "requested"})
    assert len(lines_kept(home, id)) == 2
    api.post(f"/people/{place.amina}/erasure", reason={"code": "requested"})
    assert lines_kept(home, id) == []
