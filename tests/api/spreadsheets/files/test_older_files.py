"""Files of .ods and .xls: values, and what the cells are beside them."""

import io
import struct
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import pytest
import xlwt  # type: ignore[import-untyped]
from xlwt.CompoundDoc import XlsDoc  # type: ignore[import-untyped]

from api.errors import BadInput
from api.spreadsheets.files.cells import Cell, Percent, Unvalued
from tests.support.hostile.older_files import (
    EOF,
    number,
    ods,
    ods_cell,
    ods_row,
    record,
    start,
    xls,
)
from tests.support.sheet_files import Read, read, read_one

FORMULA = 0x06


def kinds(cells: list[Cell]) -> list[type]:
    return [type(cell) for cell in cells]


# --- XLS ---------------------------------------------------------------------------------------


def saved(fill: Callable[[xlwt.Workbook], None]) -> list[Read]:
    made = xlwt.Workbook()
    fill(made)
    file = io.BytesIO()
    made.save(file)
    return read("people.xls", file.getvalue())


def test_values_of_xls() -> None:
    def fill(made: xlwt.Workbook) -> None:
        sheet = made.add_sheet("people")
        as_day = xlwt.easyxf(num_format_str="DD/MM/YYYY")
        as_time = xlwt.easyxf(num_format_str="HH:MM")
        row = ["Zoé 山田", 7, True, "", "007"]
        for at, value in enumerate(row):
            sheet.write(0, at, value)
        sheet.write(0, 5, date(2026, 3, 9), as_day)
        sheet.write(0, 6, time(8, 30), as_time)
        sheet.write(2, 1, "x")

    ((_sheet, lines),) = saved(fill)
    assert lines == {
        1: ["Zoé 山田", 7.0, True, "", "007", datetime(2026, 3, 9), "08:30:00"],  # noqa: DTZ001
        2: [""] * 7,
        3: ["", "x", "", "", "", "", ""],
    }


def test_marks_of_xls() -> None:
    def fill(made: xlwt.Workbook) -> None:
        sheet = made.add_sheet("register")
        sheet.write(0, 0, 0.8, xlwt.easyxf(num_format_str="0%"))
        sheet.write(0, 1, 80, xlwt.easyxf(num_format_str='0"%"'))
        sheet.write(0, 2, xlwt.Formula("A1+2"))
        sheet.write_merge(1, 3, 0, 0, "W1")
        for line in (1, 2, 3):
            sheet.write(line, 1, f"P{line}")
        sheet.row(2).hidden = True
        made.add_sheet("old").visibility = 1

    register, old = saved(fill)
    assert register.lines[1] == [0.8, 80.0, "="]
    assert kinds(register.lines[1]) == [Percent, float, Unvalued]
    assert [register.lines[n][:2] for n in (2, 3, 4)] == [["W1", "P1"], ["W1", "P2"], ["W1", "P3"]]
    assert register.sheet.merges == ((2, 0, 4, 0),)
    assert register.sheet.hidden_lines == {3}
    assert (register.sheet.hidden, old.sheet.hidden) == (False, True)


@pytest.mark.parametrize(
    ("options", "result", "kind"),
    [(2, 0.0, Unvalued), (2, 5.0, float), (0, 0.0, float)],
    ids=["to be computed", "has a value", "is zero"],
)
def test_formulas_of_xls(options: int, result: float, kind: type, tmp_path: Path) -> None:
    formula = struct.pack("<3HdHIH", 0, 1, 0, result, options, 0, 0)
    path = xls(tmp_path / "people.xls", number(0, 0) + record(FORMULA, formula))
    found = read_one("people.xls", path.read_bytes())
    assert kinds(found.lines[1]) == [float, kind]


def test_errors_of_xls_are_told(tmp_path: Path) -> None:
    failed = record(0x205, struct.pack("<3HBB", 0, 1, 0, 0x17, 1))
    path = xls(tmp_path / "people.xls", number(0, 0) + failed)
    assert read_one("people.xls", path.read_bytes()).lines == {1: [1.0, "#REF!"]}


