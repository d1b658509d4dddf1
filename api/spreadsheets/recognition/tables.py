"""Turns sheets into rows of the four known tables; each row knows where it was found.

An error in one row is its `problem`. A `Notice` tells of a sheet or column that was not read.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from api.errors import BadInput
from api.i18n import _
from api.spreadsheets.files import refusals
from api.spreadsheets.files.cells import Cell, Unvalued, trimmed
from api.spreadsheets.files.formulas import ERRORS, LiteralText, unguard
from api.spreadsheets.files.limits import MAX_CSV_ROWS
from api.spreadsheets.files.reading import Sheet, files_left_out, sheets_of, sheets_uploaded
from api.spreadsheets.recognition.columns import (
    COLUMNS,
    PROBLEM,
    REQUIRED,
    column_name,
    is_column,
    table_named,
    table_with,
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row begins: the file's name, the sheet if it is a workbook, the line from 1."""

    file: str
    sheet: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Row:
    """One record. `cells`: by known column, without blanks; `problem`: a sentence, if the row is
    wrong."""

    table: str
    where: Place
    cells: dict[str, Cell]
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence about something in a file that was not read."""

    file: str
    sheet: str | None
    message: str


@dataclass(frozen=True, slots=True)
class Tables:
    """All rows by table, in the order of the files. Each of the four tables is a key."""

    rows: dict[str, list[Row]]
    notices: list[Notice]


def read_tables(paths: Sequence[Path]) -> Tables:
    """The tables in these files, and in those of any directory given."""
    tables = _tables(sheets_of(paths, is_column))
    tables.notices.extend(notices_left_out(paths))
    return tables


def read_uploaded(files: Sequence[tuple[str, bytes]]) -> Tables:
    """As `read_tables`, for files in memory: (name, content)."""
    return _tables(sheets_uploaded(files, is_column))


def notices_left_out(paths: Sequence[Path]) -> list[Notice]:
    """A notice of each file in these directories that is not read, of twenty at most."""
    names = files_left_out(paths)
    found = [Notice(name, None, refusals.not_readable(name).message) for name in names[:20]]
    if len(names) > len(found):
        more = _("… and others were not read: {count} more.", count=len(names) - len(found))
        found.append(Notice(names[len(found)], None, more))
    return found


def notices_of(sheet: Sheet) -> list[Notice]:
    """Notices of how the sheet was read, and of what the workbook hides of it."""
    messages = [sheet.notice]
    if sheet.hidden:
        messages.append(_("{file}: the sheet is hidden, and was read.", file=sheet.label))
    if lines := sorted(sheet.hidden_lines):
        listed = ", ".join(map(str, lines[:10])) + (", …" if len(lines) > 10 else "")
        messages.append(
            _("{file}: rows that are hidden or filtered away were read: {count} (lines {lines}).",
              file=sheet.label, count=len(lines), lines=listed)
        )  # fmt: skip
    return [Notice(sheet.file, sheet.name, message) for message in messages if message]


def _tables(sheets: Iterable[Sheet]) -> Tables:
    tables = Tables({table: [] for table in COLUMNS}, [])
    for sheet in sheets:
        _read(sheet, tables)
    return tables


def _read(sheet: Sheet, tables: Tables) -> None:
    """The first line that is not blank names the columns."""
    headings = ([column_name(cell) for cell in cells] for _line, cells in sheet.lines)
    names = next((names for names in headings if any(names)), [])
    table = (table_named(sheet.title) if names else None) or table_with(set(names))
    if table is None:
        _notice_unknown(sheet, tables)
        return
    tables.notices.extend(notices_of(sheet))
    _check_columns(sheet, table, names, tables)
    rows = tables.rows[table]
    for line, cells in sheet.lines:
        if row := _row(sheet, table, names, line, cells):
            rows.append(row)
    if len(rows) > MAX_CSV_ROWS:
        raise refusals.too_many_rows(sheet.label, MAX_CSV_ROWS)


def _notice_unknown(sheet: Sheet, tables: Tables) -> None:
    """A notice about a sheet that is none of the tables. A CSV file that is none is refused."""
    message = _(
        "{file}: neither the name nor the columns are those of a table ({tables}).",
        file=sheet.label,
        tables=", ".join(COLUMNS),
    )
    if sheet.name is None:
        raise BadInput(message)
    tables.notices.append(Notice(sheet.file, sheet.name, message))


def _check_columns(sheet: Sheet, table: str, names: list[str], tables: Tables) -> None:
    named = [name for name in names if name]
    if twice := [name for name in dict.fromkeys(named) if named.count(name) > 1]:
        raise BadInput(
            _("{file}: two columns have the name {columns}.", file=sheet.label,
              columns=_listed(twice))
        )  # fmt: skip
    if missing := [name for name in REQUIRED[table] if name not in named]:
        raise BadInput(
            _("{file}: the table {table} needs the column {columns}. Found: {found}.",
              file=sheet.label, table=table, columns=_listed(missing), found=_listed(named))
        )  # fmt: skip
    if unknown := [name for name in named if name not in (*COLUMNS[table], PROBLEM)]:
        message = _("{file}: these columns are not known and were not read: {columns}.",
                    file=sheet.label, columns=_listed(unknown))  # fmt: skip
        tables.notices.append(Notice(sheet.file, sheet.name, message))


def _row(
    sheet: Sheet, table: str, names: list[str], line: int, values: Sequence[Cell]
) -> Row | None:
    """The row, or None where every cell is blank."""
    found = [(at, cell) for at, value in enumerate(values) if (cell := _bare(value)) != ""]
    if not found:
        return None
    cells: dict[str, Cell] = {}
    problem = None
    for at, cell in found:
        name = names[at] if at < len(names) else ""
        if not name:
            problem = _("Column {number} has no name but holds a value.", number=at + 1)
        elif name in COLUMNS[table]:
            cells[name] = cell
            if sheet.name and cell in ERRORS and not isinstance(cell, LiteralText):
                problem = _("The formula in {column} has failed ({error}).",
                            column=name, error=cell)  # fmt: skip
            elif isinstance(cell, Unvalued):
                problem = unvalued(name)
    return Row(table, Place(sheet.file, sheet.name, line), cells, problem)


def unvalued(column: str) -> str:
    """The sentence about a formula whose value the file does not hold."""
    return _(
        "The formula in {column} has no value. Open the file in Excel, save it, and import it "
        "again.",
        column=column,
    )


def _bare(cell: Cell) -> Cell:
    """The cell without white space at its ends, and without the apostrophe of a guarded text."""
    # A fast path for most cells: letters and digits alone need no trimming.
    if not isinstance(cell, str) or cell.isalnum() or isinstance(cell, Unvalued):
        return cell
    return unguard(trimmed(cell)) if cell else cell


def _listed(names: list[str]) -> str:
    """Column names for a sentence: at most 20, each of at most 40 characters."""
    return ", ".join(name[:40] for name in names[:20]) + (", …" if len(names) > 20 else "")
