"""What a reader of values does not tell of a sheet, and how it is put on the cells.

Number formats, formulas without a value, merges and hidden rows stand in the file beside the
values. They are found while the file is checked, and laid on the lines when these are read.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from api.spreadsheets.files import refusals
from api.spreadsheets.files.cells import Cell, Lines, Percent, Unvalued
from api.spreadsheets.files.limits import MAX_CELLS, MAX_MERGED, MAX_MERGES, MAX_UNVALUED

Merge = tuple[int, int, int, int]
"""First line, first column, last line, last column: lines from 1 as in `Lines`, columns as
positions in a line, from 0."""

_WIDTH = 1024
"""More than a line has columns: a place is its line times this, plus its column."""
_LAYOUT = 3
"""Columns merged on so many lines are one wide column, not a value that holds for several."""


@dataclass(slots=True)
class Marks:
    """The marks of one sheet. Lines are numbered from 1, columns from 0."""

    file: str
    percents: array[int] = field(default_factory=lambda: array("I"))
    fixed: dict[int, str] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)

    def percent(self, line: int, column: int) -> None:
        """The cell is shown as per cent."""
        self.percents.append(line * _WIDTH + column)

    def unvalued(self, line: int, column: int, formula: str) -> None:
        """The cell is a formula whose value the file does not hold."""
        self.fix(line, column, Unvalued(f"={formula.removeprefix('=')[:200]}"))

    def fix(self, line: int, column: int, text: str) -> None:
        """The cell holds this text, whatever the reader of values says."""
        self.fixed[line * _WIDTH + column] = text
        if len(self.fixed) > MAX_UNVALUED:
            raise refusals.too_many_unvalued(self.file)

    def merge(self, merge: Merge) -> None:
        """The cells of this rectangle are one. One cell alone is no merge."""
        if merge[:2] != merge[2:]:
            self.merges.append(merge)
        if len(self.merges) > MAX_MERGES:
            raise refusals.unpacks(self.file)

    def clip(self, lines: int, columns: int) -> None:
        """Ends merges where the sheet does. BadInput where they cover too many cells."""
        clipped = [
            (top, left, min(bottom, lines), min(right, columns - 1))
            for top, left, bottom, right in self.merges
            if top <= lines and left < columns
        ]
        self.merges = sorted(merge for merge in clipped if merge[:2] <= merge[2:])
        down = sum(bottom - top + 1 for top, _left, bottom, _right in self.merges)
        across = sum((m[2] - m[0] + 1) * (m[3] - m[1]) for m in self.merges)
        if down > MAX_CELLS or across > MAX_MERGED:
            raise refusals.too_many_cells(self.file)

    def on(self, lines: Lines) -> Lines:
        """The lines with their marks: `Percent` and `Unvalued` cells, and merges filled."""
        if not (self.percents or self.fixed or self.merges):
            return lines
        return self._marked(lines)

    def _marked(self, lines: Lines) -> Lines:
        percents = _by_line(sorted(self.percents))
        fixed = _by_line(sorted(self.fixed))
        merges = _Merges(self.merges)
        for line, values in self._to_the_end(lines):
            cells = list(values)
            for column in percents(line):
                cells[column : column + 1] = map(_percent, cells[column : column + 1])
            for column in fixed(line):
                cells += [""] * (column + 1 - len(cells))
                cells[column] = self.fixed[line * _WIDTH + column]
            merges.fill(line, cells)
            yield line, cells

    def _to_the_end(self, lines: Lines) -> Lines:
        """With the lines at the end that the reader takes for empty."""
        line = 0
        for line, values in lines:
            yield line, values
        for following in range(line + 1, max(self.fixed, default=0) // _WIDTH + 1):
            yield following, ()


def _percent(cell: Cell) -> Cell:
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return cell
    return Percent(cell)


class _by_line:  # noqa: N801 (it is called like a function)
    """The columns of sorted places, line by line from above."""

    def __init__(self, places: Sequence[int]) -> None:
        self._places = places
        self._at = 0

    def __call__(self, line: int) -> Iterator[int]:
        end = (line + 1) * _WIDTH
        while self._at < len(self._places) and self._places[self._at] < end:
            place = self._places[self._at]
            self._at += 1
            if place >= line * _WIDTH:
                yield place % _WIDTH


class _Merges:
    """Fills merges, line by line: down always; across, but for columns that are merged on many
    lines: those were made wide, and their value is one."""

    def __init__(self, merges: Iterable[Merge]) -> None:
        self._waiting = sorted(merges, reverse=True)
        spans = Counter((left, right) for _top, left, _bottom, right in self._waiting)
        self._wide = {span for span, count in spans.items() if count >= _LAYOUT}
        self._open: list[tuple[Merge, Cell]] = []

    def fill(self, line: int, cells: list[Cell]) -> None:
        while self._waiting and self._waiting[-1][0] <= line:
            merge = self._waiting.pop()
            value = cells[merge[1]] if merge[1] < len(cells) and merge[0] == line else ""
            if value != "":
                self._open.append((merge, value))
        if not self._open:
            return
        self._open = [(merge, value) for merge, value in self._open if merge[2] >= line]
        for (_top, left, _bottom, right), value in self._open:
            last = left if (left, right) in self._wide else right
            for column in range(left, min(last + 1, len(cells))):
                if cells[column] == "":
                    cells[column] = value
