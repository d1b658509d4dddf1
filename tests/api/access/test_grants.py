"""Two grants never add up to a third: every route that names several records × pairs of grants,
against a table written by hand.

`a` and `b` are of the regions A and B of the first cascade. `x` was registered in the second, in B,
and came to a workshop in B of the first; `y` is of the second alone, in A.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.access.policy import MISSING
from api.home import Home
from api.operations.administration import make_token
from domain.rules import Refused
from domain.values import Role
from tests.support.api import ON_BOTH, WHY, Api
from tests.support.people_of import Somebody, somebody

SEED = 20_261_127
LATER = "2999-01-01"
"""A day on which nothing may have happened, so that what is allowed is refused for that alone."""
PLACE = "You coordinate a part of this cascade"

GRANTS = {
    "c1 A": (Role.COORDINATOR, "c1", "A"),
    "c1 B": (Role.COORDINATOR, "c1", "B"),
    "c1": (Role.COORDINATOR, "c1", None),
    "c2 A": (Role.COORDINATOR, "c2", "A"),
    "c2 B": (Role.COORDINATOR, "c2", "B"),
    "c2": (Role.COORDINATOR, "c2", None),
    "auditor c1": (Role.AUDITOR, "c1", None),
    "auditor c2": (Role.AUDITOR, "c2", None),
    "trainer c1": (Role.TRAINER, "c1", None),
    "administrator": (Role.ADMINISTRATOR, None, None),
}
IN_REGION = {
    "c1 A": "c1 a wA",
    "c1 B": "c1 b x wB oX",
    "c1": "c1 a b x wA wB oX",
    "c2 A": "c2 x y w2",
    "c2 B": "c2 x",
    "c2": "c2 x y w2",
}
AUDITED = {"auditor c1": IN_REGION["c1"], "auditor c2": IN_REGION["c2"]}
IN_CASCADE = {name: IN_REGION[name[:2]] for name in IN_REGION}
"""What coordinators know of, though it is another region's."""

WRITES = IN_REGION
RECORDS = IN_REGION | AUDITED
FIGURES = IN_CASCADE | AUDITED


@dataclass
class World:
    ids: dict[str, str] = field(default_factory=dict)
    people: dict[str, Somebody] = field(default_factory=dict)


@pytest.fixture
def world(api: Api, client: FlaskClient, home: Home) -> World:
    it = World()
    ids = it.ids
    ids["A"], ids["B"] = (api.post("/regions", name=name)["id"] for name in ("Alpha", "Beta"))
    ids["c1"], ids["c2"] = api.cascade(), api.cascade("water")
    for name, cascade, region in (("a", "c1", "A"), ("b", "c1", "B"), ("x", "c2", "B"),
                                  ("y", "c2", "A")):  # fmt: skip
        ids[name] = api.person(
            ids[cascade],
            f"TRN-{name}",
            details={"name": f"Name of {name}"},
            profile={"region": ids[region]},
        )
    for name, cascade, region, there in (("wA", "c1", "A", "a"), ("wB", "c1", "B", "bx"),
                                         ("w2", "c2", "A", "xy")):  # fmt: skip
        register = [{"person": ids[one]} for one in there]
        ids[name] = api.post(
            "/workshops",
            cascade=ids[cascade],
            region=ids[region],
            starts_on="2024-03-01",
            register=register,
        )["id"]
    outcome = {"person": ids["x"], "claimed_on": "2024-04-01", "people": 2, "words": "Wanjiku"}
    ids["oX"] = api.post("/outcomes/sharing", cascade=ids["c1"], **outcome)["id"]
    for one, cascade in (("a", "c1"), ("b", "c1"), ("x", "c1"), ("x", "c2"), ("y", "c2")):
        path = f"/cascades/{ids[cascade]}/certifications/{ids[one]}/nomination"
        api.post(path, nominated_on="2024-04-01")
    for pair in combinations(GRANTS, 2):
        it.people[" + ".join(pair)] = holder(client, home, ids, pair)
    for name in GRANTS:
        it.people[name] = holder(client, home, ids, (name,))
    return it


def holder(client: FlaskClient, home: Home, ids: dict[str, str], names: Any) -> Somebody:
    one = somebody(client, home, " + ".join(names))
    for name in names:
        role, cascade, region = GRANTS[name]
        person = ids["a"] if role is Role.TRAINER else None
        one.granted(role, ids.get(cascade or ""), ids.get(region or ""), person)
    return one


# ---- what is asked ---------------------------------------------------------------------------


