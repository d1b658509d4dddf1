"""Flags on who gave a workshop, who might not yet, and what its sheet says."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from domain.log import Log, memory
from domain.values import (
    Attendance,
    Kind,
    Level,
    Module,
)
from projections.databases import SQLitePlace
from projections.views import Views
from tests.oracle import histories as told
from tests.oracle.sweep import forest, reach
from tests.support.flags import (
    FULL,
    certify,
    correct,
    hold,
    merge,
    on,
    people,
    raised,
    shown,
)
from tests.support.world import (
    CASCADE,
    REASON,
    World,
    person_id,
    workshop_id,
)

# ---- who gave it -----------------------------------------------------------------------------


def test_a_lead_without_a_valid_certificate_on_the_first_day(world: World):
    people(world, "A B C")
    certify(world, "A", 2, 5)
    for day in (1, 2, 5, 6):
        hold(world, f"w{day}", day, "A", last=9)
    hold(world, "peer", 1, "B", kind=Kind.PEER)
    assert raised(world, "lead-not-certified") == [("w1", "A"), ("w6", "A")]
    certify(world, "B", 1)
    merge(world, "A", "B")
    assert raised(world, "lead-not-certified") == []


def test_no_lead_and_those_who_entered_by_it(world: World):
    people(world, "A B C")
    hold(world, "w1", 1, "A", "B")
    hold(world, "w2", 2, "", "B C", team="A")
    hold(world, "peer", 3, "", "B", kind=Kind.PEER)
    assert shown(world, "no-lead") == [("w2", None, {"people": 2})]
    assert raised(world, "unattributed") == [("w2", "C")]
    correct(world, "w2", lead=person_id("A"), cofacilitators=())
    assert raised(world, "no-lead") == raised(world, "unattributed") == []


def test_a_facilitator_on_the_register(world: World):
    people(world, "A B C D E")
    hold(world, "w1", 1, "A", "B C", team="B")
    hold(world, "w2", 2, "A", "B C D")
    hold(world, "w3", 3, "A", "D E")
    assert raised(world, "facilitator-on-register") == [("w1", "B")]
    correct(world, "w2", cofacilitators=(person_id("C"),))
    merge(world, "A", "E")
    expected = [("w1", "B"), ("w2", "C"), ("w3", "A")]
    assert raised(world, "facilitator-on-register") == expected
    for workshop, person in (("w2", "C"), ("w3", "E")):
        id = workshop_id(workshop)
        world.do(lambda c, id=id, p=person: c.void_attendance(id, person_id(p), REASON))
    assert raised(world, "facilitator-on-register") == [("w1", "B")]


# ---- before they might -----------------------------------------------------------------------


def test_taught_before_the_certificate_or_else_before_the_first_training(world: World):
    people(world, "A B C D E X")
    for name, day in (("A", 3), ("B", 2), ("X", 1)):
        certify(world, name, day)
    hold(world, "w1", 1, "X", "A B")
    hold(world, "w2", 2, "A", "D", team="B C E")
    hold(world, "w3", 3, "X", "C")
    hold(world, "w4", 2, "X", "E")
    found = shown(world, "taught-before-trained")
    assert [(w, p) for w, p, _ in found] == [("w2", "A"), ("w2", "C")]
    assert found[0][2] == {"taught_on": on(2), "trained_on": on(3)}
    world.do(lambda c: c.void_certificate(CASCADE, person_id("A"), Level.QUALIFIED, on(3), REASON))
    assert raised(world, "taught-before-trained") == [("w2", "C")]


def test_taught_before_their_training_ended(world: World):
    people(world, "A B C D")
    hold(world, "long", 1, "A", "B", last=5)
    hold(world, "during", 5, "B", "C")
    hold(world, "empty", 4, "B", "")
    hold(world, "after", 6, "B", "D")
    about = {"training": "long", "taught_on": on(5), "ended_on": on(5), "people": 1}
    assert shown(world, "taught-before-training-ended") == [("during", "B", about)]
    hold(world, "short", 2, "A", "B", last=4)
    assert raised(world, "taught-before-training-ended") == []


@given(told.histories())
@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
def test_where_nothing_is_flagged_every_subtree_lies_within_the_reach(history: told.History):
    """Property 5 of docs/definitions.md, without its condition."""
    log = Log(memory())
    views = Views(SQLitePlace(":memory:"), log)
    world = World(log, views)
    world.tell(history)
    facts = told.facts_of(history)
    places = forest(facts)
    outside = False
    for person in places:
        above = places[person].parent
        while above is not None:
            outside |= person not in reach(facts, above)
            above = places[above].parent
    assert not outside or raised(world, "taught-before-training-ended")
    views.close()
    log.close()


# ---- what the sheet says ---------------------------------------------------------------------


def test_headcount_and_register_differ(world: World):
    people(world, "A B C D")
    hold(world, "more", 1, "A", "B C", headcount=5)
    hold(world, "same", 2, "A", "B C", headcount=2)
    hold(world, "fewer", 3, "A", "B C", headcount=1)
    hold(world, "unsaid", 4, "A", "B C")
    found = shown(world, "headcount-differs")
    assert [(w, p["difference"]) for w, _, p in found] == [("more", 3), ("fewer", -1)]
    merge(world, "B", "C")
    assert raised(world, "headcount-differs") == [("more", None), ("same", None)]


def test_scores_that_are_all_alike(world: World):
    people(world, "A B C D E F G")
    hold(world, "alike", 1, "A", "B C D E F G", [FULL] * 5 + [(None, 3.0, 10.0)])
    hold(world, "four", 2, "A", "B C D E", [FULL] * 4)
    hold(world, "pre", 3, "A", "B C D E F", [*[FULL] * 4, (3.0, 8.0, 10.0)])
    hold(world, "post", 4, "A", "B C D E F", [(2.0, 9.0, 10.0), *[FULL] * 4])
    hold(world, "none", 5, "A", "B C D E F")
    found = shown(world, "scores-all-alike")
    assert found == [("alike", None, {"people": 5, "pre": 2.0, "post": 8.0})]
    world.do(lambda c: c.void_attendance(workshop_id("alike"), person_id("B"), REASON))
    world.do(lambda c: c.void_attendance(workshop_id("post"), person_id("B"), REASON))
    world.do(
        lambda c: c.add_attendance(workshop_id("four"), Attendance(person_id("F"), *FULL), REASON)
    )
    assert raised(world, "scores-all-alike") == [("four", None)]


def test_scores_in_conflict_on_the_sheets_or_by_a_merge(world: World):
    people(world, "A B C D E")
    other = (3.0, 8.0, 10.0)
    hold(world, "w1", 1, "A", "B C D E", [FULL, FULL, other, FULL])
    assert raised(world, "scores-in-conflict") == []
    merge(world, "B", "C")
    assert raised(world, "scores-in-conflict") == []
    merge(world, "C", "D")
    id = workshop_id("w1")
    world.do(lambda c: c.record_scores(id, person_id("E"), Attendance("").scores, REASON, True))
    assert raised(world, "scores-in-conflict") == [("w1", "B"), ("w1", "E")]
    world.do(lambda c: c.void_attendance(id, person_id("D"), REASON))
    assert raised(world, "scores-in-conflict") == [("w1", "E")]


def test_a_module_outside_the_curriculum(world: World):
    people(world, "A")
    hold(world, "w1", 1, "A", modules=("m1", "m2", "m3"))
    assert raised(world, "unknown-module") == []
    modules = (Module("m1", "One"),)
    world.do(lambda c: c.revise_curriculum(CASCADE, modules, None, REASON))
    assert [p["module"] for *_, p in shown(world, "unknown-module")] == ["m2", "m3"]
