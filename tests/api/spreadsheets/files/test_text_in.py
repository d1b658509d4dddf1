"""Text files: what separates cells, what the bytes mean, and what is said about it."""

import pytest

from api.errors import BadInput
from tests.support.sheet_files import read_one

ROWS = [["name", "sex", "region"], ["José Núñez", "male", "Sánchez"], ["Zoë", "female", "Lima"]]


def written(separator: str, end: str = "\n") -> str:
    return "".join(separator.join(row) + end for row in ROWS)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|", "~", "^"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_separator_and_any_end_of_line(separator: str, end: str) -> None:
    found = read_one("people.txt", written(separator, end).encode())
    assert list(found.lines.values()) == ROWS
    assert list(found.lines) == [1, 2, 3]
    assert found.sheet.notice == ""


@pytest.mark.parametrize(
    "content",
    [
        written("\t").encode("utf-8-sig"),
        written("\t").encode("utf-16"),
        "\ufeff".encode("utf-16-be") + written("\t").encode("utf-16-be"),
    ],
    ids=["utf-8 with a mark", "utf-16", "utf-16 big end first"],
)
def test_marked_encodings(content: bytes) -> None:
    found = read_one("people.csv", content)
    assert list(found.lines.values()) == ROWS
    assert found.sheet.notice == ""


def test_windows_1252_is_read_and_said_with_a_sample() -> None:
    found = read_one("people.csv", written(";").encode("cp1252"))
    assert list(found.lines.values()) == ROWS
    assert found.sheet.notice.startswith("people.csv: the text is not UTF-8; it was read as")
    assert "“José”" in found.sheet.notice


@pytest.mark.parametrize(
    "content",
    ["José,".encode() + "José".encode("cp1252"), b"Jos\x81,a\n", b"\xff\xfea"],
    ids=["UTF-8 in part", "no letter of Windows-1252", "half a letter of UTF-16"],
)
def test_text_in_no_encoding_is_refused(content: bytes) -> None:
    with pytest.raises(BadInput, match="the text is not UTF-8"):
        read_one("people.csv", content)


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "\ufeffSEP=;"])
def test_a_first_line_that_says_the_separator_is_obeyed(first: str) -> None:
    found = read_one("people.csv", f"{first}\r\na,b;c\r\n1,2;3\r\n".encode())
    assert found.lines == {2: ["a,b", "c"], 3: ["1,2", "3"]}


@pytest.mark.parametrize(
    ("content", "widths"),
    [
        ("name;pre;post\nAsha;12,5;13,5\nBen;11,5;9,0\n", [3, 3, 3]),
        ("name;pre\nOtieno, Asha;12,5\nAuma, Ben;9,5\n", [2, 2, 2]),
        ("name,modules\nAsha,M1;M2;M3\nBen,M1;M2;M3\n", [2, 2, 2]),
        ("Ministry of Health, Kisumu\n\nname\tsex\nAsha\tF\nBen\tM\n", [1, 0, 2, 2, 2]),
        ("name,sex,modules\nAsha,F,M1;M2\nBen,M1;M2\nCy,M1;M2\n", [3, 3, 2, 2]),
        ("Asha|F\nBen|M\n", [2, 2]),
        ("name\nAsha\n", [1, 1]),
    ],
)
def test_the_separator_is_what_the_lines_have_in_common(content: str, widths: list[int]) -> None:
    found = read_one("people.csv", content.encode())
    assert [len(cells) for cells in found.lines.values()] == widths


def test_known_headings_decide_first() -> None:
    content = b"person;name\nK1;a,b,c\nK2;a,b,c\n"
    assert read_one("people.csv", content, "person", "name").lines[2] == ["K1", "a,b,c"]
    assert read_one("people.csv", b"person,name\nK1,a;b;c\n", "person").lines[2] == ["K1", "a;b;c"]


@pytest.mark.parametrize("name", ["people.xls", "people.xlsx", "people.ods"])
def test_a_text_under_the_name_of_a_workbook_is_read_and_said(name: str) -> None:
    found = read_one(name, written("\t").encode())
    assert list(found.lines.values()) == ROWS
    assert (
        found.sheet.notice == f"{name}: this is a text file, not a workbook; it was read as text."
    )


@pytest.mark.parametrize(
    "start", ["<html>", "\n<!DOCTYPE html>", "<?xml version='1.0'?>", "<table>"]
)
def test_a_web_page_under_the_name_of_a_workbook_is_refused(start: str) -> None:
    with pytest.raises(BadInput, match="a web page or an XML file"):
        read_one("people.xls", f"{start}<tr><td>Asha".encode())
