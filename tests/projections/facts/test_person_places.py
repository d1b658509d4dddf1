"""Where people lie and what is due: the tables equal the questions that they answer, on any day."""

from __future__ import annotations

from itertools import combinations

import pytest

from domain.log import Log
from projections import scope as scopes
from projections.db import Db
from projections.records import due, people_list, standing
from projections.records.people_list import Listed
from projections.records.people_sources import PeopleFilter
from projections.scope import PART, Scope
from projections.views import Views, differences
from tests.support.old_conditions import FOLLOWUP, IDLE, LAPSING, NO_STANDING, person
from tests.support.random_facts import DAYS, FIRST_DAY, RandomFacts

SEEDS = range(5)
TODAY = FIRST_DAY.toordinal()
GAVE = """
SELECT s.person FROM presence s JOIN workshop w ON w.number = s.workshop
WHERE s.role = 0 AND w.counts = 1 AND w.cascade = :cascade
"""
STANDINGS = ("certified", "lapsed", "suspended", "revoked", "nominated", "assessed")


@pytest.mark.parametrize("seed", SEEDS)
def test_what_follows_the_log_equals_a_rebuild(log: Log, views: Views, seed: int):
    facts = RandomFacts(seed)
    log.append(facts.beginning())
    for size in (1, 1, 2, 3, 5, 1, 8, 13, 1, 21):
        log.append(facts.some(size))
        views.catch_up()
        assert differences(views, log) == []


@pytest.fixture(params=SEEDS)
def told(request: pytest.FixtureRequest, log: Log, views: Views) -> RandomFacts:
    facts = RandomFacts(100 + request.param)
    log.append(facts.beginning())
    log.append(facts.some(80))
    return facts


def scopes_of(db: Db) -> list[Scope]:
    """Each cascade, each region, and each two of these at once."""
    cascades = [number for (number,) in db.rows("SELECT number FROM cascade")]
    regions = [number for (number,) in db.rows("SELECT number FROM region")]
    wholes = [Scope(whole=frozenset({cascade})) for cascade in cascades]
    parts = [Scope(parts=frozenset({(c << PART) + r})) for c in cascades for r in regions]
    both = [
        Scope(whole=one.whole | other.whole, parts=one.parts | other.parts)
        for one, other in combinations(wholes + parts, 2)
    ]
    return wholes + parts + both


def numbers(db: Db, condition: str, **asked: object) -> set[int]:
    sql = f"SELECT p.number FROM person p WHERE {condition}"
    return {number for (number,) in db.rows(sql, **asked)}


def test_who_lies_within_is_what_profiles_sheets_and_certificates_say(
    views: Views, told: RandomFacts
):
    with views.read() as db:
        seen, cascades = 0, [number for (number,) in db.rows("SELECT number FROM cascade")]
        for scope in scopes_of(db):
            for there in ("", *map(str, cascades)):
                found = numbers(db, scopes.person(there), **scope.asked)
                assert found == numbers(db, person(there), **scope.asked), (scope, there)
                seen += 0 < len(found) < len(told.people)
        assert seen > 20


def old_standing(db: Db, cascade: int, so: str, day: int) -> set[int]:
    ones = [one for (one,) in db.rows("SELECT DISTINCT one FROM person")]
    stands = standing.standings_of(db, cascade, ones, day)
    return {one.person for one in stands if one.standing == so}


def days_to_try() -> range:
    return range(TODAY - 1, TODAY + DAYS + 400, 29)


def test_on_any_day_the_standings_and_tasks_are_those_of_the_definitions(
    views: Views, told: RandomFacts
):
    with views.read() as db:
        present = numbers(db, "p.withdrawn = 0")
        some = dict.fromkeys((*STANDINGS, "lapsing", "idle"), 0)
        for (cascade,) in db.rows("SELECT number FROM cascade"):
            for day in days_to_try():
                for so in STANDINGS:
                    asked = {"cascade": cascade, "standing": so, "day": day}
                    found = {one for (one,) in db.rows(standing.ON_DAY, **asked)}
                    assert found == old_standing(db, cascade, so, day), (so, day)
                    some[so] += len(found)
                asked = {"cascade": cascade, "today": day}
                for what, find, sql, limit in (
                    ("lapsing", due.lapsing, LAPSING, {"lapses": day + 60}),
                    ("idle", due.idle, IDLE, {"since": day - 90}),
                ):
                    rows = db.rows(sql, **asked, **limit)
                    listed = find(db, cascade, day, scopes.EVERYTHING)
                    assert listed == sorted({one for (one,) in rows} & present), (what, day)
                    some[what] += len(listed)
        assert sum(some.values()) > 50


