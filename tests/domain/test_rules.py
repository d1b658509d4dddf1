"""The rules that the world sets: what day it may be, what a score, a name and a code are."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from domain import rules
from domain.rules import Conflict, NotFound, Refused, require


def refusal(rule, *args, **named):
    with pytest.raises(Refused) as refused:
        rule(*args, **named)
    return refused.value


def test_a_refusal_is_a_sentence_with_its_places_filled():
    refused = refusal(
        require, False, "A score of {score} is above {max}.", field="post", score=3, max=2
    )
    assert str(refused) == "A score of 3 is above 2."
    assert refused.template == "A score of {score} is above {max}."
    assert (refused.field, refused.params) == ("post", {"score": 3, "max": 2})


def test_a_rule_that_holds_says_nothing():
    assert require(True, "Never said.") is None


@pytest.mark.parametrize("kind", [NotFound, Conflict])
def test_what_is_not_there_and_what_has_changed_are_refusals_too(kind):
    assert issubclass(kind, Refused)


@pytest.mark.parametrize(
    "now, day",
    [
        (datetime(2024, 6, 15, 9, 59, tzinfo=UTC), date(2024, 6, 15)),
        (datetime(2024, 6, 15, 10, 0, tzinfo=UTC), date(2024, 6, 16)),
        (datetime(2024, 6, 15, 5, tzinfo=timezone(timedelta(hours=-5))), date(2024, 6, 16)),
    ],
)
def test_today_is_the_date_where_the_day_begins_first(now, day):
    assert rules.latest_today(now) == day


def test_the_past_begins_in_1900_and_ends_today():
    today = date(2024, 6, 15)
    rules.require_past(today, today, "held_on")
    rules.require_past(date(1900, 1, 1), today, "held_on")
    later = refusal(rules.require_past, date(2042, 6, 15), today, "held_on")
    assert "2042-06-15 is still to come; what has not happened yet cannot" in str(later)
    before = refusal(rules.require_past, date(1824, 6, 15), today, "held_on")
    assert "1824-06-15 lies before 1900-01-01. Check the year." in str(before)


def test_the_months_end_is_the_months_last_day():
    assert rules.months_later(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert rules.months_later(date(2023, 1, 31), 1) == date(2023, 2, 28)
    assert rules.months_later(date(2024, 12, 1), 12) == date(2025, 12, 1)
    assert rules.months_later(date(2024, 11, 30), 3) == date(2025, 2, 28)


@pytest.mark.parametrize("code", ["a", "0", "malaria-2024", "a.b_c-d", "x" * 60])
def test_a_code(code):
    rules.require_code(code, "slug")


@pytest.mark.parametrize("code", ["", ".a", "A", "a b", "a/b", "x" * 61, "a\n", "٣"])
def test_not_a_code(code):
    refused = refusal(rules.require_code, code, "slug")
    assert refused.field == "slug"
    assert str(refused).startswith("“")
    assert "such as malaria-2026" in str(refused)


def test_distinct_values():
    rules.require_distinct(["a", "b"], "“{value}” twice.", "modules")
    refused = refusal(rules.require_distinct, "aba", "“{value}” twice.", "modules")
    assert str(refused) == "“a” twice."


def test_a_text_as_it_looks():
    assert rules.visible("\ufeff Kisumu\u00a0East\u200b ") == "Kisumu East"
    assert rules.visible("Hos\u00adpital\u200e\u200c") == "Hospital"
    assert rules.visible("علی\u200cرضا") == "علی\u200cرضا"
    assert rules.visible("one\ntwo") == "one\ntwo"


def test_one_line():
    lines = ["Amina", "علی\u200cرضا", "ශ්\u200dරී", ""]
    others = ["one\ntwo", "a\tb", "a\x00", "a\u00a0b", "a\u200bb", "\u202eabc"]
    assert [text for text in lines if not rules.is_one_line(text)] == []
    assert [text for text in others if rules.is_one_line(text)] == []
