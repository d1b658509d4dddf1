"""Who may come in, and what is said to who sends nonsense."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.home import Home
from domain.values import Role
from tests.support.api import Api
from tests.support.people_of import as_

OPEN = {
    "/",
    "/api/openapi.json",
    "/static/<path:filename>",
    "/signin",
    "/signin/second-factor",
    "/link/<secret>",
    "/look-around/<role>",
}
SOME_ID = "3f0e6f0a-5c3f-4a57-9d1c-2f6b7b0f5a10"


def every_route(app: Flask) -> list[tuple[str, str]]:
    """(method, path) of all, with some id in every place."""
    return [
        (method, re.sub(r"<[^>]+>", SOME_ID, rule.rule))
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"OPTIONS"})
        if rule.rule not in OPEN
    ]


# ---- the key ---------------------------------------------------------------------------------


def test_every_route_refuses_who_has_no_key(app: Flask, client: FlaskClient) -> None:
    routes = every_route(app)
    assert len(routes) > 100
    for method, path in routes:
        assert client.open(path, method=method).status_code == 401, (method, path)


def test_what_does_not_exist_is_refused_alike(client: FlaskClient) -> None:
    assert client.get("/api/v1/nothing").status_code == 401
    assert client.delete("/api/v1/people").status_code == 401


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer wrong", "Basic dXNlcjpwYXNz", "Bearer é", "", "Bearer \ufffd"]
)
def test_a_wrong_key_is_refused(client: FlaskClient, header: str) -> None:
    answer = client.get(
        "/api/v1/cascades", headers={"Authorization": header.encode().decode("latin-1")}
    )
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert "Sign in" in answer.json["detail"]


def test_anyone_may_read_the_document(client: FlaskClient) -> None:
    assert client.get("/api/openapi.json").json["openapi"].startswith("3.1")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 201),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"}, 403),
        ({"Origin": "http://localhost"}, 201),
        ({"Origin": "http://evil.example"}, 403),
        ({}, 403),
    ],
)
def test_a_cookie_changes_things_from_our_own_pages_only(
    client: FlaskClient, home: Home, headers: dict[str, str], status: int
) -> None:
    as_(client, home, Role.ADMINISTRATOR).signs_in(client)
    said = {"slug": "malaria", "title": "Malaria"}
    assert client.post("/api/v1/cascades", json=said, headers=headers).status_code == status


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "10.0.0.1", "", "[::"])
def test_only_this_machine_is_answered(api: Api, host: str) -> None:
    answer = api.send("GET", "/cascades", Host=host)
    assert answer.status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "[::1]:8000"])
def test_its_own_names_are_answered(api: Api, host: str) -> None:
    assert api.send("GET", "/cascades", Host=host).status_code == 200


def test_every_answer_is_guarded(api: Api) -> None:
    headers = api.send("GET", "/cascades").headers
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"


# ---- nonsense --------------------------------------------------------------------------------

BODIES: list[tuple[bytes, int, str]] = [
    (b"{", 400, "not JSON"),
    (b"\xff\xfe", 400, "not UTF-8"),
    (b"[" * 5_000 + b"]" * 5_000, 400, "nested|not JSON"),
    (b'{"slug":' + b"[" * 40 + b"]" * 40 + b"}", 400, "nested"),
    (b'{"slug": ' + b"9" * 5_000 + b"}", 400, "not JSON"),
    (b'{"evidence_months": 1' + b"0" * 30 + b"}", 400, "too large"),
    (b'{"slug": NaN}', 400, "not JSON"),
    (b'{"slug": 1e999}', 400, "not JSON"),
    (b'{"slug": "a\\u0000b"}', 400, "no text"),
    (b'{"slug": "\\ud800"}', 400, "no text"),
    (b'{"slug": "a", "slug": "b"}', 400, "twice"),
    (b"[]", 422, "object"),
    (b"null", 422, "object"),
    (b"{}", 422, "needed"),
    (b'{"slug": "a", "title": "A", "titel": "B"}', 422, "no such field"),
    (b'{"slug": "a", "title": 7}', 422, "text"),
    (b'{"slug": "Not a code", "title": "A"}', 422, "small letters"),
    (b'{"slug": "a", "title": "' + b"x" * 500 + b'"}', 422, "long"),
    (b'{"slug": "a", "title": "A", "evidence_months": 1.5}', 422, "whole number"),
    (b'{"slug": "a", "title": "A", "standard": {"least_rubric": 9}}', 422, "from 1 to 5"),
]


@pytest.mark.parametrize(("body", "status", "sentence"), BODIES)
def test_nonsense_is_answered_by_one_sentence(
    api: Api, client: FlaskClient, home: Home, body: bytes, status: int, sentence: str
) -> None:
    answer = client.post(
        "/api/v1/cascades",
        data=body,
        headers=api.headers | {"Content-Type": "application/json"},
    )
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"
    assert re.search(sentence, answer.json["detail"] + str(answer.json.get("errors")))
    assert home.log.position() == 0


def test_another_kind_of_body_is_refused(api: Api, client: FlaskClient) -> None:
    answer = client.post("/api/v1/cascades", data={"slug": "a"}, headers=api.headers)
    assert answer.status_code == 415 and "application/json" in answer.json["detail"]


def test_too_large_a_body_is_refused(api: Api) -> None:
    assert "bytes" in api.refused(413, "POST", "/cascades", {"title": "x" * 3_000_000})


def test_a_method_that_is_not_taken_is_answered_with_those_that_are(api: Api) -> None:
    answer = api.send("DELETE", "/people")
    assert answer.status_code == 405
    assert {"GET", "POST"} <= set(answer.headers["Allow"].split(", "))


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/cascades/not-an-id", 404),
        (f"/cascades/{SOME_ID}", 404),
        ("/nothing", 404),
        ("/people?limit=0", 422),
        ("/people?limit=x", 422),
        ("/people?limit=5&limit=6", 400),
        ("/people?after=zzz", 422),
        ("/people?after=W251bGxd", 422),
        ("/people?cascade=%00", 400),
        ("/people?cascade=%ff", 422),
        ("/people?known_at=yesterday", 422),
        ("/people?known_at=99999", 422),
        ("/people?known_at=2999-01-01T00:00:00Z", 422),
        ("/workshops?as_of=2024-02-30", 422),
        ("/workshops?as_of=31.12.2024", 422),
    ],
)
def test_a_wrong_address_says_what_is_wrong(api: Api, path: str, status: int) -> None:
    assert api.refused(status, "GET", path).endswith(".")


def test_an_error_of_ours_tells_nothing_but_that(
    app: Flask, api: Api, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = "+254 700 000001"

    def broken(*args: Any, **kwargs: Any) -> Any:
        raise RuntimeError(secret)

    monkeypatch.setattr("projections.records.cascades.cascades", broken)
    answer = api.send("GET", "/cascades")
    assert answer.status_code == 500
    assert secret not in answer.text + caplog.text and "RuntimeError" in caplog.text
    assert "Traceback" not in answer.text


def test_errors_name_every_place(api: Api) -> None:
    answer = api.send("POST", "/workshops", {"register": [{"pre": "x"}], "kind": "party"})
    places = {error.get("pointer") for error in answer.json["errors"]}
    assert {"#/cascade", "#/starts_on", "#/kind", "#/register/0/pre"} <= places


def test_sentences_are_in_the_readers_language(api: Api) -> None:
    answer = api.send("GET", f"/cascades/{SOME_ID}", Accept_Language="fr-FR,fr;q=0.9")
    english = api.send("GET", f"/cascades/{SOME_ID}", Accept_Language="xx")
    assert answer.json["detail"] != english.json["detail"]
    assert english.json["detail"].startswith("There is no such cascade")
