"""Each flag is raised exactly when it should be: beside every case stands its nearest miss."""

from __future__ import annotations

import pytest

from domain.events import (
    Assessed,
    BehaviourObserved,
    RegionDefined,
    Renewed,
)
from domain.values import (
    Mode,
    OutcomeId,
    Point,
    Standard,
)
from projections.facts.flag_rules import RULES
from projections.quality.flags import (
    SENTENCES,
    Flag,
    counts,
    flags,
)
from tests.support.flags import (
    NAMED,
    RUBRIC,
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
    cascade_number,
    person_id,
    region_id,
    workshop_id,
)


def test_every_code_has_a_sentence():
    assert SENTENCES.keys() == RULES.keys()


# ---- days and places -------------------------------------------------------------------------


def place(world: World, name: str, parent: str | None, *point: float) -> None:
    around = region_id(parent) if parent else None
    fact = RegionDefined(region_id(name), name, around, Point(*point) if point else None)
    world.do(lambda c: c.define_region(fact))


@pytest.mark.parametrize(
    ("here", "there", "days", "flagged"),
    [
        ("north", "south", (1, 1), True),
        ("north", "south", (2, 2), True),
        ("north", "south", (3, 3), False),
        ("north", "village", (1, 1), False),
        ("village", "north", (1, 1), False),
        ("north", None, (1, 1), False),
        ("Apia", "near", (1, 1), False),
        ("Apia", "far", (1, 1), True),
        ("Apia", "north", (1, 1), True),
        ("60N", "60N100E", (1, 1), False),
        ("0N", "0N100E", (1, 1), True),
    ],
)
def test_one_lead_in_two_distant_places(
    memory_world: World, here: str, there: str | None, days: tuple[int, int], flagged: bool
):
    world = memory_world
    place(world, "village", "north")
    place(world, "Apia", None, -13.8, -179.9)
    place(world, "near", None, -13.8, 179.5)  # 65 km, across the date line
    place(world, "far", None, -13.8, 178.5)
    for name, latitude, longitude in (("60N", 60, 0), ("60N100E", 60, 1.5)):
        place(world, name, None, float(latitude), float(longitude))  # 83 km
    for name, latitude, longitude in (("0N", 0, 0), ("0N100E", 0, 1.5)):
        place(world, name, None, float(latitude), float(longitude))  # 167 km
    people(world, "A B")
    hold(world, "w1", 1, "A", last=2, region=region_id(here))
    hold(world, "w2", days[0], "A", last=days[1], region=region_id(there) if there else None)
    hold(world, "w3", days[0], "B", last=days[1], region=region_id("south"))
    assert raised(world, "two-places-one-day") == ([("w2", "A")] if flagged else [])


def test_two_places_on_every_store_and_not_online(world: World):
    people(world, "A B")
    hold(world, "w1", 1, "A", region=region_id("north"))
    hold(world, "w2", 1, "B", region=region_id("south"))
    hold(world, "w3", 1, "A", region=region_id("south"), mode=Mode.ONLINE)
    assert raised(world, "two-places-one-day") == []
    merge(world, "A", "B")
    about = {"other_workshop": "w1", "both_on": on(1)}
    assert shown(world, "two-places-one-day") == [("w2", "A", about)]
    correct(world, "w3", mode=Mode.BLENDED)
    assert raised(world, "two-places-one-day") == [("w2", "A"), ("w3", "A")]


def test_a_workshop_of_more_than_sixty_days(world: World):
    people(world, "A")
    hold(world, "w60", 1, "A", last=60)
    hold(world, "w61", 1, "A", last=61)
    assert [(w, p["days"]) for w, _, p in shown(world, "long-workshop")] == [("w61", 61)]


def test_assessed_only_after_the_certificate(world: World):
    people(world, "A B C X")
    for name, days in (("A", (4,)), ("B", (3,)), ("C", (2, 4))):
        for day in days:
            fact = Assessed(on(day), RUBRIC, person_id("X"))
            world.do(lambda c, n=name, f=fact: c.assess(CASCADE, person_id(n), f))
        certify(world, name, 3)
    about = {"certified_on": on(3), "assessed_on": on(4)}
    assert shown(world, "assessed-after-certified") == [(None, "A", about)]


def test_renewed_before_there_was_a_certificate(world: World):
    people(world, "A B")
    for name, day in (("A", 2), ("B", 3)):
        certify(world, name, 3)
        fact = Renewed(on(day))
        world.do(lambda c, n=name, f=fact: c.renew(CASCADE, person_id(n), f))
    about = {"change": "renewed", "changed_on": on(2), "certified_on": on(3)}
    assert shown(world, "standing-before-certificate") == [(None, "A", about)]


def test_an_outcome_from_before_its_workshop(world: World):
    people(world, "A B")
    hold(world, "w1", 5, "A", "B")
    for id, day in (("o1", 4), ("o2", 5)):
        fact = BehaviourObserved(
            OutcomeId(id), person_id("B"), on(day), 0.5, workshop=workshop_id("w1")
        )
        world.do(lambda c, f=fact: c.observe_behaviour(CASCADE, f))
    assert raised(world, "outcome-before-workshop") == [("w1", "B")]
    world.do(lambda c: c.void_outcome(OutcomeId("o1"), REASON))
    assert raised(world, "outcome-before-workshop") == []


# ---- records ---------------------------------------------------------------------------------


def test_certified_by_a_waiver(world: World):
    people(world, "A B")
    world.do(lambda c: c.revise_standard(CASCADE, Standard(least_rubric=3), REASON))
    certify(world, "A", 1, waiver=REASON)
    certify(world, "B", 1, on_programmes_word=True)
    assert raised(world, "certified-below-standard") == [(None, "A")]


def test_registered_without_a_name(world: World):
    people(world, "A B C D E G", None)
    people(world, "F")
    world.do(lambda c: c.commit_details(person_id("B"), NAMED, REASON))
    merge(world, "C", "F")
    merge(world, "D", "G")
    world.do(lambda c: c.erase_person(person_id("D"), REASON))
    world.do(lambda c: c.withdraw_person(person_id("E"), REASON))
    assert raised(world, "registered-nameless") == [(None, "A")]


# ---- pages -----------------------------------------------------------------------------------


def test_pages_give_every_flag_once_in_one_order(world: World):
    people(world, "A B C", None)
    for day in (1, 2, 3):
        hold(world, f"w{day}", day, "A", "B C", headcount=7, modules=())
    with world.views.read() as db:
        cascade = cascade_number(db)
        whole = flags(db, cascade, limit=1000)
        paged: list[Flag] = []
        while page := flags(db, cascade, after=paged[-1].cursor if paged else None, limit=2):
            paged += page
        assert paged == whole
        assert counts(db, cascade) == {
            code: sum(f.code == code for f in whole) for code in {f.code for f in whole}
        }
        assert len({f.cursor for f in whole}) == len(whole) == 3 + 3 + 3
        with pytest.raises(ValueError):
            flags(db, cascade, "no-such-code")
