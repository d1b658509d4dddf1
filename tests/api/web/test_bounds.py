"""Whatever is sent, what is answered stays small, and what nothing here needs is not looked at."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from flask.testing import FlaskClient

from api.web import problems
from api.web.parsing import MAX_NAMES, MAX_NAMES_IN_ALL
from api.web.problems import MAX_ERRORS
from tests.support.api import Api
from tests.support.hostile.commands import Document
from tests.support.hostile.texts import TYPED

SMALL = 20_000
"""Bytes of an answer that says what is wrong."""
BODIES: dict[str, tuple[int, Any]] = {
    "many names": (400, {f"k{n}": 1 for n in range(150_000)}),
    "many names within": (400, {"details": {f"k{n}": 1 for n in range(MAX_NAMES + 1)}}),
    "many objects": (400, {"register": [{}] * (MAX_NAMES_IN_ALL + 1)}),
    "many names in all": (400, {"register": [{"a": 1, "b": 2}] * (MAX_NAMES_IN_ALL // 2)}),
    "unknown names": (422, {f"k{n}": 1 for n in range(MAX_NAMES)}),
    "unknown names in lines": (422, {"register": [{f"k{n}": 1 for n in range(20)}] * 2_000}),
    "a long list": (422, {"register": [1] * 600_000, "cofacilitators": [1] * 100_000}),
    "wrong lines": (422, {"register": [{"pre": "x", "post": [], "max_score": {}}] * 2_000}),
    "long names": (422, {f"{n}{'y' * 9_000}": 1 for n in range(MAX_NAMES)}),
    "long texts": (422, {"title": "x" * 900_000, "identifier": "y" * 900_000}),
}


@pytest.mark.parametrize("which", BODIES)
@pytest.mark.parametrize("path", ["/workshops", "/people/search"])
def test_an_answer_stays_small(
    api: Api, monkeypatch: pytest.MonkeyPatch, path: str, which: str
) -> None:
    """No more sentences are put into words than are said."""
    status, body = BODIES[which]
    said: list[str] = []
    monkeypatch.setattr(problems, "_", lambda text, **params: said.append(text) or text)
    answer = api.client.post(
        f"/api/v1{path}",
        data=json.dumps(body, separators=(",", ":")),
        content_type="application/json",
        headers=api.headers,
    )
    assert answer.status_code == status
    assert len(answer.data) < SMALL
    assert len(answer.json.get("errors", ())) <= MAX_ERRORS
    assert len(said) <= MAX_ERRORS + 2


def test_how_many_are_not_listed_is_said(api: Api) -> None:
    body = {f"k{n}": 1 for n in range(MAX_NAMES)}
    said = api.refused(422, "POST", "/workshops", body)
    missing = 2  # the cascade and the first day
    assert said.startswith(f"{MAX_NAMES + missing} things are wrong here, of which 50 are listed.")


def test_a_full_register_with_all_that_is_known_is_taken(api: Api) -> None:
    """The largest body that anybody has a use for."""
    details = {
        "name": "Amani",
        "phone": "+254 700 000000",
        "email": "a@b.example",
        "id_number": "1",
    }
    profile = {"sex": "female", "age_band": "25-34", "cadre": "Nurse", "disability": "no"}
    profile |= {"region": api.post("/regions", name="Kisumu")["id"]}
    profile |= {"organisation": api.post("/organisations", name="Ministry")["id"]}
    scores = {"pre": 1, "post": 2, "max_score": 3}
    line = {"identifier": "A", "details": details, "profile": profile, **scores}
    body = {"cascade": api.cascade(), "starts_on": "2999-01-01", "register": [line] * 2_000}
    assert "still to come" in api.refused(422, "POST", "/workshops", body)


# ---- headers, and what is asked for ----------------------------------------------------------

HEADERS = ("Idempotency-Key", "Accept-Language", "Accept", "Content-Type", "If-None-Match", "Range",
           "Cookie", "Sec-Fetch-Site", "Origin", "X-Forwarded-For", "Accept-Encoding")  # fmt: skip
SENT = (
    "",
    ",",
    ";q=x",
    "q=1e400",
    "{x}",
    "%s",
    "=1+1",
    "null",
    "<b>",
    "\\",
    '"',
    "x" * 5_000,
    "\xff\xfe",
)
MANY = 10
"""Texts that each word of each route is told, of chance; the seed is the word's name."""


@pytest.mark.parametrize("header", HEADERS)
def test_no_header_is_too_much(api: Api, header: str) -> None:
    cascade = api.cascade()
    for text in SENT:
        for method, path, body in (
            ("GET", "/people?limit=1", None),
            ("POST", "/people", {"cascade": cascade}),
        ):
            headers = api.headers | {header: text}
            answer = api.client.open(f"/api/v1{path}", method=method, json=body, headers=headers)
            assert answer.status_code < 500, (header, text)


def test_nothing_that_is_asked_for_is_too_much(api: Api, client: FlaskClient) -> None:
    """Every word that an address may have, of every route, saying everything."""
    cascade = api.cascade()
    person = api.person(cascade, "A")
    workshop = api.workshop(cascade, "2024-01-01", "A", "B")
    ids = {"cascade": cascade, "person": person, "name": "x", "evidence": person, "purpose": "x"}
    nouns = {"people": person, "workshops": workshop}
    more = ["9" * 400, "-1", "1.5", "0", "1e400", "²", "٣", "x" * 500, "W10", "0001-01-01"]
    for path, asked in Document(client.get("/api/openapi.json").json).reads.values():
        where = path.format(id=nouns.get(path.split("/")[1], cascade), **ids)
        for word in asked:
            for text in random.Random(f"{path} {word}").sample([*TYPED, *more], MANY):
                answer = client.get(
                    f"/api/v1{where}", query_string={word: text}, headers=api.headers
                )
                assert answer.status_code < 500, (where, word, text)