@dataclass
class ReportQuery:
    """`named`: records that the rule covers; `known`: those of which a coordinator may know."""

    may: dict[str, str]
    method: str
    path: str
    body: dict[str, Any] | None
    named: tuple[str, ...]
    known: tuple[str, ...] = ()

    def allowed(self, grants: list[str]) -> bool:
        return any(
            set(self.named) <= set(self.may.get(one, "").split())
            and set(self.known) <= set(IN_CASCADE.get(one, "").split())
            for one in grants
        )


CASCADES, PEOPLE, WORKSHOPS = ("c1", "c2"), ("a", "b", "x", "y"), ("wA", "wB", "w2")


def requests(ids: dict[str, str]) -> Iterator[ReportQuery]:
    yield from certifications(ids)
    yield from outcomes(ids)
    yield from registers(ids)
    for c, p in product(CASCADES, PEOPLE):
        for path in ("reach", "children"):
            here = f"/cascades/{ids[c]}/people/{ids[p]}/{path}"
            yield ReportQuery(FIGURES, "GET", here, None, (c, p))
    for path, (p, q) in product(("/merges/undone", "/distinctions", "/doubts", "/merges"),
                                combinations(PEOPLE, 2)):  # fmt: skip
        said = {"one": ids[p], "other": ids[q], "reason": WHY}
        yield ReportQuery(WRITES, "POST", path, said, (p, q))


def certifications(ids: dict[str, str]) -> Iterator[ReportQuery]:
    rubric = dict.fromkeys(
        ("pedagogy", "facilitation", "content", "leadership", "reflective_practice"), 3
    )
    which = {"level": "master", "certified_on": LATER}
    says = {
        "/certificates": which | {"waiver": WHY},
        "/certificates/correction": which | {"reason": WHY, "number": "9"},
        "/certificates/voiding": which | {"reason": WHY},
        "/renewals": {"renewed_on": LATER},
        "/suspensions": {"suspended_on": LATER, "reason": WHY},
        "/reinstatements": {"reinstated_on": LATER, "reason": WHY},
        "/revocations": {"revoked_on": LATER, "reason": WHY},
    }
    for c, p in product(CASCADES, PEOPLE):
        one = f"/cascades/{ids[c]}/certifications/{ids[p]}"
        yield ReportQuery(RECORDS, "GET", one, None, (c, p))
        yield ReportQuery(FIGURES, "GET", one + "/history", None, (c, p))
        for path, said in says.items():
            yield ReportQuery(WRITES, "POST", one + path, said, (c, p))
        for q in PEOPLE:
            by = {"nominated_on": LATER, "by": ids[q]}
            yield ReportQuery(WRITES, "POST", one + "/nomination", by, (c, p), (q,))
            assessed = {"assessed_on": LATER, "rubric": rubric, "assessor": ids[q]}
            yield ReportQuery(WRITES, "POST", one + "/assessments", assessed, (c, p), (q,))


def outcomes(ids: dict[str, str]) -> Iterator[ReportQuery]:
    kinds = {
        "behaviours": {"observed_on": LATER, "fidelity": 0.5},
        "results": {"reported_on": LATER, "quantity": 3, "unit": "nets"},
        "sharing": {"claimed_on": LATER, "people": 3},
    }
    for (kind, said), c, p, w in product(kinds.items(), CASCADES, PEOPLE, (*WORKSHOPS, None)):
        named = {"cascade": ids[c], "person": ids[p]} | ({"workshop": ids[w]} if w else {})
        records = (c, p, w) if w else (c, p)
        yield ReportQuery(WRITES, "POST", f"/outcomes/{kind}", said | named, records)
    for c, p, q in product(CASCADES, PEOPLE, PEOPLE):
        named = {"cascade": ids[c], "person": ids[p], "observer": ids[q]}
        said = kinds["behaviours"] | named
        yield ReportQuery(WRITES, "POST", "/outcomes/behaviours", said, (c, p), (q,))


