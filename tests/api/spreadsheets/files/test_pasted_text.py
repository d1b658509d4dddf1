"""Pasted text becomes records; no quotation mark takes the lines after it."""

import pytest

from api.spreadsheets.files.pasted_text import text_records


@pytest.mark.parametrize(
    ("text", "records"),
    [
        ("Asha\tF, 30\r\nBen\tM\r\n", [(1, ["Asha", "F, 30"]), (2, ["Ben", "M"])]),
        ("Asha;F\rBen;M", [(1, ["Asha", "F"]), (2, ["Ben", "M"])]),
        ("Asha|F\n\n | \nBen|M\n", [(1, ["Asha", "F"]), (4, ["Ben", "M"])]),
        ("sep=,\nAsha;x,F\n", [(2, ["Asha;x", "F"])]),
        ("\ufeffAsha\nBen\n", [(1, ["Asha"]), (2, ["Ben"])]),
        ('"Asha ""A"""\tF\n', [(1, ['Asha "A"', "F"])]),
        ('"Asha\nOne"\tF\nBen\tM\n', [(1, ["Asha\nOne", "F"]), (3, ["Ben", "M"])]),
        ("", []),
    ],
)
def test_records_know_the_line_they_start_on(
    text: str, records: list[tuple[int, list[str]]]
) -> None:
    assert text_records(text) == records


@pytest.mark.parametrize(
    "text",
    [
        '"Asha\tF\nBen\tM\nCy\tF\n',
        'Asha "A\tF\nBen\tM\nCy\tF\n',
        '"Asha\tF\nBen\tM\nCy"\tF\n',
        '"Asha" A\tF\nBen\tM\nCy\tF\n',
        'Asha\t"F\nBen\t"M\nCy\tF\n',
    ],
)
def test_a_quotation_mark_does_not_swallow_lines(text: str) -> None:
    records = text_records(text)
    assert [line for line, _cells in records] == [1, 2, 3]
    assert [len(cells) for _line, cells in records] == [2, 2, 2]
    assert "Ben" in records[1][1]


def test_the_separator_may_be_known() -> None:
    assert text_records("a,b\n", ";") == [(1, ["a,b"])]
