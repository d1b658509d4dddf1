"""Days as people write them, in seven languages."""

# ruff: noqa: DTZ001 (cells have no time zone)

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from babel.dates import format_date, format_skeleton
from hypothesis import given
from hypothesis import strategies as st

from api.i18n import LANGUAGES
from api.spreadsheets.files.cells import Cell, CellError, Order
from api.spreadsheets.recognition.vocabulary.dates import is_day
from api.spreadsheets.recognition.vocabulary.values import day, days, expiry

DAY = date(2026, 3, 12)
SOME_DAY = st.dates(date(1900, 1, 1), date(2200, 12, 31))


@given(
    SOME_DAY,
    st.sampled_from(LANGUAGES),
    st.sampled_from(["yMMMMEEEEd", "yMMMMd", "yMMMd", "yMMMEd"]),
)
def test_days_with_their_month_in_letters_read_back(value: date, language: str, how: str) -> None:
    assert day(format_skeleton(how, value, locale=language)) == value


@given(SOME_DAY, st.sampled_from(LANGUAGES))
def test_days_in_the_order_of_a_language_are_read_or_asked(value: date, language: str) -> None:
    text = format_skeleton("yMd", value, locale=language)
    order: Order = "mdy" if language == "en" else "dmy"
    assert day(text, order) == value
    try:
        assert day(text) == value, "without an order, only what can be read in one way"
    except CellError:
        assert value.day <= 12 and value.month != value.day


@given(SOME_DAY.filter(lambda one: one.year < 2200), st.integers(1, 40))
def test_ranges_read_back(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    long = [format_date(one, "d MMMM y", locale="en") for one in (first, last)]
    written = [" – ".join(long), " to ".join(long), f"{first} to {last}", f"{first}/{last}"]
    if first.month == last.month:
        written += [f"{first.day}–{long[1]}", f"{first.day} & {long[1]}",
                    f"{first.day}-{last:%d/%m/%Y}"]  # fmt: skip
    elif first.year == last.year:
        written.append(f"{format_date(first, 'd MMM', locale='en')} – {long[1]}")
    assert {text: days(text) for text in written} == dict.fromkeys(written, (first, last))


@pytest.mark.parametrize(
    "text",
    ["2026-03-12 00:00:00", "2026-03-12T08:30:00Z", "2026-03-12T00:00:00.000+03:00", "2026/03/12",
     "2026-3-12", "20260312", "2026. 3. 12.", "2026年3月12日", "2026年3月12日 星期四",
     "12-Mar-2026",
     "12 March 2026", "March 12, 2026", "12 mars 2026", "12 de marzo de 2026", "12 Machi 2026",
     "١٢ مارس ٢٠٢٦", "٢٠٢٦-٠٣-١٢", "Thursday 12 March 2026", "Thu, 12 Mar 2026",
     "12 March 2026 (Thursday)", "12th March, 2026", "12th of March 2026",
     " 12\u00a0March\u00a02026",
     "12/03/2026 00:00", "12.03.2026"],
)  # fmt: skip
def test_ways_to_write_a_day(text: str) -> None:
    assert day(text, "dmy") == DAY


def test_the_first_of_a_month_and_cells_of_other_kinds() -> None:
    firsts = ["1st March 2026", "1er mars 2026", "1º de março de 2026"]
    assert [day(text) for text in firsts] == [date(2026, 3, 1)] * 3
    cells: list[Cell] = [datetime(2026, 3, 12, 8), DAY, 20260312.0]
    assert [day(cell) for cell in cells] == [DAY] * 3


@pytest.mark.parametrize(
    "text",
    ["12–14 March 2026", "12-14/03/2026", "March 12-14, 2026", "2026-03-12 to 2026-03-14",
     "2026-03-12/2026-03-14", "du 12 au 14 mars 2026", "del 12 al 14 de marzo de 2026",
     "12 to 14 March 2026", "12/03/2026 - 14/03/2026", "2026年3月12日至14日",
     "من 12 إلى 14 مارس 2026",
     "12 hadi 14 Machi 2026", "12 a 14 de março de 2026"],
)  # fmt: skip
def test_several_days(text: str) -> None:
    assert days(text, "dmy") == (DAY, date(2026, 3, 14))
    with pytest.raises(CellError, match="several days"):
        day(text, "dmy")


@pytest.mark.parametrize(
    ("text", "order", "says"),
    [
        ("25/03/2026", "mdy", "no such day"),
        ("03/25/2026", "dmy", "no such day"),
        ("3/4/2026", "iso", "--dates dmy"),
        ("12-Mar-26", "iso", "two digits"),
        ("14-12 March 2026", "iso", "before the first"),
        ("2026-02-29", "iso", "no such day"),
        ("2569-03-09", "iso", "between 1900 and 2200"),
        ("1447-09-20", "iso", "between 1900 and 2200"),
        ("12 March", "iso", "not a date"),
        ("46093", "iso", "not a date"),
        ("Room 12 March 2026", "iso", "not a date"),
        ("12 Foo 2026", "iso", "not a date"),
    ],
)
def test_what_cannot_be_trusted_is_refused(text: str, order: Order, says: str) -> None:
    with pytest.raises(CellError, match=says):
        days(text, order)


def test_what_can_be_read_in_one_way_needs_no_order() -> None:
    assert day("25/03/2026") == day("03/25/2026") == date(2026, 3, 25)
    assert day("3/3/2026") == date(2026, 3, 3)


def test_no_expiry() -> None:
    never: list[Cell] = ["never", "9999-12-31", "31/12/9999", date(9999, 12, 31), "N/A", "-",
                         "does not expire", "jamais", "永久"]  # fmt: skip
    assert [expiry(cell) for cell in never] == [None] * len(never)
    assert expiry("2026-02-28") == date(2026, 2, 28)
    with pytest.raises(CellError):
        expiry("2026-02-29")


def test_days_without_a_year_are_days_of_a_heading() -> None:
    days_of = ["12 March", "Mar 12", "12/03", "Monday", "jeudi", "الاثنين", "2026-03-12"]
    others = ["", "Sex ratio", "March", "12", "Day", "12 Foo"]
    assert [text for text in days_of if not is_day(text)] == []
    assert [text for text in others if is_day(text)] == []
