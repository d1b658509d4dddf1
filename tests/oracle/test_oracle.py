"""The oracle itself, held against hand-worked examples, its own laws and a dumber oracle."""

from collections import Counter
from dataclasses import astuple, replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.oracle import brute, histories
from tests.oracle.facts import Attendance, Facts, Pair, Workshop
from tests.oracle.histories import (
    History,
    facts_of,
    shuffled,
    state_after,
    there_and_back,
)
from tests.oracle.sweep import by_generation, forest, numbers, reach

thoroughly = settings(deadline=None, suppress_health_check=list(HealthCheck))
facts_strategy = histories.histories().map(facts_of)
days = st.integers(-1, 14).map(lambda n: histories.FIRST_DAY + timedelta(n))


def held(
    identifier: str,
    first: int,
    lead: str | None,
    people: str = "",
    team: str = "",
    last: int | None = None,
    kind: str = "step-down",
    seats: tuple[Attendance, ...] = (),
) -> Workshop:
    """A workshop in March 2021; people and team are words."""
    named = tuple(Attendance(person) for person in people.split())
    return Workshop(
        identifier=identifier,
        starts_on=on(first),
        ends_on=on(last or first),
        kind=kind,
        lead=lead,
        cofacilitators=tuple(team.split()),
        register=named + seats,
    )


def on(day: int) -> date:
    return date(2021, 3, day)


def same(*pairs: str) -> frozenset[Pair]:
    return frozenset(frozenset(pair.split()) for pair in pairs)


def rows(*workshops: Workshop, merged: frozenset[Pair] = frozenset()) -> dict[str, tuple[int, ...]]:
    """generation, direct, lineage, reach, given, downstream"""
    found = numbers(Facts(workshops, merged))
    return {person: astuple(row)[1:] for person, row in found.items()}


# By hand


def test_a_chain_of_three():
    assert rows(
        held("w1", 1, "A", "B C", last=2),
        held("w2", 3, "B", "D"),
        held("w3", 4, "D", "E C"),
    ) == {
        "A": (0, 2, 4, 4, 1, 2),  # C's entry is w1
        "B": (1, 1, 2, 3, 1, 1),
        "D": (2, 2, 1, 2, 1, 0),
    }


def test_two_who_train_each_other_on_one_day_are_both_roots():
    assert rows(held("w1", 1, "A", "B C"), held("w2", 1, "B", "A D")) == {
        "A": (0, 2, 1, 2, 1, 0),
        "B": (0, 2, 1, 2, 1, 0),
    }


def test_two_who_train_each_other_on_two_days():
    assert rows(held("w1", 1, "A", "B"), held("w2", 2, "B", "A C")) == {
        "A": (0, 1, 2, 2, 1, 1),  # A is not in their own reach
        "B": (1, 2, 1, 2, 1, 0),
    }


def test_what_is_taught_before_the_training_ended_is_in_lineage_but_not_in_reach():
    assert rows(held("w1", 1, "A", "B", last=3), held("w2", 3, "B", "C")) == {
        "A": (0, 1, 2, 1, 1, 0),
        "B": (1, 1, 1, 1, 1, 0),
    }


def test_the_day_after_the_training_ended_it_is_in_both():
    assert rows(held("w1", 1, "A", "B", last=3), held("w2", 4, "B", "C"))["A"] == (0, 1, 2, 2, 1, 1)


def test_of_two_trainings_the_one_that_ended_earlier_carries():
    """B sat in a long and in a short workshop of A, and taught after the short one."""
    assert rows(
        held("long", 1, "A", "B", last=9),
        held("short", 2, "A", "B"),
        held("w3", 5, "B", "C"),
    )["A"] == (0, 1, 2, 2, 2, 1)


def test_without_a_lead_those_who_enter_are_unattributed():
    facts = Facts((held("w1", 1, None, "A B", team="X"), held("w2", 2, "A", "C")))
    places = forest(facts)
    assert {p for p, found in places.items() if found.unattributed} == {"A", "B"}
    assert places["A"].parent is None
    assert {p: astuple(row)[1:] for p, row in numbers(facts).items()} == {
        "A": (0, 1, 1, 1, 1, 0),
        "X": (0, 2, 0, 3, 1, 1),  # a co-facilitator reaches, but nobody hangs under them
    }


def test_a_facilitator_on_the_register_was_not_trained_there():
    assert rows(held("w1", 1, "A", "B C", team="B"), held("w2", 2, "B", "D")) == {
        "A": (0, 1, 1, 1, 1, 0),  # B's teaching does not come from w1
        "B": (0, 2, 1, 2, 2, 0),
    }


