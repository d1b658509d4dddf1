"""Rows pasted into the form of a workshop, read as any other sheet: the lines of its register."""

from __future__ import annotations

from dataclasses import dataclass, field

from api.spreadsheets.files.pasted_text import text_records
from api.spreadsheets.recognition.fields import PERSON
from api.spreadsheets.recognition.grid import Grid, rows_of
from api.spreadsheets.recognition.line_values import Line, coded
from api.spreadsheets.recognition.reader import NOTHING_ANSWERED, understand_pasted
from api.spreadsheets.recognition.reading import Answers, SheetReading
from api.spreadsheets.recognition.row_cells import RowCells

MAX_ROWS = 2_000


@dataclass(frozen=True)
class Pasted:
    """`lines`: of the register, by field, `identifier` for what the programme calls the person;
    `facts`: what titles above say of the workshop; `reading`: what each column was taken for, what
    is asked, and which rows are left out; None if nothing was pasted."""

    reading: SheetReading | None = None
    lines: list[Line] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)

    @property
    def sure(self) -> bool:
        return self.reading is None or not self.reading.asks


def read_pasted(text: str, answers: Answers = NOTHING_ANSWERED) -> Pasted:
    """`text`: the rows as they were pasted, with or without headings."""
    rows = rows_of(text_records(text))[: MAX_ROWS + 1]
    if not rows:
        return Pasted()
    width = max(len(row.cells) for row in rows)
    parsed = understand_pasted(Grid("", None, "", "", rows, width), answers)
    found = []
    for row, _problem in parsed.rows:
        cells = RowCells(parsed, row, parsed.reading.layout)
        if cells.present(0.0) is False:
            parsed.reading.leave_out(cells.where, "absent", row.cells)
        elif line := {**cells.of(PERSON), **cells.scores()}:
            found.append({"identifier" if n == "person" else n: c for n, c in line.items()})
    lines = [coded(line, parsed.spanish) for line in found]
    return Pasted(parsed.reading, lines, parsed.reading.facts)
