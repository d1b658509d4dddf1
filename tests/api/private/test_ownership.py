"""One list of whose the rows of the private drawer are, and what is done by it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from api.home import Home
from api.operations.backup import back_up, restore
from api.private import ownership
from api.private.tables import evidence_file, identifier, metadata, sealed, waiting
from domain.service import Actor
from domain.values import PersonId, Reason, ReasonCode, Role
from tests.support.api import ON_BOTH, WHY, Api
from tests.support.erasing import at, rows_with
from tests.support.people_of import as_

MARKER = "Wanjiku-Zqxw-0452"
REQUESTED = Reason(ReasonCode.REQUESTED)


def test_every_table_is_on_the_list() -> None:
    """A new table says how an erasure finds its rows and when one goes that is of no use."""
    assert {table.name for table in ownership.ROWS} == metadata.tables.keys()
    for table, rows in ownership.ROWS.items():
        assert rows.deleted, table.name
        assert rows.erased or rows.person is not None or rows.account is not None, table.name
        for column in (rows.person, rows.account):
            assert column is None or column.table is table, table.name


def test_a_column_that_names_a_person_or_an_account_is_used() -> None:
    used = {*ownership.of_people(), *ownership.of_accounts()}
    for table in metadata.sorted_tables:
        for name in ("person", "account"):
            column = table.columns.get(name)
            assert column is None or column in used or table.name == "erased", column


# ---- erasure follows the facts ---------------------------------------------------------------


@ON_BOTH
def test_who_is_merged_with_somebody_erased_keeps_what_is_theirs(
    api: Api, home: Home, tmp_path: Path
) -> None:
    """The log of an older version may have such: only those whom a fact names are erased."""
    cascade = api.cascade()
    a = api.person(cascade, "TRN-A", details={"name": MARKER})
    c = api.person(cascade, "TRN-C", details={"name": "Otieno Stays"})
    api.post("/merges", one=a, other=c, reason={"code": "new-information"})
    by = Actor("console", "console", str(uuid4()))
    home.service.do(by, lambda commands: commands.erase_person(PersonId(a), REQUESTED))
    for anew in (False, True):
        home.forget_erased(anew=anew)
        _stays(home, c)
    back_up(home, tmp_path / "backup", datetime.now(UTC).date())
    other = Home(tmp_path / "other")
    restore(other, tmp_path / "backup")
    _stays(other, c)
    other.close()


def _stays(home: Home, person: str) -> None:
    known = home.service.read().person(PersonId(person))
    assert home.private.open([known.details]) == {known.details: {"name": "Otieno Stays"}}
    assert home.private.identifiers([person]) == {person: ["TRN-C"]}
    assert rows_with(home, MARKER) == []


def test_a_line_that_bears_the_name_alone_is_named_as_what_remains(
    api: Api, home: Home, client: Any
) -> None:
    cascade = api.cascade()
    p = api.person(cascade, "TRN-P", details={"name": "Wanjiku Kamau", "phone": "0711 222 333"})
    t = api.person(cascade, "TRN-T")
    trainer = as_(client, home, Role.TRAINER, cascade, person=t)
    lines = [
        {"name": "KAMAU, Wanjiku"},
        {"name": "wanjiku  kamau"},
        {"name": "Somebody Else", "phone": "+254711222333"},
    ]
    trainer.post("/proposals", cascade=cascade, starts_on="2024-05-01", register=lines)
    said = api.post(f"/people/{p}/erasure", reason={"code": "requested"})
    assert said["gone"] is False
    (sentence,) = said["remains"]
    assert "1 line on a proposal" in sentence
    assert len(rows_with(home, "wanjiku  kamau")) and rows_with(home, "Somebody Else") == []


def test_it_is_looked_whether_all_is_gone(api: Api, home: Home) -> None:
    """A row that came in by another way than ours, such as a version before this one."""
    cascade = api.cascade()
    p, q = api.person(cascade, "TRN-P"), api.person(cascade, "TRN-Q")
    api.post(f"/people/{p}/erasure", reason={"code": "requested"})
    row = {"series": "malaria", "identifier": MARKER, "person": p, "same": MARKER.lower()}
    with home.private.engine.begin() as connection:
        connection.execute(identifier.insert(), row)
    said = api.post(f"/people/{q}/erasure", reason={"code": "requested"})
    assert said["gone"] is False and "(identifier)" in said["remains"][0]
    home.forget_erased(anew=True)
    assert rows_with(home, MARKER) == [] and home.private.tables_with_erased() == []


# ---- a create that is sent again -------------------------------------------------------------


@ON_BOTH
def test_a_create_that_is_sent_again_after_the_erasure_registers_nobody(
    api: Api, home: Home
) -> None:
    cascade = api.cascade()
    chosen = str(uuid4())
    for body, key in (
        ({"identifier": "TRN-1", "details": {"name": MARKER}}, {"Idempotency_Key": "k1"}),
        ({"id": chosen, "details": {"name": MARKER}}, {}),
    ):
        body |= {"cascade": cascade}
        made = api.send("POST", "/people", body, **key)
        assert made.status_code == 201
        id = made.json["data"]["id"]
        erase = {"reason": {"code": "requested"}}
        first = api.send("POST", f"/people/{id}/erasure", erase, Idempotency_Key=f"e{id}")
        position = home.log.position()
        again = api.send("POST", "/people", body, **key)
        assert again.status_code == 410, again.text
        home.forget_erased(anew=True)
        assert api.send("POST", "/people", body, **key).status_code == 410
        assert home.log.position() == position
        assert rows_with(home, MARKER) == []
        same = api.send("POST", f"/people/{id}/erasure", erase, Idempotency_Key=f"e{id}")
        assert same.json == first.json
    home.private.delete_repeats(datetime.now(UTC) + timedelta(days=31))
    late = api.refused(422, "POST", "/people", {"id": chosen, "cascade": cascade})
    assert "erased" in late


# ---- what is refused after it was kept -------------------------------------------------------


@ON_BOTH
def test_what_is_refused_after_it_was_kept_is_taken_back_at_once(
    app: Flask, api: Api, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    cascade = api.cascade()
    api.person(cascade, "TRN-K")
    workshop = api.workshop(cascade, "2024-03-01", "TRN-L", "TRN-K")
    image = {"kind": "photograph", "media_type": "image/png"}
    content = "V2FuamlrdS1acXh3LTA0NTI="  # the marker in base64
    here = f"/workshops/{workshop}"
    writes = {
        "evidence": ("POST", f"{here}/evidence", {**image, "content": content}),
        "feedback": ("POST", f"{here}/feedback", {"rating": 3, "words": MARKER}),
        "correction": ("PATCH", here, {"title": MARKER, "reason": {"code": "typing-error"}}),
        "newcomer": (
            "POST",
            f"{here}/attendances",
            {"identifier": MARKER, "details": {"name": MARKER}, "reason": WHY},
        ),
    }
    for name, (method, path, body) in writes.items():
        with monkeypatch.context() as patched:
            voided: list[bool] = []
            at(patched, "before it is appended", partial(_void, app, home, here, voided))
            api.refused(422, method, path, body)
        assert voided == [True] and rows_with(home, MARKER) == [], name
        assert home.private.bearers(MARKER) == set()
        api.post(f"{here}/restoration", reason={"code": "typing-error"})


def _void(app: Flask, home: Home, workshop: str, voided: list[bool]) -> None:
    """Once; with whether the texts were there by then."""
    if not voided:
        voided.append(bool(rows_with(home, MARKER)))
        Api(app.test_client(), home).post(f"{workshop}/voiding", reason={"code": "typing-error"})


def test_what_one_sender_takes_back_another_keeps(
    app: Flask, api: Api, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same newcomer and the same file by two at once: one is recorded, and stays whole."""
    cascade = api.cascade()
    workshop = api.workshop(cascade, "2024-03-01", "TRN-L", "TRN-K")
    file = {"kind": "photograph", "media_type": "image/png", "content": "dGV4dA=="}
    id = str(uuid4())
    path, body = f"/workshops/{workshop}/evidence", file | {"id": id}
    with monkeypatch.context() as patched:
        done: list[Any] = []

        def beside() -> None:
            if not done:
                done.append(1)
                done.append(Api(app.test_client(), home).send("POST", path, body))

        at(patched, "before it is appended", beside)
        api.send("POST", path, body)
    assert done[1].status_code == 201
    got = api.send("GET", f"{path}/{id}")
    assert got.status_code == 200 and got.data == b"text"


