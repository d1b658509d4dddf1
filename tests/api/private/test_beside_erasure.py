"""Whatever is written about somebody at the moment at which they are erased: nothing of it stays.

The erasure is done as a whole at one step of the write: before its texts are kept, between that and
the entry, or after the entry. Every door that takes a text about somebody is tried at each.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.home import Home
from api.private import shredding
from domain.values import Role
from tests.support.api import Api
from tests.support.erasing import MOMENTS, at, rows_with
from tests.support.people_of import Somebody, as_
from tests.support.threads import aside, ended

MARKER = "Wanjiku-Zqxw-0451"
SAID = {"code": "new-information", "words": MARKER}
DAY = "2024-05-01"


@dataclass
class World:
    """P is who is erased: on the register of one workshop, the lead of another, certified."""

    api: Api
    cascade: str = ""
    p: str = ""
    q: str = ""
    signed: str = ""
    other: str = ""
    led: str = ""
    outcome: str = ""
    account: str = ""
    proposal: str = ""
    trainer: Somebody | None = None
    auditor: Somebody | None = None


def world(api: Api, client: FlaskClient, home: Home, slug: str) -> World:
    it = World(api, api.cascade(slug))
    it.p, it.q = (api.person(it.cascade, name) for name in ("TRN-P", "TRN-Q"))
    it.signed = api.workshop(it.cascade, "2024-03-01", "TRN-L", "TRN-P", "TRN-Q")
    it.other = api.workshop(it.cascade, "2024-03-05", "TRN-L", "TRN-M")
    it.led = api.workshop(it.cascade, "2024-04-01", "TRN-P", "TRN-Q")
    here = f"/cascades/{it.cascade}/certifications/{it.p}"
    why = {"code": "new-information"}
    api.post(f"{here}/certificates", level="qualified", certified_on="2024-03-02", waiver=why)
    said = {"cascade": it.cascade, "person": it.p, "claimed_on": DAY, "people": 3}
    it.outcome = api.post("/outcomes/sharing", **said)["id"]
    it.auditor = as_(client, home, Role.AUDITOR, it.cascade)
    it.account = it.auditor.account
    it.trainer = as_(client, home, Role.TRAINER, it.cascade, person=it.p)
    made = {"cascade": it.cascade, "starts_on": DAY, "register": []}
    it.proposal = it.trainer.post("/proposals", **made)["id"]
    return it


def _certificates(it: World) -> str:
    return f"/cascades/{it.cascade}/certifications/{it.p}"


def _outcome(it: World, kind: str, **said: Any) -> Any:
    body = {"cascade": it.cascade, "person": it.p, "words": MARKER, **said}
    return it.api.send("POST", f"/outcomes/{kind}", body)


def _attendance(it: World, what: str, **said: Any) -> Any:
    return it.api.send("POST", f"/workshops/{it.signed}/attendances/{it.p}/{what}", said)


def _pair(it: World, path: str) -> Any:
    return it.api.send("POST", path, {"one": it.p, "other": it.q, "reason": SAID})


def _by(one: Somebody | None, method: str, path: str, body: Any) -> Any:
    assert one is not None
    return one.send(method, path, body)


def _proposed(it: World) -> dict[str, Any]:
    lines = [{"name": f"{MARKER} typed"}]
    return {"starts_on": DAY, "title": f"{MARKER} Hall", "register": lines}


KEY = {"level": "qualified", "certified_on": "2024-03-02"}
GRANT = {"role": "trainer", "reason": SAID}
CARRIERS: dict[str, Callable[[World], Any]] = {
    "details": lambda it: it.api.send(
        "PUT", f"/people/{it.p}/details", {"details": {"name": MARKER}, "reason": SAID}
    ),
    "profile": lambda it: it.api.send(
        "PATCH", f"/people/{it.p}", {"profile": {"cadre": "nurse"}, "reason": SAID}
    ),
    "revelation": lambda it: _by(
        it.auditor, "POST", f"/people/{it.p}/revelations", {"reason": SAID}
    ),
    "sharing": lambda it: _outcome(it, "sharing", claimed_on=DAY, people=3),
    "behaviour": lambda it: _outcome(it, "behaviours", observed_on=DAY, fidelity=0.5),
    "result": lambda it: _outcome(it, "results", reported_on=DAY, quantity=3, unit="nets"),
    "outcome voided": lambda it: it.api.send(
        "POST", f"/outcomes/{it.outcome}/voiding", {"reason": SAID}
    ),
    "feedback": lambda it: it.api.send(
        "POST",
        f"/workshops/{it.signed}/feedback",
        {"person": it.p, "rating": 4, "words": MARKER},
    ),
    "attendance voided": lambda it: _attendance(it, "voiding", reason=SAID),
    "scores": lambda it: _attendance(it, "scores", pre=1, post=2, max_score=3, reason=SAID),
    "moved": lambda it: _attendance(it, "move", to=it.other, reason=SAID),
    "added": lambda it: it.api.send(
        "POST", f"/workshops/{it.other}/attendances", {"person": it.p, "reason": SAID}
    ),
    "made lead": lambda it: it.api.send(
        "PATCH", f"/workshops/{it.other}", {"lead": {"person": it.p}, "reason": SAID}
    ),
    "no longer lead": lambda it: it.api.send(
        "PATCH", f"/workshops/{it.led}", {"lead": None, "reason": SAID}
    ),
    "number": lambda it: it.api.send(
        "POST",
        f"{_certificates(it)}/certificates/correction",
        {**KEY, "number": MARKER, "reason": {"code": "typing-error"}},
    ),
    "certified": lambda it: it.api.send(
        "POST",
        f"{_certificates(it)}/certificates",
        {"level": "master", "certified_on": "2024-03-03", "number": MARKER, "waiver": SAID},
    ),
    "certificate voided": lambda it: it.api.send(
        "POST", f"{_certificates(it)}/certificates/voiding", {**KEY, "reason": SAID}
    ),
    "suspended": lambda it: it.api.send(
        "POST", f"{_certificates(it)}/suspensions", {"suspended_on": DAY, "reason": SAID}
    ),
    "revoked": lambda it: it.api.send(
        "POST", f"{_certificates(it)}/revocations", {"revoked_on": DAY, "reason": SAID}
    ),
    "merged": lambda it: _pair(it, "/merges"),
    "distinct": lambda it: _pair(it, "/distinctions"),
    "unsure": lambda it: _pair(it, "/doubts"),
    "granted": lambda it: it.api.send(
        "POST",
        f"/accounts/{it.account}/grants",
        {**GRANT, "cascade": it.cascade, "person": it.p},
    ),
    "proposed": lambda it: _by(
        it.trainer, "POST", "/proposals", {"cascade": it.cascade, **_proposed(it)}
    ),
    "proposal revised": lambda it: _by(
        it.trainer, "PUT", f"/proposals/{it.proposal}", _proposed(it)
    ),
}


class Beside:
    """Erases P as a whole, once, when it is called; in a thread of its own, as another process."""

    def __init__(self, app: Flask, home: Home, it: World) -> None:
        self._app, self._home, self._it = app, home, it
        self.answer: Any = None
        self.rows_then: list[str] = []

    def __call__(self) -> None:
        if self.answer is None:
            self.answer = "begun"
            ended(aside(self._erase))

    def _erase(self) -> None:
        other = Api(self._app.test_client(), self._home)
        body = {"reason": {"code": "requested"}}
        self.answer = other.send("POST", f"/people/{self._it.p}/erasure", body)
        self.rows_then = rows_with(self._home, MARKER)


IN_TURN = [
    ("sqlite", 2),
    ("postgres", len(MOMENTS)),
    pytest.param("sqlite", 1, marks=pytest.mark.soak),
    pytest.param("postgres", 1, marks=pytest.mark.soak),
]
"""Each carrier at every second moment; on PostgreSQL, where each erasure writes its tables anew, at
one of the moments; and at all of them in the long run."""


@pytest.mark.parametrize("home, every", IN_TURN, indirect=["home"])
@pytest.mark.parametrize("moment", MOMENTS)
def test_nothing_of_it_stays(
    app: Flask,
    home: Home,
    api: Api,
    client: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    moment: str,
    every: int,
) -> None:
    # Who reads waits for the erasure here, so that the erasure would wait for them in vain.
    monkeypatch.setattr(shredding, "PATIENCE", 1.0)
    for n, (name, carrier) in enumerate(CARRIERS.items(), MOMENTS.index(moment)):
        if n % every:
            continue
        it = world(api, client, home, f"c{n}")
        with monkeypatch.context() as patched:
            beside = Beside(app, home, it)
            at(patched, moment, beside)
            answer = carrier(it)
        assert answer.status_code < 500, (name, answer.text)
        assert beside.answer is not None, (name, answer.text)
        assert beside.answer.status_code == 200, (name, beside.answer.text)
        said = beside.answer.json["data"]
        recycled = any("wal_recycle" in left for left in said["remains"])  # as PostgreSQL does
        assert said["gone"] is not recycled, (name, said)
        assert home.url is not None or not recycled
        assert beside.rows_then == [], name
        assert rows_with(home, MARKER) == [], name
        if moment == MOMENTS[2]:
            assert answer.status_code in (200, 201), (name, answer.text)
        else:
            assert answer.status_code >= 400, (name, answer.text)
