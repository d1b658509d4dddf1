"""Rows pasted into the form of a workshop, read as any other sheet: the lines of its register."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from api.i18n import _
from api.spreadsheets.files.cells import Cell, as_text
from api.spreadsheets.files.pasted_text import text_records
from api.spreadsheets.recognition.fields import PERSON, WORKSHOP
from api.spreadsheets.recognition.line_values import Line, coded
from api.spreadsheets.recognition.reader import NOTHING_ANSWERED, understand_pasted
from api.spreadsheets.recognition.reading import Answers, Ask, LeftOut, SheetReading
from api.spreadsheets.recognition.sheet import roles
from api.spreadsheets.recognition.sheet.grid import Grid, GridRow, rows_of, shown
from api.spreadsheets.recognition.sheet.parsed import DATES, Parsed, is_two_ways
from api.spreadsheets.recognition.sheet.row_cells import RowCells, unclear_marks
from api.spreadsheets.recognition.tables import Place
from api.spreadsheets.recognition.vocabulary.words import is_blank

MAX_ROWS = 2_000
LONGEST = 200
"""Characters of a line of a list."""
_NUMBERED = re.compile(
    r"[*•·–-]?\s*(\d{1,3})\s*[.):–-]\s*([^\s,;|\t][^,;|\t]*?)(?:[\s,:;–-]+(\+?[\d(][\d\s()./-]{6,}\d))?"
)
ONE_WORKSHOP = ("workshop", "starts_on")
"""Columns that have one value in the rows of one workshop."""


@dataclass(frozen=True)
class Pasted:
    """`lines`: of the register, by field, `identifier` for what the programme calls the person;
    `facts`: what titles above, and columns that repeat, say of the workshop; `reading`: what each
    column was taken for, what is asked, and which rows are left out; None if nothing was pasted.

    `undecided`: rows that may be no person, each with a sentence as its kind; `workshops`: the
    different workshops of the rows, where there are several."""

    reading: SheetReading | None = None
    lines: list[Line] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    undecided: list[LeftOut] = field(default_factory=list)
    workshops: list[str] = field(default_factory=list)

    @property
    def sure(self) -> bool:
        return self.reading is None or not (self.reading.asks or self.undecided or self.workshops)


def read_pasted(
    text: str,
    answers: Answers = NOTHING_ANSWERED,
    decided: Mapping[int, bool] | None = None,
    least_attendance: float = 0.0,
) -> Pasted:
    """`text`: the rows as they were pasted, with or without headings; `decided`: line of the text,
    from 1 → whether it is a person after all, or is left out; `least_attendance`: the share of the
    days that somebody must have attended; 0: one day is enough."""
    everything = _rows(text)
    rows = everything[: MAX_ROWS + 1]  # with the headings
    if not rows:
        return Pasted()
    width = max(len(row.cells) for row in rows)
    decided = decided or {}
    parsed = understand_pasted(Grid("", None, "", "", rows, width), answers, decided)
    workshops = _repeated_facts(parsed)
    found, undecided = _people(parsed, decided, least_attendance)
    if len(everything) > len(rows):
        undecided.append(_too_many(everything[len(rows)]))
    if not any(is_two_ways(parsed.facts.get(name, "")) for name in DATES):
        parsed.reading.asks.pop(Ask.DATES, None)
    return Pasted(
        parsed.reading,
        [coded(line, parsed.spanish) for line in found],
        parsed.reading.facts,
        undecided,
        workshops,
    )


def _too_many(row: GridRow) -> LeftOut:
    """What stands for all rows beyond the last one that is read."""
    why = _("A workshop has at most {limit} rows here. Import the sheet as a file.", limit=MAX_ROWS)
    return LeftOut(Place("", None, row.line), why, shown(row.cell(0)))


def _rows(text: str) -> list[GridRow]:
    """The rows of a table; or of a list as messages have it, “1. Amina Wang – 0722 000 111”, in
    cells: number, name, telephone."""
    lines = [(n, line.strip()) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
    found = [_NUMBERED.fullmatch(line) if len(line) <= LONGEST else None for _n, line in lines]
    if 2 * sum(1 for one in found if one) <= len(lines):
        return rows_of(text_records(text))
    return [
        GridRow(n, [cell or "" for cell in one.groups()] if one else [line])
        for (n, line), one in zip(lines, found, strict=True)
    ]


def _people(
    parsed: Parsed, decided: Mapping[int, bool], least: float
) -> tuple[list[Mapping[str, Any]], list[LeftOut]]:
    found: list[Mapping[str, Any]] = []
    undecided: list[LeftOut] = []
    for row, problem in parsed.rows:
        cells = RowCells(parsed, row, parsed.reading.layout)
        said = decided.get(row.line)
        problem = problem or roles.problem(parsed.has_participants, cells.of(PERSON))
        there = cells.present(least)
        if not problem and there is None:
            problem = unclear_marks()
        if said is None and problem:
            text = " ".join(as_text(cell) for cell in row.cells if cell != "")[:120]
            undecided.append(LeftOut(cells.where, problem, text))
        elif said is None and there is False:
            parsed.reading.leave_out(cells.where, "absent", row.cells)
        elif line := {**cells.of(PERSON), **cells.scores()}:
            found.append({"identifier" if n == "person" else n: c for n, c in line.items()})
    return found, undecided


def _repeated_facts(parsed: Parsed) -> list[str]:
    """Takes what a column of the workshop says on every row as a fact of it. Returns the different
    workshops or days, where there are several."""
    several: list[str] = []
    for name in WORKSHOP:
        values: dict[str, Cell] = {}
        for n in parsed.at(name):
            cells = (row.cell(n) for row, problem in parsed.rows if not problem)
            values |= {as_text(cell): cell for cell in cells if not is_blank(cell) and cell != ""}
        if len(values) == 1:
            parsed.facts.setdefault(name, next(iter(values.values())))
        elif len(values) > 1 and name in ONE_WORKSHOP:
            several = several or list(values)
    parsed.reading.facts = {name: as_text(cell) for name, cell in parsed.facts.items()}
    return several
