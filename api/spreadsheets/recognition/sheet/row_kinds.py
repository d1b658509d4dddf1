"""Tells the rows below the headings apart: data, repeated headings, totals, notes, signatures."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from statistics import median

from api.i18n import _
from api.spreadsheets.files.cells import Cell
from api.spreadsheets.recognition.fields import LEFT_OUT
from api.spreadsheets.recognition.reading import Column
from api.spreadsheets.recognition.sheet.grid import Grid, GridRow
from api.spreadsheets.recognition.sheet.header import Header, is_repeated
from api.spreadsheets.recognition.vocabulary.words import (
    heading,
    is_blank,
    is_sex_group,
    is_signature,
    is_total,
    mark,
    plain,
)

DATA = ""
TRAINERS = ("lead", "co_facilitators")
NUMBERS = ("pre", "post", "score", "max_score", "headcount", "attended")


def number_in(cell: Cell) -> float | None:
    """The number that a cell is, also as text; None where it is none."""
    if isinstance(cell, str):
        return _number(cell) if cell and cell[-1].isdecimal() else None
    return float(cell) if isinstance(cell, int | float) else None


@lru_cache(10_000)
def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def _is_bracketed(cell: Cell) -> bool:
    """Whether the cell is a remark such as “(surname first)”."""
    return isinstance(cell, str) and cell[:1] in tuple("((") and cell[-1:] in tuple("))")


def nobody() -> str:
    return _("This row does not say who it is. Add a name or an identifier, or leave it out.")


class RowKinds:
    """Judges the rows of one sheet. `keys`: columns that tell who or which workshop a row is."""

    def __init__(self, grid: Grid, header: Header, columns: Sequence[Column]) -> None:
        self._grid, self._header = grid, header
        field = [one.field for one in columns]
        self._keys = [n for n, name in enumerate(field) if name in ("person", "name", "phone",
                      "email", "id_number", "workshop", "starts_on", "title")]  # fmt: skip
        self._numbers = [n for n, name in enumerate(field) if name in NUMBERS]
        self._read = [n for n, name in enumerate(field) if name != LEFT_OUT]
        self._who = [n for n in self._keys if field[n] in ("person", "name")]
        self._names = {n for n, name in enumerate(field) if name == "name"}
        some = grid.rows[header.end : header.end + 50]
        self._usual = median([len(self._filled(row)) for row in some]) if some else 0
        self._section = ""
        self._below = some[0].line if some else 0
        """The line of the first row below the headings: it may explain them in brackets."""
        self._sums = [_Sums() for _n in self._numbers]

    def kind(self, row: GridRow) -> tuple[str, str]:
        """(kind, problem): kind "" for data; a problem is a sentence about a row of data that may
        be none."""
        texts = [cell for cell in row.cells if isinstance(cell, str) and cell]
        first = texts[0] if texts else ""
        who = [cell for n in self._who if isinstance(cell := row.cell(n), str) and cell]
        names = [cell for n in sorted(self._names) if isinstance(cell := row.cell(n), str) and cell]
        label = " ".join(names) if len(names) > 1 else next(iter([*names, *who]), first)
        if any(map(is_total, {label, *(set(who) - set(names))})):
            return "total", ""
        if first not in who and is_total(first):
            return "total", ""
        if self._is_closing(row, label if first in who else first):
            return "signature", ""
        if texts and is_repeated(self._header, row.cells):
            return "heading", ""
        below = row.line == self._below
        if below and texts and all(cell == "" or _is_bracketed(cell) for cell in row.cells):
            return "note", ""
        if (section := self._section_of(row, texts)) is not None:
            self._section = section
            return "note", ""
        if not any(not is_blank(row.cell(n)) for n in self._keys):
            return self._without_key(row)
        if problem := self._lone(row, texts) or self._nameless(row) or self._listed_apart():
            return problem
        self._add(row)
        return DATA, ""

    def _is_closing(self, row: GridRow, label: str) -> bool:
        """Whether the row is “Prepared by: …”: few cells, the first of which says so."""
        few = len(row.cells) - row.cells.count("") <= 4
        return few and is_signature(label)

    def _without_key(self, row: GridRow) -> tuple[str, str]:
        numbers = [
            (at, number)
            for at, n in enumerate(self._numbers)
            if (number := number_in(row.cell(n))) is not None
        ]
        others = set(self._read) - set(self._numbers)
        alone = all(row.cell(n) == "" for n in others)
        if numbers and alone and all(self._sums[at].explains(n) for at, n in numbers):
            return "total", ""
        if any(row.cell(n) != "" for n in self._read):
            return DATA, nobody()
        return "note", ""

    def _lone(self, row: GridRow, texts: Sequence[str]) -> tuple[str, str] | None:
        """A row with a single cell among rows with many: a section's title, or a person of whom
        nothing else was written."""
        filled = self._filled(row)
        if len(filled) > 1 and not self._grid.merges:
            return None
        merged = any((row.line, n) in self._grid.merges for n in range(self._grid.width))
        if len(filled) > 1 and not (merged and len(set(map(str, filled))) == 1):
            return None
        if merged:
            return "note", ""
        if self._usual < 3 or len(texts) != 1 or len(row.cells) - row.cells.count("") > 1:
            return None
        return DATA, _("Only “{text}” stands in this row. If it is a person, write more of them; "
                       "else leave the row out.", text=texts[0][:60])  # fmt: skip

    def _nameless(self, row: GridRow) -> tuple[str, str] | None:
        """A row of a list of names that has neither a name nor an identifier, only contacts; or
        “Women” in the place of a name."""
        who = [(n, cell) for n in self._who if not is_blank(cell := row.cell(n))]
        groups = [isinstance(c, str) and n in self._names and is_sex_group(c) for n, c in who]
        if not self._names or not all(groups):
            return None
        return DATA, nobody()

    def _section_of(self, row: GridRow, texts: Sequence[str]) -> str | None:
        """What a title among the rows says of those below it, if they are not simply people who
        attended: “Facilitators”, “Absent”; "" for “Participants”; None if the row is no title."""
        filled = len(row.cells) - row.cells.count("")
        if not texts or (filled > 1 and (not self._grid.merges or len(set(texts)) > 1)):
            return None
        merged = any((row.line, n) in self._grid.merges for n in range(self._grid.width))
        if filled > 1 and (not merged or len(texts) != filled):
            return None
        named = heading(texts[0])
        is_absent = mark(texts[0]) is False and len(plain(texts[0])) > 3  # shorter: initials
        if is_absent or (named and named.exact and named.field in TRAINERS):
            return texts[0]
        return "" if named and self._section else None

    def _listed_apart(self) -> tuple[str, str] | None:
        if not self._section:
            return None
        return DATA, _(
            "This row stands below “{title}”. If they attended as a participant, put the row among "
            "the others; else leave it out.",
            title=self._section[:60],
        )

    def _filled(self, row: GridRow) -> list[Cell]:
        return [cell for cell in row.cells if cell != ""]

    def _add(self, row: GridRow) -> None:
        for at, n in enumerate(self._numbers):
            number = number_in(row.cell(n))
            if number is not None:
                self._sums[at].add(number)


class _Sums:
    """Sums of a column of numbers so far."""

    def __init__(self) -> None:
        self.count, self.total = 0, 0.0

    def add(self, value: float) -> None:
        self.count, self.total = self.count + 1, self.total + value

    def explains(self, value: float) -> bool:
        """Whether the value is the sum, the mean or the count."""
        if not self.count:
            return False
        known = (self.total, self.total / self.count, float(self.count))
        return any(abs(value - one) <= 0.051 for one in known)
