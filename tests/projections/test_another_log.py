"""Views that meet another log than the one that they were made from."""

from __future__ import annotations

import json
import sqlite3
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

from domain.log import Log, Row
from projections import rebuild
from projections.views import Alarm, Views, differences
from projections.witness import Witness, read
from tests.support import another_log
from tests.support.stores import Store
from tests.support.threads import together

pytestmark = pytest.mark.parametrize("store", ["sqlite", "postgres"], indirect=True)

TODAY, OTHER = another_log.rows_of("t", 8), another_log.rows_of("o", 12)
YESTERDAY = TODAY[:13]
ENTRIES = len(TODAY)


def grown(rows: Sequence[Row], count: int) -> list[Row]:
    """With entries of another past after them, which take the positions that come next."""
    later = [row for row in OTHER if row[1] not in {known[1] for known in rows}]
    return [*rows, *((len(rows) + n, *row[1:]) for n, row in enumerate(later[:count], 1))]


ANOTHER: dict[str, list[Row]] = {
    "yesterday's": YESTERDAY,
    "yesterday's, grown as long as today's": grown(YESTERDAY, ENTRIES - len(YESTERDAY)),
    "yesterday's, grown longer than today's": grown(YESTERDAY, ENTRIES - len(YESTERDAY) + 2),
    "another": OTHER[: ENTRIES - 2],
    "another of the same length": OTHER[:ENTRIES],
    "another that is longer": OTHER,
    "one that begins otherwise": [OTHER[0], *TODAY[1:]],
    "an empty one": [],
}
SOME = {"yesterday's", "another of the same length", "an empty one"}
"""For PostgreSQL, which takes long to make tables; what is known of a log is known by one rule."""
Write = Callable[[Sequence[Row]], None]


@dataclass
class Place:
    """A log with views; `write` puts rows in the log's place, in a way that its store knows."""

    store: Store
    write: Write
    alarms: list[Alarm] = field(default_factory=list)
    opened: list[Log | Views] = field(default_factory=list)

    def open(self) -> tuple[Log, Views]:
        log = Log(self.store.settings())
        views = Views(self.store.place(), log, self.alarms.append)
        self.opened += [views, log]
        return log, views

    def holds_today(self) -> tuple[Log, Views]:
        log, views = self.open()
        self.write(TODAY)
        assert views.catch_up() == ENTRIES
        return log, views


WAYS = {"sqlite": ("file", "rows"), "postgres": ("schema", "table")}


@pytest.fixture(params=[0, 1], ids=["anew", "in place"])
def place(request: pytest.FixtureRequest, store: Store, room: Path) -> Iterator[Place]:
    way = getattr(another_log, "write_" + WAYS[store.name][request.param])
    where = room / "log.db" if store.name == "sqlite" else request.getfixturevalue("database")
    place = Place(store, partial(way, where))
    yield place
    for one in place.opened:
        one.close()


def workshops(views: Views) -> set[str]:
    with views.read() as db:
        return {name for (name,) in db.rows("SELECT identifier FROM workshop")}


# ---- noticed at the next read ----------------------------------------------------------------


@pytest.mark.parametrize("running", [True, False], ids=["running", "cold"])
def test_another_log_makes_the_views_anew_and_is_said(place: Place, running: bool):
    log, views = place.open()
    few = place.store.name == "postgres"
    for name, rows in ANOTHER.items():
        if few and name not in SOME:
            continue
        place.write(TODAY)
        assert views.catch_up() == ENTRIES
        place.alarms.clear()
        place.write(rows)
        if not running:
            log, views = place.open()
        held = [json.loads(row[4]) for row in rows if row[3].startswith("workshop.held")]
        assert workshops(views) == {said["fact"]["identifier"] for said in held}, name
        assert differences(views, log) == [], name
        (alarm,) = place.alarms
        assert (alarm.known.position, alarm.end) == (ENTRIES, len(rows)), name
        assert alarm.aside is not None, name


@pytest.mark.parametrize("running", [True, False], ids=["running", "cold"])
def test_the_same_log_is_no_other(place: Place, running: bool):
    log, views = place.holds_today()
    place.write(TODAY[:-1])
    place.write([*TODAY, *grown(TODAY, 3)[ENTRIES:]])
    if not running:
        log, views = place.open()
    assert views.catch_up() == ENTRIES + 3
    assert (place.alarms, differences(views, log)) == ([], [])


@pytest.mark.parametrize("running", [True, False], ids=["running", "cold"])
def test_what_is_appended_to_another_log_is_read(place: Place, running: bool):
    """Positions that the views knew are given to other entries: nothing of before stays."""
    log, views = place.holds_today()
    place.write(YESTERDAY)
    if not running:
        log, views = place.open()
    for count in range(1, ENTRIES - len(YESTERDAY) + 3):
        place.write(grown(YESTERDAY, count))
        assert views.catch_up() == len(YESTERDAY) + count
        assert differences(views, log) == []
    assert len(place.alarms) == 1


# ---- put aside -------------------------------------------------------------------------------


def kept(place: Place, room: Path, alarm: Alarm) -> tuple[Witness | None, int]:
    """What the views that were put aside know of their log, and how many workshops."""
    sql = ["SELECT value FROM {}meta WHERE key = 'log'", "SELECT count(*) FROM {}workshop"]
    if place.store.name == "sqlite":
        file = room / str(alarm.aside)
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        connection = sqlite3.connect(file)
        said, count = (connection.execute(one.format("")).fetchone()[0] for one in sql)
        connection.close()
        return read(said), count
    _, views = place.open()
    with views.read() as db:
        said, count = (db.rows(one.format(f"{alarm.aside}."))[0][0] for one in sql)
    return read(said), count


