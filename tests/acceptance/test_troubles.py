"""A full disk, files that may not be written, damage, a database that refuses: one sentence each,
at every door, nothing half-done, and no advice to delete evidence."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from flask.testing import FlaskClient

from api.home import DRAWERS, Home
from api.integrity import storage_failures
from api.transactions.snapshots import Snapshots
from projections.db import fold
from projections.scratch import Scratch
from tests.support.apps import app_of
from tests.support.browsing import Browser, add
from tests.support.command import Banyan
from tests.support.pages import open_cascade
from tests.support.postgres import Database

FULL = "The disk is full."
NAME = "Wanjiku Full-Zq"


class Disk:
    """A small one of its own, where this user may mount one; else files may not grow."""

    def __init__(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(path)]
        self.path, self._patch = path, monkeypatch
        self.mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0

    def unmount(self) -> None:
        if self.mounted:
            subprocess.run(["umount", "--lazy", str(self.path)], check=True)

    @contextmanager
    def full(self) -> Iterator[None]:
        for drawer in DRAWERS:
            fold(self.path / drawer)
        with self._filled() if self.mounted else self._limited():
            yield

    @contextmanager
    def _filled(self) -> Iterator[None]:
        filler = self.path / "filler"
        with filler.open("wb", buffering=0) as file:
            try:
                while file.write(b"0" * 4096):
                    pass
            except OSError:
                pass
        yield
        filler.unlink()

    @contextmanager
    def _limited(self) -> Iterator[None]:
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        with self._patch.context() as patch:
            patch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=0))
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
            yield
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def disk(room: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    disk = Disk(room / "disk", monkeypatch)
    yield disk
    disk.unmount()


Door = Callable[..., Any]


@contextmanager
def served(home: Home) -> Iterator[tuple[FlaskClient, dict[str, str]]]:
    app = app_of(home)
    yield app.test_client(), {"Authorization": f"Bearer {home.token()}"}
    past: Snapshots = app.extensions["banyan"].snapshots
    past.close()


def must_be(sentence: str, status: int, response: Any) -> None:
    assert (response.status_code, response.mimetype) == (status, "application/problem+json")
    assert response.json["detail"].startswith(sentence), response.json
    assert "delete" not in response.json["detail"].replace("delete none", "")
    assert NAME not in response.text


@pytest.mark.parametrize("drawer", DRAWERS)
def test_a_full_disk_leaves_nothing_half_done(drawer: str, room: Path, disk: Disk):
    (room / "small").mkdir()
    (room / "small" / drawer).symlink_to(disk.path / drawer)
    home = Home(room / "small")
    body = {"identifier": "t1", "details": {"name": NAME}}
    with served(home) as (client, key):
        opened = {"slug": "c", "title": "Cascade"}
        sent = client.post("/api/v1/cascades", json=opened, headers=key)
        body["cascade"] = cascade = sent.json["data"]["id"]
        once = key | {"Idempotency-Key": "once"}
        with disk.full():
            must_be(FULL, 507, client.post("/api/v1/people", json=body, headers=once))
            must_be(FULL, 507, client.post("/api/v1/people", json=body, headers=once))
        for _again in range(2):
            answer = client.post("/api/v1/people", json=body, headers=once)
            assert answer.status_code == 201, answer.text
        people = client.get(f"/api/v1/people?cascade={cascade}", headers=key).json["data"]
        assert len(people) == 1
    registered = [e for e in home.log.read() if e.name == "person.registered"]
    assert len(registered) == 1
    (details,) = home.private.open(getattr(e.event, "details", None) for e in registered).values()
    assert details == {"name": NAME}
    home.close()


@pytest.mark.parametrize("drawer", ["private.db", "views.db"])
def test_a_page_says_it_as_a_page(drawer: str, room: Path, disk: Disk):
    (room / "small").mkdir()
    (room / "small" / drawer).symlink_to(disk.path / drawer)
    home = Home(room / "small")
    add(home)
    app = app_of(home)
    browser = Browser(app)
    browser.signs_in("amina@example.org")
    with disk.full():
        if drawer == "views.db":
            open_cascade(home)
            browser.open("/")
        else:
            browser.signs_in("amina@example.org")
    assert browser.last and (browser.last.status_code, browser.last.mimetype) == (507, "text/html")
    assert FULL in browser.shown
    assert browser.signs_in("amina@example.org").status_code == 200
    home.close()


def test_each_command_says_it_in_one_sentence(disk: Disk, tmp_path: Path):
    banyan = Banyan(disk.path / "home")
    banyan.done("cascade", "open", "c", "--title", "Cascade")
    banyan.done("reach", "--cascade", "c")
    inside = disk.path / "home"
    for words in (
        ["cascade", "open", "d", "--title", "Other"],
        ["backup", disk.path / "backup"],
        ["export", "--cascade", "c", "--table", "people", "--out", disk.path / "people.xlsx"],
        ["rebuild"],
    ):
        with _full(disk, inside):
            answer = banyan(*words)
        assert (answer.code, answer.out) == (1, ""), answer
        assert answer.err.startswith(FULL), (words, answer)
        assert len(answer.err.splitlines()) == 1
    assert not (disk.path / "backup").exists() and not (disk.path / "people.xlsx").exists()
    assert {p.name for p in disk.path.iterdir()} == {"home"}
    banyan.done("cascade", "open", "d", "--title", "Other")
    assert banyan("check").code == 0


@contextmanager
def _full(disk: Disk, home: Path) -> Iterator[None]:
    for drawer in DRAWERS:
        fold(home / drawer)
    with disk.full():
        yield


def test_a_replay_without_room_says_so(banyan: Banyan, disk: Disk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("tempfile.tempdir", str(disk.path))
    with disk.full():
        answer = banyan("replay", "--until", "1")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith(FULL), answer
    banyan.done("replay", "--until", "1")
    with Scratch() as folder:
        assert [path for path in disk.path.iterdir() if path != folder] == []


def test_files_that_may_not_be_written(disk: Disk):
    banyan = Banyan(disk.path / "home")
    banyan.done("cascade", "open", "c", "--title", "Cascade")
    if disk.mounted:
        subprocess.run(["mount", "-o", "remount,ro", str(disk.path)], check=True)
    else:
        for path in [*banyan.home.iterdir(), banyan.home]:
            path.chmod(0o500)
    try:
        answer = banyan("cascade", "open", "d", "--title", "Other")
        assert answer.code == 1
        assert answer.err.startswith("Banyan may not write its files"), answer
    finally:
        if disk.mounted:
            subprocess.run(["mount", "-o", "remount,rw", str(disk.path)], check=True)
        else:
            for path in [banyan.home, *banyan.home.iterdir()]:
                path.chmod(0o700)
    banyan.done("cascade", "open", "d", "--title", "Other")


@pytest.mark.parametrize("how", ["no database", "overwritten"])
@pytest.mark.parametrize("drawer", ["log.db", "private.db"])
def test_a_damaged_drawer_is_named_and_kept(drawer: str, how: str, room: Path):
    banyan = Banyan(room / "damaged")
    banyan.done("cascade", "open", "c", "--title", "Cascade")
    banyan.done("reach", "--cascade", "c")
    file = banyan.home / drawer
    content = file.read_bytes()
    damage = b"not a database " * 3 if how == "no database" else content[:100] + b"\x17" * 4000
    file.write_bytes(damage + content[len(damage) :])
    for words in (["cascade", "list"], ["daily"]):
        answer = banyan(*words)
        if words == ["cascade", "list"] and drawer == "private.db" and answer.code == 0:
            continue  # which does not look there
        assert answer.code == 1, answer
        assert answer.err.startswith(f"{drawer} is damaged. Stop Banyan and keep"), answer
        assert len(answer.err.splitlines()) == 1
        assert "views" not in answer.err and "delete" not in answer.err
    assert file.read_bytes().startswith(damage)


# ---- a database server -----------------------------------------------------------------------

RAISES = """
CREATE FUNCTION log.refuse() RETURNS trigger AS
'BEGIN RAISE EXCEPTION ''could not extend file'' USING ERRCODE = ''53100''; END' LANGUAGE plpgsql;
CREATE TRIGGER refuse BEFORE INSERT ON {table} EXECUTE FUNCTION log.refuse();
"""


@pytest.mark.parametrize("table", ["log.stored_events", "private.sealed"])
def test_a_server_without_room(table: str, room: Path, database: Database):
    home = Home(room / "home", database.url)
    with served(home) as (client, key):
        sent = client.post("/api/v1/cascades", json={"slug": "c", "title": "C"}, headers=key)
        body = {"cascade": sent.json["data"]["id"], "identifier": "t1", "details": {"name": NAME}}
        once = key | {"Idempotency-Key": "once"}
        with database.connect() as connection:
            connection.execute(RAISES.format(table=table))
        answer = client.post("/api/v1/people", json=body, headers=once)
        must_be("The disk of the database server is full.", 507, answer)
        with database.connect() as connection:
            connection.execute(f"DROP TRIGGER refuse ON {table}")
        for _again in range(2):
            answer = client.post("/api/v1/people", json=body, headers=once)
            assert answer.status_code == 201, answer.text
    assert [e.name for e in home.log.read()].count("person.registered") == 1
    home.close()


def test_a_server_that_takes_no_writes(room: Path, database: Database):
    Home(room / "home", database.url).close()
    with database.connect() as connection:
        connection.execute(f"ALTER DATABASE {database.name} SET default_transaction_read_only = on")
    answer = Banyan(room / "home", database.url)("cascade", "open", "c", "--title", "C")
    assert answer.code == 1
    assert answer.err.startswith("The database server takes no writes"), answer
    assert len(answer.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("problem", "status", "sentence"),
    [
        (psycopg.errors.DiskFull("x"), 507, "The disk of the database server is full."),
        (psycopg.errors.TooManyConnections("x"), 503, "The database server has no connection"),
        (psycopg.OperationalError("FATAL:  sorry, too many clients already"), 503,
         "The database server has no connection"),
        (psycopg.errors.ReadOnlySqlTransaction("x"), 503, "The database server takes no writes"),
        (psycopg.errors.AdminShutdown("x"), 503, "The database server does not answer."),
        (psycopg.OperationalError("refused"), 503, "The database server does not answer."),
        (OSError(28, "No space left on device"), 507, FULL),
        (OSError(5, "Input/output error"), 500, "The disk fails"),
    ],
)  # fmt: skip
def test_each_refusal_has_its_sentence(
    problem: Exception, status: int, sentence: str, tmp_path: Path
):
    raised = RuntimeError("wrapped")
    raised.__cause__ = problem
    found = storage_failures.failure(raised, tmp_path)
    assert found and (found.status, found.sentence[: len(sentence)]) == (status, sentence)
    assert (found.retry_after is None) == (status != 503)


@pytest.mark.parametrize("problem", [ValueError("x"), OSError(2, "No such file", os.devnull)])
def test_a_fault_of_banyans_is_none_of_them(problem: Exception, tmp_path: Path):
    assert storage_failures.failure(problem, tmp_path) is None
