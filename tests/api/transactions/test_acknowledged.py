"""Several who create at one moment: what is acknowledged as created is in the log as it was sent,
by its sender, and nobody is told that something was created that was not."""

from __future__ import annotations

from collections.abc import Callable
from threading import local
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from api.home import Home
from api.private import pending
from api.private.tables import sealed
from domain.log import Log
from domain.values import Role
from tests.support.api import ON_BOTH, Api
from tests.support.people_of import as_
from tests.support.threads import together

DAY = "2024-05-01"
ID = "3f0e6f0a-5c3f-4a57-9d1c-2f6b7b0f5a1{}"


class World:
    def __init__(self, api: Api, client: FlaskClient, home: Home, senders: int) -> None:
        self.cascade = api.cascade(evidence_months=12)
        self.person = api.person(self.cascade, "TRN-P")
        self.workshop = api.workshop(self.cascade, "2024-03-01", "TRN-P", "TRN-Q")
        self.region = api.post("/regions", name="Kenya")["id"]
        self.trainer = as_(client, home, Role.TRAINER, self.cascade, person=self.person)
        self.holder = as_(client, home, Role.AUDITOR, self.cascade)
        lines = [{"name": "Typed", "identifier": "TRN-TYPED"}]
        self.proposal = self.trainer.post(
            "/proposals", cascade=self.cascade, starts_on=DAY, register=lines
        )["id"]


def _in(it: World, **said: Any) -> dict[str, Any]:
    return {"cascade": it.cascade, **said}


def _outcome(it: World, n: int, kind: int, **said: Any) -> dict[str, Any]:
    return _in(it, id=ID.format(kind), person=it.person, words=f"sent by {n}", **said)


CREATED: dict[str, Callable[[World, int], tuple[str, dict[str, Any]]]] = {
    "person": lambda it, n: (
        "/people",
        _in(it, identifier="TRN-1", details={"name": f"sent by {n}"}),
    ),
    "person by id": lambda it, n: (
        "/people",
        _in(it, id=ID.format(1), details={"name": f"sent by {n}"}),
    ),
    "person by id and identifier": lambda it, n: (
        "/people",
        _in(it, id=ID.format(n % 8), identifier="TRN-2", details={"name": f"sent by {n}"}),
    ),
    "workshop": lambda it, n: (
        "/workshops",
        _in(it, identifier="W-1", starts_on=DAY, title=f"sent by {n}"),
    ),
    "workshop with newcomers": lambda it, n: (
        "/workshops",
        _in(
            it,
            identifier="W-2",
            starts_on=DAY,
            title=f"sent by {n}",
            register=[{"identifier": "TRN-3", "details": {"name": f"newcomer by {n}"}}],
        ),
    ),
    "workshop by id": lambda it, n: (
        "/workshops",
        _in(it, id=ID.format(2), starts_on=DAY, title=f"sent by {n}"),
    ),
    "plan": lambda it, n: (
        "/workshops/plans",
        _in(it, identifier="W-3", starts_on="2027-05-01", title=f"sent by {n}"),
    ),
    "evidence": lambda it, n: (
        f"/workshops/{it.workshop}/evidence",
        {
            "id": ID.format(3),
            "kind": "photograph",
            "media_type": "image/png",
            "content": f"c2VudCBieSA{n}",
        },
    ),
    "sharing": lambda it, n: ("/outcomes/sharing", _outcome(it, n, 7, claimed_on=DAY, people=n)),
    "behaviour": lambda it, n: (
        "/outcomes/behaviours",
        _outcome(it, n, 8, observed_on=DAY, fidelity=n / 10),
    ),
    "result": lambda it, n: (
        "/outcomes/results",
        _outcome(it, n, 9, reported_on=DAY, quantity=n, unit="nets"),
    ),
    "proposal": lambda it, n: (
        "/proposals",
        _in(it, id=ID.format(4), starts_on=DAY, title=f"sent by {n}"),
    ),
    "acceptance": lambda it, n: (
        f"/proposals/{it.proposal}/acceptance",
        {"lines": [{"new": True}]},
    ),
    "cascade": lambda it, n: ("/cascades", {"slug": "new", "title": f"sent by {n}"}),
    "region": lambda it, n: ("/regions", {"name": "Lake", "parent": it.region}),
    "region by id": lambda it, n: ("/regions", {"id": ID.format(5), "name": "Hill"}),
    "organisation": lambda it, n: ("/organisations", {"name": "Red Cross"}),
    "grant": lambda it, n: (
        f"/accounts/{it.holder.account}/grants",
        _in(it, role="coordinator", reason={"code": "requested", "words": f"sent by {n}"}),
    ),
}


@pytest.fixture
def made(api: Api, client: FlaskClient, home: Home) -> World:
    return World(api, client, home, 8)


def senders(app: Flask, home: Home, it: World, name: str, many: int) -> list[Callable[[], Any]]:
    """Each sends a write of its own, were it with the same words."""
    found = []
    for n in range(many):
        one: Api = Api(app.test_client(), home)
        if name == "proposal":
            one.headers = it.trainer.headers
        key = f"{name} {n}"
        found.append(
            lambda one=one, n=n, key=key: one.send(
                "POST", *CREATED[name](it, n), Idempotency_Key=key
            )
        )
    return found