def test_the_count_of_follow_ups_is_that_of_the_list_for_every_reader_and_day(
    views: Views, told: RandomFacts
):
    with views.read() as db:
        seen = 0
        for scope in (scopes.EVERYTHING, *scopes_of(db)):
            for (cascade,) in db.rows("SELECT number FROM cascade"):
                for day in range(TODAY, TODAY + DAYS + 200, 97):
                    asked = {"cascade": cascade, "today": day, "trained": day - 90}
                    within = scope.within(cascade)
                    old = f"p.one = p.number AND p.withdrawn = 0 AND {FOLLOWUP}"
                    sql = f"{old} AND {person()}"
                    wanted = numbers(db, sql, **asked, **within.asked)
                    assert due.followups(db, cascade, day, scope) == len(wanted)
                    filter = PeopleFilter(day, due_followup=True)
                    rows, _ = people_list.people(db, cascade, filter, 0, 100, scope)
                    assert {row.person for row in rows} == wanted
                    seen += len(wanted)
        assert seen > 10


FILTERS = (
    [{"standing": so} for so in (*STANDINGS, "none")]
    + [{"tier": tier} for tier in (-1, 0, 1, 2)]
    + [{"from_": TODAY + 40, "until": TODAY + 120}, {"from_": TODAY + 200}]
    + [{"facilitated": "no", "tier": 1}, {"facilitated": "yes"}, {"sex": "female"}]
)


def test_a_list_of_any_filter_has_all_and_only_those_who_meet_it(views: Views, told: RandomFacts):
    with views.read() as db:
        regions = [{"region": number} for (number,) in db.rows("SELECT number FROM region")]
        for (cascade,) in db.rows("SELECT number FROM cascade"):
            for scope in (scopes.EVERYTHING, *scopes_of(db)[:8]):
                for asked in FILTERS + regions:
                    wanted = PeopleFilter(TODAY + 150, **asked)
                    found = pages(db, cascade, wanted, scope)
                    everybody = [one for (one,) in db.rows("SELECT number FROM person")]
                    every = PeopleFilter(**{**vars(wanted), "only": everybody})
                    rows, _ = people_list.people(db, cascade, every, 0, 100, scope)
                    assert found == [row.person for row in rows], (asked, scope)
                    must_be_so(db, cascade, wanted, rows)


def must_be_so(db: Db, cascade: int, wanted: PeopleFilter, rows: list[Listed]) -> None:
    """What can be seen of a filter in the rows."""
    heights = people_list.generations_of(db, cascade, [row.person for row in rows])
    given = {one for (one,) in db.rows(GAVE, cascade=cascade)}
    for row in rows:
        if wanted.tier is not None:
            is_loose = row.role == 1 and row.parent is None
            tier = -1 if is_loose else heights[row.person]
            assert tier == wanted.tier
        if wanted.facilitated:
            assert (row.person in given) is (wanted.facilitated == "yes")
        assert wanted.from_ is None or (row.entered_on or 0) >= wanted.from_


def pages(db: Db, cascade: int, wanted: PeopleFilter, scope: Scope) -> list[int]:
    """The people of all pages of two rows."""
    found, after = list[int](), 0
    while True:
        rows, onward = people_list.people(db, cascade, wanted, after, 2, scope)
        found += [row.person for row in rows]
        if onward is None:
            return found
        after = onward


def test_nobody_without_a_standing_has_one(views: Views, told: RandomFacts):
    with views.read() as db:
        for (cascade,) in db.rows("SELECT number FROM cascade"):
            day = TODAY + 200
            old = f"p.one = p.number AND {NO_STANDING}"
            asked = {"cascade": cascade, "today": day}
            wanted = PeopleFilter(day, standing="none", only=numbers(db, old, **asked))
            rows, _ = people_list.people(db, cascade, wanted, 0, 100)
            others = numbers(db, f"p.one = p.number AND NOT ({NO_STANDING})", **asked)
            assert others.isdisjoint(row.person for row in rows)
