"""Files in: CSV and XLSX as rows of the four known tables, each cell where it was found.

A file that cannot be used at all raises BadInput. What is wrong with a single row is its
`problem`. What was left out is told by a notice.
"""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from api.errors import BadInput
from api.i18n import _
from api.spreadsheets.files import refusals
from api.spreadsheets.files.cells import Cell
from api.spreadsheets.files.columns import COLUMNS, PROBLEM, REQUIRED, table_named, table_with
from api.spreadsheets.files.csv_in import csv_records
from api.spreadsheets.files.formulas import ERRORS, Typed, unguard
from api.spreadsheets.files.limits import (
    MAX_CSV_BYTES,
    MAX_CSV_ROWS,
    MAX_FILES,
    MAX_XLSX_BYTES,
    opened,
)
from api.spreadsheets.files.names import column_name, trimmed
from api.spreadsheets.files.xlsx_in import xlsx_sheets

_Lines = Iterator[tuple[int, Sequence[Cell]]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row begins: the file's name, the sheet of a workbook, the line from 1."""

    file: str
    sheet: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Row:
    """One record: its known columns that are not blank, and what is wrong with it, if anything."""

    table: str
    where: Place
    cells: dict[str, Cell]
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """Something in a file that was not read, in a sentence."""

    file: str
    sheet: str | None
    message: str


@dataclass(frozen=True, slots=True)
class Tables:
    """All rows by table (each of the four is there), in the order of the files."""

    rows: dict[str, list[Row]]
    notices: list[Notice]


def read_tables(paths: Sequence[Path]) -> Tables:
    """The tables in these .csv and .xlsx files, and in those of any directory given."""
    tables = Tables({table: [] for table in COLUMNS}, [])
    for path in _files(paths):
        limit = MAX_CSV_BYTES if path.suffix.lower() == ".csv" else MAX_XLSX_BYTES
        with opened(path, limit) as file:
            _read(tables, path, file)
    return tables


def read_uploaded(files: Sequence[tuple[str, bytes]]) -> Tables:
    """As `read_tables`, of files by name that are in memory and lie nowhere else."""
    tables = Tables({table: [] for table in COLUMNS}, [])
    if len(files) > MAX_FILES:
        raise refusals.too_many_files()
    for name, content in files:
        if not _readable(Path(name)):
            raise BadInput(_("{file}: only .csv and .xlsx files are read.", file=name))
        if not content:
            raise BadInput(_("{file}: the file is empty.", file=name))
        _read(tables, Path(name), io.BytesIO(content))
    return tables


def _read(tables: Tables, path: Path, file: BinaryIO) -> None:
    if path.suffix.lower() == ".csv":
        _Sheet(tables, path.name, None, path.stem).read(csv_records(file, path.name))
    else:
        for title, lines in xlsx_sheets(file, path.name):
            _Sheet(tables, path.name, title, title).read(lines)


def _files(paths: Iterable[Path]) -> list[Path]:
    files = [file for path in paths for file in (_inside(path) if path.is_dir() else [path])]
    if len(files) > MAX_FILES:
        raise refusals.too_many_files()
    for file in files:
        if not _readable(file):
            raise BadInput(_("{file}: only .csv and .xlsx files are read.", file=file.name))
    return files


def _inside(directory: Path) -> list[Path]:
    # `~$people.xlsx` is what Excel leaves while a workbook is open, `._people.csv` macOS.
    found = [f for f in directory.iterdir() if _readable(f) and not f.name.startswith(("~$", "."))]
    if not found:
        raise BadInput(_("{file}: no .csv or .xlsx file in this folder.", file=directory.name))
    return sorted(found, key=lambda file: file.name)


def _readable(file: Path) -> bool:
    return file.suffix.lower() in (".csv", ".xlsx")


class _Sheet:
    """One CSV file or one sheet on its way into the tables."""

    def __init__(self, tables: Tables, file: str, sheet: str | None, title: str) -> None:
        self._tables, self._file, self._sheet, self._title = tables, file, sheet, title
        self._label = f"{file} ({sheet[:40]})" if sheet else file

    def read(self, lines: _Lines) -> None:
        names = next((names for _line, cells in lines if any(names := _header(cells))), [])
        table = table_named(self._title) if any(names) else None
        table = table or table_with(set(names))
        if table is None:
            self._skip()
            return
        self._check(table, names)
        rows = self._tables.rows[table]
        for line, cells in lines:
            if row := self._row(table, names, line, cells):
                rows.append(row)
        if len(rows) > MAX_CSV_ROWS:
            raise refusals.too_many_rows(self._label, MAX_CSV_ROWS)

    def _skip(self) -> None:
        message = _(
            "{file}: neither the name nor the columns are those of a table ({tables}).",
            file=self._label,
            tables=", ".join(COLUMNS),
        )
        if self._sheet is None:
            raise BadInput(message)
        self._tables.notices.append(Notice(self._file, self._sheet, message))

    def _check(self, table: str, names: list[str]) -> None:
        named = [name for name in names if name]
        if twice := [name for name in dict.fromkeys(named) if named.count(name) > 1]:
            raise BadInput(
                _("{file}: two columns have the name {columns}.", file=self._label,
                  columns=_listed(twice))
            )  # fmt: skip
        if missing := [name for name in REQUIRED[table] if name not in named]:
            raise BadInput(
                _("{file}: the table {table} needs the column {columns}. Found: {found}.",
                  file=self._label, table=table, columns=_listed(missing), found=_listed(named))
            )  # fmt: skip
        if unknown := [name for name in named if name not in (*COLUMNS[table], PROBLEM)]:
            message = _("{file}: these columns are not known and were not read: {columns}.",
                        file=self._label, columns=_listed(unknown))  # fmt: skip
            self._tables.notices.append(Notice(self._file, self._sheet, message))

    def _row(self, table: str, names: list[str], line: int, values: Sequence[Cell]) -> Row | None:
        """The row, or None where every cell is blank."""
        found = [
            (index, cell) for index, value in enumerate(values) if (cell := _meant(value)) != ""
        ]
        if not found:
            return None
        cells: dict[str, Cell] = {}
        problem = None
        for index, cell in found:
            name = names[index] if index < len(names) else ""
            if not name:
                problem = _("Column {number} has no name but holds a value.", number=index + 1)
            elif name in COLUMNS[table]:
                cells[name] = cell
                if self._sheet and cell in ERRORS and not isinstance(cell, Typed):
                    problem = _("The formula in {column} has failed ({error}).",
                                column=name, error=cell)  # fmt: skip
        return Row(table, Place(self._file, self._sheet, line), cells, problem)


def _header(cells: Sequence[Cell]) -> list[str]:
    return [column_name(cell) for cell in cells]


def _meant(cell: Cell) -> Cell:
    """The cell without what surrounds or guards its text."""
    # Letters and digits alone, as most cells are, have nothing around them.
    if not isinstance(cell, str) or cell.isalnum():
        return cell
    return unguard(trimmed(cell)) if cell else cell


def _listed(names: list[str]) -> str:
    """Column names for a sentence, few and short however many and long they are."""
    return ", ".join(name[:40] for name in names[:20]) + (", …" if len(names) > 20 else "")
