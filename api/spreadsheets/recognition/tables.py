"""The rows of the four tables of an import; each row knows where it was found.

An error in one row is its `problem`. A `Notice` tells of a sheet or column that was not read.
"""

from dataclasses import dataclass

from api.spreadsheets.files.cells import Cell


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
