"""A log from when facilitators who had signed were left off the register: it counts as one of today
that says as much. Who had signed is in it; what they scored is not."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from domain.codec import Envelope, encode
from domain.events import WorkshopCorrected, WorkshopHeld
from domain.log import Log, sqlite
from domain.values import Attendance, Kind, Scores
from projections.databases import SQLitePlace
from projections.history import record_history
from projections.quality import flags as quality_flags
from projections.records import workshops
from projections.views import Views, differences
from tests.oracle import histories
from tests.support.audit import audit_log, canonical
from tests.support.world import CASCADE, REASON, World, cascade_number, person_id, workshop_id

A, B, C, D = map(person_id, "ABCD")
W, LATER = workshop_id("w"), workshop_id("later")
DAY, NEXT_DAY = date(2021, 3, 1), date(2021, 3, 2)
AT = datetime(2021, 3, 3, tzinfo=UTC)


@pytest.fixture
def world(room: Path) -> Iterator[World]:
    log = Log(sqlite(str(room / "log.db")))
    views = Views(SQLitePlace(str(room / "views.db")), log)
    world = World(log, views)
    world.tell(histories.RegisterPerson(name, None, None) for name in "ABCD")
    yield world
    audit_log(log)
    assert differences(views, log) == []
    views.close()
    log.close()


def store(room: Path, version: int, name: str, fact: dict[str, object]) -> None:
    """As an older Banyan stored it."""
    held = WorkshopHeld(W, Kind.TOT, DAY, DAY)
    state = json.loads(encode(Envelope(AT, "console", "c", held, "test", CASCADE)))
    with sqlite3.connect(room / "log.db") as file:
        file.execute(
            "INSERT INTO stored_events (originator_id, originator_version, topic, state)"
            " VALUES (?, ?, ?, ?)",
            (f"workshop/{W}", version, name, canonical(state | {"fact": fact})),
        )
    file.close()


def old_sheet(**more: object) -> dict[str, object]:
    """A leads, B is beside, C signed."""
    signed = {"register": [{"person": C, "pre": 1.0, "post": 4.0, "max_score": 10.0}]}
    days = {"starts_on": "2021-03-01", "ends_on": "2021-03-01"}
    return {
        "workshop": W,
        "kind": "tot",
        "lead": A,
        "cofacilitators": [B],
        **days,
        **signed,
        **more,
    }


@pytest.fixture(params=["on the sheet", "added later"])
def left_off(request: pytest.FixtureRequest, room: Path, world: World) -> None:
    """B had signed too, and was left off."""
    if request.param == "on the sheet":
        store(room, 1, "workshop.held", old_sheet(left_off=[B]))
    else:
        store(room, 1, "workshop.held", old_sheet())
        store(room, 2, "facilitator.left_off", {"person": B})
    taught = WorkshopHeld(LATER, Kind.TOT, NEXT_DAY, NEXT_DAY, lead=B, register=(Attendance(D),))
    world.do(lambda c: c.hold_workshop(CASCADE, taught))


def alone(world: World) -> None:
    world.do(lambda c: c.correct_workshop(W, WorkshopCorrected(REASON, cofacilitators=())))


def found(world: World) -> workshops.Found:
    with world.views.read() as db:
        it = workshops.workshop(db, W)
        assert it is not None
        people = dict(db.rows("SELECT number, id FROM person"))
    lines = {people[line["person"]]: line["post"] for line in it["register"]}
    return it | {"lines": lines, "left_off": [people[n] for n in it["left_off"]]}


def reach(world: World) -> dict[str, object]:
    return {name: row["reach"] for name, row in world.numbers().items()}


@pytest.mark.usefixtures("left_off")
def test_they_are_facilitators_and_are_flagged(world: World):
    it = found(world)
    assert (it["lines"], it["left_off"], it["people"]) == ({B: None, C: 4.0}, [B], 1)
    assert reach(world) == {"A": 1, "B": 2}
    with world.views.read() as db:
        flags = quality_flags.flags(db, cascade_number(db), "facilitator-on-register")
    assert len(flags) == 1


@pytest.mark.usefixtures("left_off")
def test_taken_off_the_facilitators_they_attended_without_scores(world: World):
    alone(world)
    it = found(world)
    assert (it["lines"], it["left_off"], it["people"]) == ({B: None, C: 4.0}, [], 2)
    assert reach(world) == {"A": 3, "B": 1}
    world.do(lambda c: c.record_scores(W, B, Scores(1.0, 7.0, 10.0), REASON))
    assert found(world)["lines"] == {B: 7.0, C: 4.0}


@pytest.mark.usefixtures("left_off")
def test_their_line_is_scored_while_they_are_facilitators(world: World):
    world.do(lambda c: c.record_scores(W, B, Scores(1.0, 7.0, 10.0), REASON))
    before = found(world)
    assert (before["lines"], before["gain"]) == ({B: 7.0, C: 4.0}, 3 / 9)
    alone(world)
    assert found(world)["gain"] == pytest.approx((3 / 9 + 6 / 9) / 2)


@pytest.mark.usefixtures("left_off")
def test_their_line_is_voided_and_restored_like_any_other(world: World):
    before = found(world)
    for step in ("void_attendance", "restore_attendance"):
        world.do(lambda c, step=step: getattr(c, step)(W, B, REASON))
    assert found(world) == before


@pytest.mark.usefixtures("left_off")
def test_its_history_is_told_in_the_words_of_today(world: World):
    names = [e.name for e in world.log.read() if e.stream == f"workshop/{W}"]
    assert set(names) <= {"workshop.held", "attendance.added"}
    with world.views.read() as db:
        lines = record_history.history(world.log, db, "workshop", W, 0, 100)
    assert [line.name for line in lines] == names
    assert {line.name for line in lines} <= record_history.SENTENCES.keys()
    shown = [c for line in lines for c in line.changes if c.field == "attendance"]
    assert {c.after["person"] for c in shown} == {B, C}


def test_a_cofacilitator_of_then_who_had_signed_and_leads_by_now_leads(room: Path, world: World):
    """Such a correction was taken then, for they were off the register."""
    store(room, 1, "workshop.held", old_sheet(left_off=[B]))
    store(room, 2, "workshop.corrected", {"reason": {"code": "other"}, "lead": B})
    it = found(world)
    assert (it["left_off"], it["people"]) == ([B], 1)
    assert reach(world) == {"B": 1}
    world.do(lambda c: c.correct_workshop(W, WorkshopCorrected(REASON, headcount=9)))
    world.do(lambda c: c.correct_workshop(W, WorkshopCorrected(REASON, lead=A, cofacilitators=())))
    assert reach(world) == {"A": 2}
