"""Lists as files to download: `?format=xlsx` or `?format=csv`."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import BinaryIO, cast

from flask import Response, send_file

from api.spreadsheets.files.cells import Cell
from api.spreadsheets.files.writing import Values, write_csv, write_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {
    "xlsx": XLSX,
    "csv": "text/csv",
}
IN_MEMORY = 1 << 20
"""Bytes; a larger file is written to a temporary file."""


def spreadsheet(
    name: str,
    format: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Cell | None]],
    day: date | None = None,
) -> Response:
    """A file of one table. `name`: of the file and of its sheet; `day`: added to the file's name.
    Codes and dates are written as in the API."""
    file = cast(BinaryIO, tempfile.SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115
    if format == "csv":
        write_csv(file, columns, rows)
    else:
        write_xlsx(file, {name: (columns, rows)})
    file.seek(0)
    filename = f"{name}-{day}.{format}" if day else f"{name}.{format}"
    return send_file(file, TYPES[format], as_attachment=True, download_name=filename)


def workbook(name: str, sheets: Mapping[str, tuple[Sequence[str], Values]]) -> Response:
    """An XLSX file. `name`: of the file; `sheets`: name → (columns, rows)."""
    return attached(name, lambda book: write_xlsx(book, sheets))


def attached(name: str, write: Callable[[BinaryIO], None]) -> Response:
    """An XLSX file that `write` writes. `name`: of the file."""
    book = io.BytesIO()
    write(book)
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    return Response(book.getvalue(), mimetype=XLSX, headers=headers)
