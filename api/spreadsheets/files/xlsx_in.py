"""An XLSX file as sheets of rows with their lines, read by calamine from the checked copy."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import BinaryIO

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from api.spreadsheets.files import refusals
from api.spreadsheets.files.archive import repacked
from api.spreadsheets.files.cells import Cell, Lines
from api.spreadsheets.files.limits import MAX_CELL, MAX_SHEETS


def xlsx_sheets(file: BinaryIO, name: str) -> Iterator[tuple[str, Lines]]:
    """Each worksheet's name and its rows with their 1-based numbers; blank cells are ''."""
    try:
        with CalamineWorkbook.from_filelike(repacked(file, name)) as book:
            sheets = [s.name for s in book.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
            if len(sheets) > MAX_SHEETS:
                raise refusals.unpacks(name)
            for title in sheets:
                sheet = book.get_sheet_by_name(title)
                yield title, _lines(sheet.iter_rows(), name)
    except CalamineError:
        raise refusals.damaged(name) from None


def _lines(rows: Iterable[Sequence[object]], name: str) -> Lines:
    for line, values in zip(itertools.count(1), rows, strict=False):
        cells = [_cell(value) for value in values]
        if any(isinstance(cell, str) and len(cell) > MAX_CELL for cell in cells):
            raise refusals.oversized_record(name, line)
        yield line, cells


def _cell(value: object) -> Cell:
    if isinstance(value, str | int | float | date | datetime):
        return value
    return str(value)  # a time of day, or a duration
