"""Somebody of another region, named by an identifier: the sheet shows what was typed, no more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from api.access.policy import Access, access_of
from api.home import Home
from api.spreadsheets.importing.run import Request, run
from api.spreadsheets.importing.verdicts import Verdict
from domain.values import CascadeId, Role
from projections.records import grants
from tests.support.api import ON_BOTH, WHY, Api
from tests.support.people_of import Somebody, as_
from tests.support.programme import Programme

SECRETS = ("Zawadi", "Zuleika", *(f"+254 711 000 00{last}" for last in "5678"))
"""What the South may not know: names and telephones of the North."""


def access(home: Home, one: Somebody) -> Access:
    with home.views.read() as db:
        return access_of(db, one.account, grants.live(db, one.account, 0))


def sheet(it: Programme, region: str, **more: Any) -> dict[str, Any]:
    named = [{"identifier": f"TRN-{key}"} for key in "ABCX"]
    here = {"cascade": it.cascade, "starts_on": "2024-05-01", "region": it.regions[region]}
    return here | {"register": named} | more


def read_by(one: Somebody, it: Programme, workshop: str) -> str:
    """All that somebody reads of these people, by every way that names them."""
    found = [one.send("GET", f"/workshops/{workshop}").text]
    for person in it.people.values():
        for path in ("", "/record", "/history", "/data", "/consents"):
            found.append(one.send("GET", f"/people/{person}{path}").text)
    found += [
        one.send("GET", path).text
        for path in ("/people?limit=200", f"/workshops/{workshop}/history", "/outcomes")
    ]
    for path in ("certifications", "flags", "duplicates", "roots"):
        found.append(one.send("GET", f"/cascades/{it.cascade}/{path}").text)
    details = {"name": "Zawadi Barasa", "phone": "+254711000006"}
    typed = {"cascade": it.cascade, "details": details}
    similar = one.send("POST", "/people/similar", typed).text
    assert '"data": []' in similar or it.people["B"] not in similar
    for key in "ABCX":
        asked = {"cascade": it.cascade, "identifier": f"TRN-{key}"}
        assert one.post("/people/search", **asked) == []
    return " ".join(found)


@ON_BOTH
def test_a_register_of_guessed_identifiers_shows_what_was_typed(
    people: dict[str, Somebody], it: Programme
) -> None:
    south = people["south"]
    own = south.post("/workshops", **sheet(it, "south"))["id"]
    shown = south.get(f"/workshops/{own}")
    assert sorted(line["identifier"] for line in shown["register"]) == [
        f"TRN-{key}" for key in "ABCX"
    ]
    assert {line["name"] for line in shown["register"]} == {None}
    text = read_by(south, it, own)
    assert [secret for secret in SECRETS if secret in text] == []
    for person in it.people.values():
        if person != it.people["S"]:
            south.refused(404, "GET", f"/people/{person}")
            said = {"reason": {"code": "requested"}}
            south.refused(404, "POST", f"/people/{person}/erasure", said)
    for act in ("voiding", "restoration"):
        south.post(f"/workshops/{own}/attendances/{it.people['B']}/{act}", reason=WHY)
        text = read_by(south, it, own)
        assert [secret for secret in SECRETS if secret in text] == []
    scores = {"pre": 3, "post": 8, "max_score": 10, "reason": WHY}
    south.post(f"/workshops/{own}/attendances/{it.people['B']}/scores", **scores)
    south.post(f"/workshops/{own}/voiding", reason=WHY)
    south.post(f"/workshops/{own}/restoration", reason=WHY)
    text = read_by(south, it, own)
    assert [secret for secret in SECRETS if secret in text] == []
    whole = people["whole"].get(f"/workshops/{own}")
    assert "Zawadi Barasa" in {line["name"] for line in whole["register"]}


@pytest.mark.parametrize("how", ["lead", "beside", "added", "corrected", "planned", "moved"])
def test_it_is_the_same_by_every_way_onto_a_workshop(
    people: dict[str, Somebody], it: Programme, how: str
) -> None:
    south, b = people["south"], {"identifier": "TRN-B"}
    said = sheet(it, "south", register=[])
    if how == "lead":
        own = south.post("/workshops", **said, lead=b)["id"]
    elif how == "beside":
        own = south.post("/workshops", **said, cofacilitators=[b])["id"]
    elif how == "planned":
        del said["register"]
        own = south.post("/workshops/plans", **said, lead=b)["id"]
    else:
        own = south.post("/workshops", **said)["id"]
        if how == "corrected":
            south.done("PATCH", f"/workshops/{own}", {"lead": b, "reason": WHY})
        else:
            south.post(f"/workshops/{own}/attendances", **b, reason=WHY)
        if how == "moved":
            to = south.post("/workshops", **said)["id"]
            line = f"/workshops/{own}/attendances/{it.people['B']}"
            south.post(f"{line}/move", to=to, reason=WHY)
            own = to
    text = south.send("GET", f"/workshops/{own}").text + read_by(south, it, own)
    assert "TRN-B" in text and [secret for secret in SECRETS if secret in text] == []


def test_a_line_by_who_can_see_them_opens_them(people: dict[str, Somebody], it: Programme) -> None:
    """What a coordinator of the whole records is seen in the region, as before; and they vouch for
    a line by adding it anew."""
    south, whole, b = people["south"], people["whole"], it.people["B"]
    own = south.post("/workshops", **sheet(it, "south", register=[{"identifier": "TRN-B"}]))["id"]
    south.refused(404, "GET", f"/people/{b}")
    whole.post(f"/workshops/{own}/attendances/{b}/voiding", reason=WHY)
    whole.post(f"/workshops/{own}/attendances", identifier="TRN-B", reason=WHY)
    assert south.get(f"/people/{b}")["details"]["name"] == "Zawadi Barasa"


def test_newcomers_are_whose_sheet_they_came_on(people: dict[str, Somebody], it: Programme) -> None:
    south, north = people["south"], people["north"]
    newcomer = {"identifier": "TRN-NEW", "details": {"name": "Otieno Newcomer"}}
    own = south.post("/workshops", **sheet(it, "south", register=[newcomer]))["id"]
    (line,) = south.get(f"/workshops/{own}")["register"]
    assert line["name"] == "Otieno Newcomer"
    there = south.post(f"/workshops/{own}/attendances/{line['person']}/voiding", reason=WHY)
    assert there and south.post(f"/workshops/{own}/attendances", **newcomer, reason=WHY)
    assert south.get(f"/people/{line['person']}")
    guessed = north.post("/workshops", **sheet(it, "north", register=[newcomer]))["id"]
    (line,) = north.get(f"/workshops/{guessed}")["register"]
    assert (line["name"], line["identifier"]) == (None, "TRN-NEW")
    north.refused(404, "GET", f"/people/{line['person']}")


def test_the_region_is_told(people: dict[str, Somebody], it: Programme) -> None:
    """In their day's work, in its list, and in the history of who was named."""
    south, north, b = people["south"], people["north"], it.people["B"]
    needs = f"/cascades/{it.cascade}/needs"
    before, elsewhere = north.get(needs)["flags"], south.get(needs)["flags"]
    own = south.post("/workshops", **sheet(it, "south", register=[{"identifier": "TRN-B"}]))["id"]
    flags = north.get(f"/cascades/{it.cascade}/flags?code=named-unseen")
    assert [(flag["person"], "Zawadi Barasa" in flag["sentence"]) for flag in flags] == [(b, True)]
    assert north.get(needs)["flags"] == before + 1
    assert south.get(needs)["flags"] >= elsewhere
    assert "Zawadi" not in south.send("GET", f"/cascades/{it.cascade}/flags").text
    assert own in json.dumps(north.get(f"/people/{b}/history?limit=200"))
    south.post(f"/workshops/{own}/attendances/{b}/voiding", reason=WHY)
    assert north.get(needs)["flags"] == before
    assert own in json.dumps(north.get(f"/people/{b}/history?limit=200"))


