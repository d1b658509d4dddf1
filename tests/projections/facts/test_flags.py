"""The table of flags follows the log: it always has what the rules find in the other tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from domain.events import (
    Assessed,
    BehaviourObserved,
    RegionDefined,
    Renewed,
)
from domain.service import Commands
from domain.values import (
    Attendance,
    Kind,
    Level,
    Mode,
    Module,
    OutcomeId,
    Point,
    Standard,
)
from projections.flag_tables import CODES
from projections.views import differences
from tests.support.flags import (
    FULL,
    NAMED,
    RUBRIC,
    by_the_rules,
    certify,
    correct,
    hold,
    in_table,
    merge,
    on,
    people,
    raised,
)
from tests.support.world import (
    CASCADE,
    REASON,
    World,
    in_memory,
    person_id,
    region_id,
    workshop_id,
)

Act = Callable[[Commands], object]
Step = Callable[[World], object]


@pytest.fixture
def memory_world() -> Iterator[World]:
    with in_memory() as world:
        yield world
        assert differences(world.views, world.log) == []


def act(act: Act) -> Step:
    return lambda world: world.do(act)


def place(name: str, parent: str | None, *point: float) -> Step:
    around = region_id(parent) if parent else None
    fact = RegionDefined(region_id(name), name, around, Point(*point) if point else None)
    return act(lambda c: c.define_region(fact))


def unmerge(world: World, one: str, other: str) -> None:
    world.do(lambda c: c.undo_merge(person_id(one), person_id(other), REASON))


def observed(person: str, day: int, workshop: str) -> Act:
    fact = BehaviourObserved(
        OutcomeId("o1"), person_id(person), on(day), 0.5, workshop=workshop_id(workshop)
    )
    return lambda c: c.observe_behaviour(CASCADE, fact)


def curriculum(*codes: str) -> Step:
    modules = tuple(Module(code, code) for code in codes)
    return act(lambda c: c.revise_curriculum(CASCADE, modules, None, REASON))


W1, ON_W1 = [("w1", "A")], [("w1", None)]
w1 = workshop_id("w1")
a, b = person_id("A"), person_id("B")
voided = act(lambda c: c.void_workshop(w1, REASON))
restored = act(lambda c: c.restore_workshop(w1, REASON))


def step(do: Callable[..., object], *args: object, **more: object) -> Step:
    return lambda world: do(world, *args, **more)


held = step(hold, "w1", 5, "A", "B C")
LATER: dict[str, list[tuple[str, list[tuple[Step, list[tuple[str | None, str | None]]]]]]] = {
    "lead-not-certified": [
        ("a certificate recorded later, and voided", [
            (held, W1),
            (step(certify, "A", 1), []),
            (act(lambda c: c.void_certificate(CASCADE, a, Level.QUALIFIED, on(1), REASON)), W1),
        ]),
        ("suspended, and the workshop is moved", [
            (step(certify, "A", 1), []),
            (held, []),
            (act(lambda c: c.suspend(CASCADE, a, on(4), REASON)), W1),
            (step(correct, "w1", starts_on=on(3)), []),
        ]),
        ("merged with the certified, and parted", [
            (held, W1),
            (step(certify, "B", 1), W1),
            (step(merge, "A", "B"), []),
            (step(unmerge, "A", "B"), W1),
        ]),
        ("voided, restored, made a peers' session", [
            (held, W1), (voided, []), (restored, W1), (step(correct, "w1", kind=Kind.PEER), []),
        ]),
    ],
    "no-lead": [
        ("the lead is taken off, and the workshop voided", [
            (held, []),
            (step(correct, "w1", lead=None), ON_W1),
            (act(lambda c: c.add_attendance(w1, Attendance(person_id("D")), REASON)), ON_W1),
            (voided, []),
            (restored, ON_W1),
        ]),
    ],
    "unattributed": [
        ("an earlier workshop appears, and is voided", [
            (step(hold, "w2", 6, "", "B"), [("w2", "B")]),
            (held, []),
            (voided, [("w2", "B")]),
            (act(lambda c: c.void_attendance(workshop_id("w2"), b, REASON)), []),
        ]),
    ],
    "facilitator-on-register": [
        ("made a facilitator later, and the line voided", [
            (held, []),
            (step(correct, "w1", cofacilitators=(b,)), [("w1", "B")]),
            (act(lambda c: c.void_attendance(w1, b, REASON)), []),
            (act(lambda c: c.restore_attendance(w1, b, REASON)), [("w1", "B")]),
            (step(merge, "B", "D"), [("w1", "B")]),
            (step(correct, "w1", cofacilitators=()), []),
        ]),
    ],
    "taught-before-trained": [
        ("the first training is recorded later, then the certificate", [
            (held, []),
            (step(hold, "w2", 8, "D", "A"), W1),
            (step(certify, "A", 2), []),
            (act(lambda c: c.void_certificate(CASCADE, a, Level.QUALIFIED, on(2), REASON)), W1),
            (step(hold, "w3", 3, "D", "A"), []),
        ]),
        ("merged with one who was trained later", [
            (held, []),
            (step(hold, "w2", 8, "C", "D"), []),
            (step(merge, "A", "D"), W1),
            (step(unmerge, "A", "D"), []),
        ]),
    ],
    "taught-before-training-ended": [
        ("the training is longer than was thought, with another facilitator", [
            (step(hold, "long", 1, "D", "A"), []),
            (held, []),
            (step(correct, "long", ends_on=on(5)), W1),
            (step(hold, "other", 2, "E", "A", team="D"), []),
            (step(correct, "other", cofacilitators=()), W1),
            (act(lambda c: c.void_attendance(w1, b, REASON)), W1),
            (act(lambda c: c.void_attendance(w1, person_id("C"), REASON)), []),
        ]),
    ],
    "headcount-differs": [
        ("the headcount is corrected, and a line voided", [
            (held, []),
            (step(correct, "w1", headcount=2), []),
            (act(lambda c: c.void_attendance(w1, b, REASON)), ON_W1),
            (step(correct, "w1", headcount=1), []),
        ]),
    ],
    "scores-all-alike": [
        ("one score is corrected, and merged people have one", [
            (step(hold, "w1", 5, "A", "B C D E F", [FULL] * 5), ON_W1),
            (act(lambda c: c.record_scores(w1, b, Attendance("").scores, REASON)), []),
            (act(lambda c: c.record_scores(w1, b, Attendance("", *FULL).scores, REASON)), ON_W1),
            (step(correct, "w1", cofacilitators=(b,)), []),
        ]),
    ],
    "scores-in-conflict": [
        ("merged, and parted", [
            (step(hold, "w1", 5, "A", "B C", [FULL, (3.0, 8.0, 10.0)]), []),
            (step(merge, "B", "C"), [("w1", "B")]),
            (step(unmerge, "B", "C"), []),
        ]),
    ],
    "unknown-module": [
        ("the curriculum is set later, and again", [
            (step(hold, "w1", 5, "A", modules=("m1", "m2")), []),
            (curriculum("m1"), ON_W1),
            (curriculum("m3"), ON_W1 * 2),
            (curriculum("m1", "m2"), []),
            (step(correct, "w1", modules=("m9",)), ON_W1),
        ]),
    ],
    "two-places-one-day": [
        ("a region is moved, or given a centroid", [
            (step(hold, "w1", 5, "A", region=region_id("north")), []),
            (step(hold, "w2", 5, "A", region=region_id("south")), [("w2", "A")]),
            (place("north", "south"), []),
            (place("north", None, 1.0, 1.0), [("w2", "A")]),
            (place("south", None, 1.1, 1.1), []),
        ]),
        ("leads are merged; the mode, the place and the lead are corrected", [
            (step(hold, "w1", 5, "B", region=region_id("north"), kind=Kind.PEER), []),
            (step(hold, "w2", 4, "A", last=6, region=region_id("south"), kind=Kind.PEER), []),
            (step(merge, "A", "B"), [("w2", "A")]),
            (step(correct, "w1", mode=Mode.ONLINE), []),
            (step(correct, "w1", mode=Mode.IN_PERSON), [("w2", "A")]),
            (step(correct, "w1", region=None), []),
            (step(correct, "w1", region=region_id("north")), [("w2", "A")]),
            (voided, []),
            (restored, [("w2", "A")]),
            (step(correct, "w1", lead=person_id("C")), []),
        ]),
    ],
    "long-workshop": [
        ("corrected", [
            (held, []),
            (step(correct, "w1", ends_on=on(90)), ON_W1),
            (step(correct, "w1", starts_on=on(60)), []),
        ]),
    ],
    "assessed-after-certified": [
        ("an earlier assessment is recorded later, then the certificate voided", [
            (act(lambda c: c.assess(CASCADE, a, Assessed(on(4), RUBRIC, b))), []),
            (step(certify, "A", 3), [(None, "A")]),
            (act(lambda c: c.assess(CASCADE, person_id("D"), Assessed(on(2), RUBRIC, b))),
             [(None, "A")]),
            (step(merge, "A", "D"), []),
            (step(unmerge, "A", "D"), [(None, "A")]),
            (act(lambda c: c.void_certificate(CASCADE, a, Level.QUALIFIED, on(3), REASON)), []),
        ]),
    ],
    "standing-before-certificate": [
        ("an earlier certificate is recorded later", [
            (step(certify, "A", 3), []),
            (act(lambda c: c.renew(CASCADE, a, Renewed(on(2)))), [(None, "A")]),
            (step(merge, "A", "0"), [(None, "0")]),
            (step(certify, "A", 1), []),
        ]),
    ],
    "outcome-before-workshop": [
        ("the workshop is moved, voided and restored, the person merged, the outcome voided", [
            (held, []),
            (act(observed("D", 4, "w1")), [("w1", "D")]),
            (step(merge, "D", "E"), [("w1", "D")]),
            (step(merge, "D", "A"), W1),
            (voided, []),
            (restored, W1),
            (step(correct, "w1", starts_on=on(4)), []),
            (step(correct, "w1", starts_on=on(5)), W1),
            (act(lambda c: c.void_outcome(OutcomeId("o1"), REASON)), []),
        ]),
    ],
    "certified-below-standard": [
        ("voided, and merged", [
            (act(lambda c: c.revise_standard(CASCADE, Standard(least_rubric=3), REASON)), []),
            (step(certify, "B", 1, waiver=REASON), [(None, "B")]),
            (step(merge, "A", "B"), [(None, "A")]),
            (act(lambda c: c.void_certificate(CASCADE, b, Level.QUALIFIED, on(1), REASON)), []),
        ]),
    ],
    "registered-nameless": [
        ("withdrawn and back, merged with a named one, parted, erased", [
            (step(people, "X", None), [(None, "X")]),
            (act(lambda c: c.withdraw_person(person_id("X"), REASON)), []),
            (act(lambda c: c.reinstate_person(person_id("X"), REASON)), [(None, "X")]),
            (step(merge, "A", "X"), []),
            (step(unmerge, "A", "X"), [(None, "X")]),
            (act(lambda c: c.erase_person(person_id("X"), REASON)), []),
        ]),
        ("given details", [
            (step(people, "X", None), [(None, "X")]),
            (act(lambda c: c.commit_details(person_id("X"), NAMED, REASON)), []),
        ]),
    ],
    "named-unseen": [
        ("vouched for", [
            (step(hold, "w1", 5, "A", "B C", unseen=(b, person_id("C"))),
             [(None, "B"), (None, "C")]),
            (step(merge, "A", "B"), [(None, "A"), (None, "C")]),
            (step(unmerge, "A", "B"), [(None, "B"), (None, "C")]),
            (act(lambda c: c.void_attendance(w1, b, REASON)), [(None, "C")]),
            (act(lambda c: c.add_attendance(w1, Attendance(b), REASON)), [(None, "C")]),
            (act(lambda c: c.erase_person(person_id("C"), REASON)), []),
        ]),
    ],
}  # fmt: skip


def test_every_code_has_causes_that_appear_later():
    assert LATER.keys() == set(CODES)


@pytest.mark.parametrize(
    ("code", "steps"),
    [
        pytest.param(code, steps, id=f"{code}: {name}")
        for code, cases in LATER.items()
        for name, steps in cases
    ],
)
def test_a_flag_comes_and_goes_with_its_cause(
    memory_world: World, code: str, steps: list[tuple[Step, list[tuple[str | None, str | None]]]]
):
    people(memory_world, "0 A B C D E F")
    for at, (do, expected) in enumerate(steps):
        do(memory_world)
        assert (at, raised(memory_world, code)) == (at, expected)
        assert in_table(memory_world) == by_the_rules(memory_world)
