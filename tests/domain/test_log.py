"""The log on every store: all or nothing, in order, read as it was written, whoever writes."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from pathlib import Path
from threading import Event

import pytest
from msgspec.structs import replace

import domain
from domain.events import Entry, WorkshopHeld
from domain.log import MAX_ENTRIES, Log, Stale
from tests.support.domain.entries import AT, pending, several
from tests.support.domain.examples import held
from tests.support.threads import aside, ended, together

WRITERS, APPENDS, AT_ONCE = 8, 20, 3


# ---- what goes in comes out ------------------------------------------------------------------


def test_an_empty_log(log):
    assert log.position() == 0
    assert list(log.read()) == []
    assert log.load(["workshop/w1"]) == {}


def test_a_fact_is_read_as_it_was_written(log):
    position = log.append([pending("workshop/w1", 1, held)])
    entry = Entry(
        position, "workshop/w1", 1, "workshop.held", AT, "console", "test", "c1", "malaria", held
    )
    assert list(log.read()) == [entry]
    assert log.load(["workshop/w1"]) == {"workshop/w1": [entry]}
    assert log.position() == position


def test_streams_are_loaded_each_in_its_order(log):
    log.append([pending("a", 1), pending("b", 1), pending("a", 2)])
    log.append([pending("b", 2), pending("a", 3), pending("c", 1)])
    found = log.load(["b", "a", "none", "a"])
    assert {stream: [e.version for e in entries] for stream, entries in found.items()} == {
        "a": [1, 2, 3],
        "b": [1, 2],
    }


def test_more_streams_are_loaded_than_go_into_one_question(log):
    names = [f"s{n}" for n in range(MAX_ENTRIES + 7)]
    for at in range(0, len(names), MAX_ENTRIES):
        log.append([pending(name, 1) for name in names[at : at + MAX_ENTRIES]])
    assert set(log.load(names)) == set(names)


def test_stream_names_are_told_apart_exactly(log):
    names = ["name/s/W7", "name/s/w7", "name/s/W7 ", "name/s/é", "name/s/e\u0301", "name/s/'%\"\\"]
    log.append([pending(name, 1) for name in names])
    assert {s: [e.stream for e in found] for s, found in log.load(names).items()} == {
        name: [name] for name in names
    }


def test_reading_begins_after_a_position_and_ends_at_another(log):
    for version in range(1, 6):
        log.append([pending("a", version)])
    positions = [entry.position for entry in log.read()]
    assert positions == sorted(set(positions))
    assert [e.version for e in log.read(after=positions[1])] == [3, 4, 5]
    assert [e.version for e in log.read(after=positions[1], upto=positions[3])] == [3, 4]
    assert [e.version for e in log.read(upto=positions[0])] == [1]
    assert list(log.read(after=positions[-1])) == []


def test_pages_join_without_a_seam(log, monkeypatch):
    monkeypatch.setattr("domain.log.PAGE", 3)
    log.append(several("a", 1, 7))
    with pytest.raises(Stale):
        log.append([pending("a", 1)])
    log.append(several("a", 8, 3))
    assert [e.version for e in log.read()] == list(range(1, 11))
    assert [e.version for e in log.read(after=next(log.read()).position)] == list(range(2, 11))


def test_a_log_is_still_there_when_opened_again(store, log):
    if store.name == "memory":
        assert Log(store.settings()).position() == 0
        return
    log.append([pending("workshop/w1", 1, held)])
    again = Log(store.more())
    assert list(again.read()) == list(log.read())
    again.close()


# ---- all or nothing --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "batch",
    [
        [pending("new", 1), pending("a", 1), pending("other", 1)],
        [pending("new", 1), pending("new", 1)],
    ],
    ids=["known version", "twice in one"],
)
def test_a_conflict_leaves_nothing_half_written(log, batch):
    log.append([pending("a", 1)])
    before = list(log.read())
    with pytest.raises(Stale):
        log.append(batch)
    assert list(log.read()) == before
    log.append([pending("a", 2), pending("new", 1)])
    assert [e.stream for e in log.read()] == ["a", "a", "new"]


def test_five_hundred_go_in_at_once(log):
    position = log.append(several("a", 1, MAX_ENTRIES))
    assert log.position() == position
    assert len(list(log.read())) == MAX_ENTRIES == 500


def test_more_are_refused_and_nothing_is_written(log):
    with pytest.raises(ValueError, match="at most 500 entries of 400000 bytes at a time, not 501"):
        log.append(several("a", 1, MAX_ENTRIES + 1))
    assert log.position() == 0


@pytest.mark.parametrize("entries, lines", [(MAX_ENTRIES, 30), (1, 15_000)])
def test_a_large_append_is_written_or_refused_and_never_hangs(log, entries, lines):
    """It is bytes, some 700,000 of them, that fill the PostgreSQL driver's pipeline."""
    sheet = replace(held, register=held.register * lines)
    facts = [pending(f"workshop/{n}", 1, sheet) for n in range(entries)]
    ends = []
    ended(aside(lambda: ends.append(written_or_refused(log, facts))))
    assert len(list(log.read())) == (entries if ends[0] else 0)


