"""The order of what was acknowledged, and what cannot have been acknowledged."""

from __future__ import annotations

from typing import Any

import pytest

from tests.oracle.acknowledged import Acknowledged, State, Wrong
from tests.oracle.facts import Attendance
from tests.oracle.in_order import facts_of, state_after

WHY = {"reason": {"code": "typing-error"}}
NAMES = {"a": "Amina", "b": "Baraka", "c": "Chao"}
IDS = {name: id for id, name in NAMES.items()}


def registered(position: int, id: str) -> Acknowledged:
    said = {"identifier": id.upper(), "details": {"name": NAMES[id]}}
    return Acknowledged("register_person", (), said, position)


def held(position: int, lead: str, *signed: str, **said: Any) -> Acknowledged:
    body = {
        "id": "w",
        "kind": "tot",
        "starts_on": "2021-03-01",
        "lead": {"person": lead},
        "register": [someone(one) for one in signed],
    }
    return Acknowledged("hold_workshop", (), body | said, position)


def someone(id: str) -> dict[str, Any]:
    return {"identifier": id.upper(), "details": {"name": NAMES[id]}, "pre": 1.0}


def told(what: str, position: int, *about: str, **said: Any) -> Acknowledged:
    return Acknowledged(what, about, WHY | said, position)


def after(*commands: Acknowledged) -> State:
    return state_after(commands, NAMES)


def test_the_position_is_the_order_and_not_the_arrival():
    state = after(
        told("restore_attendance", 9, "w", "b"),
        told("void_attendance", 8, "w", "b"),
        held(7, "a", "b"),
        registered(3, "a"),
    )
    assert facts_of(state, IDS).workshops[0].register == (Attendance("b", 1.0),)


def test_a_line_of_somebody_who_also_facilitates_stays():
    state = after(
        registered(1, "a"),
        held(4, "a", "b", "c", cofacilitators=[someone("b")]),
    )
    (workshop,) = facts_of(state, IDS).workshops
    assert workshop.cofacilitators == ("b",)
    assert [line.person for line in workshop.register] == ["b", "c"]


def test_two_of_whom_one_found_what_the_other_recorded():
    change = told("correct_profile", 5, "a", profile={"sex": "female"})
    assert after(registered(3, "a"), change, change).people["Amina"].sex == "female"


def test_who_names_an_entry_in_the_middle_of_a_command_waits_for_it():
    """The second registered three people; the first found one of them as they were."""
    found = told("correct_profile", 5, "b", profile={"sex": "unknown"})
    assert after(registered(3, "a"), found, held(7, "a", "b", "c")).people["Baraka"]


@pytest.mark.parametrize(
    "commands",
    [
        (registered(3, "a"), registered(3, "a")),
        (registered(3, "a"), registered(4, "a")),
        (told("void_attendance", 8, "w", "b"), told("void_attendance", 9, "w", "b")),
        (told("void_attendance", 8, "w", "a"),),
        (told("undo_merge", 8, one="a", other="b"),),
        (told("merge_people", 8, one="a", other="b"), told("merge_people", 9, one="b", other="a")),
        (told("erase_person", 8, "b"), told("correct_profile", 9, "b", profile={"sex": "male"})),
        (told("void_workshop", 8, "w"), told("void_attendance", 9, "w", "b")),
        (told("correct_workshop", 8, "w", lead={"person": "b"}),),
        (Acknowledged("void_workshop", ("w",), WHY, 8, again=True),),
    ],
)
def test_what_cannot_have_been(commands: tuple[Acknowledged, ...]):
    before = () if commands[0].position == 3 else (registered(3, "a"), held(7, "a", "b"))
    with pytest.raises(Wrong):
        after(*before, *commands)


def test_words_go_with_whom_they_are_about():
    words = told("void_attendance", 8, "w", "b", reason={"code": "other", "words": "Not there"})
    state = after(registered(3, "a"), held(7, "a", "b"), words, told("erase_person", 9, "b"))
    assert state.words == {"Not there": {"Baraka"}}
    assert state.people["Baraka"].erased
