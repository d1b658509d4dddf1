"""Several lists below each other on one sheet, each with its own titles and headings."""

from __future__ import annotations

from dataclasses import replace

from api.spreadsheets.recognition.sheet.grid import Grid, GridRow
from api.spreadsheets.recognition.sheet.header import find_header, heading_score
from api.spreadsheets.recognition.sheet.title_block import Facts, read_title
from api.spreadsheets.recognition.vocabulary.words import is_signature, is_total

ALIKE = 0.6
"""Of the first list's headings: how much a later row must look like headings."""


def lists_in(grid: Grid) -> list[Grid]:
    """The sheet in parts: one for each list whose own titles tell its workshop."""
    header = find_header(grid)
    if not header.rows:
        return [grid]
    least = ALIKE * heading_score(grid.rows[header.end - 1])
    starts = [0]
    for at in range(header.end + 1, len(grid.rows)):
        row = grid.rows[at]
        if len(row.cells) > 1 and _may_be_heading(row) and heading_score(row) >= least:
            start = _first_title(grid, at)
            if start is not None and start > starts[-1] + header.rows:
                starts.append(start)
    if len(starts) == 1:
        return [grid]
    ends = [*starts[1:], len(grid.rows)]
    return [
        replace(grid, rows=grid.rows[start:end], label=f"{grid.label}, {n}")
        for n, (start, end) in enumerate(zip(starts, ends, strict=True), start=1)
    ]


def _may_be_heading(row: GridRow) -> bool:
    """Quick: headings are texts without a digit in most cells."""
    for cell in row.cells:
        if cell != "" and (not isinstance(cell, str) or cell[0].isdigit()):
            return False
    return True


def _first_title(grid: Grid, at: int) -> int | None:
    """The first of the rows of titles just before the headings at this index; None if no title
    tells the day of a workshop: then it is a section of the same list."""
    facts: Facts = {}
    first = None
    for n in range(at - 1, -1, -1):
        row = grid.rows[n]
        before = len(facts)
        read_title(row, facts, [])
        if len(facts) == before:
            texts = {str(cell) for cell in row.cells if cell != ""}
            if len(texts) > 1 or any(is_total(t) or is_signature(t) for t in texts):
                break
        first = n
    return first if "starts_on" in facts else None
