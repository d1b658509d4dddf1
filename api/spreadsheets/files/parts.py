"""Counts, while a workbook is unpacked, the cells and text that the reader would build from it.

Each piece is first parsed as XML, and refused if it has a document type or a comment; so every
`<` begins a tag. Then regular expressions can count safely: a tag that matters has the plain form
that spreadsheet programs write, or the part is `Odd`. The same walk finds the `Marks` of sheets.
"""

import re
from array import array
from itertools import pairwise
from string import ascii_uppercase, digits
from xml.parsers import expat

from api.spreadsheets.files import refusals
from api.spreadsheets.files.limits import MAX_CELLS, MAX_COLUMNS, MAX_TEXT, MAX_TOKEN, MAX_XLSX_ROWS
from api.spreadsheets.files.marks import Marks
from api.spreadsheets.files.xlsx_marks import Book, Odd, SheetScan, column

_CELL = re.compile(rb'<c r="([A-Z]{1,3}+[0-9]{1,7}+)"(?: [a-z]++="[^"<>&]*+")*+ ?/?>')
_ODD_CELL = re.compile(rb"<c[\t\r\n/>]")
_SHARED = re.compile(rb' t="s"[^<>]*><v>([0-9]{1,9})')
_STRING = re.compile(rb"<si[\s/>]")
_PREFIXED = re.compile(rb":(?:c|si|row|mergeCell)[\s/>]")
_PREFIX = re.compile(rb"(</?)[^\s<>/:]+:")
_NO_DIGITS = str.maketrans("", "", digits)
_NO_LETTERS = str.maketrans("", "", ascii_uppercase)


class Census:
    """Counts the cells and the text of one workbook, and finds the marks of its sheets.

    Its shared strings must be read first, then its small parts, then its sheets."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._book = Book()
        self._marks: dict[str, Marks] = {}
        self._lengths = array("L")
        self._links: set[str] = set()
        self._cells = self._area = self._text = 0
        self._part = _Part("", None)
        self._scan: SheetScan | None = None

    def open_part(self, part: str, is_small: bool) -> None:
        """Begins a part with this name. `is_small`: whether it may say where a sheet is."""
        self._part = _Part(part, self._book if is_small else None)
        self._scan = None
        if part.startswith("xl/worksheets/"):
            self._scan = SheetScan(self.file, self._book)
            self._marks[part.rpartition("/")[2]] = self._scan.marks

    def read(self, piece: bytes) -> None:
        """Counts the next piece, which is cut between tags. BadInput once a limit is broken; Odd
        where the piece cannot be counted."""
        self._part.parse(piece)
        if _PREFIXED.search(piece):
            piece = _PREFIX.sub(rb"\1", piece)
        self._take_links()
        self._take_strings(piece)
        self._take_cells(piece)
        self._take_text(piece)
        if self._scan:
            self._scan.read(piece)

    def close_part(self) -> None:
        """Ends the part. BadInput if its rectangle of cells is too large."""
        self._part.finish()
        self._take_links()
        # The reader stores the rectangle around the cells, the empty ones too.
        self._area += self._part.area()
        if self._area > MAX_CELLS:
            raise refusals.too_many_cells(self.file)
        if self._scan:
            self._scan.marks.clip(*self._part.ends())

    def marks(self) -> list[Marks | None]:
        """The marks of each sheet, in the workbook's order; None where it has no cells."""
        parts = [self._book.targets.get(key, "") for key in self._book.sheets]
        return [self._marks.get(part) for part in parts]

    def _take_links(self) -> None:
        """Refuses two sheets in one part: it would be counted once and read twice."""
        for link in self._part.links:
            if link in self._links:
                raise refusals.damaged(self.file)
            self._links.add(link)
        self._part.links.clear()

    def _take_strings(self, piece: bytes) -> None:
        """Lengths of shared strings, with their tags. A string may continue in the next piece."""
        starts = [match.start() for match in _STRING.finditer(piece)]
        if self._part.in_strings:
            self._lengths[-1] += starts[0] if starts else len(piece)
        if starts:
            self._part.in_strings = True
            self._lengths.extend(end - start for start, end in pairwise([*starts, len(piece)]))
        if self._part.in_strings and max(self._lengths[-len(starts) - 1 :]) > MAX_TOKEN:
            raise refusals.oversized_cell(self.file)

    def _take_cells(self, piece: bytes) -> None:
        cells = _CELL.findall(piece)
        if len(cells) != piece.count(b"<c ") or _ODD_CELL.search(piece):
            raise Odd
        self._cells += len(cells)
        if max(self._cells, len(self._lengths)) > MAX_CELLS:
            raise refusals.too_many_cells(self.file)
        self._part.extend(*self._places(cells))

    def _places(self, references: list[bytes]) -> tuple[set[int], set[int]]:
        """Rows and columns of references like `B5`, all within the limits."""
        joined = b" ".join(references).decode()
        rows = set(map(int, joined.translate(_NO_LETTERS).split()))
        columns = {column(letters) for letters in set(joined.translate(_NO_DIGITS).split())}
        if max(rows, default=1) > MAX_XLSX_ROWS:
            raise refusals.too_many_rows(self.file, MAX_XLSX_ROWS)
        if max(columns, default=1) > MAX_COLUMNS:
            raise refusals.too_many_columns(self.file)
        return rows, columns

    def _take_text(self, piece: bytes) -> None:
        """Adds the length of the cells' shared strings: each cell gets its own copy."""
        indexes = list(map(int, _SHARED.findall(piece)))
        if max(indexes, default=-1) >= len(self._lengths):
            raise refusals.damaged(self.file)
        self._text += sum(map(self._lengths.__getitem__, indexes))
        # A reference that is written in another way counts as the longest string.
        if unclear := piece.count(b' t="s"') - len(indexes):
            self._text += unclear * max(self._lengths, default=0)
        if self._text > MAX_TEXT:
            raise refusals.too_much_text(self.file)


