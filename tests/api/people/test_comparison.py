"""The pass that compares people: whole in slices, in any order, killed, beside others, erased."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from random import Random

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update

from api.home import Home
from api.matching.blocking import MAX_UNDER_ONE_KEY
from api.matching.frequencies import Frequencies
from api.matching.scoring import THRESHOLD, probability
from api.people import comparison, comparison_counts
from api.people.compared_people import People
from api.people.comparison import Comparison
from api.private import match_tables
from api.private.match_tables import match_count, match_crowd, match_key, match_pair, match_person
from api.transactions.record import record
from domain import person
from domain.service import Commands
from domain.values import Reason, ReasonCode, Role
from projections.db import transaction
from tests.support.api import ON_BOTH, WHY, Api
from tests.support.crowds import to_tune
from tests.support.crowds.all_pairs import pairs
from tests.support.crowds.registered import by, id_of, open_cascade, profile, register
from tests.support.crowds.simulated import Record
from tests.support.people_of import as_

WRONG = Reason(ReasonCode.TYPING_ERROR)
Found = set[tuple[str, str, int]]


@pytest.fixture(autouse=True)
def small_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a few hundred people are many slices."""
    monkeypatch.setattr(comparison, "INDEXED", 37)
    monkeypatch.setattr(comparison_counts, "COUNTED", 41)
    monkeypatch.setattr(comparison, "COMPARED", 23)
    monkeypatch.setattr(comparison_counts, "TAKEN_OVER", 101)


def found(home: Home) -> Found:
    """(id, id, score) of all pairs."""
    with home.views.read() as db, home.private.matches.reading() as kept:
        ids = dict(db.rows("SELECT number, id FROM person"))
        rows = kept.rows("SELECT one, other, score FROM match_pair")
    return {(ids[one], ids[other], score) for one, other, score in rows}


def computed_whole(home: Home) -> Found:
    """The same from all cards at once, in memory."""
    with home.views.read() as db:
        ((cascade,),) = db.rows("SELECT number FROM cascade")
        numbers = [number for (number,) in db.rows("SELECT number FROM person ORDER BY number")]
        people = People(db, home.private, cascade)
        known = list(people.cards(numbers, contacts_of=numbers).values())
        people.add_workshops(known)
    cards = [one.card for one in known]
    crowd = Frequencies(cards)
    two = (sorted(both, key=lambda at: known[at].id) for both in pairs(cards))
    likely = {(a, b): probability(cards[a], cards[b], crowd) for a, b in two}
    return {
        (known[a].id, known[b].id, round(score * 1000))
        for (a, b), score in likely.items()
        if score >= THRESHOLD
    }


def rows_in(home: Home) -> dict[str, int]:
    with home.private.engine.connect() as connection:
        return {
            table.name: len(connection.execute(select(table)).all()) for table in match_tables.ALL
        }


def anew_with_the_same_counts(home: Home) -> Found:
    """What is found from nothing, once the names are counted as they are now."""
    crowd = select(match_crowd.c.cascade, match_crowd.c.totals, match_crowd.c.generation)
    with transaction(home.private.engine) as connection:
        for table in (match_key, match_pair):
            connection.execute(delete(table))
        connection.execute(update(match_person).values(compared=-1, blocks=b""))
        assert connection.execute(crowd).all()
    Comparison(home).complete()
    return found(home)


def correct(home: Home, one: Record, name: str) -> None:
    sealer = home.private.sealer()

    def act(c: Commands) -> None:
        made = sealer.seal(person.stream(id_of(one)), "details", one.details | {"name": name})
        c.commit_details(id_of(one), made, WRONG)

    record(home, by(), act, sealer)


# ---- what is found -------------------------------------------------------------------------------


@ON_BOTH
def test_all_pairs_are_found_that_a_comparison_of_all_at_once_finds(home: Home) -> None:
    records = to_tune.draw(400)
    open_cascade(home, records)
    register(home, records)
    Comparison(home).complete()
    assert len(found(home)) > 20
    assert found(home) == computed_whole(home)


@pytest.mark.parametrize("seed", [1, 2])
def test_it_is_the_same_however_people_came(home: Home, seed: int) -> None:
    """In parts, with slices in between, names corrected, people who move, withdraw, come back."""
    chance, records = Random(seed), to_tune.draw(240, seed)
    open_cascade(home, records)
    chance.shuffle(records)
    pass_, come = Comparison(home), list[Record]()
    while len(come) < len(records):
        some = records[len(come) : len(come) + chance.randrange(1, 30)]
        register(home, some)
        come += some
        _change_something(home, chance, come)
        for _ in range(chance.randrange(6)):
            pass_.advance()
    pass_.complete()
    live = found(home)
    assert live and live == anew_with_the_same_counts(home)


