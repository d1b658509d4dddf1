"""The guard before the XLS reader: walks the records of a workbook and keeps only what is needed.

The reader trusts the counts in a file, and follows what the file points to. So it gets a copy in
which only records of known, harmless kinds are left, once their numbers are within limits. The
same walk finds merges, hidden rows and formulas without a value.
"""

from collections.abc import Iterable
from struct import unpack_from

from api.spreadsheets.files import refusals
from api.spreadsheets.files.limits import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_RUNS,
    MAX_SHEETS,
    MAX_XLS_CELLS,
    MAX_XLS_STYLES,
)
from api.spreadsheets.files.marks import Marks

_BOF, _EOF, _BOUNDSHEET, _SST, _CONTINUE, _FILEPASS = 0x809, 0x0A, 0x85, 0xFC, 0x3C, 0x2F
_FORMULA, _MULRK, _ROW, _MERGES = 0x06, 0xBD, 0x208, 0xE5
_CELLS = {_FORMULA, _MULRK, 0x203, 0xFD, 0x204, 0xD6, 0x27E, 0x205}
"""FORMULA, MULRK, NUMBER, LABELSST, LABEL, RSTRING, RK, BOOLERR."""
_RESULTS = {0x207, 0x4BC, 0x221, 0x236}
"""STRING, SHRFMLA, ARRAY, TABLEOP: what follows a formula."""
_STYLES = {0x31, 0x41E, 0xE0, 0x293}
"""FONT, FORMAT, XF, STYLE."""
_GLOBALS = {_BOUNDSHEET, _SST, _CONTINUE, 0x42, 0x22, 0x8C, *_STYLES}
"""With CODEPAGE, DATEMODE, COUNTRY."""
_IGNORED = b"\xe1\x00"
"""A kind of record that the reader passes over."""
_HIDDEN = 0x20
_ON_LOAD = 2
_EMPTY_TEXT = b"\x03\0\0\0\0\0\xff\xff"