def test_an_xls_file_under_another_name(tmp_path: Path) -> None:
    content = xls(tmp_path / "a.xls", number(0, 0)).read_bytes()
    assert read_one("people.xlsx", content).lines == {1: [1.0]}
    assert read_one("people.csv", content).lines == {1: [1.0]}


def test_another_document_in_the_frame_of_xls_is_refused(tmp_path: Path) -> None:
    XlsDoc().save(str(tmp_path / "a"), start(5) + record(EOF))
    content = (tmp_path / "a").read_bytes()
    document = content.replace("Workbook".encode("utf-16-le"), "Document".encode("utf-16-le"))
    with pytest.raises(BadInput, match="this is not a workbook"):
        read_one("people.xls", document)


# --- ODS ---------------------------------------------------------------------------------------


def opened(at: Path, *rows: str) -> Read:
    return read_one("people.ods", ods(at / "people.ods", "".join(rows)).read_bytes())


def value(kind: str, **attributes: str) -> str:
    said = "".join(f' office:{name.replace("_", "-")}="{a}"' for name, a in attributes.items())
    return ods_cell("as shown", f' office:value-type="{kind}"{said}')


def test_values_of_ods(tmp_path: Path) -> None:
    row = ods_row(
        ods_cell("Zoé <text:span>山田</text:span>"),
        value("float", value="7"),
        value("boolean", boolean_value="true"),
        value("date", date_value="2026-03-09"),
        value("percentage", value="0.8"),
        '<table:table-cell table:number-columns-repeated="2"/>',
        ods_cell("x", ' office:value-type="string" table:number-columns-repeated="2"'),
        '<table:table-cell table:number-columns-repeated="16370"/>',
    )
    empty = '<table:table-row table:number-rows-repeated="{}"><table:table-cell/></table:table-row>'
    lines = opened(tmp_path, empty.format(2), row, empty.format(1_048_570)).lines
    assert list(lines) == [1, 2, 3]
    assert lines[3] == ["Zoé 山田", 7.0, True, date(2026, 3, 9), 0.8, "", "", "x", "x"]
    assert kinds(lines[3])[4] is Percent


def test_merges_of_ods(tmp_path: Path) -> None:
    merged = ' office:value-type="string" table:number-rows-spanned="2"'
    found = opened(
        tmp_path,
        ods_row(ods_cell("W1", merged), ods_cell("P1")),
        ods_row("<table:covered-table-cell/>", ods_cell("P2")),
    )
    assert found.lines == {1: ["W1", "P1"], 2: ["W1", "P2"]}
    assert found.sheet.merges == ((1, 0, 2, 0),)


def test_formulas_of_ods(tmp_path: Path) -> None:
    formula = ' table:formula="of:=[.A1]+2"'
    row = ods_row(
        f"<table:table-cell{formula}/>",
        f'<table:table-cell{formula} office:value-type="float" office:value="0"/>',
        f'<table:table-cell{formula} office:value-type="string" office:string-value="" '
        'calcext:value-type="error"><text:p>#ZAHL!</text:p></table:table-cell>',
    )
    (line,) = opened(tmp_path, row).lines.values()
    assert line == ["=[.A1]+2", 0.0, "#VALUE!"]
    assert kinds(line)[:2] == [Unvalued, float]


@pytest.mark.parametrize("how", ["collapse", "filter"])
def test_hidden_rows_of_ods(how: str, tmp_path: Path) -> None:
    hidden = f' table:visibility="{how}" table:number-rows-repeated="2"'
    found = opened(tmp_path, ods_row(ods_cell("a")), ods_row(ods_cell("b"), attributes=hidden))
    assert found.sheet.hidden_lines == {2, 3}
    assert found.lines == {1: ["a"], 2: ["b"], 3: ["b"]}


def test_an_ods_file_under_another_name(tmp_path: Path) -> None:
    content = ods(tmp_path / "a", ods_row(ods_cell("x"))).read_bytes()
    assert read_one("people.xlsx", content).lines == {1: ["x"]}
