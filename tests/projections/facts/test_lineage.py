"""The tree and its sums: docs/definitions.md, "Always true", on random histories.

Property 6 (an independent sweep) is part of each; 3 to 5 hold for the oracle by its own tests and
for the views because they agree with it, and 4 is checked on the tables themselves too.
"""

from __future__ import annotations

from dataclasses import asdict, astuple
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projections.db import Db
from projections.facts import lineage
from projections.quality import flags
from projections.reach import reach
from projections.rebuild import replayed
from projections.records import workshops as records_workshops
from projections.views import differences
from tests.oracle import histories as told
from tests.oracle import sweep
from tests.support.world import CASCADE, World, cascade_number, in_memory, numbers, person_id

some = settings(
    max_examples=15, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
days = st.integers(-1, 14).map(lambda n: told.FIRST_DAY + timedelta(n))


def expected(history: told.History, as_of: date | None = None) -> dict[str, dict[str, object]]:
    rows = sweep.numbers(told.facts_of(history), as_of)
    return {name: asdict(row) for name, row in rows.items()}


@some
@given(st.data(), told.histories())
def test_any_order_of_arrival_gives_the_same_numbers(data, history):
    with in_memory() as world:
        world.tell(data.draw(told.shuffled(history)))
        assert world.numbers() == expected(history)


@some
@given(st.data(), told.histories())
def test_any_order_of_arrival_gives_the_same_registers_and_flags(data, history):
    with in_memory() as one, in_memory() as other:
        one.tell(history)
        other.tell(data.draw(told.shuffled(history)))
        assert sheets(one) == sheets(other)
        assert flagged(one) == flagged(other)
        for identifier, sheet in sheets(one).items():
            assert sheet == expected_sheet(told.facts_of(history), identifier)


@some
@given(st.data(), told.histories())
def test_doing_and_undoing_changes_nothing(data, history):
    state = told.state_after(history)
    there_and_back = [
        (there, back) for there, back in told.there_and_back(state) if told.legal(state, there)
    ]
    with in_memory() as world:
        world.tell(history)
        before = sheets(world), flagged(world), world.numbers()
        for there, back in data.draw(st.lists(st.sampled_from(there_and_back), max_size=4)):
            world.tell([there])
            world.views.catch_up()
            world.tell([back])
            assert (sheets(world), flagged(world), world.numbers()) == before


def sheets(world: World) -> dict[str, tuple[object, ...]]:
    """Of each held workshop: lines as recorded, who of them facilitates, how many count, gain."""
    with world.views.read() as db:
        ids = dict(db.rows("SELECT number, id FROM person"))
        found = records_workshops.workshops(db, 0, 100, cascade_number(db), "held")
    name = {number: world.names[id] for number, id in ids.items()}
    return {
        w["identifier"]: (
            {
                (name[line["person"]], line["pre"], line["post"], line["max_score"])
                for line in w["register"]
                if not line["voided"]
            },
            {name[number] for number in w["left_off"]},
            w["people"],
            None if w["gain"] is None else round(w["gain"], 9),
        )
        for w in found
    }


def expected_sheet(facts: told.Facts, identifier: str) -> tuple[object, ...]:
    (workshop,) = (w for w in facts.workshops if w.identifier == identifier)
    name = sweep.one_name(facts)
    sheet = sweep.sheet(workshop, name)
    signed = [astuple(seat) for seat in workshop.register]
    beside = {p for p, *_ in signed if name.get(p, p) in sheet.facilitators}
    gains = [g for p in sheet.people if (g := sweep.gain_of(sheet.scores[p])) is not None]
    mean = round(sum(gains) / len(gains), 9) if gains else None
    return set(signed), beside, len(sheet.people), mean


def flagged(world: World) -> set[tuple[object, ...]]:
    with world.views.read() as db:
        ids = dict(db.rows("SELECT number, id FROM person"))
        workshops = dict(db.rows("SELECT number, identifier FROM workshop"))
        found = flags.flags(db, cascade_number(db), limit=1_000)
    return {
        (
            flag.code,
            workshops.get(flag.workshop),
            ids.get(flag.person),
            *(workshops[v] if n in flags.WORKSHOPS else v for n, v in flag.params.items()),
        )
        for flag in found
    }


@some
@given(told.histories(), st.lists(st.booleans(), min_size=60, max_size=60))
def test_live_equals_rebuilt_whatever_the_batches(history, pauses):
    """Views that look now and then see batches of every size."""
    with in_memory() as world:
        for move, look in zip(history, pauses, strict=False):
            world.tell([move])
            if look:
                world.views.catch_up()
        assert world.numbers() == expected(history)
        assert differences(world.views, world.log) == []


@some
@given(told.histories(), days)
def test_as_of_a_day_is_what_the_facts_of_that_day_say(history, day):
    with in_memory() as world:
        world.tell(history)
        assert world.numbers(day) == expected(history, day)


@some
@given(told.histories(), st.data())
def test_replayed_is_what_was_known_then(history, data):
    known = data.draw(st.integers(0, len(history)))
    with in_memory() as world:
        world.tell(history[:known])
        position = world.log.position()
        world.tell(history[known:])
        with replayed(world.log, position) as engine, engine.begin() as connection:
            assert numbers(Db(connection), world.names) == expected(history[:known])


@some
@given(told.histories())
def test_the_trees_hold_everybody_once(history):
    with in_memory() as world:
        world.tell(history)
        places = sweep.forest(told.facts_of(history))
        with world.views.read() as db:
            cascade = cascade_number(db)
            ids = dict(db.rows("SELECT number, id FROM person"))
            nodes = db.rows("SELECT person, parent FROM reach_node")
            cells = db.rows("SELECT coalesce(sum(people), 0) FROM reach_cell")[0][0]
        assert cascade
        named = {p: world.names[ids[p]] for p, _ in nodes}
        assert {named[p]: named.get(q) for p, q in nodes} == {
            name: place.parent for name, place in places.items()
        }
        assert cells == len(places)


@settings(some, max_examples=10)
@given(told.histories())
def test_deriving_again_changes_nothing(history):
    """What did not change is not written again: it is the dearest write."""
    with in_memory() as world:
        world.tell(history)
        with world.views.read() as db:
            everybody = {p for (p,) in db.rows("SELECT number FROM person")}
            workshops = {w for (w,) in db.rows("SELECT number FROM workshop")}
            writes = db.connection.connection.driver_connection.total_changes
            touched = lineage.Touched(people=everybody, workshops=workshops, cells=set(workshops))
            lineage.derive(db, touched)
            assert db.connection.connection.driver_connection.total_changes == writes


def test_each_store_agrees_with_the_oracle(world):
    """A history with every kind of move, on memory, SQLite and PostgreSQL."""
    history = _eventful()
    world.tell(history)
    assert world.numbers() == expected(history)
    for day in (told.FIRST_DAY, told.FIRST_DAY + timedelta(4)):
        assert world.numbers(day) == expected(history, day)
    assert CASCADE


def _eventful() -> told.History:
    """The longest of some histories, always the same one."""
    found: list[told.History] = []

    @settings(max_examples=60, derandomize=True, database=None, deadline=None)
    @given(told.histories(most_moves=30))
    def collect(history: told.History) -> None:
        found.append(history)

    collect()
    return max(found, key=lambda h: (len({type(move) for move in h}), len(h)))


def test_gains_count_where_nobody_entered_too():
    """A refresher for people who had entered before: no child, but learning below its lead."""
    day = told.FIRST_DAY
    first = told.Workshop("1", day, day, "tot", "Ada", (), (told.Attendance("Bo"),))
    later = day + timedelta(1)
    scored = (told.Attendance("Bo", 2.0, 6.0, 10.0),)
    again = told.Workshop("2", later, later, "refresher", "Zed", (), scored)
    people = [told.RegisterPerson(name, None, None) for name in ("Ada", "Bo", "Zed")]
    with in_memory() as world:
        world.tell([*people, told.HoldWorkshop(first), told.HoldWorkshop(again)])
        with world.views.read() as db:
            zed = db.one("SELECT number FROM person WHERE id = :id", id=person_id("Zed"))
            below = reach.downstream(db, cascade_number(db), zed[0])
    assert [(g.generation, g.people, g.gain_sum, g.gain_count) for g in below] == [(1, 0, 0.5, 1)]
