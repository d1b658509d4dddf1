"""Consents, a person's own data, contacts that vanish, and errors that quote nobody."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from api.home import Home
from api.operations import maintenance
from api.operations.backup import back_up, delete_old
from api.private.consents import Purpose, consents
from projections.db import postgres_engine, sqlite_engine
from tests.support.api import ON_BOTH, WHY, Api

DETAILS = {"name": "Wanjiku Kamau", "phone": "+254711900901", "email": "w@example.org"}


@ON_BOTH
def test_the_last_word_on_a_purpose_holds(api: Api, home: Home) -> None:
    cascade = api.cascade()
    a, b = api.person(cascade, "TRN-1"), api.person(cascade, "TRN-2")
    yes = {"given": True, "on": "2024-03-01", "source": "form"}
    api.done("PUT", f"/people/{a}/consents/contact", yes)
    api.done("PUT", f"/people/{b}/consents/contact", yes)
    no = {"given": False, "on": "2024-04-01", "source": "spoken"}
    api.done("PUT", f"/people/{a}/consents/contact", no)
    said = api.get(f"/people/{a}/consents")
    assert [(row["given"], row["on"], row["source"]) for row in said] == [
        (True, "2024-03-01", "form"),
        (False, "2024-04-01", "spoken"),
    ]
    assert {row["recorded_by"] for row in said} == {"console"}
    assert [consents(home.private, [id], Purpose.CONTACT) for id in (a, b)] == [False, True]
    assert not any(consents(home.private, [id], Purpose.NAMED_ABOVE) for id in (a, b))
    assert not consents(home.private, [a, b], Purpose.CONTACT)


def test_consent_is_to_something_that_there_is(api: Api) -> None:
    a = api.person(api.cascade(), "TRN-1")
    yes = {"given": True, "on": "2024-03-01", "source": "form"}
    assert "named-above" in api.refused(404, "PUT", f"/people/{a}/consents/all", yes)
    later = yes | {"on": "2999-01-01"}
    assert "still to come" in api.refused(422, "PUT", f"/people/{a}/consents/contact", later)


@ON_BOTH
def test_all_that_is_kept_about_somebody_is_one_file(api: Api, home: Home) -> None:
    cascade = api.cascade()
    a = api.person(cascade, "TRN-1", details={"name": "Wanjiku Kamo"})
    body = {"details": DETAILS, "reason": WHY}
    api.done("PUT", f"/people/{a}/details", body)
    workshop = api.workshop(cascade, "2024-01-10", "L", "TRN-1")
    api.post(f"/workshops/{workshop}/feedback", person=a, rating=2, words="Wanjiku was bored")
    yes = {"given": True, "on": "2024-03-01", "source": "form"}
    api.done("PUT", f"/people/{a}/consents/contact", yes)
    response = api.send("GET", f"/people/{a}/data")
    assert response.status_code == 200
    found: dict[str, Any] = json.loads(response.data)
    texts = [row["content"] for row in found["texts"]]
    assert {"name": "Wanjiku Kamo"} in texts and DETAILS in texts
    assert {"words": "Wanjiku was bored"} in texts
    assert found["records"][0]["identifiers"] == ["TRN-1"]
    assert [row["workshop"] for row in found["workshops"]] == [workshop]
    assert len(found["consents"]) == 1
    assert {line["name"] for line in found["history"]} >= {"person.registered", "workshop.held"}
    api.post(f"/people/{a}/erasure", reason={"code": "requested"})
    after = json.loads(api.send("GET", f"/people/{a}/data").data)
    assert after["texts"] == after["consents"] == after["records"][0]["identifiers"] == []


def _dropped(home: Home, today: date) -> list[str]:
    return [sentence for sentence in maintenance.run(home, today) if "contacts" in sentence]


@ON_BOTH
def test_contacts_vanish_when_nothing_was_heard_for_long(api: Api, home: Home) -> None:
    cascade, other = api.cascade(), api.cascade("tb")
    a = api.person(cascade, "TRN-1", details=DETAILS)
    b = api.person(cascade, "TRN-2", details=DETAILS)
    api.workshop(cascade, "2024-01-10", "L", "TRN-1", "TRN-2")
    safeguards = {"contact_months": 12, "second_factor": True, "reason": WHY}
    api.done("PUT", f"/cascades/{cascade}/safeguards", safeguards)
    api.post("/outcomes/sharing", cascade=other, person=b, claimed_on="2024-02-01", people=4)
    shown = api.get(f"/cascades/{cascade}")
    assert (shown["contact_months"], shown["second_factor"]) == (12, True)
    assert _dropped(home, date(2025, 1, 10)) == []
    assert _dropped(home, date(2025, 1, 11)) == ["The contacts of 1 person were deleted."]
    assert _dropped(home, date(2025, 1, 12)) == []
    assert api.get(f"/people/{a}")["details"] == {"name": "Wanjiku Kamau"}
    assert api.get(f"/people/{b}")["details"] == DETAILS, "the other cascade keeps them"
    (entry,) = [e for e in home.log.read() if e.name == "person.contacts_dropped"]
    assert entry.recorded_by == "console"
    texts = [
        row["content"] for row in json.loads(api.send("GET", f"/people/{a}/data").data)["texts"]
    ]
    assert DETAILS not in texts


def test_private_texts_of_old_backups_are_deleted(home: Home, room: Path) -> None:
    target = room / "backups" / "june"
    back_up(home, target, date(2024, 6, 1))
    assert list(delete_old(target.parent, date(2024, 7, 1))) == []
    assert list(delete_old(target.parent, date(2024, 7, 2))) == [target / "private.db"]
    assert (target / "log.db").exists()


# ---- errors quote nobody ---------------------------------------------------------------------

BREAKS = {
    "sqlite": """
        CREATE TRIGGER broken BEFORE INSERT ON sealed
        BEGIN SELECT RAISE(ABORT, 'no room'); END""",
    "postgresql": "ALTER TABLE sealed ADD CONSTRAINT broken CHECK (tag = 'nothing')",
}


@ON_BOTH
def test_a_failing_database_quotes_no_private_text(
    api: Api,
    app: Flask,
    home: Home,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    cascade = api.cascade()
    with home.private.engine.begin() as connection:
        connection.exec_driver_sql(BREAKS[connection.dialect.name])
    body = {"cascade": cascade, "identifier": "TRN-zq1", "details": DETAILS}
    response = api.send("POST", "/people", body)
    assert response.status_code == 500
    out, err = capfd.readouterr()
    assert "IntegrityError" in caplog.text
    for text in [*DETAILS.values(), "TRN-zq1", "Wanjiku"]:
        for said in (response.text, out, err, caplog.text):
            assert text not in said


@ON_BOTH
def test_an_error_of_the_database_says_no_parameter(home: Home) -> None:
    with home.private.engine.connect() as connection:
        hidden = connection.engine.hide_parameters
    assert hidden
    assert sqlite_engine(":memory:").hide_parameters
    assert postgres_engine("postgresql+psycopg://x/y", "z").hide_parameters
