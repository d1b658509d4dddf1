"""What a file from outside may be at most, and how it is opened without trusting its name.

Nothing is built in memory before the whole file has been seen to keep these limits, so a
hostile file is refused in seconds and in little memory, with one sentence.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from api.errors import BadInput
from api.i18n import _

MAX_FILES = 100
MAX_CSV_BYTES = 128_000_000
MAX_XLSX_BYTES = 64_000_000
MAX_CSV_ROWS = 2_000_000
MAX_XLSX_ROWS = 400_000
MAX_COLUMNS = 200
MAX_CELL = 10_000
"""Characters in a cell."""
MAX_RECORD = MAX_COLUMNS * MAX_CELL
"""Characters in a row of a CSV file."""

MAX_SHEETS = 50
MAX_CELLS = 1_000_000
"""Cells in a workbook, also as the rectangle around those filled: the reader stores it densely."""
MAX_ENTRIES = 2_000
MAX_DIRECTORY = 1_000_000
"""Bytes of a zip archive's central directory."""
MAX_UNPACKED = 256_000_000
"""Bytes that all entries of a workbook may unpack to."""
MAX_SMALL_PART = 16_000_000
"""Bytes of a workbook's part that is neither a sheet nor the shared strings."""
MAX_TEXT = 128_000_000
"""Bytes of text in a workbook once each cell holds its own copy."""
MAX_TOKEN = 100_000
"""Bytes between two ends of tags: a cell of MAX_CELL characters, escaped, fits."""


@contextmanager
def opened(path: Path, limit: int) -> Iterator[BinaryIO]:
    """A regular, non-empty file of at most `limit` bytes. Never waits on a pipe or a device."""
    name = path.name
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        raise BadInput(_("{file}: there is no such file.", file=name)) from None
    except (OSError, ValueError):
        raise BadInput(_("{file}: the file cannot be opened.", file=name)) from None
    try:
        _check(os.fstat(handle), limit, name)
    except BadInput:
        os.close(handle)
        raise
    with os.fdopen(handle, "rb") as file:
        yield file


def _check(status: os.stat_result, limit: int, name: str) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise BadInput(_("{file}: this is not a file.", file=name))
    if status.st_size == 0:
        raise BadInput(_("{file}: the file is empty.", file=name))
    if status.st_size > limit:
        raise BadInput(
            _(
                "{file}: the file is larger than {limit} MB. Split it into several files.",
                file=name,
                limit=limit // 1_000_000,
            )
        )
