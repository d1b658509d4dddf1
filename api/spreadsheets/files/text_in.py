"""Reads text files: any separator, UTF-8, UTF-16 or Windows-1252, any line ends.

The whole file is checked against the limits before the first record is returned.
"""

import csv
import io
import itertools
import re
from collections import deque
from collections.abc import Callable, Iterator
from typing import BinaryIO

from api.i18n import _
from api.spreadsheets.files import refusals
from api.spreadsheets.files.cells import Lines
from api.spreadsheets.files.limits import MAX_CELL, MAX_COLUMNS, MAX_CSV_ROWS, MAX_RECORD
from api.spreadsheets.files.separators import SAMPLE, said_separator, separator_of

_CHUNK = 65_536
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_WORD = re.compile(r"\w+")
_TWICE = re.compile("[ÃÂØÙ][\xa0-\xbf]")
"""A letter of UTF-8 that was read as two: then the text is UTF-8 that is damaged."""
_PAGE = re.compile(r"\s*(?:<(?:!doctype|html|\?xml|table|meta)|mime-version:)", re.IGNORECASE)


def text_lines(file: BinaryIO, name: str, is_heading: Callable[[str], bool]) -> tuple[Lines, str]:
    """Each record with the 1-based line it starts on, and a sentence about how the text was read,
    or "". BadInput if any record breaks a limit.

    `is_heading`: whether a text is a column's name; it helps to find the separator.
    """
    text, notice = _decoded(file, name)
    try:
        first = text.readline(MAX_RECORD)
        said = said_separator(first)
        sample = [first, *itertools.islice(text, SAMPLE - 1)]
        if _PAGE.match("".join(sample).removeprefix("\ufeff")):
            raise refusals.web_page(name)
        separator = said or separator_of(sample, is_heading)
        deque(_records(_rewound(text), name, separator, bool(said)), maxlen=0)
    except UnicodeDecodeError:
        raise refusals.not_utf8(name) from None
    return _records(_rewound(text), name, separator, bool(said)), notice


def _decoded(file: BinaryIO, name: str) -> tuple[io.TextIOWrapper, str]:
    """The text from its beginning, after the quick checks, and a notice if it is Windows-1252."""
    marked = file.read(2) in (b"\xff\xfe", b"\xfe\xff")
    text = _text(file, "utf-16" if marked else "utf-8-sig")
    try:
        _check(text, name)
        return _rewound(text), ""
    except UnicodeDecodeError:
        text.detach()
    if marked:
        raise refusals.not_utf8(name)
    text = _text(file, "cp1252")
    try:
        sample = _check(text, name)
    except UnicodeDecodeError:
        raise refusals.not_utf8(name) from None
    notice = _(
        "{file}: the text is not UTF-8; it was read as Windows-1252, for example “{sample}”. "
        "If that is wrong, save it again as “CSV UTF-8”.",
        file=name,
        sample=sample,
    )
    return _rewound(text), notice


def _text(file: BinaryIO, encoding: str) -> io.TextIOWrapper:
    file.seek(0)
    return io.TextIOWrapper(file, encoding=encoding, newline="")


def _rewound(text: io.TextIOWrapper) -> io.TextIOWrapper:
    text.seek(0)
    return text


def _check(text: io.TextIOWrapper, name: str) -> str:
    """The quick checks: NUL, the number of lines and the length of the longest. The first word
    with a character that is not ASCII, of at most 40 characters."""
    lines = length = 0
    sample = ""
    looks = text.encoding == "cp1252"
    while chunk := text.read(_CHUNK):
        lines += chunk.count("\n") + chunk.count("\r") - chunk.count("\r\n")
        last = max(chunk.rfind("\n"), chunk.rfind("\r"))
        length = length + len(chunk) if last < 0 else len(chunk) - last
        if "\0" in chunk:
            raise refusals.not_text(name)
        if lines > MAX_CSV_ROWS:
            raise refusals.too_many_rows(name, MAX_CSV_ROWS)
        if length > MAX_RECORD:
            raise refusals.oversized_record(name, lines + 1)
        if looks and _TWICE.search(chunk):
            raise refusals.not_utf8(name)
        if looks and not sample and (letter := _NOT_ASCII.search(chunk)):
            sample = _word_at(chunk, letter.start())
    return sample


def _word_at(text: str, at: int) -> str:
    """The word around this place, or at most 40 characters of it."""
    words = _WORD.finditer(text, max(0, at - 20), at + 20)
    return next((word[0] for word in words if word.start() <= at < word.end()), text[at])


def _records(
    text: io.TextIOWrapper, name: str, separator: str, skips_first: bool
) -> Iterator[tuple[int, list[str]]]:
    lines = _Lines(text, name)
    # Strict: otherwise one open quotation mark would take the rest of the file as one cell.
    reader = csv.reader(lines, delimiter=separator, strict=True)
    start = 1
    try:
        if skips_first:
            text.readline()
            lines.count = 1
            start = 2
        for values in reader:
            if len(values) > MAX_COLUMNS:
                raise refusals.too_many_columns(name)
            # A cell can be too long only if its record is longer than MAX_CELL.
            if lines.room < MAX_RECORD - MAX_CELL and max(map(len, values)) > MAX_CELL:
                raise refusals.oversized_record(name, start)
            yield start, values
            start = lines.count + 1
            lines.room = MAX_RECORD
    except csv.Error as error:
        too_long = "field limit" in str(error)
        raise (refusals.oversized_record if too_long else refusals.open_quotation)(
            name, start
        ) from None


class _Lines:
    """The physical lines of a file. One record may take at most MAX_RECORD characters of them."""

    def __init__(self, text: io.TextIOWrapper, name: str) -> None:
        self._text = text
        self._name = name
        self.count = 0
        self.room = MAX_RECORD

    def __iter__(self) -> Iterator[str]:
        for line in self._text:
            self.count += 1
            self.room -= len(line)
            if self.room < 0:
                raise refusals.oversized_record(self._name, self.count)
            yield line
