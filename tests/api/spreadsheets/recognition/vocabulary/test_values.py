"""One cell into one value, or into a sentence."""

# ruff: noqa: DTZ001 (cells have no time zone)

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.spreadsheets.files.cells import Cell, CellError, Order, Percent
from api.spreadsheets.files.formulas import LiteralText
from api.spreadsheets.recognition.vocabulary.scores import scores
from api.spreadsheets.recognition.vocabulary.values import (
    age_band,
    choice,
    day,
    id_number,
    identifier,
    is_nothing,
    number,
    phone,
    score,
    split_codes,
    text,
    tidy,
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


@pytest.mark.parametrize(
    ("cell", "points", "maximum"),
    [
        ("12/20", 12, 20),
        ("12 / 20 pts", 12, 20),
        ("12 out of 20", 12, 20),
        ("12 sur 20", 12, 20),
        ("12,5/20", 12.5, 20),
        ("80 %", 80, 100),
        ("80,5%", 80.5, 100),
        ("٨٠٪", 80, 100),
        (Percent(0.8), 80, 100),
        (Percent(0.07), 7, 100),
        (0.8, 0.8, None),
        ("12", 12, None),
        ("7,5", 7.5, None),
        ("12 points", 12, None),
    ],
)
def test_a_score_says_what_it_is_out_of(cell: Cell, points: float, maximum: float | None) -> None:
    assert score(cell) == (points, maximum)


@pytest.mark.parametrize("cell", ["12/0", "a/20", "12//20", "1/2/20", date(2026, 12, 9), True, ""])
def test_what_is_no_score(cell: Cell) -> None:
    with pytest.raises(CellError):
        score(cell)


@given(st.integers(0, 1000), st.integers(1, 1000), st.sampled_from(["{}/{}", "{} out of {}"]))
def test_scores_read_back(points: int, maximum: int, how: str) -> None:
    assert score(how.format(points, maximum)) == (points, maximum)


@given(st.integers(0, 100))
def test_a_score_in_per_cent_is_the_same_in_text_and_in_a_cell(points: int) -> None:
    assert score(f"{points} %") == score(Percent(points / 100)) == (points, 100)


def test_scores_of_one_person_agree_on_the_maximum() -> None:
    assert scores({"pre": "45%", "post": "80%"}) == {"pre": 45, "post": 80, "max_score": 100}
    assert scores({"post": "16/20", "max_score": 20.0}) == {"post": 16, "max_score": 20}
    assert scores({"pre": 5.0}) == {"pre": 5}
    apart: list[dict[str, Cell]] = [
        {"post": "12/20", "max_score": 30.0},
        {"post": Percent(0.8), "max_score": 20.0},
        {"pre": "45%", "post": 16.0},
        {"pre": "9/20", "post": "16/30"},
    ]
    for cells in apart:
        with pytest.raises(CellError, match="max_score"):
            scores(cells)


@pytest.mark.parametrize(
    ("band", "cells"),
    [
        ("15-24", ["15-24", "20–24", 15, "24"]),
        ("25-34", [34, 34.0, "34", "34 years", "34 ans", "25–34", "25 - 34", "25 to 34", "٣٤"]),
        ("65+", ["65+", "65 and over", ">65", "Over 65", 65, 110, "65 y más"]),
    ],
)
def test_an_age_has_its_band(band: str, cells: list[Cell]) -> None:
    assert [age_band(cell) for cell in cells] == [band] * len(cells)


@pytest.mark.parametrize("cell", ["18-25", "9", 9, 120, "1985", "young", date(1985, 1, 1), -3])
def test_what_is_no_age(cell: Cell) -> None:
    with pytest.raises(CellError):
        age_band(cell)


@pytest.mark.parametrize("cell", ["2.54E+11", "2.54701E+11", "1,23457E+13", "3E+11", 1e15])
def test_what_a_spreadsheet_rounded_is_refused(cell: Cell) -> None:
    for read in (phone, id_number, identifier):
        with pytest.raises(CellError, match="Excel has rounded"):
            read(cell)


def test_telephone_numbers_stay_as_typed() -> None:
    cells: list[Cell] = [254701222333.0, "254712345678.0", " +254 712\u00a0345 678"]
    assert [phone(cell) for cell in cells] == ["254701222333", "254712345678", "+254 712 345 678"]


def test_odd_blanks_are_blanks_and_joiners_stay_in_words() -> None:
    assert tidy(" Kisumu\u00a0 \u2009East\u200b\ufeff") == "Kisumu East"
    assert tidy("Hos\u00adpital\u200e") == "Hospital"
    for word in ("علی\u200cرضا", "ශ්\u200dරී ලංකාව"):
        assert tidy(word) == tidy(f"\u200d{word}\u200c") == identifier(word) == word
    assert identifier("P1\u00a0x") == "P1 x"


def test_nothing_is_said_by_words_for_nothing() -> None:
    nothing: list[tuple[str, Cell]] = [("region", "N/A"), ("organisation", "None"), ("cadre", "-"),
                                       ("phone", "0000000000"), ("id_number", 0),
                                       ("post", "absent"), ("name", "n/a")]  # fmt: skip
    something: list[tuple[str, Cell]] = [("name", "Nil"), ("post", 0), ("headcount", 0),
                                         ("region", "#N/A"),
                                         ("organisation", LiteralText("-"))]  # fmt: skip
    assert [said for said in nothing if not is_nothing(*said)] == []
    assert [said for said in something if is_nothing(*said)] == []