def _change_something(home: Home, chance: Random, come: list[Record]) -> None:
    one, other, third = (chance.choice(come) for _ in range(3))
    correct(home, one, other.details["name"])
    home.service.do(by(), lambda c: c.correct_profile(id_of(other), profile(third), WRONG))
    if chance.random() < 0.5:
        home.service.do(by(), lambda c: c.withdraw_person(id_of(third), WRONG))
        home.service.do(by(), lambda c: c.reinstate_person(id_of(chance.choice([third])), WRONG))
    elif id_of(one) != id_of(other) and chance.random() < 0.3:
        home.service.do(by(), lambda c: c.merge_people(id_of(one), id_of(other), WRONG))


def test_a_name_that_too_many_have_is_compared_again_when_it_becomes_rarer(home: Home) -> None:
    """A key's people are compared while they are few, and not while they are many."""
    many = MAX_UNDER_ONE_KEY - 1
    records = [_namesake(at) for at in range(many)]
    open_cascade(home, [_namesake(at) for at in range(many + 8)])
    register(home, records)
    Comparison(home).complete()
    few = found(home)
    assert few == anew_with_the_same_counts(home)
    register(home, [_namesake(at) for at in range(many, many + 8)])
    Comparison(home).complete()
    assert found(home) == anew_with_the_same_counts(home)
    for at in range(many, many + 8):
        correct(home, _namesake(at), f"{chr(97 + at % 26) * 3}ozi {chr(98 + at % 24) * 4}inga")
    Comparison(home).complete()
    assert found(home) == anew_with_the_same_counts(home)
    assert {(a, b) for a, b, _score in few} <= {(a, b) for a, b, _score in found(home)}


def _namesake(at: int) -> Record:
    """Of one name; every other two have a telephone in common."""
    details = {"name": "Zawadi Mutiso", "phone": f"+2547000{at // 2:05}"}
    return Record(f"r{at:06}", at, details, "female", "25-34", 0, at % 3)


# ---- how it goes on ------------------------------------------------------------------------------

KILLED = """
import os, signal, sys
from api.home import Home
from api.people.compared_people import People
from api.people.comparison import Comparison
from api.private.matches import Matches
left, moment, write = int(sys.argv[1]), sys.argv[2], Matches.write
def dying(self, known, act):
    global left
    left -= 1
    def half(db):
        act(db)
        if left == 0 and moment == "within":
            os.kill(os.getpid(), signal.SIGKILL)
    done = write(self, known, half)
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return done
Matches.write = dying
Comparison(Home.of_environment()).complete()
"""


def test_it_goes_on_from_where_it_was_killed(home: Home) -> None:
    records = to_tune.draw(150)
    open_cascade(home, records)
    register(home, records)
    whole = computed_whole(home)
    for slice, moment in ((1, "within"), (2, "after"), (2, "within"), (2, "after"), (1, "within")):
        ended = subprocess.run(
            [sys.executable, "-c", KILLED, str(slice), moment],
            env=os.environ | {"BANYAN_HOME": str(home.path)},
            check=False,
        )
        assert ended.returncode == -signal.SIGKILL
    Comparison(home).complete()
    assert found(home) == whole