class _Part:
    """One part while it is read: its parser, and the rectangle around its cells so far."""

    def __init__(self, name: str, book: Book | None) -> None:
        self.links: list[str] = []
        self.in_strings = False
        self._name = name
        self._book = book
        self._declared = False
        self._rows: set[int] = set()
        self._columns: set[int] = set()
        self._parser = expat.ParserCreate("utf-8")
        if book:
            self._parser.StartElementHandler = self._start

    def parse(self, piece: bytes) -> None:
        """Odd if the piece has more than tags and text, ExpatError if it is not XML."""
        declared = not self._declared and piece.startswith(b"<?xml")
        self._declared = True
        if b"<!" in piece or piece.count(b"<?") > declared:
            raise Odd
        self._parser.Parse(piece, False)

    def finish(self) -> None:
        self._parser.Parse(b"", True)

    def extend(self, rows: set[int], columns: set[int]) -> None:
        if rows:
            rows |= self._rows
            self._rows = {min(rows), max(rows)}
            self._columns |= columns

    def area(self) -> int:
        if not self._rows:
            return 0
        height = max(self._rows) - min(self._rows) + 1
        return height * (max(self._columns) - min(self._columns) + 1)

    def ends(self) -> tuple[int, int]:
        """The last row and the last column with a cell, from 1."""
        return max(self._rows, default=0), max(self._columns, default=0)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        """Which part each sheet is in, by `workbook.xml` and its relationships."""
        name = tag.rpartition(":")[2]
        if self._book:
            self._book.element(self._name, name, attributes)
        if name == "sheet":
            self.links += [link for key, link in attributes.items() if key.endswith(":id")]
        elif name == "Relationship":
            target = attributes.get("Target", "").lower().removeprefix("/").removeprefix("xl/")
            folder, _slash, file = target.rpartition("/")
            if folder in ("", "worksheets"):
                self.links.append(file)
