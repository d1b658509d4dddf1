"""A sheet in memory: its rows that are not blank, with their lines, and the texts of cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from api.spreadsheets.files.cells import Cell, as_text, trimmed
from api.spreadsheets.files.reading import Sheet
from api.spreadsheets.recognition.columns import PROBLEM, column_name
from api.spreadsheets.recognition.vocabulary.words import unguarded

Cells = Sequence[Cell]
SAMPLE = 200
"""Rows below the headings by which columns are recognised."""


@dataclass(frozen=True, slots=True)
class GridRow:
    """`line`: from 1; `cells`: without white space at their ends, "" where blank."""

    line: int
    cells: Cells

    def cell(self, at: int) -> Cell:
        return self.cells[at] if at < len(self.cells) else ""


@dataclass(slots=True)
class Grid:
    """`label`: file and sheet, for a sentence; `title`: the sheet's name, or the file's without its
    ending; `width`: the number of columns."""

    file: str
    name: str | None
    label: str
    title: str
    rows: list[GridRow]
    width: int = 0
    merges: frozenset[tuple[int, int]] = field(default_factory=frozenset)
    """(line, number of the column from 0) of cells that are merged with the one to their left."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names by which answers may call the sheet, the most exact first."""
        return (self.label, self.name or self.title, self.file)


def grid_of(sheet: Sheet) -> Grid:
    """Reads the whole sheet. BadInput if a limit is broken."""
    rows = rows_of(sheet.lines)
    across: set[tuple[int, int]] = set()
    for first, left, last, right in getattr(sheet, "merges", ()):
        across |= {
            (line, at) for line in range(first, last + 1) for at in range(left + 1, right + 1)
        }
    width = max((len(row.cells) for row in rows), default=0)
    return Grid(sheet.file, sheet.name, sheet.label, sheet.title, rows, width, frozenset(across))


def without_reasons(grid: Grid) -> Grid:
    """The sheet without the column of reasons, where it is one of refused rows that came back."""
    last = grid.width - 1
    if all(column_name(row.cell(last)) != PROBLEM for row in grid.rows):
        return grid
    rows = [GridRow(row.line, row.cells[:last]) for row in grid.rows]
    return replace(grid, rows=rows, width=last)


def rows_of(lines: Iterable[tuple[int, Sequence[Cell]]]) -> list[GridRow]:
    """The rows that are not blank, without blank cells at their ends."""
    found = []
    for line, values in lines:
        cells = [bare(value) for value in values]
        while cells and cells[-1] == "":
            cells.pop()
        if cells:
            found.append(GridRow(line, cells))
    return found


def bare(cell: Cell) -> Cell:
    """The cell without white space at its ends, and without the apostrophe of a guarded text."""
    # A fast path for most cells: letters and digits alone need no trimming.
    if not isinstance(cell, str) or type(cell) is not str or cell.isalnum():
        return cell
    return unguarded(trimmed(cell)) if cell else cell


def shown(cell: Cell, limit: int = 80) -> str:
    """The cell on one line, as a page shows it."""
    text = " ".join(as_text(cell).split())
    return text if len(text) <= limit else text[: limit - 1] + "…"