@ON_BOTH
def test_of_two_slices_that_began_at_one_moment_one_is_written(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = to_tune.draw(120)
    open_cascade(home, records)
    register(home, records)
    _before_each_write(home, monkeypatch, Comparison(home).advance)
    Comparison(home).complete()
    assert found(home) == computed_whole(home)


def _before_each_write(
    home: Home, monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]
) -> None:
    """Does something between the reading of a slice and its writing, at every other slice."""
    write, inside, count = home.private.matches.write, list[int](), list[int]()

    def beside(*args: object) -> bool:
        count.append(1)
        if not inside and len(count) % 2:
            inside.append(1)
            act()
            inside.clear()
        return write(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(home.private.matches, "write", beside)


def test_names_are_counted_anew_when_the_crowd_has_grown_by_a_half(home: Home) -> None:
    records = to_tune.draw(120)
    open_cascade(home, records)
    for upto, generation in ((80, 1), (119, 1), (120, 2)):
        register(home, records[_people(home) : upto])
        Comparison(home).complete()
        with home.private.engine.connect() as connection:
            crowd = connection.execute(select(match_crowd)).one()
            counts = connection.execute(select(match_count)).all()
            compared = set(connection.execute(select(match_person.c.compared)).scalars())
        assert (crowd.size, crowd.generation) == (upto, generation)
        assert compared == {generation}
        assert all(row.people > 1 and row.further == 0 for row in counts)


def _people(home: Home) -> int:
    with home.views.read() as db:
        return int(db.rows("SELECT count(*) FROM person")[0][0])


def test_another_key_means_another_pass(home: Home) -> None:
    records = to_tune.draw(60)
    open_cascade(home, records)
    register(home, records)
    Comparison(home).complete()
    before = found(home)
    (home.path / "keys" / "contacts.key").unlink()
    again = Home(home.path)
    Comparison(again).complete()
    assert found(again) == before
    again.close()


def test_the_days_chores_compare_all_people(home: Home) -> None:
    records = to_tune.draw(100)
    open_cascade(home, records)
    register(home, records)
    subprocess.run(
        [sys.executable, "-m", "api.cli", "daily"],
        env=os.environ | {"BANYAN_HOME": str(home.path)},
        check=True,
    )
    assert found(home) and found(home) == computed_whole(home)


# ---- what is kept of whom ------------------------------------------------------------------------


@ON_BOTH
def test_nothing_is_left_of_who_was_erased(
    api: Api, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At once, and where a slice was computed before the erasure and is written after it."""
    cascade = api.cascade()
    details = {"name": "Zawadi Mutiso", "phone": "0712345678"}
    ids = [api.person(cascade, f"TRN-{at}", details=details) for at in range(4)]
    assert len(api.duplicates(cascade)) == 6
    api.post(f"/people/{ids[0]}/erasure", reason={"code": "requested"})
    assert _of(home, ids[0]) == [] and len(found(home)) == 3
    left = list(ids[1:3])

    def erase() -> None:
        if left:
            api.post(f"/people/{left.pop()}/erasure", reason={"code": "requested"})

    correction = {"details": details | {"name": "Zawadi M. Mutiso"}, "reason": WHY}
    api.done("PUT", f"/people/{ids[1]}/details", correction)
    _before_each_write(home, monkeypatch, erase)
    Comparison(home).complete()
    assert left == [] and found(home) == set()
    assert [_of(home, id) for id in ids[:3]] == [[], [], []]
    assert rows_in(home)["match_person"] == 1
    with home.private.engine.connect() as connection:
        assert {row.number for row in connection.execute(select(match_key))} == set(
            connection.execute(select(match_person.c.number)).scalars()
        )


def _of(home: Home, person: str) -> list[object]:
    with home.private.engine.connect() as connection:
        return list(connection.execute(select(match_person).where(match_person.c.person == person)))


def test_a_contact_that_is_dropped_is_no_longer_compared(api: Api, home: Home) -> None:
    cascade = api.cascade()
    for name in ("Zawadi Mutiso", "Zawadi M."):
        api.post("/people", cascade=cascade, details={"name": name, "phone": "0712345678"})
    assert len(api.duplicates(cascade)) == 1
    with home.views.read() as db:
        (a, made), _other = db.rows("SELECT id, details FROM person ORDER BY number")
    home.private.forget_contacts([made], [a])
    assert found(home) == set()
    assert api.duplicates(cascade) == []


def test_no_write_waits_for_it(api: Api, home: Home) -> None:
    cascade = api.cascade()
    for _ in range(2):
        api.post("/people", cascade=cascade, details={"name": "Zawadi Mutiso"})
    assert api.get(f"/cascades/{cascade}/duplicates") == []
    assert set(rows_in(home).values()) == {0}


# ---- what a reader is shown ----------------------------------------------------------------------


@ON_BOTH
def test_readers_of_a_region_count_and_list_their_pairs(
    api: Api, home: Home, client: FlaskClient
) -> None:
    """By profile, and by a workshop held in their region; both people of a pair are theirs."""
    cascade = api.cascade()
    here, there = (str(api.post("/regions", name=name)["id"]) for name in ("Kisumu", "Mombasa"))

    def two(name: str, *regions: str) -> list[str]:
        return [
            api.post("/people", cascade=cascade, details={"name": name}, profile={"region": r})[
                "id"
            ]
            for r in regions
        ]

    two("Zawadi Mutiso", here, here)
    two("Halima Salim", here, there)
    away = two("Omari Kazungu", there, there)
    for id, day in zip(away, ("2024-03-01", "2024-03-02"), strict=True):
        sheet = [{"person": id}]
        api.post("/workshops", cascade=cascade, region=here, starts_on=day, register=sheet)
    whole = api.duplicates(cascade)
    assert len(whole) == 3
    theirs = as_(client, home, Role.COORDINATOR, cascade, here)
    seen = theirs.get(f"/cascades/{cascade}/duplicates")
    assert {pair["one"]["name"] for pair in seen} == {"Zawadi Mutiso", "Omari Kazungu"}
    assert theirs.get(f"/cascades/{cascade}/needs")["duplicates"] == len(seen)
    assert api.get(f"/cascades/{cascade}/needs")["duplicates"] == len(whole)
