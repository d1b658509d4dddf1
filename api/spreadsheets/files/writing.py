"""Writes files: CSV, XLSX, and a workbook to fill in.

Text stays text: a spreadsheet does not run it as a formula (see `formulas`), make it a link or
read it as a number. Reading a file gives back exactly what was written.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO, Literal, TextIO

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from api.spreadsheets.files.cells import Cell, as_text
from api.spreadsheets.files.formulas import guard_csv, guard_xlsx
from api.spreadsheets.files.limits import MAX_XLSX_ROWS
from projections.scratch import Scratch

Values = Iterable[Sequence[Cell | None]]
Kind = Literal["text", "number", "date"]

_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_csv(stream: BinaryIO, columns: Sequence[str], rows: Values) -> None:
    """UTF-8 with a byte order mark: without it Excel misreads accents.

    Dates are YYYY-MM-DD. None is a blank cell.
    """
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    write_csv_text(text, columns, rows, quote_all=True)
    text.detach()


def write_csv_text(
    text: TextIO, columns: Sequence[str], rows: Values, quote_all: bool = False
) -> None:
    """As `write_csv`, without a byte order mark, for a program that reads from a pipe."""
    writer = csv.writer(text, quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL)
    writer.writerow(columns)
    writer.writerows([_in_csv(cell) for cell in row] for row in rows)


def _in_csv(cell: Cell | None) -> str:
    """Only text is guarded: a number may begin with a sign, and is not run as a formula."""
    return guard_csv(cell) if isinstance(cell, str) else as_text(cell)


def write_xlsx(target: BinaryIO | Path, sheets: Mapping[str, tuple[Sequence[str], Values]]) -> None:
    """A sheet for each name. Strings are strings and dates are dates; None is a blank cell.

    ValueError where a text or a sheet is larger than XLSX can hold.
    """
    with _workbook(target, constant_memory=True) as book:
        formats = _Formats(book)
        for name, (columns, rows) in sheets.items():
            sheet = _sheet(book, formats, name, columns)
            for line, row in enumerate(rows, start=1):
                for column, cell in enumerate(row):
                    _write(sheet, formats, line, column, cell)


@dataclass(frozen=True)
class Column:
    """A column of a workbook to fill in. `choices`: offered in a list; `help`: a comment on the
    title."""

    title: str
    help: str
    kind: Kind = "text"
    choices: Sequence[str] = ()
    required: bool = False


def write_form(
    target: BinaryIO | Path,
    first: tuple[str, Sequence[str]],
    sheets: Mapping[str, Sequence[Column]],
) -> None:
    """A workbook to fill in. `first`: the name of a sheet of instructions, and its sentences."""
    with _workbook(target) as book:
        formats = _Formats(book)
        name, sentences = first
        sheet = book.add_worksheet(name)
        sheet.set_column(0, 0, 100, formats.wrapped)
        for line, sentence in enumerate(sentences):
            sheet.write_string(line, 0, sentence)
        for name, columns in sheets.items():
            sheet = _sheet(book, formats, name, [column.title for column in columns])
            for at, column in enumerate(columns):
                _prepare(sheet, formats, at, column)


class _Formats:
    """The cell formats of one workbook."""

    def __init__(self, book: Workbook) -> None:
        self.date = book.add_format({"num_format": "yyyy-mm-dd"})
        self.text = book.add_format({"num_format": "@"})
        self.wrapped = book.add_format({"text_wrap": True})
        self.header = book.add_format({"bold": True, "num_format": "@"})
        self.required = book.add_format({"bold": True, "num_format": "@", "bg_color": "#DDEBDA"})


@contextmanager
def _workbook(target: BinaryIO | Path, **options: bool) -> Iterator[Workbook]:
    """XlsxWriter's temporary files lie in a scratch folder."""
    where = target if hasattr(target, "write") else str(target)
    with (
        Scratch() as folder,
        Workbook(where, {**_OPTIONS, "tmpdir": str(folder), **options}) as book,
    ):
        yield book


def _sheet(book: Workbook, formats: _Formats, name: str, columns: Sequence[str]) -> Worksheet:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(columns) - 1, 18)
    for column, title in enumerate(columns):
        sheet.write_string(0, column, title, formats.header)
    return sheet


def _prepare(sheet: Worksheet, formats: _Formats, at: int, column: Column) -> None:
    """The format, help and choices of one column to fill in."""
    if column.required:
        sheet.write_string(0, at, column.title, formats.required)
    style = {"date": formats.date, "text": formats.text, "number": None}[column.kind]
    sheet.set_column(at, at, 18, style)
    sheet.write_comment(0, at, column.help, {"x_scale": 2})
    if column.choices:
        choices = {"validate": "list", "source": list(column.choices)}
        sheet.data_validation(1, at, MAX_XLSX_ROWS - 1, at, choices)


def _write(sheet: Worksheet, formats: _Formats, line: int, column: int, cell: Cell | None) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, bool):
        failed = sheet.write_boolean(line, column, cell)
    elif isinstance(cell, int | float) and float(f"{cell:.16G}") == cell:  # as XlsxWriter has it
        failed = sheet.write_number(line, column, cell)
    elif isinstance(cell, date) and cell.year >= 1900:
        failed = sheet.write_datetime(line, column, cell, formats.date)
    else:
        text = guard_xlsx(cell) if isinstance(cell, str) else as_text(cell)
        failed = sheet.write_string(line, column, text, formats.text)
    # XlsxWriter leaves out what does not fit; only its return value tells.
    if failed:
        raise ValueError(f"cell {line + 1}:{column + 1} does not fit into an XLSX sheet")
