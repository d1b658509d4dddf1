"""Trainers and generations: the tables equal a count over workshops, certificates and the tree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from math import fsum

import pytest

from domain.log import Log
from projections import tables
from projections.db import Db, Row
from projections.reach.generations import generations
from projections.reach.largest_lineages import largest
from projections.reach.reach import EVER
from projections.reach.trainers import FIRST, TrainerFilter, count, trainers
from projections.scope import EVERYTHING, PART, Scope
from projections.views import Views, differences
from tests.oracle import facts as plain
from tests.oracle import histories as told
from tests.support.random_facts import DAYS, FIRST_DAY, RandomFacts
from tests.support.world import World, in_memory, region_id

COLUMNS = (
    "parent, role, generation, people, lineage, given, first_given,"
    " last_given, days_to_first, gain_sum, gain_count, claimed"
)


@pytest.fixture(params=range(3))
def seeded(request: pytest.FixtureRequest, log: Log, views: Views) -> Views:
    facts = RandomFacts(200 + request.param)
    log.append(facts.beginning())
    for size in (1, 2, 3, 30, 1, 1, 40):
        log.append(facts.some(size))
        views.catch_up()
    return views


def test_live_rows_are_those_of_a_rebuild(seeded: Views, log: Log):
    assert differences(seeded, log) == []


def test_every_column_is_what_is_counted(seeded: Views):
    with seeded.read() as db:
        kept = db.rows(f"SELECT cascade, person, {COLUMNS} FROM trainer")
        assert {row[:2]: row[2:] for row in kept} == counted(db)


def counted(db: Db) -> dict[Row, Row]:
    nodes = {row[:2]: row[2:] for row in db.rows(NODES)}
    given, under, gains, claimed = (defaultdict(list) for _ in range(4))
    for cascade, person, day in db.rows(GIVEN):
        given[cascade, person].append(day)
    for cascade, leader, gain_sum, gain_count, unnamed in db.rows(LED):
        gains[cascade, leader].append((gain_sum, gain_count))
        claimed[cascade, leader].append(max(unnamed or 0, 0))
    for (cascade, person), (parent, *_) in nodes.items():
        under[cascade, parent].append(person)
    certified = set(db.rows(CERTIFIED))

    def lineage(cascade: int, person: int) -> int:
        return sum(1 + lineage(cascade, one) for one in under.get((cascade, person), ()))

    def height(cascade: int, person: int) -> int:
        parent = nodes[cascade, person][0]
        return 0 if parent is None else height(cascade, parent) + 1

    def row(key: tuple[int, int]) -> Row:
        parent, role, entered = nodes.get(key, (None, None, None))
        generation = None if role is None else height(*key) or -role
        days, sums = given.get(key, []), gains.get(key, [])
        first = min(days, default=None)
        return (
            *(parent, role, generation, len(under.get(key, ()))),
            *(lineage(*key), len(days), first, max(days, default=None)),
            first - entered if role == 1 and first is not None else None,
            *(fsum(total for total, _ in sums), sum(many for _, many in sums)),
            sum(claimed.get(key, ())),
        )

    parents = {key for key in under if key[1] is not None}
    return {key: row(key) for key in given.keys() | certified | parents}


NODES = "SELECT cascade, person, parent, role, entry_date FROM reach_node"
GIVEN = """
SELECT w.cascade, p.person, w.starts_on FROM presence p JOIN workshop w ON w.number = p.workshop
WHERE p.role = 0 AND w.counts = 1
"""
LED = """
SELECT cascade, leader, gain_sum, gain_count, headcount - people FROM workshop WHERE counts = 1
"""
CERTIFIED = """
SELECT c.cascade, p.one FROM certificate c JOIN person p ON p.number = c.person WHERE voided = 0
"""


def test_kept_generations_are_those_of_a_day_after_all(seeded: Views):
    """Those of a day are counted from workshops, registers and entrants."""
    with seeded.read() as db:
        for (cascade,) in db.rows("SELECT number FROM cascade"):
            today = FIRST_DAY.toordinal() + DAYS // 2
            kept = generations(db, cascade, EVER, today)
            then = generations(db, cascade, date(2200, 1, 1).toordinal(), today)
            for one in (*kept, *then):
                one.days_to_first.sort()
                one.gain_sum = round(one.gain_sum, 9)
            assert kept == then


def test_the_list_of_trainers_is_counted_as_it_is_paged(seeded: Views):
    today = FIRST_DAY.toordinal() + DAYS // 2
    asked = [
        TrainerFilter(today),
        TrainerFilter(today, tier=0),
        TrainerFilter(today, standings=["certified"]),
        TrainerFilter(today, standings=["certified"], without=True),
        TrainerFilter(today, active=True, from_=today, until=today + 20),
        TrainerFilter(today, active=False, from_=today, until=today + 20),
    ]
    with seeded.read() as db:
        for (cascade,) in db.rows("SELECT number FROM cascade"):
            pages = [paged(db, cascade, wanted) for wanted in asked]
            assert [count(db, cascade, wanted, EVERYTHING) for wanted in asked] == [
                *map(len, pages)
            ]
            assert len(pages[2]) + len(pages[3]) == len(pages[4]) + len(pages[5]) == len(pages[0])
            assert set(pages[4]) == active(db, cascade, today)
            for (region,) in db.rows("SELECT number FROM region"):
                within = Scope(parts=frozenset({(cascade << PART) + region}))
                seen = trainers(db, cascade, asked[0], within, (FIRST, 0), 100)
                assert len(seen) == count(db, cascade, asked[0], within)
            ranked = [one.person for one in largest(db, cascade, limit=100)]
            assert ranked == [one for one in pages[0] if one in ranked]
            then = largest(db, cascade, date(2200, 1, 1).toordinal(), 100)
            assert then == largest(db, cascade, limit=100)


def paged(db: Db, cascade: int, wanted: TrainerFilter) -> list[int]:
    found, after = [], (FIRST, 0)
    while rows := trainers(db, cascade, wanted, EVERYTHING, after, 2):
        found += [row.person for row in rows]
        after = rows[-1].lineage, rows[-1].person
    return found


def active(db: Db, cascade: int, today: int) -> set[int]:
    return {one for c, one, day in db.rows(GIVEN) if c == cascade and today <= day <= today + 20}


# ---- who moves takes their people along --------------------------------------------------------


def held(name: str, weeks: int, lead: str | None, *register: str) -> told.HoldWorkshop:
    day = told.FIRST_DAY + timedelta(7 * weeks)
    people = tuple(plain.Attendance(p) for p in register)
    return told.HoldWorkshop(plain.Workshop(name, day, day, "step-down", lead, (), people))


@pytest.fixture
def line() -> Iterator[World]:
    """Ama trained Ben, who trained Cyn, who trained Dov, who trained Fay; Eve began another."""
    people = ("ama", "ben", "cyn", "dov", "eve", "fay")
    with in_memory() as world:
        world.tell(told.RegisterPerson(p, None, None) for p in people)
        world.tell([held("1", 0, "ama", "ben"), held("2", 1, "ben", "cyn")])
        world.tell([held("3", 2, "cyn", "dov"), held("4", 3, "dov", "fay"), held("0", 0, "eve")])
        yield world


def places(world: World) -> dict[str, tuple[int, int]]:
    """(generation, lineage) of each trainer."""
    assert differences(world.views, world.log) == []
    with world.views.read() as db:
        rows = db.rows(
            "SELECT p.id, t.generation, t.lineage FROM trainer t JOIN person p"
            " ON p.number = t.person"
        )
    return {world.names[id]: (generation, lineage) for id, generation, lineage in rows}


def trained(world: World) -> dict[int, int]:
    with world.views.read() as db:
        figure = "SELECT generation, count FROM generation_sum WHERE figure = 'trained'"
        return dict(db.rows(figure))


LINE = {"ama": (0, 4), "ben": (1, 3), "cyn": (2, 2), "dov": (3, 1), "eve": (0, 0)}


def test_a_line_counts_all_below(line: World):
    assert places(line) == LINE
    assert trained(line) == {0: 1, 1: 1, 2: 1, 3: 1}


def test_who_moves_nearer_to_the_start_takes_all_below_along(line: World):
    places(line)
    line.tell([told.CorrectWorkshop("2", (("lead", "eve"),))])
    assert places(line) == {"ama": (0, 1), "cyn": (1, 2), "dov": (2, 1), "eve": (0, 3)}
    assert trained(line) == {0: 2, 1: 1, 2: 1}


def test_without_a_lead_those_below_begin_anew(line: World):
    places(line)
    line.tell([told.CorrectWorkshop("2", (("lead", None),))])
    assert places(line) == {"ama": (0, 1), "cyn": (-1, 2), "dov": (1, 1), "eve": (0, 0)}
    assert trained(line) == {-1: 1, 0: 1, 1: 1}


def test_voiding_and_restoring_changes_nothing(line: World):
    before = places(line), trained(line)
    line.tell([told.VoidWorkshop("2")])
    assert places(line) == {"ama": (0, 1), "cyn": (0, 2), "dov": (1, 1), "eve": (0, 0)}
    line.tell([told.RestoreWorkshop("2")])
    assert (places(line), trained(line)) == before


def test_merged_trainers_are_one_with_the_people_of_both(line: World):
    places(line)
    line.tell([told.MergePeople("ama", "eve")])
    assert places(line) == {name: place for name, place in LINE.items() if name != "eve"}
    line.tell([told.UndoMerge("ama", "eve")])
    assert places(line) == LINE


def test_who_was_taught_twice_counts_once_in_each_generation(line: World):
    line.tell([held("5", 4, "ama", "dov"), held("6", 5, "ben", "dov"), held("7", 6, "cyn", "dov")])
    assert places(line) == LINE
    assert trained(line) == {0: 2, 1: 2, 2: 1, 3: 1}
    line.tell([told.VoidWorkshop("5")])
    assert places(line) == LINE
    assert trained(line) == {0: 1, 1: 2, 2: 1, 3: 1}


def test_of_a_person_whose_region_becomes_known_the_generation_counts_there(line: World):
    places(line)
    line.tell([told.CorrectProfile("cyn", "female", None)])
    line.tell([told.CorrectProfile("cyn", "female", "north")])
    assert places(line) == LINE
    with line.views.read() as db:
        north = db.numbers(tables.region, [region_id("north")])
        of = "SELECT generation, figure FROM generation_sum WHERE region IN ids(:regions)"
        assert db.rows(of, regions=list(north.values())) == [(2, "people")]