# ---- killed ----------------------------------------------------------------------------------

KILLED = """
import json, os, signal, sys
from pathlib import Path
from api.app import create_app, serve
from api.home import Home
from domain.log import Log
other = Home(Path(sys.argv[1]))
app = create_app(other)
other.close()
Log.append = lambda *args: os.kill(os.getpid(), signal.SIGKILL)
for path, body in json.loads(sys.argv[2]).items():
    child = os.fork()
    if not child:
        home = Home.of_environment()
        serve(app, home)
        headers = {"Authorization": f"Bearer {home.token()}"}
        app.test_client().post(path, json=body, headers=headers)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL, path
"""
"""Each write in a process of its own, which shares with the others what takes long to load."""


def test_what_a_killed_write_kept_is_swept(api: Api, home: Home, room: Path) -> None:
    cascade = api.cascade()
    workshop = api.workshop(cascade, "2024-03-01", "TRN-L", "TRN-K")
    person = {"identifier": MARKER, "details": {"name": MARKER, "phone": "0711900903"}}
    file = {"kind": "photograph", "media_type": "image/png"}
    writes = {
        "/people": {"cascade": cascade, **person},
        "/workshops": {"cascade": cascade, "starts_on": "2024-03-02", "register": [person]},
        f"/workshops/{workshop}/evidence": file | {"content": "V2FuamlrdS1acXh3LTA0NTI="},
        f"/workshops/{workshop}/feedback": {"rating": 3, "words": MARKER},
    }
    told = json.dumps({f"/api/v1{path}": body for path, body in writes.items()})
    environment = os.environ | {"BANYAN_HOME": str(home.path)}
    command = [sys.executable, "-c", KILLED, str(room / "other"), told]
    subprocess.run(command, env=environment, check=True)
    assert {"sealed", "identifier", "evidence_file"} <= set(rows_with(home, MARKER))
    position = home.log.position()
    before = {table.name: _count(home, table) for table in (sealed, identifier, evidence_file)}
    assert home.private.sweep(home.log) == 0
    home.private.sweep(home.log, datetime.now(UTC) + timedelta(hours=2))
    home.forget_erased()
    assert rows_with(home, MARKER) == []
    assert _count(home, waiting) == 0 and _count(home, evidence_file) == 0
    assert _count(home, identifier) == 2 < before["identifier"]
    assert home.log.position() == position
    made = api.send("POST", "/people", {"id": str(uuid4()), "cascade": cascade, **person})
    assert made.status_code == 201, made.text
    api.post(f"/people/{made.json['data']['id']}/erasure", reason={"code": "requested"})


def _count(home: Home, table: Any) -> int:
    with home.private.engine.connect() as connection:
        return len(connection.execute(table.select()).all())
