"""The views are only what the log adds up to: lost, edited or replayed, they tell the truth."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from random import Random
from threading import Event, Semaphore

import pytest

from api.home import Home
from api.sample.content import SLUG
from projections import tables
from projections.entrant_tables import CADRES_IN_COLUMNS
from tests.oracle.four_tables import Reading
from tests.support.command import Banyan, write_files
from tests.support.postgres import Database
from tests.support.threads import MINUTES, aside, ended

Hard = Callable[[int, int, int], tuple[Path, Reading]]
CHECKED = (
    "The views differ from the log. `banyan rebuild` makes them anew and keeps those of now, as a "
    "witness."
)


# ---- lost ------------------------------------------------------------------------------------


def remove(banyan: Banyan) -> None:
    for file in banyan.home.glob("views.db*"):
        file.unlink()


def test_deleted_all_returns(banyan: Banyan, hard: Hard):
    tables, reading = hard(60, 120, 51)
    banyan.done("import", "--cascade", "c", "--skip-refused", tables)
    before = contents(banyan)
    remove(banyan)
    assert not (banyan.home / "views.db").exists()
    banyan.must_agree(reading.facts)
    assert contents(banyan) == before
    assert banyan("check").code == 0


def contents(banyan: Banyan) -> dict[str, set[tuple[object, ...]]]:
    with banyan.opened() as home, home.views.read() as db:
        return {t: set(db.rows(f"SELECT * FROM {t}")) for t in tables.metadata.tables}


def test_deleted_under_a_process_that_runs(banyan: Banyan, hard: Hard, tmp_path: Path):
    tables, reading = hard(60, 120, 52)
    banyan.done("import", "--cascade", "c", "--skip-refused", tables)
    follower = banyan.start("follow")
    try:
        with banyan.opened() as home:
            for _ in range(3):
                home.views.position()
                remove(banyan)
                with home.views.read() as db:
                    assert db.rows("SELECT count(*) FROM workshop")[0][0] > 0
                banyan.must_agree(reading.facts)
        more = write_files(tmp_path / "more", {"people": "person\nsomebody new"})
        banyan.done("import", "--cascade", "c", more)
        banyan.must_agree(reading.facts)
        assert follower.poll() is None
    finally:
        follower.terminate()
        follower.communicate()
    assert banyan("check").code == 0


def test_a_schema_that_is_dropped_on_postgres_returns(
    roomy: Database, fresh: Callable[..., Banyan], hard: Hard
):
    banyan = fresh(roomy.url)
    tables, reading = hard(40, 60, 53)
    banyan.done("import", "--cascade", "c", "--skip-refused", tables)
    with roomy.connect() as connection:
        connection.execute("DROP SCHEMA views CASCADE")
    banyan.must_agree(reading.facts)


# ---- replayed --------------------------------------------------------------------------------


def test_the_numbers_of_that_time(either: Banyan, hard: Hard, tmp_path: Path):
    moments, on_a_day = [], ("--as-of", "2020-01-01")
    for n, (people, workshops, seed) in enumerate([(30, 40, 54), (40, 50, 55), (50, 60, 56)]):
        tables, _ = hard(people, workshops, seed)
        either.done("import", "--cascade", "c", "--skip-refused", "--batch", f"b{n}", tables)
        moments.append((str(either.position()), either.reach(), either.reach(*on_a_day)))
    either.done("undo-import", "b1")
    moments.append((str(either.position()), either.reach(), either.reach(*on_a_day)))
    assert len({str(now) for _, now, _ in moments}) == 4
    for position, then, that_day in moments:
        assert either.reach("--known-at", position) == then
        assert either.reach("--known-at", position, *on_a_day) == that_day
        said = either.done("replay", "--until", position).out
        assert f"What was known at position {position}:" in said
        assert f"{len(then)} have facilitated" in said
    with either.opened() as home:
        times = {e.position: e.recorded_at.isoformat() for e in home.log.read()}
    for position, then, _ in moments:
        assert either.reach("--known-at", times[int(position)]) == then


# ---- edited ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which every table has rows; copied before it is touched."""
    home = tmp_path_factory.mktemp("sample") / "home"
    banyan = Banyan(home)
    banyan.done("demo", "--people", "250", "--seed", "3")
    people = [f"of cadre {n}" for n in range(CADRES_IN_COLUMNS + 4)]
    cadres = {
        "people": "person,cadre\n" + "\n".join(f"{person},{person}" for person in people),
        "workshops": f"workshop,starts_on,mode,lead\ncadres,2023-03-01,online,{people[0]}",
        "register": "workshop,person\n" + "\n".join(f"cadres,{one}" for one in people[1:]),
    }
    banyan.done("import", "--cascade", SLUG, write_files(home.parent / "cadres", cadres))
    with sqlite3.connect(home / "views.db") as views:
        views.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return home


@pytest.fixture
def copied(sample: Path, tmp_path: Path) -> Banyan:
    shutil.copytree(sample, tmp_path / "copy")
    return Banyan(tmp_path / "copy")


def edit(banyan: Banyan, sql: str) -> None:
    views = sqlite3.connect(banyan.home / "views.db")
    with views:
        assert views.execute(sql).rowcount > 0, sql
    views.close()


SEED = 7
"""Of the rows that are changed or lost."""


