"""Sheets of a file in memory, for tests of what is read."""

from typing import NamedTuple

from api.spreadsheets.files.cells import Cell
from api.spreadsheets.files.reading import Sheet, sheets_uploaded


class Read(NamedTuple):
    """A sheet, and its lines by their numbers."""

    sheet: Sheet
    lines: dict[int, list[Cell]]


def read(name: str, content: bytes, *headings: str) -> list[Read]:
    """All sheets of the file. `headings`: texts that are known as columns' names."""
    found = []
    for sheet in sheets_uploaded([(name, content)], lambda text: text in headings):
        found.append(Read(sheet, {line: list(cells) for line, cells in sheet.lines}))
    return found


def read_one(name: str, content: bytes, *headings: str) -> Read:
    (found,) = read(name, content, *headings)
    return found
