"""After two hundred people are erased, no byte about them is left, and no figure has changed."""

from __future__ import annotations

import json
import re
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest

from api.home import Home
from tests.support.command import Banyan, write_files
from tests.support.postgres import Database, Server

PEOPLE, ERASED = 260, 200
ELSEWHERE = Path(tempfile.gettempdir())
"""Where the user as whom the server runs may look."""


def _name(n: int) -> str:
    return f"Wanjikũ Öz-{n:04d}-zqx"


def _texts(n: int) -> list[str]:
    return [
        _name(n),
        f"+25471{n:07d}",
        f"w{n:04d}zqx@example.org",
        f"IDZQX{n:06d}",
        f"TRNZQ{n:04d}",
    ]


def tables() -> dict[str, str]:
    people = ["person,name,phone,email,id_number"]
    for n in range(PEOPLE):
        name, phone, email, number, identifier = _texts(n)
        people.append(f"{identifier},{name},{phone},{email},{number}")
    workshops, register = ["workshop,starts_on,lead"], ["workshop,person,pre,post,max_score"]
    for w in range(10):
        workshops.append(f"w{w},2023-0{1 + w % 9}-01,TRNZQ{w:04d}")
        members = range(10 + w * 25, 10 + (w + 1) * 25)
        register += [f"w{w},TRNZQ{n:04d},1,2,4" for n in members]
    standing = ["person,level,certified_on,number"]
    standing += [f"TRNZQ{n:04d},master,2023-01-01,CERTZQ{n:04d}" for n in range(10)]
    named = {"people": people, "workshops": workshops, "register": register}
    return {name: "\n".join(rows) for name, rows in (named | {"certifications": standing}).items()}


STARTS = {"Wanjikũ Öz-": 4, "+25471": 7, "+25470": 7, "IDZQX": 6, "TRNZQ": 4, "CERTZQ": 4}
"""What the texts of everybody begin with, and how many digits of their number come then."""


def needles() -> Iterator[re.Pattern[bytes]]:
    """In the forms in which bytes may have them."""
    for start, digits in STARTS.items():
        for encoding, digit in (("utf-8", rb"\d"), ("utf-16-le", rb"\d\0")):
            for form in {start, json.dumps(start)[1:-1]}:
                yield re.compile(
                    re.escape(form.encode(encoding)) + b"((?:%b){%d})" % (digit, digits)
                )
    yield re.compile(rb"w(\d{4})zqx@")


def found_in(directory: Path) -> dict[str, int]:
    """File → how many texts of the erased are in it."""
    wanted, found = list(needles()), {}
    for file in directory.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            numbers = (hit[1] for needle in wanted for hit in needle.finditer(content))
            count = sum(int(n.replace(b"\0", b"")) < ERASED for n in numbers)
            if count:
                found[str(file.relative_to(directory))] = count
    return found


def entries(banyan: Banyan) -> list[tuple[int, str, int, str, bytes]]:
    with banyan.opened() as home:
        return [(p, s, v, n, bytes(state)) for p, s, v, n, state in home.log.rows()]


def figures(banyan: Banyan) -> list[tuple[object, ...]]:
    with banyan.opened() as home, home.views.read() as db:
        return sorted(db.rows("SELECT * FROM reach_cell")) + sorted(
            db.rows("SELECT cascade, person, starts_on, until, level FROM certified")
        )


def live(banyan: Banyan, tmp_path: Path) -> None:
    """Imported, changed, looked at."""
    banyan.done("import", "--cascade", "c", write_files(tmp_path / "in", tables()))
    changed = "person,name,phone\n" + "\n".join(
        f"TRNZQ{n:04d},{_name(n)},+25470{n:07d}" for n in range(0, ERASED, 3)
    )
    where = write_files(tmp_path / "changed", {"people": changed})
    banyan.done("import", "--cascade", "c", where)


def erase(banyan: Banyan, tmp_path: Path) -> str:
    listed = tmp_path / "erase.txt"
    listed.write_text("\n".join(f"TRNZQ{n:04d}" for n in range(ERASED)) + "\n")
    return banyan.done("erase", "--cascade", "c", "--file", listed, "--yes").out


def test_no_byte_is_left_on_sqlite(banyan: Banyan, tmp_path: Path):
    live(banyan, tmp_path)
    before, numbers = entries(banyan), figures(banyan)
    assert len(found_in(banyan.home)) >= 1
    with banyan.opened() as home, home.private.engine.connect():  # another process is there
        assert "No byte" in erase(banyan, tmp_path)
        assert found_in(banyan.home) == {}
    after = entries(banyan)
    assert after[: len(before)] == before
    assert {name for _, _, _, name, _ in after[len(before) :]} == {"person.erased"}
    assert len(after) - len(before) == ERASED
    assert figures(banyan) == numbers
    assert _name(ERASED) in banyan.done("export", "--cascade", "c", "--table", "people").out


@pytest.fixture
def forgetful() -> Iterator[tuple[Server, Database]]:
    """A server of its own that does not use files of its write-ahead log again."""
    server = Server(ELSEWHERE / f"banyan-tests-{uuid4().hex[:12]}", settings="wal_recycle = off\n")
    with server.database() as database:
        yield server, database
    server.stop()


def test_no_byte_is_left_on_postgres(
    forgetful: tuple[Server, Database], fresh: Callable[..., Banyan], tmp_path: Path
):
    server, database = forgetful
    banyan = fresh(database.url)
    live(banyan, tmp_path)
    _analyse(database)
    before, numbers = entries(banyan), figures(banyan)
    assert found_in(server.pgdata)
    assert "No byte" in erase(banyan, tmp_path)
    assert found_in(server.pgdata) == {}
    assert entries(banyan)[: len(before)] == before
    assert figures(banyan) == numbers


def _analyse(database: Database) -> None:
    with database.connect() as connection:
        connection.execute("ANALYZE")


@contextmanager
def reader(home: Home) -> Iterator[None]:
    """Somebody who began to read before, and has not ended."""
    connection = sqlite3.connect(home.path / "private.db", isolation_level=None)
    connection.execute("BEGIN")
    connection.execute("SELECT count(*) FROM sealed").fetchone()
    yield
    connection.close()


def test_who_reads_holds_it_up_and_it_is_said(
    banyan: Banyan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("api.private.shredding.PATIENCE", 0.2)
    live(banyan, tmp_path)
    with banyan.opened() as home, reader(home):
        out = erase(banyan, tmp_path)
        assert "No byte" not in out and "still in its files" in out
        assert found_in(banyan.home)
    banyan.done("daily")
    assert found_in(banyan.home) == {}


def test_a_backup_does_not_bring_them_back(
    place: str | None, fresh: Callable[..., Banyan], tmp_path: Path
):
    banyan = fresh(place)
    live(banyan, tmp_path)
    banyan.done("backup", tmp_path / "before")
    erase(banyan, tmp_path)
    banyan.done("backup", tmp_path / "after")
    assert found_in(tmp_path / "before").keys() == {"private.db"}
    assert found_in(tmp_path / "after") == {}
    restored = Banyan(tmp_path / "restored")
    log = tmp_path / "after" / "log.db"
    restored.done("restore", tmp_path / "before", "--log", log)
    assert found_in(restored.home) == {}
    assert entries(restored) == entries(banyan)
    assert figures(restored) == figures(banyan)
    out = restored.done("export", "--cascade", "c", "--table", "people").out
    assert out == banyan.done("export", "--cascade", "c", "--table", "people").out
