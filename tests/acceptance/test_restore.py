"""A restore is whole or it is nothing, at whichever step it is killed; the erased stay erased."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from domain.log import Log
from tests.support.command import ROOT, Answer, Banyan, write_files
from tests.support.postgres import Database

Fresh = Callable[..., Banyan]
PEOPLE = """
person,name,phone
t1,Wanjiku Erased-Zq,+254711000001
t2,Zainab Kept-Zq,+254711000002
"""
ERASED, KEPT = [b"Erased-Zq", b"254711000001"], b"Kept-Zq"


@pytest.fixture
def backup(fresh: Fresh, tmp_path: Path) -> tuple[Path, Path]:
    """A backup, and a log that knows that somebody in it was erased since."""
    banyan = fresh()
    where = write_files(tmp_path / "in", {"people": PEOPLE})
    banyan.done("import", "--cascade", "c", where)
    banyan.done("backup", tmp_path / "before")
    banyan.done("erase", "--cascade", "c", "t1", "--yes")
    banyan.done("backup", tmp_path / "after")
    assert ERASED[0] in (tmp_path / "before" / "private.db").read_bytes()
    return tmp_path / "before", tmp_path / "after" / "log.db"


@contextmanager
def dying(home: Path, url: str | None, backup: tuple[Path, Path]) -> Iterator[Callable[[str], str]]:
    """Restores and dies at a step (see there); what it says."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.dying", home, url or "", *backup],
        cwd=ROOT,
        env=os.environ,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )

    def at(step: str) -> str:
        assert process.stdin and process.stdout
        process.stdin.write(f"{step}\n")
        process.stdin.flush()
        return process.stdout.readline().strip()

    yield at
    process.communicate()


def left_in(home: Path) -> bytes:
    return b"".join(f.read_bytes() for f in home.rglob("*") if f.is_file())


def rows_left(database: Database | None) -> str:
    """Of the private drawer."""
    if database is None:
        return ""
    with database.connect() as connection:
        found = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'private'"
        ).fetchall()
        return str([connection.execute(f"SELECT * FROM private.{t}").fetchall() for (t,) in found])


def must_be_whole_or_nothing(banyan: Banyan, database: Database | None, step: str) -> bool:
    """Whether it is whole. After any start; here it is a command that only looks."""
    banyan.done("cascade", "list")
    with banyan.opened() as home:
        _ = home.private
        whole = bool(home.log.position())
    said = left_in(banyan.home) + rows_left(database).encode()
    assert not [text for text in ERASED if text in said], step
    assert (KEPT in said) == whole, step
    assert not list(banyan.home.glob("banyan-scratch-*")), step
    return whole


def empty(banyan: Banyan, database: Database | None) -> None:
    shutil.rmtree(banyan.home)
    if database is not None:
        with database.connect() as connection:
            for schema in ("log", "private", "views"):
                connection.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")


@pytest.fixture
def place_of(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], tuple[Banyan, Database | None]]:
    """An empty home on a store, and its database."""
    monkeypatch.setattr("api.private.shredding.PATIENCE", 0.2)

    def make(store: str) -> tuple[Banyan, Database | None]:
        database = request.getfixturevalue("roomy") if store == "postgres" else None
        return Banyan(tmp_path / "restored", database and database.url), database

    return make


BEFORE_THE_TEXTS, BEFORE_THE_LOG, BEFORE_THE_END = (
    "1 return begin", "2 return _copy_tables", "1 call finish",
)  # fmt: skip


