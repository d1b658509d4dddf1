"""Probable duplicates: whose texts agree, and who was decided on."""

from __future__ import annotations

from uuid import uuid4

import pytest

from api.duplicates import probable
from api.home import Home
from domain import person
from domain.events import CascadeOpened
from domain.service import By
from domain.values import CascadeId, PersonId, Profile, Reason, ReasonCode

CASCADE = CascadeId(str(uuid4()))
REASON = Reason(ReasonCode.DUPLICATE)


@pytest.fixture
def home(room):
    home = Home(room / "home")
    do(home, lambda c: c.open_cascade(CascadeOpened(CASCADE, "one", "One", "one")))
    yield home
    home.close()


def do(home, act):
    home.service.do(By("console", "test", str(uuid4())), act)


def known(home, **details):
    id = PersonId(str(uuid4()))
    sealed = home.private.seal(person.stream(id), "details", details)
    do(home, lambda c: c.register_person(CASCADE, id, Profile(), sealed))
    return id


def found(home):
    with home.views.read() as db:
        cascade = db.one("SELECT number FROM cascade")[0]
        return {(p.one, p.other): p.alike for p in probable(db, home.private, cascade)}


def test_the_same_telephone_written_in_two_ways(home):
    a = known(home, name="Amina Wanjiru", phone="+254 712 345 678")
    b = known(home, name="A. Wanjiru", phone="+254712345678")
    known(home, name="Juma Otieno", phone="+254712345679")
    assert found(home) == {(min(a, b), max(a, b)): ("phone",)}


def test_several_texts_that_agree_come_together(home):
    a = known(home, name="Amina  Wanjiru", email="AMINA@example.org", id_number="12-34")
    b = known(home, name="amina wanjiru", email="amina@example.org", id_number="1234")
    assert found(home) == {(min(a, b), max(a, b)): ("email", "id_number", "name")}


def test_an_offices_telephone_says_nothing(home):
    for n in range(21):
        known(home, name=f"Person {n}", phone="020 1234567")
    assert found(home) == {}


@pytest.mark.parametrize("decide", ["merge_people", "distinguish_people"])
def test_who_was_decided_on_is_not_shown_again(home, decide):
    a, b = known(home, name="Amina Wanjiru"), known(home, name="Amina Wanjiru")
    assert len(found(home)) == 1
    do(home, lambda c: getattr(c, decide)(a, b, REASON))
    assert found(home) == {}
