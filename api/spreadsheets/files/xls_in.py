"""An XLS file (Excel 5 to 2003) as sheets of rows, read by xlrd from the checked records."""

import io
import struct
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

import xlrd  # type: ignore[import-untyped]
from xlrd.compdoc import CompDoc, CompDocError  # type: ignore[import-untyped]

from api.spreadsheets.files import refusals
from api.spreadsheets.files.biff import Records
from api.spreadsheets.files.cells import Cell, Lines, Percent
from api.spreadsheets.files.limits import MAX_CELL
from api.spreadsheets.files.workbook_in import BookSheet
from api.spreadsheets.files.xlsx_marks import is_percent

_BROKEN = (
    xlrd.XLRDError,
    CompDocError,
    struct.error,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What xlrd raises where a file is not as it should be."""


def xls_sheets(file: BinaryIO, name: str) -> Iterator[BookSheet]:
    """Each worksheet of a workbook. BadInput where the file is hostile or damaged."""
    try:
        records = Records(name, _stream(file.read(), name))
        records.check()
        stream = bytes(records.stream)
        marks = records.marks
        del records
        book = xlrd.open_workbook(
            file_contents=stream,
            formatting_info=True,
            on_demand=True,
            ragged_rows=True,
            logfile=_Nowhere(),
        )
        if book.nsheets != len(marks):
            raise refusals.damaged(name)
        for at in range(book.nsheets):
            sheet = book.sheet_by_index(at)
            yield BookSheet(sheet.name, _lines(book, sheet, name), marks[at], sheet.visibility != 0)
            book.unload_sheet(at)
    except _BROKEN:
        raise refusals.damaged(name) from None


class _Nowhere(io.TextIOBase):
    """Where xlrd writes its warnings."""

    def write(self, text: str) -> int:
        return len(text)


def _stream(content: bytes, name: str) -> bytes:
    """The records of the workbook. BadInput where the file is another one of the same frame."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise refusals.sealed(name)
    frame = CompDoc(content, logfile=_Nowhere())
    for stream in ("Workbook", "Book"):
        memory, start, size = frame.locate_named_stream(stream)
        if memory:
            return bytes(memory[start : start + size])
    raise refusals.not_a_workbook(name)


def _lines(book: xlrd.Book, sheet: xlrd.sheet.Sheet, name: str) -> Lines:
    percents = {
        at
        for at, style in enumerate(book.xf_list)
        if (form := book.format_map.get(style.format_key)) and is_percent(form.format_str)
    }
    for row in range(sheet.nrows):
        cells = [_cell(cell, book.datemode, percents) for cell in sheet.row(row)]
        if any(isinstance(cell, str) and len(cell) > MAX_CELL for cell in cells):
            raise refusals.oversized_record(name, row + 1)
        yield row + 1, cells + [""] * (sheet.ncols - len(cells))


def _cell(cell: xlrd.sheet.Cell, epoch: int, percents: set[int]) -> Cell:
    value = cell.value
    match cell.ctype:
        case xlrd.XL_CELL_NUMBER:
            return Percent(value) if cell.xf_index in percents else float(value)
        case xlrd.XL_CELL_BOOLEAN:
            return bool(value)
        case xlrd.XL_CELL_ERROR:
            return str(xlrd.error_text_from_code.get(value, "#VALUE!"))
        case xlrd.XL_CELL_DATE:
            return _moment(value, epoch)
    return str(value)


def _moment(value: float, epoch: int) -> Cell:
    """A day, a moment, or a time of day as text; the number where it is none."""
    try:
        moment: datetime = xlrd.xldate.xldate_as_datetime(value, epoch)
    except (ArithmeticError, ValueError):
        return value
    return str(moment.time()) if 0 <= value < 1 else moment
