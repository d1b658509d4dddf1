"""After any history, the table of flags has what the rules find in the other tables."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.events import (
    Assessed,
    BehaviourObserved,
    CascadeOpened,
    Certified,
    RegionDefined,
    Renewed,
    WorkshopCorrected,
    WorkshopHeld,
)
from domain.rules import Refused
from domain.service import Commands
from domain.values import (
    Attendance,
    CascadeId,
    Kind,
    Level,
    Mode,
    Module,
    OutcomeId,
    PersonId,
    Point,
    Standard,
    WorkshopId,
)
from projections.views import differences
from tests.support.flags import FULL, NAMED, RUBRIC, by_the_rules, in_table, on, people
from tests.support.world import CASCADE, REASON, in_memory, person_id, region_id, workshop_id

CROWD = "ABCDEFG"
OTHER = CascadeId("00000000-0000-4000-8000-0000000cade2")
numbers = st.integers(0, 6)


@dataclass(frozen=True)
class Drawn:
    """Something that happens: its kind, and small numbers from which all else of it follows."""

    kind: str
    x: int
    y: int
    day: int
    z: int

    @property
    def person(self) -> PersonId:
        return person_id(CROWD[self.x])

    @property
    def second(self) -> PersonId:
        return person_id(CROWD[self.y])

    @property
    def workshop(self) -> WorkshopId:
        return workshop_id(f"w{self.z % 4}")

    @property
    def cascade(self) -> CascadeId:
        return OTHER if self.z % 4 == 3 else CASCADE


def _hold(c: Commands, d: Drawn) -> None:
    seats = [p for at, p in enumerate(CROWD) if at != d.x]
    scores = [(2.0, 8.0, 10.0) if d.y or at else (3.0, 8.0, 10.0) for at in range(6)]
    fact = WorkshopHeld(
        workshop=d.workshop,
        kind=Kind.PEER if d.z == 6 else Kind.STEP_DOWN,
        starts_on=on(d.day),
        ends_on=on(d.day + d.y),
        lead=None if d.z == 5 else d.person,
        cofacilitators=(d.second,) if d.z % 2 else (),
        register=tuple(
            Attendance(person_id(p), *s) for p, s in zip(seats[: d.y + 1], scores, strict=False)
        ),
        headcount=d.z or None,
        region=region_id(("north", "south")[d.x % 2]),
        modules=("m1", "m2")[: d.x % 3],
        unseen=(person_id(seats[0]),) if d.day % 3 == 0 else (),
    )
    c.hold_workshop(d.cascade, fact)


def _correct(c: Commands, d: Drawn) -> None:
    changes: list[dict[str, object]] = [
        {"lead": d.person},
        {"lead": None},
        {"cofacilitators": (d.second,)},
        {"starts_on": on(d.day), "ends_on": on(d.day)},
        {"ends_on": on(d.day + 61)},
        {"region": region_id("south"), "mode": Mode.IN_PERSON},
        {"mode": Mode.ONLINE, "headcount": d.x, "kind": Kind.STEP_DOWN},
    ]
    c.correct_workshop(d.workshop, WorkshopCorrected(REASON, **changes[d.y]))  # type: ignore[arg-type]


def _observe(c: Commands, d: Drawn) -> None:
    id = OutcomeId(f"o{d.y}")
    fact = BehaviourObserved(id, d.person, on(d.day), 0.5, workshop=d.workshop)
    c.observe_behaviour(d.cascade, fact)


def _curriculum(c: Commands, d: Drawn) -> None:
    modules = tuple(Module(code, code) for code in ("m1", "m2", "m3")[: d.x % 4])
    c.revise_curriculum(d.cascade, modules, None, REASON)


def _region(c: Commands, d: Drawn) -> None:
    point = Point(float(d.x), 0.0) if d.y % 2 else None
    c.define_region(RegionDefined(region_id("north"), "north", None, point))


KINDS: dict[str, Callable[[Commands, Drawn], object]] = {
    "hold": _hold,
    "correct": _correct,
    "correct once more": _correct,
    "void": lambda c, d: c.void_workshop(d.workshop, REASON),
    "restore": lambda c, d: c.restore_workshop(d.workshop, REASON),
    "add": lambda c, d: c.add_attendance(d.workshop, Attendance(d.person), REASON, d.y > 4),
    "take off": lambda c, d: c.void_attendance(d.workshop, d.person, REASON),
    "put on": lambda c, d: c.restore_attendance(d.workshop, d.person, REASON),
    "score": lambda c, d: c.record_scores(
        d.workshop, d.person, Attendance("", *FULL).scores, REASON, d.y > 4
    ),
    "certify": lambda c, d: c.certify(
        d.cascade, d.person, Certified(Level.QUALIFIED, on(d.day), waiver=REASON)
    ),
    "take back": lambda c, d: c.void_certificate(
        d.cascade, d.person, Level.QUALIFIED, on(d.day), REASON
    ),
    "assess": lambda c, d: c.assess(d.cascade, d.person, Assessed(on(d.day), RUBRIC, d.second)),
    "renew": lambda c, d: c.renew(d.cascade, d.person, Renewed(on(d.day))),
    "suspend": lambda c, d: c.suspend(d.cascade, d.person, on(d.day), REASON),
    "merge": lambda c, d: c.merge_people(d.person, d.second, REASON),
    "part": lambda c, d: c.undo_merge(d.person, d.second, REASON),
    "observe": _observe,
    "unobserve": lambda c, d: c.void_outcome(OutcomeId(f"o{d.y}"), REASON),
    "withdraw": lambda c, d: c.withdraw_person(d.person, REASON),
    "erase": lambda c, d: c.erase_person(d.person, REASON),
    "name": lambda c, d: c.commit_details(d.person, NAMED, REASON),
    "curriculum": _curriculum,
    "region": _region,
}
happenings = st.builds(Drawn, st.sampled_from(sorted(KINDS)), numbers, numbers, numbers, numbers)
beginnings = st.builds(Drawn, st.just("hold"), numbers, numbers, numbers, numbers)


@given(
    st.lists(beginnings, min_size=2, max_size=4),
    st.lists(st.tuples(happenings, st.booleans()), max_size=25),
)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_table_has_what_the_rules_find_after_any_history(
    first: list[Drawn], later: list[tuple[Drawn, bool]]
):
    """The views look now and then, so batches are of every size."""
    with in_memory() as world:
        world.do(lambda c: c.open_cascade(CascadeOpened(OTHER, "other", "Other", "series")))
        for cascade in (CASCADE, OTHER):
            world.do(lambda c, at=cascade: c.revise_standard(at, Standard(least_rubric=3), REASON))
        people(world, " ".join(CROWD[:4]))
        people(world, " ".join(CROWD[4:]), None)
        for drawn, look in [(one, True) for one in first] + later:
            with suppress(Refused):
                world.do(lambda c, d=drawn: KINDS[d.kind](c, d))
            if look:
                world.views.catch_up()
        assert in_table(world) == by_the_rules(world)
        assert differences(world.views, world.log) == []
