"""An import that is killed at any moment goes on, and ends as if it had never been killed."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from api.private.tables import identifier
from tests.oracle.four_tables import Reading, rows
from tests.support.command import Banyan
from tests.support.killing import completed, killed_at, killed_while_writing, position

Hard = Callable[[int, int, int], tuple[Path, Reading]]
WORDS = ("--skip-refused", "--batch", "b")
SMALL, LARGE = (60, 90), (500, 700)
"""People and workshops: several of the appends of who is killed at one; seconds of writing."""


@pytest.fixture
def never_killed(
    request: pytest.FixtureRequest, fresh: Callable[[], Banyan], hard: Hard
) -> tuple[Banyan, Path, Reading]:
    tables, reading = hard(*getattr(request, "param", SMALL), 61)
    banyan = fresh()
    banyan.done("import", "--cascade", "c", *WORDS, tables)
    return banyan, tables, reading


def must_be_as_never_killed(banyan: Banyan, whole: Banyan, tables: Path, reading: Reading) -> None:
    banyan.done("import", "--cascade", "c", *WORDS, tables)
    assert completed(banyan)
    banyan.must_agree(reading.facts)
    assert kinds(banyan) == kinds(whole)
    assert exported(banyan) == exported(whole)
    assert banyan("check").code == 0
    must_have_kept_every_name(banyan, tables, reading)


def kinds(banyan: Banyan) -> Counter[str]:
    """How many entries of each kind: none twice, none lost."""
    with banyan.opened() as home:
        streams = Counter((e.stream, e.name) for e in home.log.read())
        assert max(streams.values()) == 1
        return Counter(name for _, name in streams)


def exported(banyan: Banyan) -> dict[str, str]:
    tables = ("people", "workshops", "register", "certifications")
    return {t: banyan.done("export", "--cascade", "c", "--table", t).out for t in tables}


def must_have_kept_every_name(banyan: Banyan, tables: Path, reading: Reading) -> None:
    """Each person's texts are in the private drawer, and no identifier is left over."""
    refused = {r.row for r in reading.refused if r.table == "people"}
    named = {c["person"]: c["name"] for n, c in rows(tables, "people") if n not in refused}
    refused_names = {c["person"] for n, c in rows(tables, "people") if n in refused}
    with banyan.opened() as home, home.views.read() as db:
        query = select(identifier.c.identifier, identifier.c.person)
        with home.private.engine.connect() as connection:
            kept = connection.execute(query.where(identifier.c.series == "c")).all()
        details = dict(db.rows("SELECT id, details FROM person"))
        opened = home.private.open(details.values())
    assert sorted(person for _name, person in kept) == sorted(details)
    people = dict(kept)
    assert len(people) == len(kept)
    for person, name in named.items():
        if person not in refused_names:
            assert opened[details[people[person]]]["name"] == name


def test_four_kills_in_a_row_and_then_to_the_end(
    never_killed: tuple[Banyan, Path, Reading], fresh: Callable[[], Banyan]
):
    whole, tables, reading = never_killed
    banyan = fresh()
    for append, moment in ((2, "after"), (2, "before"), (1, "after"), (3, "before")):
        acknowledged = entries(banyan)
        killed_at(banyan, append, moment, "import", "--cascade", "c", *WORDS, tables)
        assert entries(banyan)[: len(acknowledged)] == acknowledged
        assert not completed(banyan)
    must_be_as_never_killed(banyan, whole, tables, reading)


def entries(banyan: Banyan) -> list[tuple[object, ...]]:
    with sqlite3.connect(banyan.home / "log.db") as log:
        return log.execute("SELECT rowid, * FROM stored_events ORDER BY rowid").fetchall()


@pytest.mark.soak
@pytest.mark.parametrize("never_killed", [LARGE], indirect=True)
def test_fifty_kills(never_killed: tuple[Banyan, Path, Reading], fresh: Callable[[], Banyan]):
    """At random moments of the writing; each time to the end in a home of its own."""
    whole, tables, reading = never_killed
    rng, between = Random(2), 0
    for _ in range(50):
        banyan = fresh()
        between += killed_while_writing(banyan, tables, rng.uniform(0, 0.4), *WORDS)
        assert position(banyan) > 2
        must_be_as_never_killed(banyan, whole, tables, reading)
    assert between >= 40


def test_an_undoing_that_is_killed_goes_on(never_killed: tuple[Banyan, Path, Reading]):
    whole, tables, reading = never_killed
    before = exported(whole)
    start = position(whole)
    for append, moment in ((3, "after"), (2, "before")):
        killed_at(whole, append, moment, "undo-import", "b")
        assert start < position(whole), "in the middle"
    whole.done("undo-import", "b")
    assert whole.reach() == {}
    assert [len(t.splitlines()) for t in exported(whole).values()] == [1] * 4
    whole.done("import", "--cascade", "c", *WORDS, tables)
    assert exported(whole) == before
    whole.must_agree(reading.facts)