def edit_some_row(banyan: Banyan, table: str, sql: str) -> str:
    """The first, in a random order, of which this may be done; a change may make another's key."""
    keys = [column.name for column in tables.metadata.tables[table].primary_key]
    named = ", ".join(keys)
    views = sqlite3.connect(banyan.home / "views.db")
    rows = views.execute(f"SELECT {named} FROM {table} ORDER BY {named}").fetchall()
    for row in Random(SEED).sample(rows, len(rows)):
        where = " AND ".join(f"{key} IS ?" for key in keys)
        try:
            with views:
                assert views.execute(f"{sql} WHERE {where}", row).rowcount == 1
        except sqlite3.IntegrityError:
            continue
        views.close()
        return f"{named} = {row}"
    raise AssertionError(f"seed {SEED}: {sql} can be done to no row of {table}")


TABLES = sorted(tables.metadata.tables.keys() - {"meta"})


def change_and_loss(table: str) -> tuple[str, str]:
    column = tables.metadata.tables[table].columns.keys()[-1]
    other = f"CASE WHEN typeof({column}) IN ('integer', 'real') THEN {column} + 1 ELSE 'no' END"
    return f"UPDATE {table} SET {column} = {other}", f"DELETE FROM {table}"


@pytest.mark.parametrize("table", TABLES)
def test_a_row_that_is_changed_or_lost_is_reported(sample: Path, copied: Banyan, table: str):
    for sql in change_and_loss(table):
        remove(copied)
        shutil.copy(sample / "views.db", copied.home)
        where = edit_some_row(copied, table, sql)
        answer = copied("check")
        assert answer.code == 1, f"seed {SEED}: {sql}, {where}"
        assert answer.out.startswith(f"{table}: ")
        assert CHECKED in answer.err


def test_a_rebuild_puts_all_of_them_right(copied: Banyan):
    for table in TABLES:
        for sql in change_and_loss(table):
            edit_some_row(copied, table, sql)
    assert copied("check").code == 1
    copied.done("rebuild")
    assert copied("check").code == 0


# What `banyan reach` reads: an edit, and what it does to somebody's numbers.
SHOWN = {
    "trainer": "UPDATE trainer SET lineage = lineage + 1000 WHERE parent IS NOT NULL",
    "trainer_reach": "UPDATE trainer_reach SET reach = reach + 1",
    "person": "DELETE FROM person WHERE number IN (SELECT person FROM presence WHERE role = 0)",
}


@pytest.mark.parametrize("table", SHOWN)
def test_an_edited_row_shows_in_reach_until_rebuilt(copied: Banyan, table: str):
    before = printed(copied)
    edit(copied, SHOWN[table])
    after = copied("reach", "--cascade", "sample", "--format", "csv")
    assert after.code != 0 or after.out != before
    assert copied("check").code == 1
    copied.done("rebuild")
    assert printed(copied) == before


def printed(banyan: Banyan) -> str:
    return banyan.done("reach", "--cascade", "sample", "--format", "csv").out


@pytest.mark.parametrize(
    "value", ["'x'", "'-1'", "'1'", "'999999'", "''", "NULL"], ids=lambda value: f"position {value}"
)
def test_a_position_that_was_tampered_with_never_gives_other_numbers(copied: Banyan, value: str):
    before = printed(copied)
    if value == "NULL":
        edit(copied, "DELETE FROM meta WHERE key = 'position'")
    else:
        edit(copied, f"UPDATE meta SET value = {value} WHERE key = 'position'")
    answer = copied("reach", "--cascade", "sample", "--format", "csv")
    assert answer.code == 1 or answer.out == before
    copied("check")
    copied.done("rebuild")
    assert printed(copied) == before
    assert copied("check").code == 0


# ---- rebuilt under readers -------------------------------------------------------------------


def test_readers_never_see_half_a_view(either: Banyan, hard: Hard):
    tables, reading = hard(80, 150, 57)
    either.done("import", "--cascade", "c", "--skip-refused", tables)
    whole = either.reach()
    either.must_agree(reading.facts)
    seen, looked, stop = [], Semaphore(0), Event()

    def read() -> None:
        with either.opened() as home:
            while not stop.is_set():
                seen.append(counted(home))
                looked.release()

    readers = [aside(read) for _ in range(2)]
    try:
        assert looked.acquire(timeout=MINUTES) and looked.acquire(timeout=MINUTES)
        rebuilding = either.start("rebuild")
        out, err = rebuilding.communicate(timeout=MINUTES)
        assert rebuilding.returncode == 0, (out, err)
    finally:
        stop.set()
        for reader in readers:
            ended(reader)
    assert len(set(seen)) == 1 and len(seen) > 3
    assert either.reach() == whole


def test_readers_in_the_middle_of_a_rebuild_see_the_views_of_before(either: Banyan, hard: Hard):
    tables, _ = hard(80, 150, 57)
    either.done("import", "--cascade", "c", "--skip-refused", tables)
    with either.opened() as home, either.opened() as other:
        before, seen = counted(home), []
        home.views.rebuild(lambda at: seen.append(counted(other)))
        assert seen and set(seen) == {before} == {counted(home)}


def counted(home: Home) -> tuple[int, ...]:
    with home.views.read() as db:
        return tuple(db.rows(f"SELECT count(*) FROM {t}")[0][0] for t in COUNTED)


COUNTED = ("workshop", "presence", "person", "reach_node", "reach_cell", "reach_succ")