@ON_BOTH
def test_a_series_that_is_shared_is_no_way_into_another_cascade(
    client: FlaskClient, home: Home, api: Api
) -> None:
    """The whole of a cascade is coordinated, and of another one nothing."""
    one, other = api.cascade(series="national"), api.cascade("water", series="national")
    told = {"details": {"name": "Zawadi Barasa", "phone": "+254 711 000 006"}}
    b = api.person(one, "TRN-B", **told)
    guest, host = (as_(client, home, Role.COORDINATOR, cascade) for cascade in (other, one))
    register = [{"identifier": "TRN-B"}]
    said = {"cascade": other, "starts_on": "2024-05-01", "register": register}
    own = guest.post("/workshops", **said)["id"]
    (line,) = guest.get(f"/workshops/{own}")["register"]
    assert (line["identifier"], line["name"]) == ("TRN-B", None)
    guest.refused(404, "GET", f"/people/{b}")
    path = f"/cascades/{other}/certifications/{b}/nomination"
    guest.refused(404, "POST", path, {"nominated_on": "2024-06-01"})
    typed = {"cascade": other, "details": {"name": "Zawadi B.", "phone": "+254711000006"}}
    assert guest.post("/people/similar", **typed) == []
    assert guest.get("/people") == []
    assert own in json.dumps(host.get(f"/people/{b}/history"))
    flags = host.get(f"/cascades/{one}/flags?code=named-unseen")
    assert [flag["person"] for flag in flags] == [b]
    assert own not in json.dumps(host.get(f"/people/{b}/record"))


def test_nor_is_an_import(client: FlaskClient, home: Home, api: Api, tmp_path: Path) -> None:
    """Certificates of somebody else's people are refused; on sheets they stand, unseen; and nobody
    new is said to resemble them."""
    one, other = api.cascade(series="national"), api.cascade("water", series="national")
    told = {"name": "Zawadi Barasa", "phone": "+254711000006"}
    b = api.person(one, "TRN-B", details=told)
    guest = as_(client, home, Role.COORDINATOR, other)
    tables = {
        "people": "person,name,phone\nTRN-9,Zawadi Barasa,+254711000006\n",
        "workshops": "workshop,starts_on,lead\nW-1,2024-05-01,TRN-B\nW-2,2024-06-01,TRN-9\n",
        "register": "workshop,person\nW-2,TRN-B\n",
        "certifications": "person,level,certified_on\nTRN-B,master,2024-06-02\n",
    }
    for name, text in tables.items():
        (tmp_path / f"{name}.csv").write_text(text)
    paths = [tmp_path / f"{name}.csv" for name in tables]
    asked = Request(CascadeId(other), paths, skip_refused=True, access=access(home, guest))
    done = run(home, asked)
    assert done.committed
    (refused,) = done.judgement.refused()
    assert "whom you do not coordinate" in str(refused.why) and refused.row.table != "people"
    (new,) = done.judgement.rows["people"]
    assert new.verdict is Verdict.NEW
    listed = guest.get("/workshops")
    shown = [guest.get(f"/workshops/{row['id']}") for row in listed]
    named = [(it["lead"]["identifier"], it["lead"]["name"]) for it in shown]
    assert sorted(named) == [("TRN-9", "Zawadi Barasa"), ("TRN-B", None)]
    assert [line["name"] for it in shown for line in it["register"]] == [None]
    guest.refused(404, "GET", f"/people/{b}")
    run(home, asked)
    guest.refused(404, "GET", f"/people/{b}")
