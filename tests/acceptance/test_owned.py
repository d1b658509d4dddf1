"""What Banyan writes is its owner's alone, whatever the folder was and whatever the umask says."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from api.accounts import Purpose
from api.app import create_app
from api.cli import banyan as commands
from api.home import Home
from api.operations.administration import Administration
from projections import permissions, scratch
from projections.scratch import PREFIX, Scratch, sweep
from tests.support.api import Api
from tests.support.browsing import Browser, add
from tests.support.command import Banyan

NAME = "Wanjiku Open-Zq"
PEOPLE = f"person,name,phone\nt1,{NAME},+254711000001\nt2,Zainab,wrong"
WORKSHOPS = "workshop,starts_on,lead\nw1,2023-01-01,t1"
NEEDS_NO_FILE = {"run", "follow", "template", "user", "cascade", "restore", "demo"}
"""Commands that are called elsewhere here, or that write only what a person sees."""


@pytest.fixture(params=[0o000, 0o022, 0o777], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def loose(*folders: Path) -> dict[str, str]:
    """What others may use, or its owner may not."""
    found = {}
    for folder in folders:
        for path in [folder, *folder.rglob("*")]:
            mode = path.lstat().st_mode
            if stat.S_IMODE(mode) != (
                permissions.FOLDER if stat.S_ISDIR(mode) else permissions.FILE
            ):
                found[str(path)] = oct(mode)
    return found


@contextmanager
def wide(path: Path) -> Iterator[Path]:
    path.mkdir(parents=True)
    path.chmod(0o777)
    yield path


def test_all_that_commands_write(umask: int, room: Path, monkeypatch: pytest.MonkeyPatch):
    watched = [room / "kept", room / "tmpdir"]
    seen: list[dict[str, str]] = []

    def removed(path: Path, lock: int | None, process: int) -> None:
        seen.append(loose(path) if path.exists() else {})  # else it became the backup
        real(path, lock, process)

    real = scratch._remove
    monkeypatch.setattr(scratch, "_remove", removed)
    (room / "tmpdir").chmod(0o700)
    out = permissions.folder(room / "out")
    with wide(room / "kept"):
        banyan = Banyan(room / "kept")
        permissions.folder(room / "in")
        for name, text in {"people": PEOPLE, "workshops": WORKSHOPS}.items():
            permissions.file(room / "in" / f"{name}.csv", text.encode())
        cascade = ["--cascade", "c"]
        banyan.done("cascade", "open", "c", "--title", "Cascade")
        banyan.done("import", *cascade, "--skip-refused", "--errors", out / "e.xlsx", room / "in")
        banyan.done("user", "invite", "--email", "a@example.org", "--name", "A", "--role",
                    "coordinator", *cascade)  # fmt: skip
        for form in ("csv", "xlsx"):
            for table in ("people", "workshops", "history"):
                name = out / f"{table}.{form}"
                banyan.done("export", *cascade, "--table", table, "--format", form, "--out", name)
        banyan.done("subject-data", *cascade, "t1", "--out", out / "t1.json")
        banyan.done("replay", "--until", "2")
        banyan.done("reach", *cascade, "--known-at", "3")
        banyan.done("check")
        banyan.done("rebuild")
        banyan.done("backup", out / "backup")
        banyan.done("erase", *cascade, "t1", "--yes")
        banyan.done("daily")
        Banyan(room / "kept" / "keys" / "restored").done("restore", out / "backup")
        assert loose(*watched, out) == {}
    assert seen and not any(seen), "scratch folders"


def test_all_that_the_server_writes(umask: int, room: Path):
    with wide(room / "kept") as path:
        for drawer in ("log.db", "private.db", "views.db", "token"):
            (path / drawer).touch()
            (path / drawer).chmod(0o644)
        (path / "token").write_text("a-token-from-before\n")
        home = Home(path)
        add(home)
        app = create_app(home)
        api = Api(app.test_client(), home)
        c = api.cascade()
        api.person(c, "t1", details={"name": NAME})
        api.workshop(c, "2023-01-01", "t1")
        assert api.get("/people?known_at=2&cascade=" + c) is not None
        browser = Browser(app)
        browser.signs_in("amina@example.org")
        Administration(home, "console", "console", "http://x").link(Purpose.FIRST)
        home.accounts.outbox.send("a@example.org", "Subject", NAME)
        (room / "tmpdir").chmod(0o700)
        assert loose(path, room / "tmpdir") == {}
        app.extensions["banyan"].snapshots.close()
        home.close()
        assert loose(path, room / "tmpdir") == {}
        assert home.warnings == []


def test_what_was_open_is_closed_at_the_next_start(room: Path):
    banyan = Banyan(room / "kept")
    banyan.done("cascade", "open", "c", "--title", "Cascade")
    with banyan.opened() as home:
        home.token()
        home.accounts.outbox.send("a@example.org", "Subject", NAME)
    aside = banyan.home / "views-2026-01-01T000000Z.db"
    aside.write_bytes(b"")
    theirs = banyan.home / "notes.txt"
    theirs.write_text("theirs")
    for path in [banyan.home, *banyan.home.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    banyan.done("cascade", "list")
    assert loose(banyan.home).keys() == {str(theirs)}, "what is not Banyan's is left alone"


def test_nobody_else_reads_it(room: Path):
    """As another user, where this one may become one; else by the modes."""
    with wide(room / "kept") as path:
        banyan = Banyan(path)
        banyan.done("cascade", "open", "c", "--title", "Cascade")
        with banyan.opened() as home:
            home.private.seal("person/1", "details", {"name": NAME})
            assert (path / "private.db-wal").exists()
            assert loose(path) == {}
            if os.geteuid() == 0:
                for file in path.iterdir():
                    read = ["cat", str(file)]
                    done = subprocess.run(read, user=65534, capture_output=True, check=False)
                    assert done.returncode != 0 and done.stdout == b"", file


def test_what_cannot_be_closed_is_said(room: Path, monkeypatch: pytest.MonkeyPatch):
    banyan = Banyan(room / "kept")
    banyan.done("cascade", "list")
    (banyan.home / "log.db").chmod(0o644)
    real = os.geteuid
    monkeypatch.setattr(os, "geteuid", lambda: real() + 1)
    answer = banyan.done("cascade", "list")
    monkeypatch.setattr(os, "geteuid", real)
    assert answer.err.startswith(f"Others on this machine may read {banyan.home / 'log.db'}")
    assert len(answer.err.splitlines()) == 1
    assert stat.S_IMODE((banyan.home / "log.db").stat().st_mode) == 0o644
    assert banyan.done("cascade", "list").err == ""


def test_a_folder_that_all_share_stays_one(room: Path):
    (room / "shared").mkdir()
    (room / "shared").chmod(0o1777)
    answer = Banyan(room / "shared").done("cascade", "list")
    assert "Others on this machine may read" in answer.err
    assert stat.S_IMODE((room / "shared").stat().st_mode) == 0o1777
    assert stat.S_IMODE((room / "shared" / "log.db").stat().st_mode) == 0o600


def test_every_command_is_called_here():
    """A new one that writes files is looked at too."""
    here = Path(__file__).read_text("utf-8")
    unknown = [n for n in commands.commands if f'"{n}"' not in here and n not in NEEDS_NO_FILE]
    assert set(unknown) <= {"undo-import"}


# ---- scratch ---------------------------------------------------------------------------------

LEAVES = """
import os, sys
from projections.scratch import Scratch
kept = Scratch()
(kept.path / "private.db").write_text("Wanjiku")
print(kept.path, flush=True)
sys.stdin.readline()
os._exit(137)
"""


def test_only_what_the_dead_left_is_swept(room: Path):
    process = subprocess.Popen(
        [sys.executable, "-c", LEAVES], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout and process.stdin
    left = Path(process.stdout.readline().strip())
    assert left.parent == room / "tmpdir" and left.name.startswith(PREFIX)
    other = room / "tmpdir" / "banyan-photographs"
    other.mkdir()
    with Scratch() as mine:
        sweep()
        assert mine.is_dir() and left.is_dir()
        process.communicate("die\n")
        assert (left / "private.db").exists()
        Home(room / "kept").close()
        assert mine.is_dir() and not left.exists() and other.is_dir()
    assert not mine.exists()
