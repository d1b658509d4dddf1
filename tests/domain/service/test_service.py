"""Commands on every store: repeated they act once, refused they leave nothing, raced one wins."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from msgspec.structs import replace

from domain.events import (
    AttendanceAdded,
    RegionDefined,
    WorkshopCorrected,
    WorkshopHeld,
)
from domain.log import Log
from domain.rules import Conflict, Refused
from domain.service import Actor, Service
from domain.values import (
    Attendance,
    Profile,
    RegionId,
    WorkshopId,
)
from tests.support.domain.examples import MONDAY, TOMORROW, TUESDAY, TYPO
from tests.support.domain.telling import AMINA, BRIAN, CHEN, W1, by, held, hold, refusal
from tests.support.threads import together
from tests.support.world import CASCADE, person_id, region_id, workshop_id

# ---- repeats are harmless --------------------------------------------------------------------


def test_a_command_said_twice_acts_once(told):
    first = told.service.do(by("hold"), hold)
    assert first.entries == 2  # the workshop and its identifier
    again = told.service.do(by("hold"), hold)
    assert (again.position, again.entries) == (first.position, 0)
    assert told.log.position() == first.position


def test_a_repeat_answers_as_the_first_time_after_others_wrote(told):
    first = told.service.do(by("hold"), hold)
    told.do(lambda c: c.void_workshop(W1, TYPO))
    told.do(lambda c: c.erase_person(CHEN, TYPO))
    again = told.service.do(by("hold"), hold)
    assert (again.position, again.entries) == (first.position, 0)


def test_a_command_on_many_streams_is_one_when_repeated(told):
    def register_and_hold(c):
        people = [person_id(f"new {n}") for n in range(30)]
        for person in people:
            c.register_person(CASCADE, person, Profile())
        c.hold_workshop(CASCADE, replace(held, register=tuple(map(Attendance, people))))

    first = told.service.do(by("sheet"), register_and_hold)
    told.do(lambda c: c.erase_person(CHEN, TYPO))
    again = told.service.do(by("sheet"), register_and_hold)
    assert first.entries == 32
    assert (again.position, again.entries) == (first.position, 0)
    told.names |= {person_id(f"new {n}"): f"new {n}" for n in range(30)}
    assert told.numbers()["amina"]["direct"] == 30


def test_what_cannot_be_twice_answers_a_repeat_too(told):
    void = by("void")
    told.do(hold)
    first = told.service.do(void, lambda c: c.void_workshop(W1, TYPO))
    assert told.service.do(void, lambda c: c.void_workshop(W1, TYPO)).position == first.position


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda c: c.close_cascade(CASCADE, TYPO),
        lambda c: c.erase_person(BRIAN, TYPO),
        lambda c: c.erase_person(AMINA, TYPO),
    ],
    ids=["cascade closed", "trainee erased", "lead erased"],
)
def test_a_repeat_answers_as_the_first_time_though_it_could_not_be_said_now(told, meanwhile):
    first = told.service.do(by("hold"), hold)
    told.do(meanwhile)
    again = told.service.do(by("hold"), hold)
    assert (again.position, again.entries) == (first.position, 0)


def test_a_command_that_changes_nothing_answers_with_the_entry_by_which_it_was_known(told):
    at = told.do(lambda c: c.define_region(RegionDefined(region_id("north"), "north")))
    assert (at.entries, at.repeated) == (0, False)
    (entry,) = told.log.read(at.position - 1, at.position)
    assert entry.event == RegionDefined(region_id("north"), "north")


def test_a_line_moves_to_another_register_with_its_scores_or_not_at_all(told):
    other = replace(held, workshop=workshop_id("W2"), identifier="W2", lead=CHEN, register=())
    told.do(hold)
    told.do(lambda c: c.hold_workshop(CASCADE, other))

    def move(c, person):
        c.move_attendance(W1, other.workshop, person, TYPO, TYPO)

    assert told.do(lambda c: move(c, BRIAN)).entries == 2
    added = [e.event for e in told.log.read()][-1]
    assert added == AttendanceAdded(Attendance(BRIAN, 4.0, 8.0, 10.0), TYPO)
    assert told.numbers()["chen"]["direct"] == 1
    told.do(lambda c: c.add_attendance(W1, Attendance(CHEN), TYPO))
    at = told.log.position()
    with pytest.raises(Refused, match="led the workshop"):
        told.do(lambda c: move(c, CHEN))
    with pytest.raises(Refused, match="same workshop"):
        told.do(lambda c: c.move_attendance(W1, W1, CHEN, TYPO, TYPO))
    assert told.log.position() == at


# ---- raced -----------------------------------------------------------------------------------


def test_who_was_overtaken_decides_again(told):
    """Both lines are on the register, though the second was decided on an older one."""
    told.do(hold)
    overtaken = []

    def add(c):
        c.add_attendance(W1, Attendance(CHEN), TYPO)
        if not overtaken:
            overtaken.append(1)
            told.do(lambda c: c.void_attendance(W1, BRIAN, TYPO))

    assert told.do(add).entries == 1
    assert [e.event for e in told.log.read()][-1] == AttendanceAdded(Attendance(CHEN), TYPO)
    assert told.numbers()["amina"]["direct"] == 1


def test_who_is_overtaken_each_time_is_told_so(told, monkeypatch):
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    told.do(hold)

    def add(c):
        c.add_attendance(W1, Attendance(CHEN), TYPO)
        told.do(lambda c: c.correct_workshop(W1, WorkshopCorrected(TYPO, headcount=next(counts))))

    counts = iter(range(1000))
    with pytest.raises(Conflict, match="Others are changing the same records"):
        told.do(add)
    assert not any(isinstance(e.event, AttendanceAdded) for e in told.log.read())


def test_of_eight_who_log_the_same_identifier_one_wins(store, told):
    def log_it(number):
        log = told.log if store.name == "memory" else Log(store.more())
        fact = replace(held, workshop=WorkshopId(f"w-{number}"))
        try:
            return Service(log).do(by(str(uuid4())), lambda c: c.hold_workshop(CASCADE, fact))
        except Refused as refused:
            return refused
        finally:
            if log is not told.log:
                log.close()

    answers = together(log_it, range(8))
    refused = [answer for answer in answers if isinstance(answer, Refused)]
    assert len(refused) == 7
    assert {str(r) for r in refused} == {
        "“W1” is already in use. Choose another, or correct the one that has it."
    }
    assert all(type(r) is Conflict for r in refused)
    assert len([e for e in told.log.read() if isinstance(e.event, WorkshopHeld)]) == 1


def test_eight_who_send_the_same_command_act_once(store, told):
    def log_it(_):
        log = told.log if store.name == "memory" else Log(store.more())
        try:
            return Service(log).do(by("the same"), hold).position
        finally:
            if log is not told.log:
                log.close()

    assert len(set(together(log_it, range(8)))) == 1
    assert len([e for e in told.log.read() if isinstance(e.event, WorkshopHeld)]) == 1


# ---- all or nothing --------------------------------------------------------------------------


def test_what_is_refused_at_the_end_leaves_nothing_of_its_beginning(told):
    def act(c):
        c.define_region(RegionDefined(RegionId("new"), "new"))
        c.register_person(CASCADE, person_id("dora"), Profile(region=RegionId("new")))
        c.hold_workshop(CASCADE, replace(held, ends_on=MONDAY, starts_on=TUESDAY))

    assert "Check both dates." in refusal(told, act)


def test_a_command_sees_what_it_recorded_itself(told):
    def act(c):
        hold(c)
        c.add_attendance(W1, Attendance(CHEN), TYPO)
        c.void_attendance(W1, BRIAN, TYPO)

    assert told.do(act).entries == 4
    assert told.numbers()["amina"]["direct"] == 1


# ---- who, when, from where -------------------------------------------------------------------


def test_an_entry_says_who_when_and_by_which_command(told, clock):
    told.service = Service(told.log, clock)
    told.service.do(Actor("an-account", "web", "c-1"), hold)
    last = list(told.log.read())[-1]
    assert (last.recorded_by, last.source, last.command) == ("an-account", "web", "c-1")
    assert last.recorded_at == datetime(2024, 6, 15, 12, tzinfo=UTC)
    assert last.cascade == CASCADE


def test_tomorrow_comes_with_the_clock(told, clock):
    told.service = Service(told.log, clock)
    tomorrow = replace(held, starts_on=TOMORROW, ends_on=TOMORROW)
    clock.forward(days=-1)
    assert "still to come" in refusal(told, lambda c: c.hold_workshop(CASCADE, tomorrow))
    clock.forward(days=2)
    assert told.do(lambda c: c.hold_workshop(CASCADE, tomorrow)).entries == 2


def test_no_private_text_reaches_the_log(told, private_texts):
    """What a door seals is a commitment here; the audit at the end looks for the rest."""
    private_texts += ["Amina Otieno", "+254 700 000 000", "Zoë Ñandú", "amina@example.org"]
    told.do(hold)
