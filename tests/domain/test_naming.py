"""Within one number series a name means one thing."""

import pytest

from domain import naming
from domain.events import NameGiven
from domain.rules import Conflict
from tests.support.given import given

taken = NameGiven("series", "W7", "w1")


def test_a_name_is_given_once():
    given().when(naming.give, "series", "W7", "w1").then(taken)
    given(taken).when(naming.give, "series", "W7", "w1").then()


def test_a_name_means_one_thing():
    given(taken).when(naming.give, "series", "W7", "w2").then_refused(
        "is already in use. Choose another", field="identifier", by=Conflict
    )


@pytest.mark.parametrize("name", ["", " W7", "W7 ", "W\n7", "W\0", "x" * 401, "\ud800"])
def test_an_identifier_is_one_line(name):
    given().when(naming.give, "series", name, "w1").then_refused(
        "it is one line, without blanks at its ends", field="identifier"
    )


@pytest.mark.parametrize("name", ["علی\u200cرضا", "ශ්\u200dරී ලංකාව"])
def test_joiners_belong_to_words(name):
    given().when(naming.give, "series", name, "w1").then(NameGiven("series", name, "w1"))


def test_identifiers_are_compared_exactly():
    streams = {naming.stream("series", name) for name in ("W7", "w7", "W 7", "\uff377")}
    assert len(streams) == 4


def test_workshops_have_a_series_apart_from_slugs_and_regions():
    series = {naming.workshops_of(s) for s in (naming.SLUGS, naming.REGIONS, naming.BATCHES)}
    assert not series & {naming.SLUGS, naming.REGIONS, naming.BATCHES, naming.ORGANISATIONS}
