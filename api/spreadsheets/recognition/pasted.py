"""Rows pasted from a spreadsheet: finds out each column from its heading or its cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from api.spreadsheets.recognition.codes import in_codes
from api.spreadsheets.recognition.contents import columns_by_content
from api.spreadsheets.recognition.headings import column_of, columns_named
from api.spreadsheets.recognition.phrases import plain
from api.spreadsheets.recognition.register_columns import all_labels

Cells = list[str]
Line = dict[str, str]
"""Column → cell of one row."""
MAX_ROWS = 2000


@dataclass(frozen=True)
class Pasted:
    """`columns`: the name of each column, "" where it is left out; `heading`: the first row if it
    names the columns, else []; `sure`: whether nothing had to be guessed."""

    columns: tuple[str, ...]
    heading: Cells
    rows: list[Cells]
    sure: bool

    @property
    def lines(self) -> list[Line]:
        """Rows by column. Cells of several columns with one name (first and family name) are
        joined."""
        found = []
        for row in self.rows:
            line: Line = {}
            for name, cell in zip(self.columns, row, strict=False):
                if name and cell:
                    line[name] = f"{line[name]} {cell}" if name in line else cell
            found.append(line)
        sexes = {plain(line.get("sex", "")) for line in found}
        spanish = {"h", "m"} <= sexes and "f" not in sexes
        return [in_codes(line, spanish) for line in found if line]


def recognise_pasted(text: str, chosen: Sequence[str] = ()) -> Pasted:
    """`text`: the rows as they were pasted. `chosen`: the columns as a person corrected them, from
    left to right."""
    rows = _rows(text)[: MAX_ROWS + 1]
    width = max((len(row) for row in rows), default=0)
    rows = [row + [""] * (width - len(row)) for row in rows]
    named = columns_named(rows[0]) if rows else None
    heading, rows = (rows[0], rows[1:]) if named else ([], rows)
    guessed = columns_by_content(rows, width, named or ())
    sure = False
    if named:
        left_out = [not cell or column_of(cell) == "" for cell in heading]
        guessed = [
            name or ("" if out else guess)
            for name, out, guess in zip(named, left_out, guessed, strict=True)
        ]
        sure = all(name or out for name, out in zip(guessed, left_out, strict=True))
    columns = tuple(
        chosen[at] if at < len(chosen) and chosen[at] in (*all_labels(), "") else guessed[at]
        for at in range(width)
    )
    return Pasted(columns, heading, rows, sure)


def _rows(text: str) -> list[Cells]:
    """Cells, split at tabs, else semicolons, else commas. Text in quotation marks is not split."""
    between = "\t" if "\t" in text else ";" if ";" in text else ","
    try:
        cells = list(csv.reader(io.StringIO(text, newline=""), delimiter=between))
    except csv.Error:
        cells = [row.split(between) for row in text.splitlines()]
    stripped = ([_tidy(cell) for cell in row] for row in cells)
    return [row for row in stripped if any(row)]


def _tidy(cell: str) -> str:
    """The cell without the invisible characters that spreadsheets leave in copied text."""
    return " ".join("".join(c for c in cell if c.isprintable() or c.isspace()).split())