def registers(ids: dict[str, str]) -> Iterator[ReportQuery]:
    bad = {"pre": 9, "post": 9, "max_score": 5, "reason": WHY}
    for w, p in product(WORKSHOPS, PEOPLE):
        one = f"/workshops/{ids[w]}"
        yield ReportQuery(WRITES, "POST", f"{one}/attendances", bad | {"person": ids[p]}, (w, p))
        lead = {"lead": {"person": ids[p]}, "starts_on": LATER, "reason": WHY}
        yield ReportQuery(WRITES, "PATCH", one, lead, (w, p))
        beside = {"cofacilitators": [{"person": ids[p]}], "starts_on": LATER, "reason": WHY}
        yield ReportQuery(WRITES, "PATCH", one, beside, (w, p))
        told = {"rating": 3, "person": ids[p], "id": ids["oX"]}
        if (w, p) not in (("wA", "a"), ("wB", "b"), ("wB", "x"), ("w2", "x"), ("w2", "y")):
            yield ReportQuery(WRITES, "POST", f"{one}/feedback", told, (w,), (p,))
    for w, to in product(WORKSHOPS, WORKSHOPS):
        path = f"/workshops/{ids[w]}/attendances/{ids['A']}/move"
        yield ReportQuery(WRITES, "POST", path, {"to": ids[to], "reason": WHY}, (w, to))
    for c, p, at in product(CASCADES, PEOPLE, ("lead", "register", "cofacilitators")):
        someone: Any = {"person": ids[p]}
        for region, part in (("A", f"{c} A"), ("B", f"{c} B")):
            said = {"cascade": ids[c], "region": ids[region], "starts_on": LATER}
            said[at] = someone if at == "lead" else [someone]
            may = {one: WRITES[one] for one in (part, c)}
            yield ReportQuery(may, "POST", "/workshops", said, (c, p))


def answered(one: Somebody, asked: ReportQuery) -> bool:
    """Whether it was let in; what is refused for other reasons was."""
    answer = one.send(asked.method, asked.path, asked.body)
    if answer.status_code in (200, 201):
        return True
    detail = answer.json["detail"]
    hidden = detail in MISSING.values() or detail.startswith("There is nothing at this address")
    return not hidden and not detail.startswith(PLACE)


def test_no_two_grants_allow_what_neither_does(world: World) -> None:
    chance = random.Random(SEED)
    wrong, seen = [], 0
    every = list(requests(world.ids))
    chance.shuffle(every)
    for asked in every:
        if asked.path == "/merges" and asked.method == "POST":
            pairs = [who for who in world.people if not asked.allowed(who.split(" + "))]
        else:
            pairs = list(world.people)
        for who in chance.sample(pairs, 3):
            expected = asked.allowed(who.split(" + "))
            seen += expected
            if answered(world.people[who], asked) is not expected:
                wrong.append((who, expected, asked))
    assert wrong[:3] == [], (SEED, len(wrong))
    assert seen > 100


LISTS = (
    "/people",
    "/workshops",
    "/outcomes",
    "/people?cascade={c1}",
    "/outcomes?cascade={c1}",
    "/outcomes?person={x}",
    "/people/{x}/record",
    "/people/{x}/history",
    "/cascades/{c1}/certifications",
    "/cascades/{c2}/certifications",
)


def rows(one: Somebody, path: str) -> set[str]:
    answer = one.send("GET", path)
    if answer.status_code == 404:
        return set()
    assert answer.status_code == 200, answer.text
    names = ("id", "workshop", "position")
    return {
        str(next((row[n] for n in names if n in row), None) or row["person"]["person"])
        for row in answer.json["data"]
    }


def test_two_grants_list_what_either_lists(world: World) -> None:
    wrong = []
    for path in LISTS:
        here = path.format(**world.ids)
        alone = {name: rows(world.people[name], here) for name in GRANTS}
        assert any(alone.values()), path
        for one, other in combinations(GRANTS, 2):
            if rows(world.people[f"{one} + {other}"], here) != alone[one] | alone[other]:
                wrong.append((path, one, other))
    assert wrong == []


PAGES = (
    ("/cascades/{c}/people/{p}", RECORDS),
    ("/cascades/{c}/people/{p}/certification", RECORDS),
    ("/cascades/{c}/people/{p}/correct", WRITES),
    ("/cascades/{c}/people/{p}/erase", WRITES),
    ("/cascades/{c}/people/{p}/merge", WRITES),
    ("/cascades/{c}/people/{p}/outcome", WRITES),
    ("/cascades/{c}/people/{p}/consents", WRITES),
    ("/cascades/{c}/people/{p}/reveal", AUDITED),
    ("/cascades/{c}/workshops/{w}", RECORDS),
    ("/cascades/{c}/workshops/{w}/correction", WRITES),
    ("/cascades/{c}/workshops/{w}/attendances/new", WRITES),
    ("/cascades/{c}/history?person={p}", FIGURES),
    ("/cascades/{c}/history?workshop={w}", FIGURES),
    ("/cascades/{c}/history?certificate={p}", FIGURES),
)