class Records:
    """The records of one workbook. `marks`: of each worksheet in order."""

    def __init__(self, file: str, stream: bytes) -> None:
        self.file = file
        self.stream = bytearray(stream)
        self.marks: list[Marks] = []
        self._starts: dict[int, Marks] = {}
        self._cells = self._styles = self._area = 0
        self._strings: list[memoryview] = []
        # Excel says here on which systems it has edited the workbook; xlwt says none.
        self._is_uncomputed = stream[2:3] >= b"\x10" and stream[12:16] == bytes(4)

    def check(self) -> None:
        """Leaves in the stream only what is needed. BadInput once a limit is broken."""
        end = self._substream(0, None)
        while following := [start for start in self._starts if start >= end]:
            start = min(following)
            end = self._substream(start, self._starts.pop(start))
        if self._starts or not self.marks:
            raise refusals.damaged(self.file)

    def _substream(self, at: int, marks: Marks | None) -> int:
        """One sheet, or without marks what stands before all sheets; where it ends."""
        if unpack_from("<H", self.stream, at)[0] != _BOF:
            raise refusals.damaged(self.file)
        depth = last = width = 0
        view = memoryview(self.stream)
        while at + 4 <= len(view):
            kind, size = unpack_from("<HH", view, at)
            data = view[at + 4 : at + 4 + size]
            self._count(1)
            if kind in (_BOF, _EOF):
                depth += 1 if kind == _BOF else -1
            elif depth == 1 and marks and kind in _CELLS:
                row, column = self._cell(marks, kind, data)
                last, width = max(last, row + 1), max(width, column + 1)
            elif depth > 1 or not self._is_kept(kind, data, marks):
                view[at : at + 2] = _IGNORED
            at += 4 + size
            if not depth:
                break
        self._area += last * width
        if self._area > MAX_CELLS:
            raise refusals.too_many_cells(self.file)
        (marks or Marks(self.file)).clip(last, width)
        self._check_strings()
        return at

    def _is_kept(self, kind: int, data: memoryview, marks: Marks | None) -> bool:
        """Whether the reader gets a record that is no cell."""
        if kind == _FILEPASS:
            raise refusals.sealed(self.file)
        if marks:
            self._mark(marks, kind, data)
            return kind in _RESULTS
        if kind == _SST:
            self._strings = [data]
        elif kind == _CONTINUE and self._strings:
            self._strings.append(data)
        elif self._strings:
            self._check_strings()
        if kind in _STYLES or kind == _BOUNDSHEET:
            self._styles += 1
            if self._styles > MAX_XLS_STYLES:
                raise refusals.unpacks(self.file)
        if kind == _BOUNDSHEET:
            self._sheet(data)
        return kind in _GLOBALS

    def _sheet(self, data: memoryview) -> None:
        """Where a sheet begins. Sheets of charts and macros are not read."""
        start, _visibility, kind = unpack_from("<IBB", data)
        if kind != 0:
            return
        if start in self._starts or len(self.marks) == MAX_SHEETS:
            raise refusals.unpacks(self.file)
        self._starts[start] = Marks(self.file)
        self.marks.append(self._starts[start])

    def _count(self, cells: int) -> None:
        self._cells += cells
        if self._cells > MAX_XLS_CELLS:
            raise refusals.too_many_xls_cells(self.file)

    def _cell(self, marks: Marks, kind: int, data: memoryview) -> tuple[int, int]:
        """The row and the last column of a cell, or of a row of cells, from 0."""
        row, column = unpack_from("<HH", data)
        if kind == _MULRK:
            cells = (len(data) - 6) // 6
            self._count(cells)
            column += cells - 1
        if column >= MAX_COLUMNS:
            raise refusals.too_many_columns(self.file)
        if kind == _FORMULA:
            (options,) = unpack_from("<H", data, 14)
            result = bytes(data[6:14])
            if (options & _ON_LOAD and result == bytes(8)) or (
                self._is_uncomputed and result == _EMPTY_TEXT
            ):
                marks.unvalued(row + 1, column, "")
        return row, column

    def _mark(self, marks: Marks, kind: int, data: memoryview) -> None:
        if kind == _ROW and unpack_from("<H", data, 12)[0] & _HIDDEN:
            marks.hidden.add(unpack_from("<H", data)[0] + 1)
        elif kind == _MERGES:
            (count,) = unpack_from("<H", data)
            for at in range(count):
                top, bottom, left, right = unpack_from("<4H", data, 2 + 8 * at)
                marks.merge((top + 1, left, bottom + 1, right))

    def _check_strings(self) -> None:
        """Walks the table of strings as the reader does, without making them."""
        if not self._strings:
            return
        (count,) = unpack_from("<i", self._strings[0], 4)
        if count > MAX_XLS_CELLS:
            raise refusals.too_many_xls_cells(self.file)
        walk = _Strings(self._strings)
        self._strings = []
        if sum(walk.next() for _string in range(count)) > MAX_RUNS:
            raise refusals.too_much_text(self.file)


class _Strings:
    """A place in the table of strings, which lies in several records."""

    def __init__(self, parts: Iterable[memoryview]) -> None:
        self._parts = iter(parts)
        self._data = next(self._parts)
        self._at = 8

    def next(self) -> int:
        """Passes over one string: the number of its runs. ValueError where there is none."""
        if self._at >= len(self._data):
            self._turn(0)
        length, options = unpack_from("<HB", self._data, self._at)
        self._at += 3
        runs = extra = 0
        if options & 8:
            (runs,) = unpack_from("<H", self._data, self._at)
            self._at += 2
        if options & 4:
            (extra,) = unpack_from("<i", self._data, self._at)
            self._at += 4
        if extra < 0:
            raise ValueError("a string ends before it begins")
        self._text(length, options & 1)
        self._skip(4 * runs + extra)
        return int(runs)

    def _text(self, length: int, wide: int) -> None:
        while True:
            taken = min(length, (len(self._data) - self._at) >> wide)
            self._at += taken << wide
            length -= taken
            if not length:
                return
            self._turn(1)
            wide = self._data[0] & 1

    def _skip(self, size: int) -> None:
        while size > len(self._data) - self._at:
            size -= len(self._data) - self._at
            self._turn(0)
        self._at += size

    def _turn(self, at: int) -> None:
        """Goes on in the next record."""
        following = next(self._parts, None)
        if following is None:
            raise ValueError("the table of strings breaks off")
        self._data, self._at = following, at
