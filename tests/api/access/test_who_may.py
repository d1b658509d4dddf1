"""Every route × every role × how they stand to the record, against a table written by hand."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.home import Home
from domain.values import Role
from projections.views import Alarm
from projections.witness import Witness
from tests.support.api import WHY, Api
from tests.support.people_of import Somebody, somebody
from tests.support.programme import Programme, address, body, everybody, operations
from tests.support.who_may import EVERYBODY, MAY, OPEN_PAGES, OWN_PAGES, PAGES

PRIVATE = ("Zuleika", "Zawadi", "Otieno", "+254 711 000", "Kilimani Hall", "TRN-", "Wanjiku")


@pytest.fixture
def people(client: FlaskClient, home: Home, it: Programme) -> dict[str, Somebody]:
    other = somebody(client, home, "Whom administrators act on")
    it.account, it.grant = other.account, other.granted(Role.AUDITOR, it.cascade)
    home.alarms.ring(Alarm(Witness(9, chain="aa"), Witness(), 5, None))
    (it.alarm,) = (alarm.id for alarm in home.alarms.all())
    return everybody(client, home, it)


# ---- the table -------------------------------------------------------------------------------


def test_the_table_has_every_route(app: Flask) -> None:
    assert {name for name, _, _ in operations(app)} == MAY.keys()
    for allowed in MAY.values():
        assert set(allowed.split()) <= set(EVERYBODY.split())


def test_who_may_is_as_the_table_says(
    app: Flask, it: Programme, people: dict[str, Somebody], client: FlaskClient
) -> None:
    wrong = []
    needing = {"batches", "organisations"}
    for name, method, rule in operations(app):
        if rule.count("<") and rule.split("/")[3] in needing:
            continue  # tested by name below: there is none in this programme
        path = address(rule, it)
        for who, one in people.items():
            answer = one.send(method, path, body(name, it) if method != "GET" else None)
            may = answer.status_code not in (401, 403, 404)
            if may is not (who in MAY[name].split()):
                wrong.append((name, who, answer.status_code))
        assert client.open("/api/v1" + path, method=method, json={}).status_code == 401, name
    assert wrong == []


NAMED_AFTER = {
    "cascades": "cascade",
    "branch": "cascade",
    "accounts": "account",
    "proposals": "proposal",
    "workshops": "workshop",
    "attendances": "attendance",
    "link": "secret",
    "people": "person",
    "import": "upload",
    "batches": "batch",
    "regions": "region",
    "organisations": "organisation",
}


def pages(app: Flask) -> set[str]:
    """What a browser may ask for; the id in a place is called after the noun before it."""
    found = set()
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("pages.") and "GET" in (rule.methods or ()):
            path = re.sub(r"<(?:\w+:)?\w+>", "<>", rule.rule)
            found.add(re.sub(r"/(\w+)/<>", lambda m: f"/{m[1]}/<{NAMED_AFTER[m[1]]}>", path))
    return found


def test_every_page_is_in_the_table(app: Flask) -> None:
    assert pages(app) == PAGES.keys() | OPEN_PAGES | OWN_PAGES


def test_pages_are_for_whom_they_are(
    app: Flask, it: Programme, people: dict[str, Somebody]
) -> None:
    wrong = []
    for path, allowed in PAGES.items():
        address = path.replace("<cascade>", it.cascade).replace("<account>", it.account)
        address = address.replace("<workshop>", it.workshop).replace("<attendance>", it.people["C"])
        address = address.replace("<person>", it.people["B"])
        for who, one in people.items():
            client = app.test_client()
            one.signs_in(client)
            may = client.get(address).status_code not in (401, 403, 404)
            if may is not (who in allowed.split()):
                wrong.append((path, who))
        assert app.test_client().get(address).status_code == 401, path
    assert wrong == []


# ---- nothing leaks ---------------------------------------------------------------------------


def texts(one: Somebody, app: Flask, it: Programme) -> dict[str, str]:
    """All that somebody can read, by route."""
    found = {}
    for name, method, rule in operations(app):
        if method == "GET" and "batches" not in rule and "organisations" not in rule:
            answer = one.send("GET", address(rule, it))
            found[name] = answer.data.decode(errors="replace") if answer.status_code == 200 else ""
    for person in it.people.values():
        for rule in ("/people/{}", "/people/{}/history", "/people/{}/record"):
            found[f"{rule} {person}"] = one.send("GET", rule.format(person)).text
    return found


@pytest.mark.parametrize("who", ["administrator", "auditor", "stranger", "elsewhere", "unrelated"])
def test_no_private_text_reaches_who_may_not_read_it(
    app: Flask, it: Programme, people: dict[str, Somebody], who: str
) -> None:
    own = ("Zuleika Unrelated", "TRN-U") if who == "elsewhere" else ()
    for name, text in texts(people[who], app, it).items():
        for mine in own:
            text = text.replace(mine, "")
        assert not [secret for secret in PRIVATE if secret in text], (name, text)


@pytest.mark.parametrize(("who", "theirs"), [("north", "Otieno"), ("south", "Z")])
def test_a_coordinator_reads_names_of_their_region_only(
    app: Flask, it: Programme, people: dict[str, Somebody], who: str, theirs: str
) -> None:
    seen = texts(people[who], app, it)
    assert any(("Otieno" if theirs == "Z" else "Zuleika") in text for text in seen.values())
    for name, text in seen.items():
        assert not re.search(theirs if theirs == "Otieno" else "Zuleika|Zawadi", text), name


def test_what_one_may_not_see_answers_as_what_is_not_there(
    it: Programme, people: dict[str, Somebody]
) -> None:
    nothing = "3f0e6f0a-5c3f-4a57-9d1c-2f6b7b0f5a10"
    for path in ("/people/{}", "/people/{}/record", "/people/{}/history"):
        there = people["elsewhere"].send("GET", path.format(it.people["B"]))
        missing = people["elsewhere"].send("GET", path.format(nothing))
        assert (there.status_code, there.json) == (404, missing.json)


def test_a_region_that_is_not_ones_own_is_not_logged_in(
    it: Programme, people: dict[str, Somebody]
) -> None:
    said = {"cascade": it.cascade, "starts_on": "2024-05-05"}
    for region in (it.regions["north"], None):
        answer = people["south"].send("POST", "/workshops", {**said, "region": region})
        assert answer.status_code == 403
        assert "choose a region that is yours" in answer.json["detail"]
    moved = {"region": it.regions["south"], "reason": WHY}
    assert people["north"].send("PATCH", f"/workshops/{it.workshop}", moved).status_code == 403


def test_somebody_elses_id_brings_nobody_onto_a_register(
    it: Programme, people: dict[str, Somebody], api: Api
) -> None:
    said = {"cascade": it.other, "starts_on": "2024-05-05"}
    answer = people["elsewhere"].send(
        "POST", "/workshops", {**said, "register": [{"person": it.people["B"]}]}
    )
    assert answer.status_code == 404


# ---- grants hold from one request to the next ------------------------------------------------


def test_a_withdrawn_role_opens_nothing_more(
    client: FlaskClient, home: Home, it: Programme
) -> None:
    one = somebody(client, home)
    assert one.send("GET", f"/cascades/{it.cascade}/reach").status_code == 404
    grant = one.granted(Role.AUDITOR, it.cascade)
    assert one.send("GET", f"/cascades/{it.cascade}/reach").status_code == 200
    one.loses(grant)
    assert one.send("GET", f"/cascades/{it.cascade}/reach").status_code == 404


def test_who_opens_a_cascade_coordinates_it_on_record(
    client: FlaskClient, home: Home, people: dict[str, Somebody]
) -> None:
    admin = people["administrator"]
    id = admin.cascade("tb")
    (grant,) = [
        entry.event
        for entry in home.log.read()
        if entry.name == "role.granted" and getattr(entry.event, "cascade", None) == id
    ]
    assert grant.account == admin.account  # type: ignore[attr-defined]
    assert admin.send("GET", f"/cascades/{id}/reach").status_code == 404
    admin.grants.append(grant.grant)  # type: ignore[attr-defined]
    admin.takes_a_token()
    assert admin.send("GET", f"/cascades/{id}/reach").status_code == 200


def test_a_name_is_revealed_to_an_auditor_for_a_reason_on_record(
    it: Programme, people: dict[str, Somebody], home: Home
) -> None:
    auditor, path = people["auditor"], f"/people/{it.people['B']}/revelations"
    assert "in words" in auditor.refused(422, "POST", path, {"reason": {"code": "quality"}})
    shown = auditor.post(path.removeprefix(""), reason={"code": "quality", "words": "Spot check"})
    assert shown["details"]["name"] == "Zawadi Barasa" and shown["identifiers"] == ["TRN-B"]
    last = list(home.log.read())[-1]
    assert (last.name, last.recorded_by) == ("person.revealed", auditor.account)
    history = people["whole"].get(f"/people/{it.people['B']}/history?limit=200")
    assert [line["words"] for line in history if line["name"] == "person.revealed"] == [
        "Spot check"
    ]
