"""What the cells of an XLSX file are beside their values; writings that are odd but valid."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from api.spreadsheets.files.cells import Percent, Unvalued
from tests.support.hostile.files import cell, workbook
from tests.support.sheet_files import Read, read, read_one


def book(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as made:
        fill(made)
    return file.getvalue()


def raw(at: Path, rows: str, strings: str = "", head: str = "", **parts: str) -> Read:
    """The sheet of a workbook that holds exactly these rows under `person`, `name`."""
    path = workbook(at / "people.xlsx", rows, strings, head, **parts)
    return read_one("people.xlsx", path.read_bytes())


def test_cells_that_are_shown_as_per_cent() -> None:
    def fill(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet()
        formats = ["0%", "0.00%", "[Red]0.0 %", '0"%"', "0\\%", "General"]
        for at, code in enumerate(formats):
            sheet.write(0, at, 0.8, made.add_format({"num_format": code}))
        sheet.write(1, 0, "80 %", made.add_format({"num_format": "0%"}))

    lines = read_one("a.xlsx", book(fill)).lines
    assert lines[1] == [0.8] * 6
    assert [type(value) for value in lines[1]] == [Percent] * 3 + [float] * 3
    assert lines[2][0] == "80 %"


@pytest.mark.parametrize(
    ("inside", "value"),
    [
        ("<f>B2+2</f>", Unvalued("=B2+2")),
        ("<f>B2+2</f><v/>", Unvalued("=B2+2")),
        ("<f>B2+2</f><v></v>", Unvalued("=B2+2")),
        ('<f t="shared" si="0"/>', Unvalued("=")),
        ("<f>B2+2</f><v>0</v>", 0.0),
        ("<f>B2+2</f><v>7</v>", 7.0),
    ],
)
def test_a_formula_without_a_value_is_no_blank(inside: str, value: object, tmp_path: Path) -> None:
    found = raw(tmp_path, f'<row r="2"><c r="A2"><v>1</v></c><c r="B2">{inside}</c></row>')
    assert found.lines[2] == [1.0, value]
    assert type(found.lines[2][1]) is type(value)


def test_a_text_that_a_formula_has_computed_may_be_empty(tmp_path: Path) -> None:
    rows = '<row r="2"><c r="A2" t="str"><f>IF(1,"",2)</f><v></v></c><c r="B2"><v>1</v></c></row>'
    assert raw(tmp_path, rows).lines[2] == ["", 1.0]


def test_formulas_without_a_value_are_found_where_the_file_is_read_in_pieces(
    tmp_path: Path,
) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><f>B{n}</f></c></row>' for n in range(2, 9_002))
    lines = raw(tmp_path, rows).lines
    assert [n for n in range(2, 9_002) if lines[n][0] != f"=B{n}"] == []


def test_a_zero_that_no_spreadsheet_has_computed_is_no_value() -> None:
    def fill(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet()
        sheet.write_formula(0, 0, "=B1+2")
        sheet.write_formula(0, 1, "=1+2", None, 3)

    (computed,) = read_one("a.xlsx", book(fill)).lines.values()
    assert computed == ["=B1+2", 3.0]
    assert isinstance(computed[0], Unvalued)


def test_a_merge_down_holds_for_each_of_its_lines() -> None:
    def fill(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet("register")
        sheet.write_row(0, 0, ["workshop", "person"])
        sheet.merge_range("A2:A4", "W1")
        sheet.merge_range("A5:A6", "W2")
        sheet.write_column(1, 1, ["P1", "P2", "P3", "P4", "P5"])

    found = read_one("a.xlsx", book(fill))
    assert list(found.lines.values())[1:] == [
        ["W1", "P1"], ["W1", "P2"], ["W1", "P3"], ["W2", "P4"], ["W2", "P5"],
    ]  # fmt: skip
    assert found.sheet.merges == ((2, 0, 4, 0), (5, 0, 6, 0))


def test_a_merge_across_holds_for_each_column_of_a_heading() -> None:
    def fill(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet()
        sheet.merge_range("A1:D1", "Register of Kisumu")
        sheet.merge_range("A2:A3", "Name")
        sheet.merge_range("B2:C2", "Test")
        sheet.write_row(2, 1, ["pre", "post", "max"])

    found = read_one("a.xlsx", book(fill))
    assert found.lines == {
        1: ["Register of Kisumu"] * 4,
        2: ["Name", "Test", "Test", ""],
        3: ["Name", "pre", "post", "max"],
    }
    assert found.sheet.merges[0] == (1, 0, 1, 3)


def test_columns_that_are_merged_on_every_line_are_one_wide_column() -> None:
    def fill(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet()
        for line, name in enumerate(["Name", "Asha", "Ben"]):
            sheet.merge_range(line, 0, line, 1, name)
            sheet.write(line, 2, "x")

    found = read_one("a.xlsx", book(fill))
    assert list(found.lines.values()) == [["Name", "", "x"], ["Asha", "", "x"], ["Ben", "", "x"]]


def test_what_is_hidden_is_read_and_told() -> None:
    def fill(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet("people")
        sheet.write_column(0, 0, ["person", "P1", "P2"])
        sheet.set_row(2, options={"hidden": True})
        made.add_worksheet("old").hide()

    people, old = read("a.xlsx", book(fill))
    assert (people.sheet.hidden, people.sheet.hidden_lines) == (False, {3})
    assert old.sheet.hidden
    assert people.lines[3] == ["P2"]


@pytest.mark.parametrize("extent", ["A1:XFD1048576", "A1:C1048576", "A1", "nonsense"])
def test_the_cells_decide_and_not_the_extent_that_a_sheet_claims(
    extent: str, tmp_path: Path
) -> None:
    found = raw(tmp_path, cell("A2") + cell("B2"), head=f'<dimension ref="{extent}"/>')
    assert found.lines == {1: ["person", "name"], 2: [1.0, 1.0]}


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="2"><c><v>1</v></c><c t="str"><v>a&amp;b&#13;</v></c></row>'
        "<row><c><v>2</v></c></row>",
        '<row r="2"><c t="n" r="A2"><v>1</v></c><c t="str" r="B2"><v>a&amp;b&#13;</v></c></row>'
        '<row r="3"><c t="n" r="A3"><v>2</v></c></row>',
        '<row r="2"><!-- made by a tool --><c r="A2"><v>1</v></c><c r="B2" t="str"><v>'
        '<![CDATA[a&b]]>&#13;</v></c></row><row r="3"><c r="A3"><v>2</v></c></row>',
        "<row r='2'>\n <c r='A2' >\n<v>1</v></c><c r='B2' t='str'><v>a&amp;b&#13;</v></c></row>"
        "<row r='3'><c r='A3' foo='1' s = '0'><v>2</v></c></row>",
    ],
    ids=["no references", "another order", "comments", "other words"],
)
def test_sheets_that_are_valid_but_odd_are_read(rows: str, tmp_path: Path) -> None:
    lines = raw(tmp_path, rows).lines
    assert lines == {1: ["person", "name"], 2: [1.0, "a&b\r"], 3: [2.0, ""]}


def test_an_odd_sheet_keeps_its_marks(tmp_path: Path) -> None:
    styles = (
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="9"/></cellXfs></styleSheet>'
    )
    rows = '<row/><row hidden="1"><c s="1"><v>0.8</v></c><c><f>A3</f></c></row>'
    found = raw(tmp_path, rows, **{"xl/styles.xml": styles})
    assert found.lines[3] == [0.8, "=A3"]
    assert [type(value) for value in found.lines[3]] == [Percent, Unvalued]
    assert found.sheet.hidden_lines == {3}


def test_empty_columns_on_the_left_keep_their_places(tmp_path: Path) -> None:
    def fill(made: xlsxwriter.Workbook) -> None:
        made.add_worksheet().write(3, 2, "x")

    found = read_one("a.xlsx", book(fill))
    assert found.lines[4] == ["", "", "x"]


def test_days_of_workbooks_that_count_from_1904() -> None:
    def fill(made: xlsxwriter.Workbook) -> None:
        style = made.add_format({"num_format": "yyyy-mm-dd"})
        made.add_worksheet().write_datetime(0, 0, date(2026, 3, 9), style)

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"date_1904": True}) as made:
        fill(made)
    assert read_one("a.xlsx", file.getvalue()).lines == {1: [date(2026, 3, 9)]}


def test_texts_with_phonetic_guides_runs_and_escapes(tmp_path: Path) -> None:
    strings = (
        "<si><t>山田</t><rPh sb='0' eb='2'><t>ヤマダ</t></rPh></si>"
        "<si><r><t>Ben</t></r><r><rPr><b/></rPr><t>Two</t></r></si><si><t>a_x000D_b</t></si>"
    )
    rows = "".join(cell(f"{c}2", f"<v>{n}</v>", "s") for n, c in enumerate("ABC"))
    rows += cell("D2", "<v>2026-03-09T00:00:00</v>", "d")
    (_head, line) = raw(tmp_path, rows, strings).lines.values()
    assert line[:3] == ["山田", "BenTwo", "a\rb"]
    assert str(line[3]).startswith("2026-03-09")


def test_the_end_of_a_workbook_is_not_needed_for_its_name() -> None:
    content = book(lambda made: made.add_worksheet().write(0, 0, "x"))
    assert zipfile.is_zipfile(io.BytesIO(content))
    assert read_one("people.xls", content).lines == {1: ["x"]}
