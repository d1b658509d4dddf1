"""An XLSX or ODS file as sheets of rows, read by calamine from the checked copy."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import BinaryIO, NamedTuple

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from api.spreadsheets.files import refusals
from api.spreadsheets.files.archive import repacked
from api.spreadsheets.files.cells import Cell, Lines
from api.spreadsheets.files.limits import MAX_CELL, MAX_SHEETS
from api.spreadsheets.files.marks import Marks


class BookSheet(NamedTuple):
    """A worksheet. `lines`: its rows with their numbers from 1, without marks; `is_hidden`:
    whether the workbook hides it."""

    name: str
    lines: Lines
    marks: Marks
    is_hidden: bool


def workbook_sheets(file: BinaryIO, name: str) -> Iterator[BookSheet]:
    """Each worksheet of a workbook. BadInput where the file is hostile or damaged."""
    copy = repacked(file, name)
    try:
        with CalamineWorkbook.from_filelike(copy.file) as book:
            sheets = book.sheets_metadata
            if len(sheets) > MAX_SHEETS:
                raise refusals.unpacks(name)
            if len(sheets) != len(copy.marks):
                raise refusals.damaged(name)
            for at, (sheet, marks) in enumerate(zip(sheets, copy.marks, strict=True)):
                if sheet.typ == SheetTypeEnum.WorkSheet:
                    lines = _lines(book.get_sheet_by_index(at), name)
                    is_hidden = sheet.visible != SheetVisibleEnum.Visible
                    yield BookSheet(sheet.name, lines, marks or Marks(name), is_hidden)
    except CalamineError:
        raise refusals.damaged(name) from None


def _lines(sheet: CalamineSheet, name: str) -> Lines:
    """The reader leaves out empty columns at the left; here each cell is in its own column."""
    left: list[Cell] = [""] * (sheet.start[1] if sheet.start else 0)
    rows: Iterable[Sequence[object]] = sheet.iter_rows()
    for line, values in zip(itertools.count(1), rows, strict=False):
        cells = left + [_cell(value) for value in values]
        if any(isinstance(cell, str) and len(cell) > MAX_CELL for cell in cells):
            raise refusals.oversized_record(name, line)
        yield line, cells


def _cell(value: object) -> Cell:
    if isinstance(value, str | int | float | date | datetime):
        return value
    return str(value)  # a time of day, or a duration
