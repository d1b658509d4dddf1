"""Where somebody may look at an earlier moment: at all that they may see today, and no more."""

from __future__ import annotations

import pytest

from api.home import Home
from api.people.candidates import UNSEEN
from projections import past_scope
from projections.db import Db
from projections.facts import person_places
from projections.facts.changes import Touched
from projections.past_scope import settle
from projections.rebuild import replayed
from projections.scope import PART, Scope, covers, find
from tests.support.api import WHY, Api

KINDS = ("person", "workshop", "outcome")


def ids(db: Db, kind: str) -> list[str]:
    return [id for (id,) in db.rows(f"SELECT id FROM {kind}")]


def must_agree(now: Db, then: Db, scope: Scope) -> Scope:
    """What was known then is found then if it is found now; people in each cascade too."""
    held = settle(now, then, scope)
    for kind in KINDS:
        for id in ids(then, kind):
            inner = scope.cascades if kind == "person" else ()
            for today, before in (scope, held), *((scope.within(c), held.within(c)) for c in inner):
                found = find(now, today, kind, id) is not None
                assert (find(then, before, kind, id) is not None) is found, (kind, id)
    return held


@pytest.fixture
def there(api: Api) -> dict[str, str]:
    """Two cascades. Before `then` somebody of the other was on a sheet of the one, and since
    somebody else of it is."""
    it = {"one": api.cascade("one"), "other": api.cascade("other")}
    for name in ("a", "b"):
        it[name] = api.person(it["one"], name)
    for name in ("gone", "came", "far"):
        it[name] = api.person(it["other"], name, details={"name": f"Name of {name}"})
    line = {"person": it["gone"]}
    said = {"cascade": it["one"], "starts_on": "2024-05-01", "lead": {"person": it["a"]}}
    it["sheet"] = api.post("/workshops", **said, register=[line, {"person": it["b"]}])["id"]
    it["then"] = str(api.send("GET", "/me").json["position"])
    return it


def numbers(db: Db, table: str) -> dict[str, int]:
    return dict(db.rows(f"SELECT id, number FROM {table}"))


@pytest.mark.parametrize("gone", [False, True])
@pytest.mark.parametrize("came", [False, True])
def test_the_whole_of_a_cascade_is_what_it_is_today(
    api: Api, home: Home, there: dict[str, str], gone: bool, came: bool
):
    if gone:
        api.post(f"/workshops/{there['sheet']}/attendances/{there['gone']}/voiding", reason=WHY)
    if came:
        line = {"person": there["came"], "reason": WHY}
        api.post(f"/workshops/{there['sheet']}/attendances", **line)
    api.person(there["one"], "nobody knew them then")
    with (
        replayed(home.log, int(there["then"])) as engine,
        engine.connect() as connection,
        connection.begin(),
        home.views.read() as now,
    ):
        then, people = Db(connection), numbers(now, "person")
        cascades = numbers(now, "cascade")
        held = must_agree(now, then, Scope(whole=frozenset({cascades[there["one"]]})))
        assert held.settled is not None
        named = {number & ((1 << PART) - 1) for number in held.settled.people}
        changed = {people[there["came"]]} if came else set()
        if gone:
            assert held.settled.whole == frozenset()
        else:
            assert (held.settled.whole, named) == (frozenset({cascades[there["one"]]}), changed)
        mixed = Scope(
            whole=frozenset({cascades[there["one"]]}),
            mine=frozenset({(cascades[there["other"]] << PART) + people[there["far"]]}),
            account="x",
        )
        must_agree(now, then, mixed)
        must_agree(now, then, Scope(whole=frozenset(cascades.values())))
        must_agree(now, then, Scope(parts=frozenset({(cascades[there["one"]] << PART) + 1})))


def test_it_is_settled_once_for_two_moments(
    api: Api, home: Home, there: dict[str, str], monkeypatch: pytest.MonkeyPatch
):
    done: list[Scope] = []
    stock = past_scope._settled

    def counted(now: Db, then: Db, scope: Scope) -> Scope:
        done.append(scope)
        return stock(now, then, scope)

    monkeypatch.setattr(past_scope, "_settled", counted)
    with replayed(home.log, int(there["then"])) as engine, engine.connect() as connection:
        then = Db(connection)
        for expected in (1, 2):
            with home.views.read() as now:
                cascade = numbers(now, "cascade")[there["one"]]
                for _ in range(3):
                    settle(now, then, Scope(whole=frozenset({cascade})))
            assert len(done) == expected
            api.person(there["one"], f"another {expected}")
        with home.views.read() as now:
            for n in range(3 * past_scope.MAX_CACHED):
                settle(now, then, Scope(whole=frozenset({cascade}), account=str(n)))
    assert len(past_scope.CACHE) == past_scope.MAX_CACHED


def test_who_is_unseen_in_one_cascade_hides_nobody_in_another(
    api: Api, home: Home, there: dict[str, str]
):
    with home.views.read() as db:
        cascades, people = numbers(db, "cascade"), numbers(db, "person")
        one, other = (Scope(whole=frozenset({cascades[there[c]]})) for c in ("one", "other"))
        assert covers(db, one, cascades[there["one"]])
    with home.views._writing() as db:
        workshop = numbers(db, "workshop")[there["sheet"]]
        db.run("INSERT INTO unseen VALUES (:w, :p, 1)", w=workshop, p=people[there["gone"]])
        person_places.derive(db, Touched(unseen={workshop}))
        assert not covers(db, one, cascades[there["one"]])
        assert find(db, one, "person", there["gone"]) is None
        assert db.rows(UNSEEN, cascade=cascades[there["one"]]) == [(there["gone"],)]
        assert db.rows(UNSEEN, cascade=cascades[there["other"]]) == []
        assert covers(db, other, cascades[there["other"]])
        for name in ("gone", "came", "far"):
            assert find(db, other, "person", there[name]) is not None
        db.run("DELETE FROM unseen")
        person_places.derive(db, Touched(unseen={workshop}))