def test_a_merge_across_two_registers_joins_the_chain():
    workshops = held("w1", 1, "A", "B1"), held("w2", 2, "B2", "C"), held("w3", 3, "A", "B2")
    assert rows(*workshops) == {
        "A": (0, 2, 1, 2, 2, 0),  # B2 entered as a facilitator
        "B2": (0, 1, 1, 1, 1, 0),
    }
    assert rows(*workshops, merged=same("B2 B1")) == {
        "A": (0, 1, 2, 2, 2, 1),
        "B1": (1, 1, 1, 1, 1, 0),
    }


def test_a_merge_turns_a_participant_into_the_facilitator():
    workshops = held("w1", 1, "A", "Z C"), held("w2", 2, "Z", "D")
    assert rows(*workshops) == {
        "A": (0, 2, 3, 3, 1, 1),
        "Z": (1, 1, 1, 1, 1, 0),
    }
    assert rows(*workshops, merged=same("A Z")) == {"A": (0, 2, 2, 2, 2, 0)}


def test_a_merged_group_bears_its_smallest_name():
    workshop = held("w1", 1, "c", "d e f")
    merged = same("c b", "b a", "e f")
    assert rows(workshop, merged=merged) == {"a": (0, 2, 2, 2, 1, 0)}
    assert reach(Facts((workshop,), merged), "c") == {"d", "e"}


@pytest.mark.parametrize(
    ("first", "second"),
    list(pairwise(("10", "7", "W10", "W9", "e\u0301", "w1", "é", "\uff37", "\U0001d54e"))),
)
def test_on_one_day_the_smaller_identifier_comes_first_by_code_point(first: str, second: str):
    workshops = held(first, 1, "A", "P"), held(second, 1, "B", "P")
    for order in (workshops, workshops[::-1]):
        assert forest(Facts(order))["P"].parent == "A"


def test_on_one_day_facilitating_comes_before_taking_part():
    """The identifier decides between equals only."""
    assert forest(Facts((held("a", 1, "A", "B"), held("z", 1, "B", "C"))))["B"].generation == 0


@pytest.mark.parametrize("status", ["voided", "planned", "cancelled"])
def test_what_was_not_held_enters_no_number(status: str):
    off = replace(held("w2", 2, "B", "C"), status=status)
    assert rows(held("w1", 1, "A", "B"), off) == {"A": (0, 1, 1, 1, 1, 0)}


def test_a_peer_session_passes_nothing_down_and_makes_nobody_a_trainer():
    assert rows(
        held("w1", 1, "A", "B"),
        held("w2", 2, "B", "C", kind="peer"),
        held("w3", 3, "C", "D", kind="refresher"),
    ) == {"A": (0, 1, 1, 1, 1, 0), "C": (0, 1, 1, 1, 1, 0)}


def test_a_trainer_whose_register_is_empty_has_a_row():
    assert rows(held("w1", 1, "A")) == {"A": (0, 0, 0, 0, 1, 0)}


def test_workshops_that_one_gave_are_not_downstream_of_one_another():
    assert rows(
        held("w1", 1, "A", "B"),
        held("w2", 2, "B", "C", team="A"),
        held("w3", 3, "C", "A"),
    ) == {
        "A": (0, 2, 2, 2, 2, 1),
        "B": (1, 1, 1, 2, 1, 1),
        "C": (2, 1, 0, 1, 1, 0),
    }


def test_as_of_counts_from_the_first_day_on():
    facts = Facts((held("w1", 1, "A", "B"), held("w2", 5, "B", "C", last=8)))
    assert numbers(facts, date(2021, 2, 28)) == {}
    assert astuple(numbers(facts, on(4))["A"])[1:] == (0, 1, 1, 1, 1, 0)
    assert numbers(facts, on(5)) == numbers(facts)


def test_generations_and_gains_by_hand():
    half, all_, none = (Attendance(p, 0, post, 10) for p, post in (("B", 5), ("C", 10), ("E", 3)))
    twice = Attendance("F", 1, 2, 10), Attendance("F2", 1, 3, 10)
    once = Attendance("G", 5, 4, 10), Attendance("G2", 5, 4, 10)
    full = Attendance("H", 10, 10, 10)
    facts = Facts(
        workshops=(
            held("w1", 1, "A", seats=(half, all_)),
            held("w2", 2, "B", "D", seats=(*twice, *once, full)),
            held("w3", 3, None, seats=(none,)),
        ),
        merged=same("F F2", "G G2"),
        sex={"A": "female", "B": "female", "C": "male", "G": None, "G2": "male"},
        region={"B": "north"},
    )
    found = by_generation(facts)
    assert list(found) == [0, 1, 2, None]
    assert [found[g].people for g in found] == [1, 2, 4, 1]
    assert [found[g].active for g in found] == [1, 1, 0, 0]
    assert [found[g].drop_off for g in found] == [0, 0.5, 1, 1]
    assert [found[g].trained_per_active for g in found] == [2, 4, None, None]
    assert [found[g].entered for g in found] == [2, 4, 0, 0]
    assert [found[g].gain.count for g in found] == [0, 2, 1, 1]
    assert [found[g].gain.mean for g in found] == [None, 0.75, pytest.approx(-0.2), 0.3]
    assert found[1].people_by_sex == {"female": 1, "male": 1}
    assert found[1].people_by_region == {"north": 1, None: 1}
    assert found[1].gain_by_sex["male"].mean == 1
    assert found[2].people_by_sex == {None: 3, "male": 1}


