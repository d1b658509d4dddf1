"""Finds, while an XLSX file is checked, what its cells are beside their values.

`Book` listens to the small parts: which number formats are per cent, which part each sheet is in.
`SheetScan` looks at the pieces of one sheet with regular expressions; each `<` in them begins a
tag.
"""

import re

from api.spreadsheets.files import refusals
from api.spreadsheets.files.limits import MAX_TOKEN
from api.spreadsheets.files.marks import Marks

_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')
"""What is not a sign of a number format: 80"%" shows the number itself."""
_PERCENT_FORMATS = {9, 10}
_STYLED = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^<>]* s="([0-9]{1,6})"')
_FORMULA = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"([^<>]*)>\s*'
    rb"<f\b(?:[^<>]*/>|[^<>]*>([^<]*)</f>)\s*"
    rb"(?:(<v)\b(?:[^<>]*/>|[^<>]*>([0.]*)</v>)\s*)?</c>"
)
_ROW = re.compile(rb"<row\b[^<>]*>")
_HIDDEN = re.compile(rb"""\shidden\s*=\s*["'](?:1|true)["']""")
_NUMBER = re.compile(rb"""\sr\s*=\s*["']([0-9]{1,7})["']""")
_MERGE = re.compile(
    rb"""<mergeCell\b[^<>]*\sref\s*=\s*["']([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})["']"""
)


class Odd(Exception):
    """A part is written in a way that is valid, but cannot be checked as it stands."""


def is_percent(code: str) -> bool:
    """Whether a number format like `0.0%` shows numbers as per cent."""
    return "%" in _QUOTED.sub("", code)


def column(letters: str) -> int:
    """`A` → 1, `Z` → 26, `AA` → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


class Book:
    """What the small parts of a workbook say. They are read before the sheets.

    `sheets`: the keys of the sheets in order; `targets`: the part of each key; `percents`: the
    cell styles that are per cent; `never_computed`: whether no spreadsheet has computed the
    workbook since a program wrote it, so that its zeros stand for no value."""

    def __init__(self) -> None:
        self.sheets: list[str] = []
        self.targets: dict[str, str] = {}
        self.percents: set[bytes] = set()
        self.never_computed = False
        self._formats = set(_PERCENT_FORMATS)
        self._styles = 0
        self._in_styles = False

    def element(self, part: str, name: str, attributes: dict[str, str]) -> None:
        """One element of the part, its name without a prefix."""
        if part == "xl/styles.xml":
            self._style(name, attributes)
        elif name == "sheet":
            self.sheets += [link for key, link in attributes.items() if key.endswith(":id")]
        elif name == "calcPr":
            self.never_computed = attributes.get("fullCalcOnLoad") in ("1", "true")
        elif name == "Relationship" and part.startswith("xl/_rels/"):
            target = attributes.get("Target", "").lower().rpartition("/")[2]
            self.targets[attributes.get("Id", "")] = target

    def _style(self, name: str, attributes: dict[str, str]) -> None:
        number = attributes.get("numFmtId", "0")
        if name == "numFmt":
            at = int(number)
            self._formats.discard(at)
            if is_percent(attributes.get("formatCode", "")):
                self._formats.add(at)
        elif name.endswith("Xfs") or name == "dxfs":
            self._in_styles = name == "cellXfs"
        elif name == "xf" and self._in_styles:
            if int(number) in self._formats:
                self.percents.add(b"%d" % self._styles)
            self._styles += 1


class SheetScan:
    """The marks of one sheet, found piece by piece."""

    def __init__(self, file: str, book: Book) -> None:
        self.marks = Marks(file)
        self._book = book
        self._rest = b""

    def read(self, piece: bytes) -> None:
        """`piece`: without prefixes, cut between tags. Odd where a hidden row has no number."""
        if self._book.percents:
            self._take_percents(piece)
        if b"<f" in piece or self._rest:
            self._take_formulas(piece)
        if b"hidden" in piece:
            self._take_hidden(piece)
        if b"<mergeCell" in piece:
            for left, top, right, bottom in _MERGE.findall(piece):
                self.marks.merge((int(top), _at(left), int(bottom), _at(right)))

    def _take_percents(self, piece: bytes) -> None:
        percents = self._book.percents
        for letters, line, style in _STYLED.findall(piece):
            if style in percents:
                self.marks.percent(int(line), _at(letters))

    def _take_formulas(self, piece: bytes) -> None:
        """A cell may be continued in the next piece."""
        piece = self._rest + piece
        last = piece.rfind(b"<c ")
        whole = last < 0 or piece.find(b"</c>", last) >= 0 or b"<f" not in piece[last:]
        self._rest = b"" if whole else piece[last:]
        if len(self._rest) > 2 * MAX_TOKEN:
            raise refusals.oversized_cell(self.marks.file)
        for letters, line, kind, formula, value, zero in _FORMULA.findall(piece):
            # A text that a formula has computed may be empty, like that of =IF(A1="","",A1).
            if (b't="str"' in kind and value) or (zero and not self._book.never_computed):
                continue
            self.marks.unvalued(int(line), _at(letters), formula.decode())

    def _take_hidden(self, piece: bytes) -> None:
        for row in _ROW.findall(piece):
            if _HIDDEN.search(row):
                number = _NUMBER.search(row)
                if number is None:
                    raise Odd
                self.marks.hidden.add(int(number[1]))


def _at(letters: bytes) -> int:
    return column(letters.decode()) - 1
