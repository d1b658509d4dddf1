"""Pages where nothing is as it was meant: forms typed over, no such address, odd data to draw."""

from __future__ import annotations

import random
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.history.history_lines import in_figures
from api.home import Home
from api.i18n import speaking
from api.pages.audit import entry_labels
from domain.values import Role
from projections.history.typed_values import Code, Day, Id
from tests.support.api import Api
from tests.support.hostile.forms import sent
from tests.support.hostile.reads import address, rules
from tests.support.hostile.texts import TYPED
from tests.support.people_of import as_

SEED = 20260230
MORE = ("9" * 5_000, "1e400", "nan", "-1", "²", "٣", "x" * 5_000, "a\r\nb", "0", "1", "2024-01-10")


def browser(app: Flask, home: Home, role: Role, cascade: str, **part: str) -> FlaskClient:
    client = app.test_client()
    client.environ_base |= {"HTTP_SEC_FETCH_SITE": "same-origin", "HTTP_ACCEPT": "text/html"}
    as_(client, home, role, cascade, **part).signs_in(client)
    return client


def test_every_form_is_answered_whatever_is_typed(app: Flask, home: Home, api: Api) -> None:
    """Also where what was hidden in it is another now. What cannot be taken back is not sent."""
    cascade = api.cascade()
    workshop = api.workshop(cascade, "2024-01-10", "L", "P", "Q")
    lead, person = api.find(cascade, "L"), api.find(cascade, "P")
    plan = api.post("/workshops/plans", cascade=cascade, starts_on="2024-05-01")["id"]
    region = api.post("/regions", name="Kisumu")["id"]
    ids = {"cascade": cascade, "person": person, "workshop": workshop, "region": region}
    clients = {
        "/cascades/": browser(app, home, Role.COORDINATOR, cascade),
        "/branch/": browser(app, home, Role.TRAINER, cascade, person=lead),
    }
    chance = random.Random(SEED)
    texts = [*TYPED, *MORE, *ids.values(), plan]
    answered = []
    for rule in rules(app):
        for start, client in clients.items():
            if rule.rule.startswith(start) and "settings" not in rule.rule:
                for which in (ids, ids | {"workshop": plan}):
                    for every in (False, True):
                        path = address(rule, which)
                        answered += sent(client, path, lambda: chance.choice(texts), every)
    assert len(answered) > 60
    assert [one for one in answered if one[1] >= 500] == []


def test_what_an_address_says_is_never_too_much(app: Flask, home: Home, api: Api) -> None:
    cascade = api.cascade()
    api.workshop(cascade, "2024-01-10", "L", "P", "Q")
    clients = {
        "/cascades/": browser(app, home, Role.COORDINATOR, cascade),
        "/branch/": browser(app, home, Role.TRAINER, cascade, person=api.find(cascade, "L")),
    }
    chance = random.Random(SEED)
    ids = {"cascade": cascade, "person": api.find(cascade, "P")}
    wrong = []
    for rule in rules(app):
        for start, client in clients.items():
            for _try in range(10 if rule.rule.startswith(start) else 0):
                said = {chance.choice(WORDS): chance.choice([*TYPED, *MORE]) for _word in range(3)}
                status = client.get(address(rule, ids), query_string=said).status_code
                wrong += [(rule.rule, said)] if status >= 500 else []
    assert wrong == []


WORDS = (
    "as_of", "from", "until", "tier", "region", "organisation", "q", "format", "after", "before",
    "position", "kind", "by", "month", "then", "now", "figure", "until_then", "open", "skip",
    "past", "folded", "standing", "code", "lang", "workshop", "person", "certificate", "state",
    "verdict", "row", "sex", "age_band", "cadre", "due", "active", "seen",
)  # fmt: skip


# ---- at no page's address --------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/nowhere", "/cascades/x/y/z", "/robots.txt"])
def test_an_unknown_address_is_a_page_in_a_browser(
    app: Flask, home: Home, api: Api, path: str
) -> None:
    known = browser(app, home, Role.COORDINATOR, api.cascade())
    answer = known.get(path)
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    stranger = app.test_client().get(path, headers={"Accept": "text/html,*/*;q=0.8"})
    assert (stranger.status_code, stranger.mimetype) == (401, "text/html")
    assert 'action="/signin"' in stranger.text
    program = api.client.get(path, headers=api.headers)
    assert (program.status_code, program.mimetype) == (404, "application/problem+json")


def test_a_method_that_is_not_taken_is_a_page_in_a_browser(
    app: Flask, home: Home, api: Api
) -> None:
    known = browser(app, home, Role.COORDINATOR, api.cascade())
    answer = known.delete("/account")
    assert (answer.status_code, answer.mimetype) == (405, "text/html")
    assert known.delete("/api/v1/me").mimetype == "application/problem+json"


# ---- a map -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "coordinates",
    [[1], [[1]], [[[1]]], [[[[1]]]], [[[1, 2]]], [[[]]], [[[1, 2], [3]]], [[[[1, 2], 3]]]],
    ids=str,
)
@pytest.mark.parametrize("kind", ["Polygon", "MultiPolygon"])
def test_a_boundary_that_is_none_is_not_drawn(
    app: Flask, home: Home, api: Api, kind: str, coordinates: Any
) -> None:
    cascade = api.cascade()
    boundary = {"type": kind, "coordinates": coordinates}
    answer = api.send("POST", "/regions", {"name": "Kisumu", "boundary": boundary})
    region = answer.json["data"]["id"] if answer.status_code == 201 else None
    said = {"profile": {"region": region}} if region else {}
    lead = api.person(cascade, "L")
    person = api.person(cascade, "P", **said)
    api.post(
        "/workshops", cascade=cascade, starts_on="2024-01-10", lead={"person": lead},
        register=[{"person": person}],
    )  # fmt: skip
    assert (
        browser(app, home, Role.COORDINATOR, cascade).get(f"/cascades/{cascade}").status_code == 200
    )
    mine = browser(app, home, Role.TRAINER, cascade, person=lead)
    assert mine.get(f"/branch/{cascade}").status_code == 200


# ---- what a change says ----------------------------------------------------------------------

SOMEBODY = "3f0e6f0a-5c3f-4a57-9d1c-2f6b7b0f5a10"


@pytest.mark.parametrize("text", TYPED)
def test_a_text_is_told_as_it_stands(text: str) -> None:
    assert entry_labels.value(text, {SOMEBODY: "Amani"}) == text


def test_what_a_field_says_it_is_is_told_in_words() -> None:
    names = {SOMEBODY: "Amani"}
    assert entry_labels.value(Day("2024-02-29"), names) == "29 Feb 2024"
    assert entry_labels.value(Id(SOMEBODY), names) == "Amani"
    assert entry_labels.value(Id(SOMEBODY), {}) == "3f0e6f0a"
    assert entry_labels.value(Id(SOMEBODY)) == SOMEBODY
    assert entry_labels.value([Id(SOMEBODY), Code("tot")], names) == "Amani, tot"
    assert entry_labels.value({"person": Id(SOMEBODY), "pre": 6.0}, names) == "Amani, pre-test 6"
    assert [entry_labels.value(nothing, names) for nothing in (None, "", [], {})] == ["–"] * 4


def test_numbers_are_as_the_reader_writes_them() -> None:
    assert in_figures(6.0) == "6" and in_figures(1234.5) == "1,234.5"
    with speaking("fr"):
        assert in_figures(0.25) == "0,25"
