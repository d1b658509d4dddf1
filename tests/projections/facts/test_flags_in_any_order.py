"""After any history, the table of flags has what the rules find in the other tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from random import Random

import pytest

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
        return person_id(CROWD[self.x % 4])

    @property
    def second(self) -> PersonId:
        return person_id(CROWD[self.y % 4])

    @property
    def workshop(self) -> WorkshopId:
        return workshop_id(f"w{self.z % 3}")

    @property
    def cascade(self) -> CascadeId:
        return OTHER if self.z % 3 == 2 else CASCADE


def _hold(c: Commands, d: Drawn) -> None:
    seats = [p for at, p in enumerate(CROWD) if at != d.x % 4]
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


Did = Callable[[Commands, Drawn], object]


def _either(*acts: Did) -> Did:
    """The first that is not refused: what can be done, else what can be undone."""

    def do(c: Commands, d: Drawn) -> None:
        for act in acts:
            with suppress(Refused):
                act(c, d)
                return

    return do


KINDS: dict[str, Did] = {
    "hold": _either(_hold, _correct),
    "correct": _correct,
    "void": _either(
        lambda c, d: c.void_workshop(d.workshop, REASON),
        lambda c, d: c.restore_workshop(d.workshop, REASON),
    ),
    "sign": _either(
        lambda c, d: c.add_attendance(d.workshop, Attendance(d.person), REASON, d.y > 4),
        lambda c, d: c.void_attendance(d.workshop, d.person, REASON),
        lambda c, d: c.restore_attendance(d.workshop, d.person, REASON),
    ),
    "score": lambda c, d: c.record_scores(
        d.workshop, person_id(CROWD[d.x % 3]), Attendance("", *FULL).scores, REASON, d.y > 4
    ),
    "certify": _either(
        lambda c, d: c.certify(
            d.cascade, d.person, Certified(Level.QUALIFIED, on(1 + d.y % 2 * 3), waiver=REASON)
        ),
        lambda c, d: c.void_certificate(
            d.cascade, d.person, Level.QUALIFIED, on(1 + d.y % 2 * 3), REASON
        ),
    ),
    "assess": lambda c, d: c.assess(d.cascade, d.person, Assessed(on(d.day), RUBRIC, d.second)),
    "renew": _either(
        lambda c, d: c.renew(d.cascade, d.person, Renewed(on(d.day))),
        lambda c, d: c.suspend(d.cascade, d.person, on(d.day), REASON),
    ),
    "merge": _either(
        lambda c, d: c.merge_people(d.person, d.second, REASON),
        lambda c, d: c.undo_merge(d.person, d.second, REASON),
    ),
    "observe": _either(_observe, lambda c, d: c.void_outcome(OutcomeId(f"o{d.y}"), REASON)),
    "withdraw": _either(
        lambda c, d: c.withdraw_person(d.person, REASON),
        lambda c, d: c.reinstate_person(d.person, REASON),
    ),
    "erase": lambda c, d: c.erase_person(person_id("G"), REASON),
    "name": lambda c, d: c.commit_details(d.person, NAMED, REASON),
    "curriculum": _curriculum,
    "region": _region,
}


def _drawn(chance: Random, kinds: Sequence[str]) -> Drawn:
    return Drawn(chance.choice(kinds), *(chance.randrange(7) for _ in range(4)))


@pytest.mark.parametrize("seed", range(12))
def test_the_table_has_what_the_rules_find_after_any_history(seed: int):
    """The views look now and then, so batches are of several sizes."""
    chance = Random(seed)
    story = [_drawn(chance, ["hold"]) for _ in range(4)]
    story += [_drawn(chance, sorted(KINDS)) for _ in range(60)]
    with in_memory() as world:
        world.do(lambda c: c.open_cascade(CascadeOpened(OTHER, "other", "Other", "series")))
        for cascade in (CASCADE, OTHER):
            world.do(lambda c, at=cascade: c.revise_standard(at, Standard(least_rubric=3), REASON))
        people(world, " ".join(CROWD[:4]))
        people(world, " ".join(CROWD[4:]), None)
        for at, drawn in enumerate(story):
            with suppress(Refused):
                world.do(lambda c, d=drawn: KINDS[d.kind](c, d))
            if chance.randrange(5):
                assert (at, in_table(world)) == (at, by_the_rules(world))
        assert differences(world.views, world.log) == []
