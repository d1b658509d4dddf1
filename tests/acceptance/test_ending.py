"""Who is told to end leaves nothing behind: no scratch, and files that may be copied plainly."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from api.home import Home
from projections.scratch import PREFIX
from tests.support.command import Banyan, write_files
from tests.support.killing import kill, position
from tests.support.threads import MINUTES

ENDS = [signal.SIGTERM, signal.SIGINT, signal.SIGHUP]
OF_A_SERVER = [*ENDS[:2], pytest.param(signal.SIGHUP, marks=pytest.mark.soak)]
"""A server starts slowly, and SIGHUP is heeded as SIGTERM is."""


@contextmanager
def running(banyan: Banyan) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """On a port that is free; and its address."""
    process = banyan.start("run", "--port", "0")
    try:
        assert process.stdout
        said = ""
        while "Ctrl-C" not in said:
            line = process.stdout.readline()
            assert line, process.communicate()
            said += line
        yield process, said.split('token)" ')[1].split()[0].removesuffix("/cascades")
    finally:
        if process.poll() is None:
            kill(process)


def asks(banyan: Banyan, url: str) -> None:
    """Asks again while the log is being replayed."""
    key = (banyan.home / "token").read_text().strip()
    at = urlsplit(url)
    status = 202
    while status == 202:
        line = http.client.HTTPConnection(str(at.hostname), at.port, timeout=MINUTES)
        line.request("GET", f"{at.path}?{at.query}", headers={"Authorization": f"Bearer {key}"})
        status = line.getresponse().status
        line.close()
    assert status == 200


def scratch() -> list[str]:
    return [path.name for path in Path(os.environ["TMPDIR"]).glob(f"{PREFIX}*")]


def tables_of_a_plain_copy(file: Path, to: Path) -> set[str]:
    shutil.copyfile(file, to)
    with closing(sqlite3.connect(to)) as copy:
        return {name for (name,) in copy.execute("SELECT name FROM sqlite_master")}


@pytest.mark.parametrize("end", OF_A_SERVER, ids=lambda end: end.name)
def test_a_server_that_is_told_to_end(banyan: Banyan, end: signal.Signals, tmp_path: Path):
    with running(banyan) as (process, address):
        asks(banyan, f"{address}/people?known_at=1")
        assert len(scratch()) == 1
        process.send_signal(end)
        process.communicate(timeout=MINUTES)
    assert process.returncode == 0
    assert scratch() == []
    assert not list(banyan.home.glob("*.db-wal"))
    assert "stored_events" in tables_of_a_plain_copy(banyan.home / "log.db", tmp_path / "log.db")


def test_what_a_killed_server_left_goes_at_the_next_start(banyan: Banyan):
    with running(banyan) as (process, address):
        asks(banyan, f"{address}/people?known_at=1")
        (left,) = scratch()
        kill(process)
        assert scratch() == [left]
    banyan.done("cascade", "list")
    assert scratch() == []


@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.name)
def test_who_follows_is_told_to_end(banyan: Banyan, end: signal.Signals):
    process = banyan.start("follow", "--pause", "0.01")
    assert process.stdout and process.stdout.readline() == "Stop it with Ctrl-C.\n"
    process.send_signal(end)
    out, err = process.communicate(timeout=MINUTES)
    assert (process.returncode, err) == (0, ""), (process.returncode, err)
    assert out.startswith("Stopped at position")
    assert not list(banyan.home.glob("*.db-wal"))


def test_an_import_that_is_told_to_end(banyan: Banyan, tmp_path: Path):
    people = "\n".join(["person", *(f"t{n}" for n in range(6_000))])
    where = write_files(tmp_path / "in", {"people": people})
    before = position(banyan)
    process = banyan.start("import", "--cascade", "c", "--batch", "b", where)
    while position(banyan) == before and process.poll() is None:
        pass
    process.terminate()
    _out, err = process.communicate(timeout=MINUTES)
    assert process.returncode in (0, 143)
    if process.returncode:
        assert "Broken off. What was recorded so far stays" in err
        assert "Traceback" not in err
    assert not list(banyan.home.glob("*.db-wal")) and scratch() == []
    banyan.done("import", "--cascade", "c", "--batch", "b", where)
    assert position(banyan) > before


@pytest.mark.parametrize("drawer", ["log.db", "private.db"])
def test_a_plain_copy_of_a_fresh_home_is_a_database(drawer: str, room: Path):
    home = Home(room / "kept")
    _ = home.private, home.log
    found = tables_of_a_plain_copy(home.path / drawer, room / drawer)
    assert found & {"stored_events", "sealed"}
    home.close()


def test_a_port_that_is_taken_is_said_before_anything_is_loaded(room: Path):
    banyan = Banyan(room / "kept")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = banyan("run", "--sample", "--port", str(port))
    assert answer.code == 1
    assert answer.err == f"Port {port} is taken. Choose another: banyan run --port {port + 1}\n"
    assert not (banyan.home / "private.db").exists()
    assert banyan.position() == 0
    assert banyan("run", "--port", "65536").code == 2
