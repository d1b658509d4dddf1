"""One way of writing a day or a moment of the log, whichever door it comes by."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from api.transactions.moments import asked_day, day, position_or_time, typed_day
from domain.rules import Refused


def test_a_day_is_written_in_one_way():
    assert day("2026-03-31") == typed_day("2026-03-31") == date(2026, 3, 31)
    assert typed_day("") is None


@pytest.mark.parametrize(
    "text", ["20260331", "2026-W14-2", "31.3.2026", "2026-02-30", "２０２６-03-31"]
)
def test_what_is_no_day_is_refused_with_its_field(text: str):
    with pytest.raises(Refused, match="Write it as YYYY-MM-DD") as refused:
        typed_day(text, "until")
    assert refused.value.field == "until"
    wrong: dict[str, str] = {}
    assert asked_day(text, "from", wrong) is None
    assert "YYYY-MM-DD" in wrong["from"]


def test_a_moment_is_a_position_or_a_time():
    noon = datetime(2026, 3, 31, 12, tzinfo=UTC)
    assert position_or_time("17") == 17
    assert position_or_time("2026-03-31T12:00:00Z") == noon
    assert position_or_time("2026-03-31T12:00") == noon
    assert position_or_time("2026-03-31T12:00", zone=None) == datetime(2026, 3, 31, 12).astimezone()


@pytest.mark.parametrize("text", ["", "x", "-1", "１７", "9" * 5000])
def test_what_is_no_moment_is_none(text: str):
    assert position_or_time(text) is None
