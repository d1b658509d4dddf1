"""An entry that this version cannot read: one sentence at every door, and nothing is recorded."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from api.home import Home
from domain.codec import DamagedEntry, NewerEntry, decode
from domain.values import Role
from tests.support.api import Api
from tests.support.command import Banyan
from tests.support.hostile.reads import address, rules
from tests.support.pages import CASCADE, small_cascade
from tests.support.people_of import as_

ENTRIES = {
    "a name that is none yet": ("workshop.held.9", b'{"fact":{}}'),
    "a name with a place in it": ("person.{x} %s", b"[]"),
    "a shape that is none yet": ("workshop.held", b'{"at":"2026-01-01T00:00:00Z","fact":{"x":1}}'),
    "a value that is none yet": ("batch.started", b'{"fact":7}'),
}
DAMAGED = {"no JSON": b"\x00\xff{", "half of it": b'{"at":"2026', "nothing": b""}


COMMANDS = (
    ["reach", "--cascade", CASCADE], ["check"], ["rebuild"], ["daily"], ["user", "list"],
    ["export", "--cascade", CASCADE, "--table", "people"], ["cascade", "list"],
)  # fmt: skip


def put(home: Home, name: str, state: bytes) -> int:
    """As another process would have written it; its position."""
    with sqlite3.connect(home.path / "log.db") as connection:
        done = connection.execute(
            "INSERT INTO stored_events (originator_id, originator_version, topic, state)"
            " VALUES ('workshop/x', 1, ?, ?)",
            (name, state),
        )
    return int(done.lastrowid or 0)


@pytest.fixture
def home(room: Path) -> Iterator[Home]:
    """Without the audit, which rightly cannot read it either."""
    home = Home(room / "banyan_home")
    yield home
    home.close()


@pytest.mark.parametrize("which", [*ENTRIES, *DAMAGED])
def test_it_is_one_sentence_at_every_door(app: Flask, home: Home, room: Path, which: str) -> None:
    api, browser = Api(app.test_client(), home), app.test_client()
    small_cascade(home, room / "in")
    as_(browser, home, Role.COORDINATOR, CASCADE).signs_in(browser)
    name, state = ENTRIES.get(which) or ("workshop.held", DAMAGED.get(which, b""))
    position, status = put(home, name, state), 503 if which in ENTRIES else 500
    wanted = sentence(which, name, position)
    before = home.log.position()
    assert api.refused(status, "GET", "/me") == wanted
    assert api.refused(status, "POST", "/people", {"cascade": CASCADE}) == wanted
    assert home.log.position() == before
    for rule in rules(app):
        answer = browser.get(address(rule, {"cascade": CASCADE}), headers={"Accept": "text/html"})
        assert answer.status_code == status, rule
        if rule.rule.startswith("/api/"):
            assert answer.json["detail"] == wanted, rule
        else:
            (said,) = re.findall(r'role="alert">([^<]*)<', answer.text)
            assert said == wanted, rule
    assert browser.get("/signin").status_code == status
    assert browser.get("/static/banyan.css").status_code == 200
    home.close()
    for command in COMMANDS:
        answer = Banyan(home.path)(*command)
        if command == ["check"]:  # which says all that is wrong, one after the other
            assert (answer.code, wanted in answer.out.splitlines()) == (1, True)
        else:
            *_progress, said = answer.err.strip().splitlines()
            assert (answer.code, said) == (1, wanted)


def sentence(which: str, name: str, position: int) -> str:
    if which in ENTRIES:
        return (
            f"This log holds an entry of a newer version of Banyan (position {position}, {name}). "
            "Update Banyan; nothing is lost, and until then nothing is recorded here."
        )
    return (
        f"The entry at position {position} of the log is damaged: it is not what Banyan wrote. "
        "Keep all files as they are, make a copy of them, and restore a backup into a new home."
    )


def test_who_is_nobody_sees_the_welcome_all_the_same(app: Flask, home: Home) -> None:
    put(home, "workshop.held.9", b"{}")
    assert app.test_client().get("/").status_code == 200


@pytest.mark.parametrize("which", ENTRIES)
def test_what_is_json_is_of_a_newer_version(which: str) -> None:
    name, state = ENTRIES[which]
    with pytest.raises(NewerEntry, match="position 7"):
        decode(name, state, 7)


@pytest.mark.parametrize("state", DAMAGED.values())
def test_what_is_no_json_is_damaged(state: bytes) -> None:
    for name in ("workshop.held", "workshop.held.9"):
        with pytest.raises(DamagedEntry, match="position 7"):
            decode(name, state, 7)
