"""Each flag is raised exactly when it should be: beside every case stands its nearest miss."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from string import Formatter

import pytest
from hypothesis import HealthCheck, given, settings

from domain.events import (
    Assessed,
    BehaviourObserved,
    Certified,
    RegionDefined,
    Renewed,
    WorkshopCorrected,
    WorkshopHeld,
)
from domain.log import Log, memory
from domain.values import (
    Attendance,
    Commitment,
    Kind,
    Level,
    Mode,
    Module,
    OutcomeId,
    Point,
    Profile,
    Rubric,
    Standard,
)
from projections.databases import SQLitePlace
from projections.quality.flags import (
    PEOPLE,
    SENTENCES,
    WORKSHOPS,
    Flag,
    counts,
    flags,
    of_workshops,
)
from projections.quality.rules import RULES
from projections.views import Views
from tests.oracle import histories as told
from tests.oracle.sweep import forest, reach
from tests.support.world import (
    CASCADE,
    REASON,
    World,
    cascade_number,
    person_id,
    region_id,
    workshop_id,
)

NAMED = Commitment("ab" * 32)
RUBRIC = Rubric(3, 3, 3, 3, 3)
FULL = (2.0, 8.0, 10.0)


@pytest.fixture
def memory_world() -> Iterator[World]:
    """Where the store makes no difference."""
    log = Log(memory())
    views = Views(SQLitePlace(":memory:"), log)
    yield World(log, views)
    views.close()
    log.close()


def on(day: int) -> date:
    return date(2021, 3, 1).fromordinal(date(2021, 3, 1).toordinal() + day - 1)


def people(world: World, names: str, details: Commitment | None = NAMED) -> None:
    for name in names.split():
        world.names[person_id(name)] = name
        id = person_id(name)
        world.do(lambda c, id=id: c.register_person(CASCADE, id, Profile(), details))


def hold(
    world: World,
    name: str,
    day: int,
    lead: str,
    names: str = "",
    scores: Iterable[tuple[float | None, ...]] = (),
    last: int | None = None,
    team: str = "",
    **more: object,
) -> None:
    seats = list(names.split())
    given = list(scores) or [(None, None, None)] * len(seats)
    more.setdefault("kind", Kind.STEP_DOWN)
    fact = WorkshopHeld(
        workshop=workshop_id(name),
        starts_on=on(day),
        ends_on=on(last or day),
        identifier=name,
        lead=person_id(lead) if lead else None,
        cofacilitators=tuple(person_id(p) for p in team.split()),
        register=tuple(Attendance(person_id(p), *s) for p, s in zip(seats, given, strict=True)),
        **more,
    )
    world.do(lambda c: c.hold_workshop(CASCADE, fact))


def correct(world: World, name: str, **changes: object) -> None:
    fact = WorkshopCorrected(REASON, **changes)
    world.do(lambda c: c.correct_workshop(workshop_id(name), fact))


def certify(world: World, name: str, day: int, last: int | None = None, **more: object) -> None:
    fact = Certified(Level.QUALIFIED, on(day), on(last) if last else None, **more)
    world.do(lambda c: c.certify(CASCADE, person_id(name), fact))


def merge(world: World, one: str, other: str) -> None:
    world.do(lambda c: c.merge_people(person_id(one), person_id(other), REASON))


def raised(world: World, code: str) -> list[tuple[str | None, ...]]:
    """(workshop, person) of each flag of a code, by their short names."""
    return [(w, p) for w, p, _ in shown(world, code)]


def shown(world: World, code: str) -> list[tuple[str | None, str | None, dict[str, object]]]:
    with world.views.read() as db:
        cascade = cascade_number(db)
        found = flags(db, cascade, code)
        assert counts(db, cascade).get(code, 0) == len(found)
        ids = dict(db.rows("SELECT number, id FROM person"))
        names = dict(db.rows("SELECT number, identifier FROM workshop"))
        for number in names:
            near = [f for f in of_workshops(db, cascade, [number]) if f.code == code]
            assert near == [f for f in found if f.workshop == number]
    for flag in found:
        said(flag)
    return [
        (
            names[f.workshop] if f.workshop else None,
            world.names[ids[f.person]] if f.person else None,
            {k: names[v] if k in WORKSHOPS else v for k, v in f.params.items()},
        )
        for f in found
    ]


def said(flag: Flag) -> str:
    """Every place of the sentence can be filled."""
    places = {name for _, name, _, _ in Formatter().parse(SENTENCES[flag.code]) if name}
    values = flag.params | {"workshop": flag.workshop, "person": flag.person}
    assert all(values[name] is not None for name in places)
    assert (
        places & (PEOPLE | WORKSHOPS) >= {n for n in ("workshop", "person") if values[n]} & places
    )
    return SENTENCES[flag.code].format(**values)


def test_every_code_has_a_sentence():
    assert SENTENCES.keys() == RULES.keys()


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
        with pytest.raises(KeyError):
            flags(db, cascade, "no-such-code")
