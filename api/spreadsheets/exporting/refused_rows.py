"""A workbook of the rows that an import refused; the last column, `problem`, has the reason."""

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
    """One sheet for each table. Once corrected, the file can be imported as it is."""

    def cells(table: str, rows: Iterable[RowWithReason]) -> Iterator[list[Cell | None]]:
        for row, reason in rows:
            yield [*(row.cells.get(column) for column in COLUMNS[table]), reason]

    sheets = {t: ((*COLUMNS[t], PROBLEM), cells(t, rows)) for t, rows in tables.items()}
    write_xlsx(target, sheets)
