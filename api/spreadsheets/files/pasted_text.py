"""Records of a text that was pasted. Quotation marks never swallow the lines that follow."""

import csv
import re

from api.spreadsheets.files.separators import said_separator, separator_of

_LINE = re.compile(r"\r\n|\r|\n")
_LONGEST = 50
"""Lines that one quoted cell may take."""


def text_records(text: str, separator: str | None = None) -> list[tuple[int, list[str]]]:
    """Each record that is not blank, with the 1-based line it starts on. The cells are as pasted.

    `separator`: where it is known; else a first line like `sep=;`, then tabs, then what the lines
    have in common. A quotation mark that is not closed, or closed only after other cells, is text.
    """
    lines = _LINE.split(text.removeprefix("\ufeff"))
    at = 0
    if said := said_separator(lines[0]):
        at = 1
    between = separator or said or ("\t" if "\t" in text else separator_of(lines))
    records = []
    while at < len(lines):
        cells, taken = _record(lines, at, between)
        if any(cell.strip() for cell in cells):
            records.append((at + 1, cells))
        at += taken
    return records


def _record(lines: list[str], at: int, between: str) -> tuple[list[str], int]:
    """The cells of the record that starts at this line, and how many lines it takes."""
    if '"' not in lines[at]:
        return lines[at].split(between), 1
    for taken in range(1, min(_LONGEST, len(lines) - at) + 1):
        joined = "\n".join(lines[at : at + taken])
        if joined.count('"') % 2:
            continue
        cells = _strictly(joined, between)
        if cells is None or any("\n" in cell and between in cell for cell in cells):
            break
        return cells, taken
    return lines[at].split(between), 1


def _strictly(record: str, between: str) -> list[str] | None:
    """The cells of one record; None where a quotation mark stands at a wrong place."""
    try:
        rows = list(csv.reader(record.splitlines(keepends=True), delimiter=between, strict=True))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None
