"""Counts, while an ODS file is unpacked, the cells and text that the reader would build from it.

Rows and cells say how often they are repeated, and texts how many blanks they have; the reader
stores each. The same walk finds the marks of the sheets: an ODS cell says what it is.
"""

from xml.parsers import expat

from api.spreadsheets.files import refusals
from api.spreadsheets.files.limits import (
    MAX_CELL,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ELEMENTS,
    MAX_TEXT,
    MAX_XLSX_ROWS,
)
from api.spreadsheets.files.marks import Marks

_CELLS = ("table:table-cell", "table:covered-table-cell")
_FAILED = "#VALUE!"
"""What a failed formula is read as: the file tells the kind of failure only in local words."""


class OdsCensus:
    """As `parts.Census`, for the one part of an ODS file that has the sheets."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._sheets: list[_Sheet] = []
        self._sheet = _Sheet(file)
        self._depth = self._elements = self._area = self._text = 0
        self._parser = expat.ParserCreate()
        self._declared = False

    def open_part(self, part: str, is_small: bool) -> None:
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def read(self, piece: bytes) -> None:
        """Counts the next piece. BadInput once a limit is broken, or where it is not plain XML."""
        declared = not self._declared and piece.startswith(b"<?xml")
        self._declared = True
        if b"<!" in piece or piece.count(b"<?") > declared:
            raise refusals.damaged(self.file)
        self._parser.Parse(piece, False)

    def close_part(self) -> None:
        self._parser.Parse(b"", True)

    def marks(self) -> list[Marks | None]:
        return [sheet.marks for sheet in self._sheets]

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        if self._elements > MAX_ELEMENTS:
            raise refusals.too_many_cells(self.file)
        if self._depth == 1:
            sheet = self._sheet
            if tag == "text:p":
                sheet.filled = True
            elif tag in _CELLS:
                sheet.open_cell(attributes, self._parser.CurrentByteIndex)
            elif tag == "table:table-row":
                sheet.open_row(attributes)
            elif tag == "text:s":
                sheet.blanks(_count(attributes.get("text:c")))
        if tag == "table:table":
            self._depth += 1
            if self._depth == 1:
                self._sheet = _Sheet(self.file)
                self._sheets.append(self._sheet)

    def _end(self, tag: str) -> None:
        if tag == "table:table":
            if self._depth == 1:
                self._close_sheet(self._sheet)
            self._depth -= 1
        elif self._depth != 1:
            return
        elif tag in _CELLS:
            self._sheet.close_cell(self._parser.CurrentByteIndex)
        elif tag == "table:table-row":
            self._sheet.close_row()
            if self._text + self._sheet.text > MAX_TEXT:
                raise refusals.too_much_text(self.file)

    def _close_sheet(self, sheet: "_Sheet") -> None:
        self._area += sheet.last * sheet.width
        self._text += sheet.text
        if self._area > MAX_CELLS:
            raise refusals.too_many_cells(self.file)
        sheet.marks.clip(sheet.last, sheet.width)


class _Sheet:
    """One sheet while it is read. `last`: the last row with a cell that is not empty, from 1;
    `width`: the columns up to the last such cell; `text`: bytes of text, repeats counted."""

    def __init__(self, file: str) -> None:
        self.marks = Marks(file)
        self.last = self.width = self.text = 0
        self.filled = False
        self._row = self._repeated = self._column = 0
        self._hidden = False
        self._cell: dict[str, str] = {}
        self._began = self._blanks = self._bytes = self._end = 0
        self._percents: list[int] = []

    def open_row(self, attributes: dict[str, str]) -> None:
        self._row += self._repeated
        self._repeated = _count(attributes.get("table:number-rows-repeated"))
        self._hidden = attributes.get("table:visibility") in ("collapse", "filter")
        self._column = self._end = self._bytes = 0
        self._percents = []

    def open_cell(self, attributes: dict[str, str], at: int) -> None:
        self._cell = attributes
        self.filled = "office:value-type" in attributes or "table:formula" in attributes
        self._began = at
        self._blanks = 0

    def blanks(self, count: int) -> None:
        """The text of the cell has so many blanks more."""
        self._blanks += count
        if self._blanks > MAX_CELL:
            raise refusals.oversized_cell(self.marks.file)

    def close_cell(self, at: int) -> None:
        repeated = _count(self._cell.get("table:number-columns-repeated"))
        if self.filled:
            self._end = self._column + repeated
            if self._end > MAX_COLUMNS:
                raise refusals.too_many_columns(self.marks.file)
            self._bytes += (at - self._began + self._blanks) * repeated
            self._mark(range(self._column, self._end))
        self._column += repeated

    def close_row(self) -> None:
        if not self._end:
            return
        self.last = self._row + self._repeated
        self.width = max(self.width, self._end)
        self.text += self._bytes * self._repeated
        if self.last > MAX_XLSX_ROWS:
            raise refusals.too_many_rows(self.marks.file, MAX_XLSX_ROWS)
        if self.last * self.width > MAX_CELLS:
            raise refusals.too_many_cells(self.marks.file)
        lines = range(self._row + 1, self.last + 1)
        if self._hidden:
            self.marks.hidden.update(lines)
        for line in lines:
            for column in self._percents:
                self.marks.percent(line, column)

    def _mark(self, columns: range) -> None:
        cell = self._cell
        if cell.get("office:value-type") == "percentage":
            self._percents += columns
        line = self._row + 1
        down = _count(cell.get("table:number-rows-spanned"))
        across = _count(cell.get("table:number-columns-spanned"))
        self.marks.merge((line, columns[0], line + down - 1, columns[0] + across - 1))
        formula = cell.get("table:formula")
        if formula is not None and cell.get("calcext:value-type") == "error":
            self.marks.fix(line, columns[0], _FAILED)
        elif formula is not None and "office:value-type" not in cell:
            self.marks.unvalued(line, columns[0], formula.partition(":=")[2])


def _count(text: str | None) -> int:
    """How often something is repeated: at least once."""
    return 1 if text is None else max(1, int(text))
