"""Reads sheets that are one of the four tables already: those of the template and of all exports.

Nothing is asked of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from api.errors import BadInput
from api.i18n import _
from api.spreadsheets.files import refusals
from api.spreadsheets.files.cells import Cell
from api.spreadsheets.files.limits import MAX_CSV_ROWS
from api.spreadsheets.recognition.columns import (
    COLUMNS,
    PROBLEM,
    REQUIRED,
    column_name,
    table_named,
    table_with,
)
from api.spreadsheets.recognition.fields import LEFT_OUT
from api.spreadsheets.recognition.reading import Column, SheetReading
from api.spreadsheets.recognition.sheet.columns_taken import IGNORE
from api.spreadsheets.recognition.sheet.grid import Grid, GridRow
from api.spreadsheets.recognition.sheet.header import Header, folded
from api.spreadsheets.recognition.sheet.parsed import cell_problem
from api.spreadsheets.recognition.sheet.row_kinds import DATA, RowKinds
from api.spreadsheets.recognition.tables import Notice, Place, Row, Tables
from api.spreadsheets.recognition.vocabulary.words import heading, plain


def table_of(grid: Grid, stated: Mapping[str, str]) -> str | None:
    """The table whose columns the first row names; None if the sheet is not one of the four, or
    has other columns that Banyan knows. `stated`: heading → field, where somebody said it."""
    if not grid.rows:
        return None
    names = _names(grid)
    table = table_named(grid.title)
    if table is None or not set(REQUIRED[table]) <= set(names):
        table = table_with(set(names))
    if table is None:
        return None
    others = [cell for cell, name in zip(grid.rows[0].cells, names, strict=True)
              if name and name not in (*COLUMNS[table], PROBLEM)]  # fmt: skip
    said = {plain(text): LEFT_OUT if field in IGNORE else field for text, field in stated.items()}
    for name in names:
        meant = name if name in COLUMNS[table] else LEFT_OUT
        if said.get(plain(name), meant) != meant:
            return None
    found = (heading(str(cell)) for cell in others if plain(str(cell)) not in said)
    return None if any(one and one.field and one.exact for one in found) else table


def read_table(grid: Grid, table: str, tables: Tables) -> SheetReading:
    """Adds the sheet's rows to the tables. BadInput if a column has its name twice."""
    names = _names(grid)
    _check_columns(grid, table, names, tables)
    columns = [
        Column(n + 1, name, (), name if name in COLUMNS[table] else "", True)
        for n, name in enumerate(names)
    ]
    said = SheetReading(grid.label, "", "", columns, grid.names)
    texts = tuple(str(cell) for cell in grid.rows[0].cells)
    kinds = RowKinds(grid, Header(0, 1, texts, (), folded((*texts, *names))), columns)
    rows = tables.rows[table]
    for row in grid.rows[1:]:
        kind, _problem = kinds.kind(row)
        if kind == DATA:
            rows.append(_row(grid, table, names, row))
        else:
            said.leave_out(Place(grid.file, grid.name, row.line), kind, row.cells)
    said.rows = len(rows)
    if len(rows) > MAX_CSV_ROWS:
        raise refusals.too_many_rows(grid.label, MAX_CSV_ROWS)
    return said


def _names(grid: Grid) -> list[str]:
    return [column_name(cell) for cell in grid.rows[0].cells]


def _check_columns(grid: Grid, table: str, names: Sequence[str], tables: Tables) -> None:
    named = [name for name in names if name]
    if twice := [name for name in dict.fromkeys(named) if named.count(name) > 1]:
        raise BadInput(
            _("{file}: two columns have the name {columns}.", file=grid.label,
              columns=listed(twice))
        )  # fmt: skip
    if unknown := [name for name in named if name not in (*COLUMNS[table], PROBLEM)]:
        message = _("{file}: these columns are not known and were not read: {columns}.",
                    file=grid.label, columns=listed(unknown))  # fmt: skip
        tables.notices.append(Notice(grid.file, grid.name, message))


def _row(grid: Grid, table: str, names: Sequence[str], row: GridRow) -> Row:
    cells: dict[str, Cell] = {}
    problem = ""
    known = COLUMNS[table]
    in_workbook = grid.name is not None
    for at, cell in enumerate(row.cells):
        if cell == "":
            continue
        name = names[at] if at < len(names) else ""
        if name in known:
            cells[name] = cell
            problem = cell_problem(name, cell, in_workbook) or problem
        elif not name:
            problem = _("Column {number} has no name but holds a value.", number=at + 1)
    return Row(table, Place(grid.file, grid.name, row.line), cells, problem or None)


def listed(names: Sequence[str]) -> str:
    """Column names for a sentence: at most 20, each of at most 40 characters."""
    return ", ".join(name[:40] for name in names[:20]) + (", …" if len(names) > 20 else "")
