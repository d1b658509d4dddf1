"""A workbook of the rows that an import refused; the last column, `problem`, has the reason.

Once corrected, it can be imported as it is. Rows of people's own sheets come back under their own
titles and headings, for only there is what they mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from api.spreadsheets.files.cells import Cell, NoIdentifier, Percent, as_text
from api.spreadsheets.files.reading import Sheet
from api.spreadsheets.files.writing import Values, write_xlsx
from api.spreadsheets.recognition import four_tables
from api.spreadsheets.recognition.columns import COLUMNS, PROBLEM
from api.spreadsheets.recognition.sheet.grid import Grid, GridRow, grid_of
from api.spreadsheets.recognition.sheet.header import find_header
from api.spreadsheets.recognition.sheet.stacked import lists_in
from api.spreadsheets.recognition.tables import Place, Row

_NO_NAME = re.compile(r"[\[\]:*?/\\]")
LONGEST_NAME = 31
"""Characters of a sheet's name in a workbook."""
Book = dict[str, tuple[Sequence[str], Values]]


@dataclass(frozen=True)
class RefusedRow:
    """`reason`: a sentence, or None."""

    row: Row
    reason: str | None


def write_refused_rows(
    target: BinaryIO | Path,
    refused: Sequence[RefusedRow],
    good: Iterable[Place] = (),
    sheets: Iterable[Sheet] = (),
) -> None:
    """`sheets`: those that were imported, read anew; `good`: the places of the rows that stand. Of
    a sheet in people's own shape all is written but the lines that are good alone; of the four
    tables, a sheet each with the refused rows."""
    book: Book = {}
    wrong: dict[Place, list[str]] = {}
    for one in refused:
        wrong.setdefault(one.row.where, []).append(one.reason or "")
    standing = set(good) - wrong.keys()
    own: set[tuple[str, str | None]] = set()
    for sheet in sheets:
        grid = grid_of(sheet)
        where = (grid.file, grid.name)
        is_wrong = any((place.file, place.sheet) == where for place in wrong)
        if is_wrong and four_tables.table_of(grid, {}) is None:
            own.add(where)
            first, *rows = _own(grid, wrong, standing)
            book[_name(grid.title, book)] = ([as_text(cell) for cell in first], iter(rows))
    left = [one for one in refused if (one.row.where.file, one.row.where.sheet) not in own]
    for table in [t for t in COLUMNS if any(one.row.table == t for one in left)]:
        rows_of = [one for one in left if one.row.table == table]
        book[_name(table, book)] = ((*COLUMNS[table], PROBLEM), _cells(table, rows_of))
    write_xlsx(target, book or {"people": ((*COLUMNS["people"], PROBLEM), [])})


def _cells(table: str, rows: Iterable[RefusedRow]) -> Iterator[list[Cell | None]]:
    for one in rows:
        cells = (one.row.cells.get(column) for column in COLUMNS[table])
        yield [*(None if isinstance(cell, NoIdentifier) else cell for cell in cells), one.reason]


def _own(
    grid: Grid, wrong: dict[Place, list[str]], standing: set[Place]
) -> Iterator[list[Cell | None]]:
    """The lines of a sheet of people's own shape, with the reasons beside them."""
    headings = set()
    for part in lists_in(grid):
        header = find_header(part)
        if header.rows:
            headings.add(part.rows[header.end - 1].line)
    for row in grid.rows:
        place = Place(grid.file, grid.name, row.line)
        if place in standing:
            continue
        reason = PROBLEM if row.line in headings else " ".join(dict.fromkeys(wrong.get(place, [])))
        yield [*(_as_shown(row, at) for at in range(grid.width)), reason or None]


def _as_shown(row: GridRow, at: int) -> Cell | None:
    """A share that is shown as per cent is written so: as a number alone it could be points."""
    cell = row.cell(at)
    if isinstance(cell, Percent):
        return f"{cell * 100:g} %"
    return None if cell == "" else cell


def _name(title: str, book: Book) -> str:
    """A name for a sheet that no other has, also in small letters."""
    name = _NO_NAME.sub("_", title).strip("'")[:LONGEST_NAME] or "Sheet"
    taken = {other.casefold() for other in book}
    number = 2
    while name.casefold() in taken:
        name = f"{title[: LONGEST_NAME - 5]} ({number})"
        number += 1
    return name
