"""Reads files: each text file, and each sheet of a workbook, as lines of cells.

What a file is, is told from its first bytes; its name only says whether it is meant to be read.
`recognition` finds out what the columns mean. A file that cannot be used raises BadInput.
"""

import io
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from api.errors import BadInput
from api.i18n import _
from api.spreadsheets.files import refusals
from api.spreadsheets.files.cells import Lines
from api.spreadsheets.files.limits import (
    MAX_CSV_BYTES,
    MAX_FILES,
    MAX_XLS_BYTES,
    MAX_XLSX_BYTES,
)
from api.spreadsheets.files.marks import Merge
from api.spreadsheets.files.text_in import text_lines
from api.spreadsheets.files.workbook_in import workbook_sheets
from api.spreadsheets.files.xls_in import xls_sheets

IsHeading = Callable[[str], bool]

_TEXTS = (".csv", ".tsv", ".txt")
_WORKBOOKS = (".xlsx", ".xls", ".ods")
_OLE = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One text file (`name` is None) or one sheet of a workbook. `lines` can be read only once.

    `hidden`: whether the workbook hides the sheet; `hidden_lines`: numbers of the lines that it
    hides or filters away; `merges`: the cells that are one. Their value stands in each line that
    they go down over, and in each column that they go across, but where the same columns are
    merged on three lines or more: those are one wide column, and the others of them are blank.
    `notice`: a sentence about how the file was read, or ""."""

    file: str
    name: str | None
    lines: Lines
    hidden: bool = False
    hidden_lines: frozenset[int] = frozenset()
    notice: str = ""
    merges: tuple[Merge, ...] = ()

    @property
    def title(self) -> str:
        """The sheet's name, or the file's name without its ending."""
        return Path(self.file).stem if self.name is None else self.name

    @property
    def label(self) -> str:
        """File and sheet, for a sentence."""
        return f"{self.file} ({self.name[:40]})" if self.name else self.file


def sheets_of(paths: Sequence[Path], is_heading: IsHeading) -> Iterator[Sheet]:
    """The sheets of these files, and of those in any directory given; see `files_left_out`.

    A sheet's lines must be read before the next sheet is asked for.
    """
    for path in _files(paths):
        with _opened(path) as file:
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


def files_left_out(paths: Sequence[Path]) -> list[str]:
    """The names of what stands in these directories and is not read. Files that programs hide
    there are not among them."""
    directories = [path for path in paths if path.is_dir()]
    return sorted(
        file.name
        for directory in directories
        for file in directory.iterdir()
        if not _readable(file) and not _is_hidden(file)
    )


def _sheets(path: Path, file: BinaryIO, is_heading: IsHeading) -> Iterator[Sheet]:
    name = path.name
    head = file.read(4)
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if head.startswith(b"PK") or head == _OLE:
        limit = MAX_XLS_BYTES if head == _OLE else MAX_XLSX_BYTES
        if size > limit:
            raise refusals.too_large(name, limit)
        for title, lines, marks, is_hidden in (xls_sheets if head == _OLE else workbook_sheets)(
            file, name
        ):
            hidden, merges = frozenset(marks.hidden), tuple(marks.merges)
            yield Sheet(name, title, marks.on(lines), is_hidden, hidden, "", merges)
        return
    lines, notice = text_lines(file, name, is_heading)
    if path.suffix.lower() in _WORKBOOKS:
        notice = f"{_said_text(name)} {notice}".strip()
    yield Sheet(name, None, lines, notice=notice)


def _said_text(name: str) -> str:
    return _("{file}: this is a text file, not a workbook; it was read as text.", file=name)


def _files(paths: Sequence[Path]) -> list[Path]:
    files = [file for path in paths for file in (_inside(path) if path.is_dir() else [path])]
    if len(files) > MAX_FILES:
        raise refusals.too_many_files()
    for file in files:
        if not _readable(file):
            raise refusals.not_readable(file.name)
    return files


def _inside(directory: Path) -> list[Path]:
    found = [f for f in directory.iterdir() if _readable(f) and not _is_hidden(f)]
    if not found:
        raise refusals.nothing_readable(directory.name)
    return sorted(found, key=lambda file: file.name)


def _is_hidden(file: Path) -> bool:
    """Excel writes `~$people.xlsx` while a workbook is open; macOS writes `._people.csv`."""
    return file.name.startswith(("~$", "."))


def _readable(file: Path) -> bool:
    return file.suffix.lower() in (*_TEXTS, *_WORKBOOKS)


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """A regular, non-empty file that is not too large. Never waits on a pipe or a device."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        raise refusals.no_such_file(path.name) from None
    except (OSError, ValueError):
        raise refusals.not_opened(path.name) from None
    try:
        _check(os.fstat(handle), path.name)
    except BadInput:
        os.close(handle)
        raise
    with os.fdopen(handle, "rb") as file:
        yield file


def _check(status: os.stat_result, name: str) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise refusals.not_a_file(name)
    if status.st_size == 0:
        raise refusals.empty(name)
    if status.st_size > MAX_CSV_BYTES:
        raise refusals.too_large(name, MAX_CSV_BYTES)
