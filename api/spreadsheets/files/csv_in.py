"""Reads CSV files: UTF-8, comma or semicolon, line breaks inside quotation marks.

The whole file is checked against the limits before the first record is returned.
"""

import csv
import io
from collections import deque
from collections.abc import Callable, Iterator
from typing import BinaryIO

from api.spreadsheets.files import refusals
from api.spreadsheets.files.limits import MAX_CELL, MAX_COLUMNS, MAX_CSV_ROWS, MAX_RECORD

_CHUNK = 65_536


def csv_records(
    file: BinaryIO, name: str, is_heading: Callable[[str], bool]
) -> Iterator[tuple[int, list[str]]]:
    """Each record with the 1-based line it starts on. BadInput if any record breaks a limit.

    `is_heading`: whether a text is a column's name. The separator that gives more of them is used.
    """
    _check_bytes(file, name)
    file.seek(0)
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    try:
        delimiter = _delimiter(text.readline(), is_heading)
        text.seek(0)
        deque(_records(text, name, delimiter), maxlen=0)
        text.seek(0)
        yield from _records(text, name, delimiter)
    except UnicodeDecodeError:
        raise refusals.not_utf8(name) from None


def _check_bytes(file: BinaryIO, name: str) -> None:
    """The quick checks, on bytes: NUL, the number of lines and the length of the longest."""
    lines = length = 0
    while chunk := file.read(_CHUNK):
        lines += chunk.count(b"\n") + chunk.count(b"\r") - chunk.count(b"\r\n")
        last = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
        length = length + len(chunk) if last < 0 else len(chunk) - last
        if b"\0" in chunk and not chunk.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise refusals.not_text(name)
        if lines > MAX_CSV_ROWS:
            raise refusals.too_many_rows(name, MAX_CSV_ROWS)
        if length > MAX_RECORD:
            raise refusals.oversized_record(name, lines + 1)


def _records(text: io.TextIOWrapper, name: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    lines = _Lines(text, name)
    # Strict: otherwise one open quotation mark would take the rest of the file as one cell.
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    start = 1
    try:
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


def _delimiter(header: str, is_heading: Callable[[str], bool]) -> str:
    """Comma or semicolon: the one that splits the header into more known column names."""

    def names(delimiter: str) -> int:
        return len({cell for cell in map(_bare, header.split(delimiter)) if is_heading(cell)})

    return ";" if names(";") > names(",") else ","


def _bare(cell: str) -> str:
    return cell.strip(' "')


def text_records(text: str) -> list[tuple[int, list[str]]]:
    between = "\t" if "\t" in text else ";" if ";" in text else ","
    return list(enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=between), 1))
