"""One cell into one value, or into a sentence."""

# ruff: noqa: DTZ001 (cells have no time zone)

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.spreadsheets.files.cells import Cell, CellError, Order
from api.spreadsheets.recognition.values import (
    choice,
    day,
    identifier,
    number,
    split_codes,
    text,
    whole,
)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("K-001", "K-001"),
        ("007", "007"),
        ("7.0", "7"),
        ("1e5", "1e5"),
        (" \u00a0K 1\ufeff", "K 1"),
        ("ﾡ𓀀", "ﾡ𓀀"),
        (7.0, "7"),
        (7.5, "7.5"),
        (254712345678.0, "254712345678"),
        (-3, "-3"),
        (date(2024, 2, 29), "2024-02-29"),
        (datetime(2024, 2, 29), "2024-02-29"),
        ("x" * 200, "x" * 200),
    ],
)
def test_an_identifier_is_kept_as_it_was_meant(cell: Cell, value: str) -> None:
    assert identifier(cell) == value


@pytest.mark.parametrize(
    "cell",
    [
        "",
        " ",
        "x" * 201,
        "a\nb",
        "a\tb",
        "a\u2028b",
        "a\x00b",
        "a\x1bb",
        "a\x9fb",
        1000000000000000.0,
        float("nan"),
        float("inf"),
        chr(0xD800),
    ],
)
def test_what_is_no_identifier(cell: Cell) -> None:
    with pytest.raises(CellError):
        identifier(cell)


def test_text_keeps_its_lines() -> None:
    assert text("one\ntwo\r\nthree\tfour") == "one\ntwo\r\nthree\tfour"
    assert text("x" * 1000) == "x" * 1000
    for wrong in ("x" * 1001, "a\0", "\x07bell"):
        with pytest.raises(CellError):
            text(wrong)
    with pytest.raises(CellError, match="longer than 5 "):
        text("123456", limit=5)


@pytest.mark.parametrize(
    ("cell", "order", "value"),
    [
        ("2021-04-03", "iso", date(2021, 4, 3)),
        ("2021-04-03", "mdy", date(2021, 4, 3)),
        ("03/04/2021", "dmy", date(2021, 4, 3)),
        ("03/04/2021", "mdy", date(2021, 3, 4)),
        ("3.4.2021", "dmy", date(2021, 4, 3)),
        ("3-4-2021", "dmy", date(2021, 4, 3)),
        ("٢٠٢١-٠٤-٠٣", "iso", date(2021, 4, 3)),
        (date(1900, 1, 1), "iso", date(1900, 1, 1)),
        (datetime(2200, 12, 31, 23, 59), "iso", date(2200, 12, 31)),
    ],
)
def test_a_day(cell: Cell, order: Order, value: date) -> None:
    found = day(cell, order)
    assert found == value
    assert type(found) is date


@pytest.mark.parametrize(
    ("cell", "order", "says"),
    [
        ("03/04/2021", "iso", "--dates dmy"),
        ("03/04/21", "dmy", "two digits"),
        ("31/02/2021", "dmy", "no such day"),
        ("2021-02-30", "iso", "no such day"),
        ("13/13/2021", "mdy", "no such day"),
        ("3/4-2021", "dmy", "not a date"),
        ("13/03/2021", "mdy", "no such day"),
        ("44289", "iso", "not a date"),
        ("", "iso", "not a date"),
        (44289.0, "iso", "Format the column as a date"),
        (True, "iso", "Format the column as a date"),
        ("1899-12-31", "iso", "between 1900 and 2200"),
        (date(2201, 1, 1), "iso", "between 1900 and 2200"),
    ],
)
def test_what_is_no_day(cell: Cell, order: Order, says: str) -> None:
    with pytest.raises(CellError, match=says):
        day(cell, order)


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_each_order_reads_its_own_writing(value: date) -> None:
    assert day(value.isoformat()) == value
    assert day(value.strftime("%d/%m/%Y"), "dmy") == value
    assert day(value.strftime("%m.%d.%Y"), "mdy") == value


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("7", 7),
        ("7.5", 7.5),
        ("7,5", 7.5),
        ("0,875", 0.875),
        ("-3", -3),
        (7.25, 7.25),
        (8, 8),
        ("٧", 7),
        ("७", 7),
        ("٧٫٥", 7.5),
        (" 12 ", 12),
        ("1000000000", 1000000000.0),
        ("1.250", 1.25),
    ],
)
def test_a_number(cell: Cell, value: float) -> None:
    assert number(cell) == value


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "nan",
        "inf",
        "1e5",
        "1_000",
        "0x10",
        "+7",
        "1,234.5",
        "1,234",
        "1.234,5",
        "7.",
        ".5",
        "1 000",
        "²",
        "1e400",
        "1000000001",
        "9" * 400,
        True,
        date(2021, 1, 1),
        float("nan"),
        float("-inf"),
        1e10,
        "7,5,1",
    ],
)
def test_what_is_no_number(cell: Cell) -> None:
    with pytest.raises(CellError):
        number(cell)


def test_whole() -> None:
    assert whole("12") == 12
    assert isinstance(whole(12.0), int)
    for wrong in ("-1", "7.5", 0.5):
        with pytest.raises(CellError, match="whole number"):
            whole(wrong)


def test_choice() -> None:
    allowed = ("female", "male")
    assert choice(" FEMALE ", "sex", allowed) == "female"
    with pytest.raises(CellError, match="“femal” is not one of: female, male"):
        choice("femal", "sex", allowed)


def test_several() -> None:
    assert split_codes("a; b;;c ;") == ["a", "b", "c"]
    assert split_codes(7.0) == ["7"]
    assert split_codes(" ; ") == []
    with pytest.raises(CellError):
        split_codes("a;b\nc")