# Always true (the numbers are those of docs/definitions.md)


@given(facts_strategy, days)
@thoroughly
def test_2_as_of_a_day_equals_the_facts_dated_until_then(facts: Facts, day: date):
    until = replace(facts, workshops=tuple(w for w in facts.workshops if w.starts_on <= day))
    assert numbers(facts, day) == numbers(until)
    assert by_generation(facts, day) == by_generation(until)
    assert numbers(facts, day) == brute.numbers(facts, day)


@given(facts_strategy)
@thoroughly
def test_3_a_parent_comes_earlier_or_is_a_root_of_that_day(facts: Facts):
    places = forest(facts)
    for child in places.values():
        if child.parent is not None:
            parent = places[child.parent]
            on_the_day = parent.entry_date == child.entry_date and parent.generation == 0
            assert parent.entry_date < child.entry_date or on_the_day


@given(facts_strategy)
@thoroughly
def test_4_the_forest_adds_up(facts: Facts):
    places = forest(facts)
    below = dict.fromkeys(places, 0) | {p: r.lineage for p, r in numbers(facts).items()}
    roots = [person for person, found in places.items() if found.parent is None]
    assert sum(1 + below[root] for root in roots) == len(places)
    assert sum(g.people for g in by_generation(facts).values()) == len(places)


@given(facts_strategy)
@thoroughly
def test_5_where_nothing_overlaps_the_subtree_lies_within_the_reach(facts: Facts):
    apart = one_after_the_other(facts)
    places = forest(apart)
    for trainer in numbers(apart):
        reached = reach(apart, trainer)
        assert trainer not in reached
        assert {p for p in places if trainer in ancestors(p, places)} <= reached


def one_after_the_other(facts: Facts) -> Facts:
    in_order = sorted(facts.workshops, key=lambda w: (w.starts_on, w.identifier))
    first = histories.FIRST_DAY
    moved = (
        replace(w, starts_on=first + timedelta(2 * n), ends_on=first + timedelta(2 * n + n % 2))
        for n, w in enumerate(in_order)
    )
    return replace(facts, workshops=tuple(moved))


def ancestors(person: str, places: dict) -> set[str]:
    found = set()
    while (person := places[person].parent) is not None:
        found.add(person)
    return found


@given(facts_strategy)
@thoroughly
def test_6_the_sweep_agrees_with_reachability_and_with_all_paths(facts: Facts):
    found = numbers(facts)
    assert found == brute.numbers(facts)
    assert all(reach(facts, p) == brute.reach_by_paths(facts, p) for p in found)


@given(facts_strategy)
@thoroughly
def test_7_merged_people_count_as_if_they_had_never_had_two_names(facts: Facts):
    assert numbers(facts) == numbers(Facts(tuple(brute.plain(facts, None))))


@given(histories.histories(), st.data())
@thoroughly
def test_7_doing_and_undoing_changes_nothing(history: History, data: st.DataObject):
    state = state_after(history)
    there, back = data.draw(
        st.sampled_from([m for m in there_and_back(state) if legal_now(state, m)])
    )
    assert facts_of([*history, there, back]) == facts_of(history)


def legal_now(state: histories.State, moves: tuple[histories.Move, histories.Move]) -> bool:
    return histories.legal(state, moves[0])


# The generator


@given(histories.histories(), st.data())
@thoroughly
def test_any_order_of_arrival_is_legal_and_gives_the_same_facts(
    history: History, data: st.DataObject
):
    reordered = data.draw(shuffled(history))
    state = histories.State()
    for move in reordered:
        assert histories.legal(state, move)
        histories.apply(state, move)
    assert sorted(map(repr, reordered)) == sorted(map(repr, history))
    assert state.facts() == facts_of(history)


def test_each_thing_that_matters_occurs_in_a_tenth_of_the_histories():
    seen: Counter[str] = Counter()
    moves: Counter[str] = Counter()

    @given(histories.histories())
    @settings(thoroughly, max_examples=200, derandomize=True, phases=[Phase.generate])
    def count(history: History) -> None:
        seen.update(["histories", *histories.traits(facts_of(history)), *histories.turns(history)])
        moves.update({type(move).__name__ for move in history})

    count()
    assert len(seen) == 16, seen
    assert min(seen.values()) >= seen["histories"] / 10, seen
    assert len(moves) == 14, moves
    assert min(moves.values()) >= seen["histories"] / 20, moves