def written_or_refused(log, facts):
    try:
        return log.append(facts)
    except ValueError:
        return 0


# ---- many at once ----------------------------------------------------------------------------


def test_a_follower_misses_nothing_while_eight_write(store, log):
    """The measured hazard: an entry that becomes visible behind a follower's back is lost."""
    done = Event()

    def write(writer):
        own = log if store.name == "memory" else Log(store.more())
        try:
            return [
                own.append(several(f"writer-{writer}", 1 + AT_ONCE * n, AT_ONCE))
                for n in range(APPENDS)
            ]
        finally:
            if own is not log:
                own.close()

    seen = []

    def follow():
        while True:
            last_round = done.is_set()
            seen.extend(log.read(after=seen[-1].position if seen else 0))
            if last_round:
                return

    follower = aside(follow)
    try:
        ends = [end for ends in together(write, range(WRITERS)) for end in ends]
    finally:
        done.set()
    ended(follower)
    positions = [entry.position for entry in seen]
    assert positions == sorted(set(positions))
    assert len(seen) == WRITERS * APPENDS * AT_ONCE
    assert seen == list(log.read())
    assert set(ends) <= set(positions)


FOLLOW = f"""
import json, sys
sys.path.insert(0, sys.argv[1])
from domain.log import Log
from tests.support.domain.entries import several
log = Log(json.loads(sys.argv[2]))
for n in range({APPENDS}):
    log.append(several("process-" + sys.argv[3], 1 + {AT_ONCE} * n, {AT_ONCE}))
log.close()
"""


@pytest.mark.parametrize("store", ["sqlite", "postgres"], indirect=True)
def test_a_follower_misses_nothing_while_eight_processes_write(store, log):
    root = str(Path(domain.__file__).parents[1])
    told = [sys.executable, "-c", FOLLOW, root, json.dumps(store.more())]
    writers = [subprocess.Popen([*told, str(n)]) for n in range(WRITERS)]
    seen = []
    while True:
        finished = all(writer.poll() is not None for writer in writers)
        seen += log.read(after=seen[-1].position if seen else 0)
        if finished:
            break
    assert [writer.returncode for writer in writers] == [0] * WRITERS
    assert len(seen) == WRITERS * APPENDS * AT_ONCE
    assert seen == list(log.read())


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_many_may_start_at_once(store):
    """The first start makes the tables; nobody crashes over who it was.

    On PostgreSQL the home makes them, under a lock: tests/api/test_home.py.
    """

    def start(number):
        log = Log(store.settings())
        try:
            return log.append([pending(f"starter-{number}", 1)])
        finally:
            log.close()

    positions = together(start, range(WRITERS))
    assert len(set(positions)) == WRITERS
    log = Log(store.settings())
    assert len(list(log.read())) == WRITERS
    log.close()


# ---- an auditor reads it ---------------------------------------------------------------------


def test_a_state_is_canonical_json(log):
    log.append([pending("workshop/w1", 1, held)])
    ((_, _, _, _, state),) = log.rows()
    assert bytes(state) == (
        b'{"at":"2024-06-15T12:00:00Z","by":"console","cascade":"malaria","command":"c1",'
        b'"fact":{"cofacilitators":["brian"],"ends_on":"2024-06-11","headcount":3,"kind":"tot",'
        b'"lead":"amina","register":[{"max_score":10.0,"person":"chen","post":8.0,"pre":4.0}],'
        b'"starts_on":"2024-06-10","workshop":"w1"},"source":"test"}'
    )


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_an_auditor_needs_nothing_but_sqlite_and_json(store, log):
    log.append([pending("workshop/w1", 1, held)])
    with sqlite3.connect(store.settings()["SQLITE_DBNAME"]) as file:
        ((name, state),) = file.execute("SELECT topic, state FROM stored_events").fetchall()
    assert name == "workshop.held.2"
    assert json.loads(state)["fact"]["register"][0]["post"] == 8.0


def test_an_auditor_needs_nothing_but_psql_and_json(database):
    log = Log(database.settings())
    log.append([pending("workshop/w1", 1, held)])
    with database.connect() as connection:
        ((table,),) = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'log'")
        sql = f"SELECT convert_from(state, 'UTF8')::json -> 'fact' ->> 'lead' FROM log.{table}"
        assert connection.execute(sql).fetchall() == [("amina",)]
    log.close()


def test_what_was_left_out_of_a_state_comes_back_as_its_default(log):
    bare = WorkshopHeld(held.workshop, held.kind, held.starts_on, held.ends_on)
    log.append([pending("workshop/w1", 1, bare)])
    (entry,) = log.read()
    assert entry.event == bare
    assert entry.event.register == ()