def test_the_views_of_before_are_kept_each_time(place: Place, room: Path):
    _, views = place.holds_today()
    before = len(workshops(views))
    for rows in (YESTERDAY, OTHER, TODAY):
        place.write(rows)
        views.catch_up()
    counts = [kept(place, room, alarm) for alarm in place.alarms]
    assert [known for known, _ in counts] == [alarm.known for alarm in place.alarms]
    assert counts[0][1] == before
    assert len({alarm.aside for alarm in place.alarms}) == 3


def test_nothing_is_replaced_where_the_alarm_cannot_be_kept(place: Place):
    log, views = place.holds_today()
    place.write(YESTERDAY)

    def full(alarm: Alarm) -> None:
        raise OSError("the disk is full")

    elsewhere = Views(place.store.place(), log, full)
    place.opened.insert(0, elsewhere)
    with pytest.raises(OSError, match="full"):
        elsewhere.catch_up()
    assert views.witness() == Witness().after(TODAY)


# ---- altered in the middle -------------------------------------------------------------------


def altered(rows: Sequence[Row], at: int, old: bytes, new: bytes) -> list[Row]:
    changed = [(*row[:4], row[4].replace(old, new)) if row[0] == at else row for row in rows]
    assert changed != list(rows)
    return changed


def swapped(rows: Sequence[Row], one: int, other: int) -> list[Row]:
    found = list(rows)
    found[one - 1] = (one, *rows[other - 1][1:])
    found[other - 1] = (other, *rows[one - 1][1:])
    return found


MIDDLE = next(row[0] for row in TODAY[8:] if row[3].startswith("workshop.held"))
ALTERED = {
    "another day": altered(TODAY, MIDDLE, b'"starts_on":"20', b'"starts_on":"19'),
    "another time": altered(TODAY, MIDDLE, b'"at":"2', b'"at":"1'),
    "another author": altered(TODAY, MIDDLE, b'"by":"console"', b'"by":"someone"'),
    "one gone": [row for row in TODAY if row[0] != MIDDLE],
    "two swapped": swapped(TODAY, MIDDLE, MIDDLE + 1),
}


def test_an_altered_entry_is_known_by_the_chain_and_said_again_by_a_rebuild(place: Place):
    _, views = place.open()
    for name, rows in ALTERED.items():
        place.write(TODAY)
        views.rebuild()
        assert views.is_of_log(), name
        place.alarms.clear()
        place.write(rows)
        assert not views.is_of_log(), name
        assert views.witness() == Witness().after(TODAY), "comparing replaces nothing"
        told: list[str] = []
        views.rebuild(kept_as=told.append)
        assert [alarm.aside for alarm in place.alarms] == [None, *told], name
        assert place.alarms[0].known == place.alarms[1].known == Witness().after(TODAY), name
        assert place.alarms[0].now == place.alarms[1].now != place.alarms[0].known, name
        assert views.is_of_log(), name


# ---- a rebuild that is asked for -------------------------------------------------------------


def test_a_rebuild_keeps_what_differs_and_nothing_else(place: Place):
    _, views = place.holds_today()
    told: list[str] = []
    views.rebuild(kept_as=told.append)
    assert told == []
    with views._writing() as db:
        db.run(
            "UPDATE workshop SET headcount = 77 WHERE number = (SELECT min(number) FROM workshop)"
        )
    views.rebuild(kept_as=told.append)
    assert len(told) == 1
    assert place.alarms == []


def test_a_rebuild_of_views_that_are_behind_keeps_nothing(place: Place):
    _, views = place.holds_today()
    place.write(grown(TODAY, 4))
    told: list[str] = []
    assert views.rebuild(kept_as=told.append) == ENTRIES + 4
    assert (told, place.alarms) == ([], [])


def test_views_of_an_earlier_version_are_made_anew_without_an_alarm(place: Place):
    log, views = place.holds_today()
    with views._writing() as db:
        db.run("DELETE FROM meta WHERE key = 'log'")
        db.run("UPDATE meta SET value = 'of old' WHERE key = 'schema'")
    place.write(grown(YESTERDAY, 1))
    log, views = place.open()
    assert differences(views, log) == []
    assert place.alarms == []


def test_views_of_another_version_still_know_their_log(
    place: Place, monkeypatch: pytest.MonkeyPatch
):
    place.holds_today()
    monkeypatch.setattr(rebuild, "VERSION", rebuild.VERSION + 1)
    place.write(YESTERDAY)
    log, views = place.open()
    assert differences(views, log) == []
    assert [alarm.known for alarm in place.alarms] == [Witness().after(TODAY)]


# ---- several at once -------------------------------------------------------------------------


def test_of_many_that_notice_one_makes_the_views_anew(place: Place):
    """Each with views of its own, as processes have."""
    place.holds_today()
    many = [place.open() for _ in range(4)]
    place.write(YESTERDAY)
    seen = together(lambda views: frozenset(workshops(views)), [views for _, views in many])
    assert len(set(seen)) == 1
    assert len(place.alarms) == 1


def test_a_log_that_is_replaced_while_the_views_are_made_is_not_mixed_in(
    place: Place, monkeypatch: pytest.MonkeyPatch
):
    """Batches of three: after the second, the other log is there."""
    log, views = place.holds_today()
    batches = rebuild.catchup.batches
    read: list[int] = []

    def small(rows: Iterator[Row], size: int = 3) -> Iterator[list[Row]]:
        for batch in batches(rows, 3):
            read.append(len(batch))
            if len(read) == 2:
                place.write(OTHER)
            yield batch

    monkeypatch.setattr(rebuild.catchup, "batches", small)
    views.rebuild()
    assert differences(views, log) == []
    assert workshops(views) == {f"o{n}" for n in range(12)}
