"""A workbook of the rows that an import refused, with the reason in a last column, `problem`."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from api.spreadsheets.files.cells import Cell
from api.spreadsheets.files.writing import write_xlsx
from api.spreadsheets.recognition.columns import COLUMNS, PROBLEM
from api.spreadsheets.recognition.tables import Row

RowWithReason = tuple[Row, str | None]


def write_refused_rows(
    target: BinaryIO | Path, tables: Mapping[str, Iterable[RowWithReason]]
) -> None:
    """A sheet for each table. Corrected, the file may be imported again as it is."""

    def cells(table: str, rows: Iterable[RowWithReason]) -> Iterator[list[Cell | None]]:
        for row, reason in rows:
            yield [*(row.cells.get(column) for column in COLUMNS[table]), reason]

    sheets = {t: ((*COLUMNS[t], PROBLEM), cells(t, rows)) for t, rows in tables.items()}
    write_xlsx(target, sheets)
