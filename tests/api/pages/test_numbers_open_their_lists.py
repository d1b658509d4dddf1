"""Every number that is a link equals the number of rows of the list that it opens, on every page,
for every role and region."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.access.rules import requirement_of
from api.home import Home
from api.pages.cascade import flags, trainers
from api.pages.people import people_list
from api.pages.workshops import workshop_list
from api.sample.load import load
from domain.values import Role
from tests.support.clock import NOON, Clock
from tests.support.links import anchors, number_in, rows_of
from tests.support.pages import ANOTHER, open_another
from tests.support.people_of import Somebody, as_

PEOPLE, SEED = 200, 4
ALIKE = [2, pytest.param(6, marks=pytest.mark.soak)]
"""Pages of one kind that are looked at: those of so many people, workshops, …"""
AN_ENTRY = {"pages.history.show", "pages.compare.show"}
"""Their links name a moment of the log or a month, and count nothing."""
NARROWED = [
    ("pages.cascade", {"as_of": "2023-09-01"}),
    ("pages.report.show", {"from": "2023-01-01", "until": "2023-12-31"}),
    ("pages.report.show", {"tier": "1"}),
    ("pages.report.show", {"tier": "unattributed"}),
]


@dataclass
class Programme:
    """The sample. `regions`: name → id."""

    cascade: str
    trainer: str
    regions: dict[str, str]
    organisation: str


@pytest.fixture
def it(home: Home, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Programme:
    load(home, PEOPLE, SEED, NOON.date())
    clock.now = NOON
    for room in (people_list, trainers, flags, workshop_list):
        monkeypatch.setattr(room, "MAX_ROWS", 400)
    with home.views.read() as db:
        ((cascade,),) = db.rows("SELECT id FROM cascade")
        regions = dict(db.rows("SELECT name, id FROM region"))
        sql = "SELECT p.id FROM held_role h JOIN person p ON p.number = h.person"
        ((trainer,),) = db.rows(sql)
        ((organisation,),) = db.rows("SELECT id FROM organisation ORDER BY number LIMIT 1")
    return Programme(cascade, trainer, regions, organisation)


@dataclass
class Walk:
    """Opens pages as a reader does, from link to link."""

    app: Flask
    client: FlaskClient
    lang: str
    alike: int
    wrong: list[str] = field(default_factory=list)
    counted: dict[str, int] = field(default_factory=dict)
    seen: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    numbers: int = 0

    def get(self, path: str) -> str:
        answer = self.client.get(self._spoken(path), follow_redirects=True)
        assert answer.status_code == 200, (path, answer.status_code)
        return answer.text

    def _page(self, path: str) -> str:
        """Empty where a name leads to somebody whom this reader may not see."""
        answer = self.client.get(self._spoken(path), follow_redirects=True)
        assert answer.status_code in (200, 404), (path, answer.status_code)
        return answer.text if answer.status_code == 200 else ""

    def _spoken(self, path: str) -> str:
        parts = urlsplit(path)
        asked = dict(parse_qsl(parts.query)) | {"lang": self.lang}
        return f"{parts.path}?{urlencode(asked)}"

    def everything(self, starts: list[str]) -> None:
        left = list(starts)
        while left:
            path = left.pop(0)
            page = self._page(path)
            for link, href in anchors(page, path):
                said = number_in(link)
                if said is not None and self.endpoint(href) not in AN_ENTRY:
                    self._compare(path, link.text(), said, href)
                if self._is_new(href):
                    left.append(href.partition("#")[0])

    def _compare(self, path: str, text: str, said: int, href: str) -> None:
        self.numbers += 1
        if href not in self.counted:
            self.counted[href] = rows_of(self.get, href)
        if said != self.counted[href]:
            self.wrong.append(f"{path}: “{text}” opens {self.counted[href]} rows of {href}")

    def endpoint(self, href: str) -> str:
        parts = urlsplit(href)
        endpoint, _arguments = self.app.url_map.bind("localhost").match(parts.path, method="GET")
        return str(endpoint)

    def _is_new(self, href: str) -> bool:
        """Few pages of one kind are enough; none is left out as a kind."""
        endpoint = self.endpoint(href)
        names = [name for name, _ in parse_qsl(urlsplit(href).query) if name != "lang"]
        if not endpoint.startswith("pages.") or "after" in names or "lang=" in href:
            return False
        kind, path = f"{endpoint} {sorted(names)}", href.partition("#")[0]
        if path in self.seen[kind] or len(self.seen[kind]) >= self.alike:
            return False
        self.seen[kind].add(path)
        return True


def starts(it: Programme, app: Flask, who: Somebody) -> list[str]:
    """All pages of the cascade that take nothing else, and some narrowed ones."""
    with app.test_request_context():
        urls = app.url_map.bind("localhost")
        role = who.role
        found = ["/"]
        for rule in app.url_map.iter_rules():
            if rule.endpoint.startswith("pages.") and "GET" in (rule.methods or ()):
                needs = requirement_of(app.view_functions[rule.endpoint]).rule
                if rule.arguments == {"cascade"} and role in needs.roles and not needs.whole:
                    found.append(urls.build(rule.endpoint, {"cascade": it.cascade}))
        if role is not Role.TRAINER:
            region, organisation = it.regions["Kisumu"], it.organisation
            more = [("pages.report.show", {"region": region})]
            more += [("pages.report.show", {"organisation": organisation})]
            found += [urls.build(e, {"cascade": it.cascade, **q}) for e, q in [*NARROWED, *more]]
        return found


READERS = {
    "whole": (Role.COORDINATOR, [None]),
    "auditor": (Role.AUDITOR, [None]),
    "a country": (Role.COORDINATOR, ["Kenya"]),
    "a district": (Role.COORDINATOR, ["Nyando"]),
    "two regions": (Role.COORDINATOR, ["Kisumu", "Nakuru"]),
    "trainer": (Role.TRAINER, [None]),
}


@pytest.mark.parametrize("alike", ALIKE)
@pytest.mark.parametrize("name", READERS)
def test_a_number_counts_the_rows_that_it_opens(
    name: str, alike: int, app: Flask, client: FlaskClient, home: Home, it: Programme
):
    role, regions = READERS[name]
    who = as_(client, home, role, it.cascade, _region(it, regions[0]), _person(it, role))
    who.role = role
    for other in regions[1:]:
        who.granted(role, it.cascade, it.regions[str(other)])
    if name == "whole":
        open_another(home)
        who.granted(role, ANOTHER)
    walk = Walk(app, app.test_client(), "ar" if role is Role.AUDITOR else "en", alike)
    who.signs_in(walk.client)
    walk.everything(starts(it, app, who))
    assert walk.numbers > (3 if role is Role.TRAINER else 20)
    assert walk.wrong == [], "\n".join(walk.wrong)


def _region(it: Programme, name: str | None) -> str | None:
    return it.regions[name] if name else None


def _person(it: Programme, role: Role) -> str | None:
    return it.trainer if role is Role.TRAINER else None
