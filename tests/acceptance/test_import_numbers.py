"""What is imported adds up to what an independent program computes from the definitions."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from api.spreadsheets.importing import appends
from api.spreadsheets.importing.run import Request, run
from domain import log
from tests.oracle.four_tables import COLUMNS, Cells, Reading, rows
from tests.oracle.sweep import numbers
from tests.support.command import Banyan, write_files
from tests.support.disguises import DISGUISES, shuffled, tables_of, write_csv

Hard = Callable[[int, int, int], tuple[Path, Reading]]
DAYS = (date(2018, 1, 1), date(2019, 7, 1), date(2020, 2, 29), date(2021, 6, 30))


SEVERAL = 2
"""Appends, of the entries that one takes."""


def bring_in(banyan: Banyan, *paths: Path) -> str:
    return banyan.done("import", "--cascade", "c", "--skip-refused", *paths).out


# ---- right numbers ---------------------------------------------------------------------------


def test_the_real_cascade(banyan: Banyan, carpentries: tuple[Path, Reading]):
    tables, reading = carpentries
    bring_in(banyan, tables)
    banyan.must_agree(reading.facts, date(2012, 5, 5), date(2014, 1, 1), date(2015, 8, 31))
    assert banyan.reach(form="csv") == banyan.reach()


LARGER = [
    pytest.param(*one, marks=pytest.mark.soak)
    for one in [(400, 700, 4), (40, 900, 5), (2500, 400, 6)]
]


@pytest.mark.parametrize(
    ("people", "workshops", "seed"),
    [(10, 40, 1), (25, 300, 2), (120, 120, 3), (150, 250, 4), (600, 100, 6), *LARGER],
)
def test_hard_cases(banyan: Banyan, hard: Hard, people: int, workshops: int, seed: int):
    tables, reading = hard(people, workshops, seed)
    bring_in(banyan, tables)
    banyan.must_agree(reading.facts, *DAYS)
    assert banyan.reach(form="csv") == banyan.reach()


def test_hard_cases_on_every_drawer(either: Banyan, hard: Hard):
    tables, reading = hard(80, 150, 8)
    bring_in(either, tables)
    either.must_agree(reading.facts, *DAYS)


def test_a_workshop_of_thousands(either: Banyan, tmp_path: Path):
    """One fact, however long its register is: longer than an append has entries."""
    people = [f"p{n:05}" for n in range(SEVERAL * log.MAX_ENTRIES)]
    register = "\n".join(f"w1,{person},3,15,20" for person in people)
    tables = {
        "workshops": "workshop,starts_on,mode,lead\nw1,2023-03-01,online,ada",
        "register": f"workshop,person,pre,post,max_score\n{register}",
    }
    bring_in(either, write_files(tmp_path / "in", tables))
    assert either.reach()["ada"].reach == len(people)


def test_each_person_alone(banyan: Banyan, hard: Hard):
    tables, reading = hard(30, 60, 9)
    bring_in(banyan, tables)
    for day in (None, DAYS[2]):
        asked = ["--as-of", str(day)] if day else []
        for person, expected in numbers(reading.facts, day).items():
            said = banyan.done(
                "reach", "--cascade", "c", "--format", "csv", "--person", person, *asked
            ).out
            (line,) = said.splitlines()[1:]
            row = (expected.generation, expected.direct, expected.lineage, expected.reach)
            row += (expected.workshops_given, expected.workshops_downstream)
            assert line == ",".join([person, *map(str, row)])


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(50, 90))
def test_many_hard_cases(banyan: Banyan, hard: Hard, seed: int):
    tables, reading = hard(20 + seed * 7 % 400, 50 + seed * 31 % 900, seed)
    bring_in(banyan, tables)
    banyan.must_agree(reading.facts, *DAYS)


# ---- whatever the files look like ------------------------------------------------------------


@pytest.mark.parametrize("disguise", DISGUISES)
def test_the_same_numbers_from_other_files(
    banyan: Banyan, hard: Hard, tmp_path: Path, disguise: str
):
    tables, reading = hard(60, 150, 11)
    bring_in(banyan, *DISGUISES[disguise](tables_of(tables), tmp_path / "other"))
    banyan.must_agree(reading.facts, DAYS[1])


def test_the_same_numbers_from_rows_in_any_order(fresh: Callable[[], Banyan], hard: Hard):
    tables, reading = hard(60, 150, 12)
    found = tables_of(tables)
    for seed in range(3):
        banyan, target = fresh(), tables / str(seed)
        for table, cells in shuffled(found, seed).items():
            write_csv(target / f"{table}.csv", COLUMNS[table].split(), cells)
        bring_in(banyan, target)
        banyan.must_agree(reading.facts)


def test_the_same_numbers_table_by_table(banyan: Banyan, hard: Hard):
    """Workshops first, then who came, and only then who they are."""
    tables, reading = hard(60, 150, 13)
    for table in ("workshops", "register", "people", "certifications"):
        bring_in(banyan, tables / f"{table}.csv")
        if table != "workshops":
            banyan.must_agree(reading.facts)


def test_the_same_numbers_in_two_halves(banyan: Banyan, hard: Hard, tmp_path: Path):
    """Registers that are completed by a later file."""
    tables, reading = hard(60, 150, 14)
    found = tables_of(tables)
    halves = [sorted(found["register"], key=lambda c: (c["person"], c["workshop"]))]
    middle = len(halves[0]) // 2
    while halves[0][middle]["person"] == halves[0][middle - 1]["person"]:
        middle += 1
    for n, half in enumerate((halves[0][:middle], halves[0][middle:])):
        part = tmp_path / f"register{n}" / "register.csv"
        write_csv(part, COLUMNS["register"].split(), half)
        bring_in(banyan, *(tables / f"{t}.csv" for t in ("people", "workshops")), part)
    banyan.must_agree(reading.facts, DAYS[1])


# ---- what is left out ------------------------------------------------------------------------


REFUSED = re.compile(r"^(\w+)\.csv:(\d+): (?:unclear, )?refused: \S", re.MULTILINE)


def rows_refused(said: str) -> set[tuple[str, int]]:
    return {(table, int(line)) for table, line in REFUSED.findall(said)}


@pytest.mark.parametrize("seed", [21, 22, 23])
def test_the_rows_that_must_be_refused_are(banyan: Banyan, hard: Hard, seed: int):
    tables, reading = hard(200, 400, seed)
    answer = banyan("import", "--cascade", "c", "--dry-run", tables)
    assert answer.code == 1
    expected = {(r.table, r.row) for r in reading.refused}
    repeats = {(t, n) for t in COLUMNS for n in repeats_of(expected, t, dict(rows(tables, t)))}
    assert rows_refused(answer.out) == expected | repeats


def repeats_of(refused: set[tuple[str, int]], table: str, found: dict[int, Cells]) -> list[int]:
    """The reader tells of the first of several rows that are the same."""
    bad = [found[n] for t, n in refused if t == table]
    return [number for number, cells in found.items() if cells in bad]


def test_without_being_told_to_skip_nothing_is_imported(banyan: Banyan, hard: Hard):
    tables, reading = hard(50, 100, 24)
    before = banyan.position()
    answer = banyan("import", "--cascade", "c", tables)
    assert answer.code == 1
    assert f"Nothing was imported: {len(reading.refused)} rows are refused." in answer.err
    assert banyan.position() == before
    assert banyan.reach() == {}


# ---- dry run, repetition, resumption ---------------------------------------------------------


def counts(said: str) -> list[str]:
    return re.findall(r"^(?:people|workshops|register|certifications): \d.*$", said, re.MULTILINE)


def test_a_dry_run_writes_nothing_and_says_what_the_commit_does(banyan: Banyan, hard: Hard):
    tables, reading = hard(80, 160, 31)
    assert banyan.reach() == {}
    before = drawers(banyan)
    dry = banyan("import", "--cascade", "c", "--dry-run", "--batch", "b", tables)
    assert "Dry run: nothing was written." in dry.out
    assert drawers(banyan) == before
    assert counts(bring_in(banyan, tables)) == counts(dry.out)
    banyan.must_agree(reading.facts)
    with banyan.opened() as home:
        held = sum(e.name == "workshop.held" for e in home.log.read())
    assert f"workshops: {held} new" in dry.out


def drawers(banyan: Banyan) -> dict[str, bytes]:
    """The bytes of the log and of the private drawer, with what waits beside them."""
    with banyan.opened() as home:
        home.log.position()
    files = sorted(banyan.home.glob("log.db*")) + sorted(banyan.home.glob("private.db*"))
    return {f.name: f.read_bytes() for f in files if not f.name.endswith("-shm")}


def test_a_dry_run_afterwards_finds_all_known(banyan: Banyan, hard: Hard):
    tables, _ = hard(80, 160, 32)
    bring_in(banyan, tables)
    again = banyan("import", "--cascade", "c", "--dry-run", tables).out
    assert len(counts(again)) == 4
    assert not any(word in line for line in counts(again) for word in ("new", "changed"))


def test_repeating_changes_nothing(banyan: Banyan, hard: Hard, tmp_path: Path):
    tables, reading = hard(80, 160, 33)
    bring_in(banyan, tables)
    position = banyan.position()
    for paths in ([tables], DISGUISES["one_workbook"](tables_of(tables), tmp_path / "book")):
        said = bring_in(banyan, *paths)
        assert "All of it was known already; nothing was written." in said
        assert f"position {position}." in said
        assert banyan.position() == position
    banyan.must_agree(reading.facts)


class BrokenOffHere(Exception):
    pass


@pytest.mark.parametrize("append", range(1, 5))
def test_broken_off_after_any_append_it_goes_on(
    banyan: Banyan, hard: Hard, append: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(appends, "BATCH_SIZE", 30)
    tables, reading = hard(80, 120, 34)
    with banyan.opened() as home:
        id = next(e.event.cascade for e in home.log.read() if e.name == "cascade.opened")
        taken = 0

        def stop(done: int, of: int) -> None:
            nonlocal taken
            taken += 1
            if taken == append:
                raise BrokenOffHere

        with pytest.raises(BrokenOffHere):
            run(home, Request(id, [tables], skip_refused=True), stop)
    assert banyan.reach() != numbers(reading.facts)
    said = bring_in(banyan, tables)
    banyan.must_agree(reading.facts)
    with banyan.opened() as home:
        events = [e.name for e in home.log.read()]
        people = [e.stream for e in home.log.read() if e.name == "person.registered"]
    assert events.count("batch.started") == events.count("batch.completed") == 1
    assert len(people) == len(set(people))
    assert "To take it back" in said
