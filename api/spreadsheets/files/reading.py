"""Reads files: each CSV file, and each sheet of a workbook, as lines of cells.

`recognition` finds out what the columns mean. A file that cannot be used raises BadInput.
"""

import io
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from api.errors import BadInput
from api.spreadsheets.files import refusals
from api.spreadsheets.files.cells import Lines
from api.spreadsheets.files.csv_in import csv_records
from api.spreadsheets.files.limits import MAX_CSV_BYTES, MAX_FILES, MAX_XLSX_BYTES
from api.spreadsheets.files.xlsx_in import xlsx_sheets

IsHeading = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One text file (`name` is None) or one sheet of a workbook. `lines` can be read only once.

    `hidden`: whether the workbook hides the sheet; `hidden_lines`: numbers of the lines that it
    hides or filters away; `notice`: a sentence about how the file was read, or ""."""

    file: str
    name: str | None
    lines: Lines
    hidden: bool = False
    hidden_lines: frozenset[int] = frozenset()
    notice: str = ""

    @property
    def title(self) -> str:
        """The sheet's name, or the file's name without its ending."""
        return Path(self.file).stem if self.name is None else self.name

    @property
    def label(self) -> str:
        """File and sheet, for a sentence."""
        return f"{self.file} ({self.name[:40]})" if self.name else self.file


def sheets_of(paths: Sequence[Path], is_heading: IsHeading) -> Iterator[Sheet]:
    """The sheets of these .csv and .xlsx files, and of those in any directory given.

    A sheet's lines must be read before the next sheet is asked for.
    """
    for path in _files(paths):
        with _opened(path, MAX_CSV_BYTES if _is_csv(path) else MAX_XLSX_BYTES) as file:
            yield from _sheets(path, file, is_heading)


def sheets_uploaded(files: Sequence[tuple[str, bytes]], is_heading: IsHeading) -> Iterator[Sheet]:
    """As `sheets_of`, for files in memory: (name, content). Nothing is written to disk."""
    if len(files) > MAX_FILES:
        raise refusals.too_many_files()
    for name, content in files:
        if not _readable(Path(name)):
            raise refusals.not_readable(name)
        if not content:
            raise refusals.empty(name)
        yield from _sheets(Path(name), io.BytesIO(content), is_heading)


def _sheets(path: Path, file: BinaryIO, is_heading: IsHeading) -> Iterator[Sheet]:
    if _is_csv(path):
        yield Sheet(path.name, None, csv_records(file, path.name, is_heading))
    else:
        for name, lines in xlsx_sheets(file, path.name):
            yield Sheet(path.name, name, lines)


def _files(paths: Iterable[Path]) -> list[Path]:
    files = [file for path in paths for file in (_inside(path) if path.is_dir() else [path])]
    if len(files) > MAX_FILES:
        raise refusals.too_many_files()
    for file in files:
        if not _readable(file):
            raise refusals.not_readable(file.name)
    return files


def _inside(directory: Path) -> list[Path]:
    # Excel writes `~$people.xlsx` while a workbook is open; macOS writes `._people.csv`.
    found = [f for f in directory.iterdir() if _readable(f) and not f.name.startswith(("~$", "."))]
    if not found:
        raise refusals.nothing_readable(directory.name)
    return sorted(found, key=lambda file: file.name)


def _readable(file: Path) -> bool:
    return file.suffix.lower() in (".csv", ".xlsx")


def _is_csv(file: Path) -> bool:
    return file.suffix.lower() == ".csv"


@contextmanager
def _opened(path: Path, limit: int) -> Iterator[BinaryIO]:
    """A regular, non-empty file of at most `limit` bytes. Never waits on a pipe or a device."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        raise refusals.no_such_file(path.name) from None
    except (OSError, ValueError):
        raise refusals.not_opened(path.name) from None
    try:
        _check(os.fstat(handle), limit, path.name)
    except BadInput:
        os.close(handle)
        raise
    with os.fdopen(handle, "rb") as file:
        yield file


def _check(status: os.stat_result, limit: int, name: str) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise refusals.not_a_file(name)
    if status.st_size == 0:
        raise refusals.empty(name)
    if status.st_size > limit:
        raise refusals.too_large(name, limit)
