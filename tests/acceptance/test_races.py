"""Eight processes that import, correct and follow at once: nothing lost, nothing counted twice."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.oracle.four_tables import COLUMNS, Reading, read_tables
from tests.support.command import ROOT, Banyan
from tests.support.disguises import Tables, tables_of, write_csv
from tests.support.threads import MINUTES

Hard = Callable[[int, int, int], tuple[Path, Reading]]
IMPORT = ("import", "--cascade", "c", "--skip-refused")
BUSY = "Others are changing the same records. Try again in a moment."
CHANGED = "The log changed during the import"

CORRECT = """
import sys
from uuid import uuid4
from api.home import Home
from domain.events import WorkshopCorrected
from domain.service import Actor
from domain.values import Reason, ReasonCode
home = Home.of_environment()
with home.views.read() as db:
    ids = [id for (id,) in db.rows("SELECT id FROM workshop ORDER BY identifier")]
for n, id in enumerate(ids * 3):
    change = WorkshopCorrected(Reason(ReasonCode.NEW_INFORMATION), headcount=1000 + n)
    by = Actor("console", "console", str(uuid4()))
    home.service.do(by, lambda c: c.correct_workshop(id, change))
home.close()
"""


def finish(processes: Sequence[subprocess.Popen[str]]) -> list[tuple[int, str]]:
    """Exit codes and what was said on the error stream; none may show a trace."""
    ended = []
    for process in processes:
        _, err = process.communicate(timeout=MINUTES)
        assert "Traceback" not in err, err
        ended.append((process.returncode, err))
    return ended


def no_entry_is_there_twice(banyan: Banyan) -> Counter[str]:
    with banyan.opened() as home:
        once = Counter(
            (e.stream, e.name)
            for e in home.log.read()
            if e.name in ("person.registered", "workshop.held", "certification.certified")
        )
    assert once
    assert max(once.values()) == 1
    return Counter(name for _, name in once)


@pytest.mark.soak
def test_eight_import_the_same_file(either: Banyan, hard: Hard):
    tables, reading = hard(80, 120, 71)
    ended = finish([either.start(*IMPORT, tables) for _ in range(8)])
    for code, err in ended:
        assert code == 0 or BUSY in err or CHANGED in err, err
    assert any(code == 0 for code, _ in ended)
    either.done(*IMPORT, tables)
    either.must_agree(reading.facts)
    no_entry_is_there_twice(either)
    position = either.position()
    assert "nothing was written" in either.done(*IMPORT, tables).out
    assert either.position() == position


def split(tables: Tables, target: Path, parts: int) -> list[Path]:
    """Workshops with their registers in files of their own; all name the same people."""
    names = sorted({cells["workshop"] for cells in tables["workshops"]})
    part_of = {name: n % parts for n, name in enumerate(names)}
    for table in ("workshops", "register"):
        for part in range(parts):
            found = [c for c in tables[table] if part_of.get(c["workshop"], 0) == part]
            write_csv(target / str(part) / f"{table}.csv", COLUMNS[table].split(), found)
    for part in range(parts):
        for table in ("people", "certifications"):
            path = target / str(part) / f"{table}.csv"
            write_csv(path, COLUMNS[table].split(), tables[table])
    return [target / str(part) for part in range(parts)]


@pytest.mark.soak
def test_eight_import_files_with_common_people_while_others_follow(
    either: Banyan, hard: Hard, tmp_path: Path
):
    tables, reading = hard(60, 160, 72)
    parts = split(tables_of(tables), tmp_path / "parts", 6)
    followers = [either.start("follow", "--pause", "0.01") for _ in range(2)]
    try:
        ended = finish([either.start(*IMPORT, part) for part in parts])
    finally:
        for follower in followers:
            assert follower.poll() is None, follower.communicate()
            follower.terminate()
            assert "Traceback" not in follower.communicate()[1]
    for part, (code, err) in zip(parts, ended, strict=True):
        assert code == 0 or BUSY in err or CHANGED in err, err
        if code:
            either.done(*IMPORT, part)
    either.must_agree(reading.facts)
    kinds = no_entry_is_there_twice(either)
    assert kinds["workshop.held"] == len(reading.facts.workshops)
    assert either("check").code == 0


@pytest.mark.parametrize("each", [1, pytest.param(2, marks=pytest.mark.soak)])
def test_importing_correcting_following_and_rebuilding_at_once(
    either: Banyan, hard: Hard, tmp_path: Path, each: int
):
    first, _ = hard(30, 30, 73)
    either.done(*IMPORT, first)
    more, _ = hard(80, 120, 74)
    found = tables_of(more)
    for cells in (*found["workshops"], *found["register"]):
        cells["workshop"] = f"more {cells['workshop']}" if cells["workshop"] else ""
    parts = split(found, tmp_path / "parts", each + 1)
    correcting = [
        subprocess.Popen(
            [sys.executable, "-c", CORRECT],
            cwd=ROOT,
            env=os.environ | either.environment(),
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(each)
    ]
    follower = either.start("follow", "--pause", "0.01")
    rebuilding = [either.start("rebuild") for _ in range(each)]
    importing = finish([either.start(*IMPORT, part) for part in parts])
    ended = finish(correcting) + finish(rebuilding)
    assert follower.poll() is None, follower.communicate()
    follower.terminate()
    follower.communicate()
    assert [code for code, _ in ended] == [0] * 2 * each, ended
    for part, (code, err) in zip(parts, importing, strict=True):
        assert code == 0 or BUSY in err or CHANGED in err, err
        if code:
            either.done(*IMPORT, part)
    combined = combine(first, found, tmp_path / "all")
    either.must_agree(read_tables(combined).facts)
    no_entry_is_there_twice(either)
    assert either("check").code == 0


def combine(first: Path, more: Tables, target: Path) -> Path:
    """The rows of both: whoever is in both is one person."""
    known = tables_of(first)
    for table in ("workshops", "register"):
        write_csv(target / f"{table}.csv", COLUMNS[table].split(), known[table] + more[table])
    return target