@pytest.mark.parametrize(
    ("store", "step", "is_whole"),
    [
        ("sqlite", BEFORE_THE_TEXTS, False),
        ("sqlite", BEFORE_THE_LOG, False),
        ("sqlite", BEFORE_THE_END, True),
        ("postgres", BEFORE_THE_LOG, False),
        ("postgres", BEFORE_THE_END, True),
    ],
)
def test_one_that_is_killed_leaves_nothing_or_all(
    store: str,
    step: str,
    is_whole: bool,
    backup: tuple[Path, Path],
    place_of: Callable[[str], tuple[Banyan, Database | None]],
):
    banyan, database = place_of(store)
    with dying(banyan.home, banyan.url, backup) as die:
        said = die(step)
    assert said == f"died {step[2:]}"
    assert must_be_whole_or_nothing(banyan, database, said) == is_whole
    if not is_whole:
        banyan.done("restore", backup[0], "--log", backup[1])
        assert must_be_whole_or_nothing(banyan, database, said)


@pytest.mark.soak
@pytest.mark.parametrize("store", ["sqlite", "postgres"])
def test_one_that_is_killed_at_any_step_leaves_nothing_or_all(
    store: str,
    backup: tuple[Path, Path],
    place_of: Callable[[str], tuple[Banyan, Database | None]],
):
    banyan, database = place_of(store)
    outcomes, said, step = [], "", 0
    with dying(banyan.home, banyan.url, backup) as die:
        while said != "done":
            step += 1
            said = die(str(step))
            assert said.startswith(("died", "done")), said
            whole = must_be_whole_or_nothing(banyan, database, said)
            outcomes.append(whole)
            if not whole:
                banyan.done("restore", backup[0], "--log", backup[1])
                assert must_be_whole_or_nothing(banyan, database, said)
            empty(banyan, database)
    assert outcomes == sorted(outcomes), "once whole, it stays so"
    assert False in outcomes and outcomes.count(True) > 1


def test_who_comes_while_it_is_under_way_is_told(
    place: str | None,
    backup: tuple[Path, Path],
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr("api.private.restore.PATIENCE", 0.1)
    monkeypatch.setattr("projections.scratch.PATIENCE", 0.1)
    banyan = Banyan(tmp_path / "restored", place)
    answers: list[Answer] = []
    real = Log.restore

    def meanwhile(log: Log, rows: object) -> None:
        """Between the texts and the entries."""
        if not answers:
            answers.append(banyan("restore", backup[0]))
            answers.append(banyan("export", "--cascade", "c", "--table", "people"))
        real(log, rows)  # type: ignore[arg-type]

    monkeypatch.setattr(Log, "restore", meanwhile)
    banyan.done("restore", backup[0], "--log", backup[1])
    assert "under way" in answers[0].err, answers
    database = request.getfixturevalue("roomy") if place else None
    assert must_be_whole_or_nothing(banyan, database, "")


def test_a_backup_is_only_read(backup: tuple[Path, Path], tmp_path: Path):
    before = {f: f.read_bytes() for f in [*backup[0].iterdir(), *backup[1].parent.iterdir()]}
    Banyan(tmp_path / "restored").done("restore", backup[0], "--log", backup[1])
    assert {f: f.read_bytes() for f in before} == before
    assert {f.name for f in backup[0].iterdir()} == {"log.db", "private.db", "backup.json"}


@pytest.mark.parametrize("file", ["log.db", "private.db"])
@pytest.mark.parametrize("damage", ["no database", "cut off", "overwritten"])
def test_a_damaged_backup_is_one_sentence_and_changes_nothing(
    file: str, damage: str, backup: tuple[Path, Path], tmp_path: Path
):
    target = backup[0] / file
    content = target.read_bytes()
    target.write_bytes(
        {
            "no database": b"not a database " * 1000,
            "cut off": content[: len(content) // 2],
            "overwritten": content[:4096] + b"\x17" * 8192 + content[12288:],
        }[damage]
    )
    banyan = Banyan(tmp_path / "restored")
    answer = banyan("restore", backup[0])
    assert answer.code == 1
    assert answer.err.startswith(f"{target} is damaged"), answer
    assert len(answer.err.splitlines()) == 1
    target.write_bytes(content)
    banyan.done("restore", backup[0], "--log", backup[1])
