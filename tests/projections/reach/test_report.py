"""The sums of a report agree with a query over everybody, for every filter and period."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.events import WorkshopHeld
from domain.values import Attendance, Kind, Profile
from projections.reach import report
from projections.reach.reach import EVER
from projections.reach.report import Asked
from projections.views import differences
from tests.oracle import histories as told
from tests.oracle import report_cells
from tests.support.world import (
    CADRES,
    CASCADE,
    REASON,
    World,
    cascade_number,
    in_memory,
    person_id,
    workshop_id,
)

days = st.integers(-1, 14).map(lambda n: (told.FIRST_DAY + timedelta(n)).toordinal())
periods = st.one_of(
    st.tuples(days, days).map(lambda two: (min(two), max(two))),
    days.map(lambda day: (0, day)),
    days.map(lambda day: (day, EVER)),
)
some = settings(
    max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@some
@given(
    told.histories(),
    st.lists(st.booleans(), min_size=60, max_size=60),
    st.lists(periods, max_size=4),
)
def test_every_filter_and_period(history, pauses, asked):
    with in_memory() as world:
        for move, look in zip(history, pauses, strict=False):
            world.tell([move])
            if look:
                world.views.catch_up()
        for first, last in [(0, EVER), *asked]:
            agree(world, first, last)
        assert differences(world.views, world.log) == []


def agree(world: World, first: int, last: int) -> None:
    with world.views.read() as db:
        cascade = cascade_number(db)
        regions = [None, *({number} for (number,) in db.rows("SELECT number FROM region"))]
        known = db.rows("SELECT number FROM organisation")
        for within in regions:
            for organisation in (None, *(number for (number,) in known)):
                for tier in (None, -1, 0, 1, 2, 3):
                    asked = Asked(cascade, first, last, within, organisation, tier)
                    found = report.figures(db, asked)
                    whole, both, parts = report_cells.figures(db, asked)
                    sums = report.Sums(found.people, found.trained, found.seats)
                    assert (sums, found.both, found.parts) == (whole, both, parts), asked


def test_more_cadres_than_have_columns(world: World):
    names = [f"{at:02}" for at in range(len(CADRES) + 4)]
    people = [person_id(name) for name in names]
    for at, person in enumerate(people):
        profile = Profile(cadre=CADRES[at % len(CADRES)])
        world.do(lambda c, p=person, q=profile: c.register_person(CASCADE, p, q))
    day = told.FIRST_DAY
    for lead, signed in ((people[0], people[1:14]), (people[1], people[14:])):
        register = tuple(Attendance(person) for person in signed)
        held = WorkshopHeld(
            workshop_id(lead), Kind.TOT, day, day, lead, lead=lead, register=register
        )
        world.do(lambda c, fact=held: c.hold_workshop(CASCADE, fact))
    world.do(lambda c: c.merge_people(people[2], people[-1], REASON))
    agree(world, 0, EVER)
    with world.views.read() as db:
        assert db.one("SELECT 1 FROM entrants_of_cadre")
        found = report.figures(db, Asked(cascade_number(db), 0, EVER))
    assert {*found.parts["cadre"]} == {*CADRES}
    assert differences(world.views, world.log) == []