def must_be_true(
    home: Home, answers: list[Any], name: str, before: int, there: set[tuple[str, str]]
) -> None:
    """One 201 for each thing that was created; what was sent with it is what is kept."""
    for answer in answers:
        assert answer.status_code in (200, 201, 409, 422), (name, answer.text)
    created = [n for n, answer in enumerate(answers) if answer.status_code == 201]
    assert len(created) == 1, (name, [answer.text for answer in answers])
    entries = list(home.log.read(after=before))
    position = answers[created[0]].json["position"]
    assert position in {entry.position for entry in entries}
    said = {getattr(e.event, "details", None) for e in entries}
    said |= {getattr(e.event, "words", None) for e in entries}
    said |= {getattr(getattr(e.event, "reason", None), "words", None) for e in entries}
    texts = str(sorted(map(str, home.private.open(said - {None}).values())))
    for n in range(len(answers)):
        assert (f"by {n}" in texts) <= (n in created), (name, n, texts)
    if any("sent by" in str(body) for body in CREATED_BODIES[name]):
        assert f"sent by {created[0]}" in texts + str(entries), (name, texts)
    for n in set(range(len(answers))) - set(created):
        new = kept(home) - there
        assert not any(f"by {n}" in content for _, content in new), (name, n)


def kept(home: Home) -> set[tuple[str, str]]:
    with home.private.engine.connect() as connection:
        rows = connection.execute(select(sealed.c.commitment, sealed.c.content))
        return {(made, content) for made, content in rows}


CREATED_BODIES: dict[str, list[Any]] = {}


@ON_BOTH
@pytest.mark.parametrize("moment", ["keep", "append"])
def test_of_two_at_once_one_creates(
    app: Flask, home: Home, made: World, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """The second is done as a whole at one step of the first."""
    for name in CREATED:
        CREATED_BODIES[name] = [CREATED[name](made, n)[1] for n in range(2)]
        first, second = senders(app, home, made, name, 2)
        before, there, done = home.log.position(), kept(home), []
        where, what = (pending, "keep") if moment == "keep" else (Log, "append")
        real, begun = getattr(where, what), local()

        def step(*args: Any, real: Any = real, second: Any = second, done: Any = done) -> Any:
            if not done:
                done.append(None)
                (done[0],) = together(lambda act: act(), [second])
            return real(*args)

        with monkeypatch.context() as patched:
            patched.setattr(where, what, step)
            answer = first()
        if done:  # what has no text is not kept
            must_be_true(home, [answer, done[0]], name, before, there)
        else:
            assert moment == "keep" and begun is not None


@ON_BOTH
def test_of_eight_at_once_one_creates(app: Flask, home: Home, made: World) -> None:
    for name in CREATED:
        CREATED_BODIES[name] = [CREATED[name](made, n)[1] for n in range(8)]
        before, there = home.log.position(), kept(home)
        answers = together(lambda send: send(), senders(app, home, made, name, 8))
        must_be_true(home, answers, name, before, there)


@ON_BOTH
def test_a_line_that_names_who_became_known_meanwhile_is_that_person(
    app: Flask, home: Home, made: World, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And what was typed of them is not sealed as somebody else's."""
    done: list[Any] = []
    keep = pending.keep
    newcomer = {"cascade": made.cascade, "identifier": "TRN-N", "details": {"name": "First"}}

    def step(*args: Any) -> None:
        if not done:
            done.append(None)
            other = Api(app.test_client(), home)
            (done[0],) = together(lambda body: other.send("POST", "/people", body), [newcomer])
        keep(*args)

    monkeypatch.setattr(pending, "keep", step)
    line = {"identifier": "TRN-N", "details": {"name": "Second"}}
    body = {"cascade": made.cascade, "starts_on": DAY, "register": [line]}
    id = api.post("/workshops", **body)["id"]
    (signed,) = api.get(f"/workshops/{id}")["register"]
    assert done[0].status_code == 201
    assert (signed["person"], signed["name"]) == (done[0].json["data"]["id"], "First")
    assert len(api.get(f"/people?cascade={made.cascade}")) == 3


@ON_BOTH
def test_the_same_create_sent_by_eight_hands_acts_once(app: Flask, home: Home, made: World) -> None:
    """All are answered as the first was: it is one write."""
    for name in ("person", "workshop with newcomers", "sharing", "region", "cascade"):
        path, body = CREATED[name](made, 0)
        before = home.log.position()

        def send(one: Api, path: str = path, body: Any = body) -> Any:
            return one.send("POST", path, body, Idempotency_Key=f"key of {path}")

        answers = together(send, [Api(app.test_client(), home) for _ in range(8)])
        assert {answer.status_code for answer in answers} == {201}, [a.text for a in answers]
        assert len({str(answer.json["data"]) for answer in answers}) == 1
        assert len({e.command for e in home.log.read(after=before)}) == 1


def test_a_role_that_stands_already_is_answered_with_the_grant_that_stands(
    api: Api, made: World
) -> None:
    path, body = CREATED["grant"](made, 0)
    first = api.send("POST", path, body)
    again = api.send("POST", path, body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json["data"] == again.json["data"]
    assert first.json["position"] == again.json["position"]


def test_what_is_defined_anew_is_not_created(api: Api) -> None:
    for path in ("/regions", "/organisations"):
        body = {"id": ID.format(6), "name": "Lake"}
        assert [api.send("POST", path, body, Idempotency_Key=k).status_code for k in "ab"] == [
            201,
            200,
        ]
