"""A marker in every text that every JSON door takes: some of it is recorded, some refused, some
sent twice; then everybody is erased, and it is looked where the marker still is."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from api.home import Home
from api.operations import maintenance
from api.private.tables import metadata, sealed
from domain.values import Role
from tests.support.api import ON_BOTH, Api
from tests.support.people_of import as_
from tests.support.programme import address, body, operations, programme

MARKER = "Zqxw-Ñandú-0453"
NOT_OF_A_PERSON = {
    ("workshop", "details"): "the title and venue of a workshop",
    ("workshop", "words"): "why a workshop as a whole was voided, and what nobody's name stands on",
    ("cascade", "words"): "why a cascade was changed",
    ("cascade", "details"): "the objectives of a curriculum",
    ("access", "words"): "why somebody who is not a trainer was given a role",
    ("batch", "words"): "why an import was taken back",
}
"""(kind of stream, tag) that stay, since they tell of nobody by themselves."""
SECRETS = ("password", "code", "link", "content")


class Filled:
    """Bodies with the marker in every text, as the document describes them."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._paths = document["paths"]
        self._schemas = document["components"]["schemas"]

    def body(self, method: str, path: str) -> dict[str, Any]:
        said = self._paths[path][method.lower()].get("requestBody")
        found = self._value(said["content"]["application/json"]["schema"], "") if said else {}
        return found if isinstance(found, dict) else {}

    def _value(self, schema: dict[str, Any], name: str) -> Any:
        if "$ref" in schema:
            schema = self._schemas[schema["$ref"].rsplit("/", 1)[-1]]
        for several in ("allOf", "anyOf", "oneOf"):
            if several in schema:
                return self._value(schema[several][0], name)
        if "enum" in schema:
            return next(value for value in schema["enum"] if value is not None)
        kind = schema.get("type")
        kind = next(k for k in kind if k != "null") if isinstance(kind, list) else kind
        if kind == "object":
            fields = schema.get("properties", {})
            made = {key: self._value(one, key) for key, one in fields.items() if key not in SECRETS}
            return {key: value for key, value in made.items() if value is not None}
        if kind == "array":
            one = self._value(schema.get("items", {}), name)
            return None if one is None else [one]
        if kind == "string" and not schema.keys() & {"format", "pattern"}:
            return MARKER[: schema.get("maxLength", 200)]
        return None


def rule_to_path(rule: str) -> str:
    return re.sub(r"<[a-z]+:([a-z]+)>", r"{\1}", rule)


def send_everything(app: Flask, home: Home, api: Api, it: Any) -> tuple[int, int]:
    """(recorded, refused). Each route four times: with all its texts, the same
    again, with what it is for alone, and with something that is not right."""
    client = app.test_client()
    document = client.get("/api/openapi.json", headers=api.headers).json
    filled, codes = Filled(document), []
    who = [api, as_(client, home, Role.TRAINER, it.cascade, person=it.people["B"])]
    who.append(as_(client, home, Role.AUDITOR, it.cascade))
    for name, method, rule in sorted(operations(app)):
        if method == "GET" or name in ("erasePerson", "closeCascade"):
            continue
        texts = filled.body(method, rule_to_path(rule))
        whole = texts | {"starts_on": "2024-05-05", "rating": 3} | body(name, it)
        if "reason" in texts:
            whole["reason"] = {"code": "typing-error", "words": MARKER}
        for field in ("profile", "lead", "cofacilitators", "parent", "organisation"):
            whole.pop(field, None)
        allowed = document["paths"][rule_to_path(rule)][method.lower()].get("requestBody")
        known = _fields(document, allowed)
        whole = {key: value for key, value in whole.items() if key in known}
        for one in who:
            for sent in (whole, whole, body(name, it), whole | {"not_there": MARKER}):
                answer = one.send(method, address(rule, it), sent)
                assert answer.status_code < 500, (name, sent, answer.text)
                codes.append(answer.status_code)
    return sum(code < 300 for code in codes), sum(code >= 400 for code in codes)


def _fields(document: dict[str, Any], said: Any) -> set[str]:
    if not said:
        return set()
    schema = said["content"]["application/json"]["schema"]
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
    return set(schema.get("properties", {}))


def where(home: Home) -> set[tuple[str, str]]:
    """(table, column) of the private drawer that have the marker; of texts (kind, tag)."""
    found = set()
    forms = {MARKER, json.dumps(MARKER)[1:-1]}
    coded = {f.encode(c) for f in forms for c in ("utf-8", "utf-16-le")}
    with home.private.engine.connect() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(select(table)).mappings():
                for column, value in row.items():
                    plain = bytes(value) if isinstance(value, bytes | memoryview) else str(value)
                    content = plain if isinstance(plain, bytes) else plain.encode()
                    if any(needle in content for needle in coded):
                        kind = row["owner"].split("/")[0] if table is sealed else table.name
                        found.add((kind, row["tag"] if table is sealed else str(column)))
    return found


@ON_BOTH
def test_nothing_is_left_about_anybody(
    app: Flask, home: Home, api: Api, client: FlaskClient
) -> None:
    it = programme(api)
    other = as_(client, home, Role.AUDITOR, it.cascade)
    it.account, it.grant = other.account, other.granted(Role.COORDINATOR, it.cascade)
    proposer = as_(client, home, Role.TRAINER, it.cascade, person=it.people["X"])
    lines = [{"name": MARKER, "phone": "+254 711 000 001"}]
    it.proposal = proposer.post(
        "/proposals", cascade=it.cascade, starts_on="2024-05-02", title=MARKER, register=lines
    )["id"]
    recorded, refused = send_everything(app, home, api, it)
    assert recorded > 30 and refused > 60
    there = where(home)
    assert {("person", "details"), ("pair", "words"), ("outcome", "words")} <= there
    with home.views.read() as db:
        everybody = [id for (id,) in db.rows("SELECT id FROM person WHERE erased = 0")]
    for person in everybody:
        api.post(f"/people/{person}/erasure", reason={"code": "requested"})
    home.private.sweep(home.log, datetime.now(UTC) + timedelta(hours=2))
    list(maintenance.run(home, date(2024, 6, 1)))
    left = where(home) - NOT_OF_A_PERSON.keys()
    assert left == set()
