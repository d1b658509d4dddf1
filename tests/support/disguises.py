"""The same four tables in other files: shuffled rows, permuted columns, with a BOM, split, as
XLSX."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

from xlsxwriter import Workbook

from tests.oracle.four_tables import COLUMNS, Cells, rows

Tables = dict[str, list[Cells]]


def tables_of(directory: Path) -> Tables:
    return {table: [cells for _, cells in rows(directory, table)] for table in COLUMNS}


def shuffled(tables: Tables, seed: int) -> Tables:
    rng = Random(seed)
    return {table: rng.sample(found, len(found)) for table, found in tables.items()}


def write_csv(
    path: Path,
    columns: Sequence[str],
    found: Sequence[Cells],
    comma: str = ",",
    end: str = "\n",
    mark: str = "",
) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(mark)
        writer = csv.DictWriter(file, columns, delimiter=comma, lineterminator=end)
        writer.writeheader()
        writer.writerows(found)
    return path


# Each writes the tables below a directory and gives the paths to import, in that order.


def workshops_before_people(tables: Tables, target: Path) -> list[Path]:
    order = ("register", "certifications", "workshops", "people")
    return [write_csv(target / f"{t}.csv", COLUMNS[t].split(), tables[t]) for t in order]


def other_order(tables: Tables, target: Path) -> list[Path]:
    return list(reversed(workshops_before_people(shuffled(tables, 5), target)))


def columns_permuted(tables: Tables, target: Path) -> list[Path]:
    rng = Random(3)
    for table, found in tables.items():
        columns = COLUMNS[table].split()
        write_csv(target / f"{table}.csv", rng.sample(columns, len(columns)), found)
    return [target]


def semicolons_mark_and_crlf(tables: Tables, target: Path) -> list[Path]:
    for table, found in tables.items():
        path, columns = target / f"{table}.csv", COLUMNS[table].split()
        write_csv(path, columns, found, ";", "\r\n", "\ufeff")
    return [target]


def many_files(tables: Tables, target: Path) -> list[Path]:
    """Each table in three files."""
    for table, found in tables.items():
        for part in range(3):
            path = target / f"{part} {table}.csv"
            write_csv(path, COLUMNS[table].split(), found[part::3])
    return [target]


def one_workbook(tables: Tables, target: Path) -> list[Path]:
    """Numbers and dates as a spreadsheet has them; the sheets in no helpful order."""
    target.mkdir(parents=True, exist_ok=True)
    path = target / "everything.xlsx"
    with Workbook(str(path)) as book:
        for table in ("register", "certifications", "people", "workshops"):
            _fill(book, table, tables[table])
        book.add_worksheet("Notes").write(0, 0, "Ask Grace about March")
    return [path]


def a_workbook_each(tables: Tables, target: Path) -> list[Path]:
    target.mkdir(parents=True, exist_ok=True)
    for table, found in tables.items():
        with Workbook(str(target / f"{table}.xlsx")) as book:
            _fill(book, table, found)
    return [target]


def _fill(book: Workbook, table: str, found: Sequence[Cells]) -> None:
    sheet = book.add_worksheet(table)
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    columns = COLUMNS[table].split()
    sheet.write_row(0, 0, columns)
    for line, cells in enumerate(found, start=1):
        for column, name in enumerate(columns):
            _write(sheet, line, column, cells.get(name, ""), day)


def _write(sheet: Any, line: int, column: int, cell: str, day: Any) -> None:
    """7 becomes the number 7.0; 2020-03-01 a real date, unless there is no such day."""
    if cell.isascii() and cell.isdigit() and (cell == "0" or cell[0] != "0"):
        sheet.write_number(line, column, float(cell))
        return
    try:
        moment = datetime.fromisoformat(cell)
    except ValueError:
        sheet.write_string(line, column, cell)
    else:
        sheet.write_datetime(line, column, moment, day)


DISGUISES: dict[str, Callable[[Tables, Path], list[Path]]] = {
    writer.__name__: writer
    for writer in (
        workshops_before_people,
        other_order,
        columns_permuted,
        semicolons_mark_and_crlf,
        many_files,
        one_workbook,
        a_workbook_each,
    )
}