def test_no_page_is_open_to_two_grants_that_neither_opens(world: World, app: Flask) -> None:
    chance = random.Random(SEED)
    wrong = []
    for path, may in PAGES:
        others = PEOPLE if "{p}" in path else WORKSHOPS
        for c, other in product(CASCADES, others):
            here = path.format(c=world.ids[c], p=world.ids[other], w=world.ids[other])
            asked = ReportQuery(may, "GET", here, None, (c, other))
            for who in chance.sample(list(world.people), 3):
                client = app.test_client()
                world.people[who].signs_in(client)
                is_open = client.get(here).status_code == 200
                if is_open is not asked.allowed(who.split(" + ")):
                    wrong.append((who, here.count("/"), path, c, other, is_open))
    assert wrong == [], SEED


@ON_BOTH
def test_a_region_of_one_cascade_and_the_whole_of_another(world: World) -> None:
    """By hand, what was tried first: certifying, in the first cascade, somebody of region B."""
    one, ids = world.people["c1 A + c2"], world.ids
    said = {"level": "master", "certified_on": "2024-06-01", "waiver": WHY}
    path = "/cascades/{}/certifications/{}/certificates"
    one.refused(404, "POST", path.format(ids["c1"], ids["x"]), said)
    one.refused(404, "GET", f"/outcomes/{ids['oX']}")
    assert one.get(f"/people/{ids['x']}")["details"]["name"] == "Name of x"
    assert rows(one, f"/people/{ids['x']}/record") == {ids["w2"]}
    assert one.done("POST", path.format(ids["c2"], ids["x"]), said)


# ---- tokens ----------------------------------------------------------------------------------


def bearing(one: Somebody, home: Home, roles: list[str], cascades: list[str] | None) -> None:
    _, secret = make_token(home, one.account, "narrow", roles, cascades, 3)
    one.headers = {"Authorization": f"Bearer {secret}"}


def test_a_narrower_token_is_narrower(world: World, home: Home) -> None:
    ids, one = world.ids, world.people["c1 A + auditor c2"]
    assert one.get(f"/people/{ids['a']}")["details"]
    bearing(one, home, ["auditor"], None)
    one.refused(404, "GET", f"/people/{ids['a']}")
    assert one.get(f"/people/{ids['y']}")["details"] == {}
    both = world.people["c1 A + c2"]
    bearing(both, home, ["coordinator"], [ids["c1"]])
    both.refused(404, "GET", f"/people/{ids['y']}")
    assert both.get(f"/people/{ids['a']}")["details"]


def test_a_token_is_for_what_its_owner_holds(world: World, home: Home) -> None:
    one, ids = world.people["c1 A + auditor c2"], world.ids
    for roles, cascades in (
        (["administrator"], None),
        (["coordinator", "administrator"], None),
        (["coordinator"], [ids["c2"]]),
        (["auditor"], [ids["c1"]]),
        (["coordinator", "auditor"], [ids["c1"]]),
        (["coordinator"], [ids["c1"], ids["c2"]]),
    ):
        with pytest.raises(Refused):
            make_token(home, one.account, "wide", roles, cascades, 3)


@ON_BOTH
def test_a_role_granted_later_is_in_no_older_token(
    client: FlaskClient, home: Home, api: Api
) -> None:
    cascade = api.cascade()
    one = somebody(client, home)
    one.granted(Role.COORDINATOR, cascade)
    old = dict(one.headers)
    one.granted(Role.ADMINISTRATOR)
    assert one.send("GET", "/accounts").status_code == 200
    one.headers = old
    one.refused(404, "GET", "/accounts")
    assert one.get(f"/cascades/{cascade}")


@ON_BOTH
@pytest.mark.parametrize("how", ["disabled", "withdrawn"])
def test_what_ended_does_not_live_again(
    client: FlaskClient, home: Home, api: Api, how: str
) -> None:
    cascade = api.cascade()
    one = somebody(client, home)
    grant = one.granted(Role.COORDINATOR, cascade)
    cookie, old = one.signs_in(client), dict(one.headers)
    here = f"/cascades/{cascade}"
    assert one.get(here)
    account = f"/accounts/{one.account}"
    if how == "disabled":
        api.send("POST", f"{account}/disabling")
        assert one.send("GET", here).status_code == 401
        api.send("POST", f"{account}/enabling")
    else:
        api.post(f"{account}/grants/{grant}/withdrawal", reason=WHY)
        assert one.send("GET", here).status_code == 401
        one.granted(Role.COORDINATOR, cascade)
    one.headers = old
    assert one.send("GET", here).status_code == 401
    assert home.accounts.session(cookie) is None
