"""One sheet between its cells and the tables: header, columns, rows of data, what is not clear."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from api.i18n import _
from api.spreadsheets.files.cells import Cell, CellError, Order, Percent, Unvalued, as_text
from api.spreadsheets.files.formulas import ERRORS, LiteralText
from api.spreadsheets.recognition.fields import LEFT_OUT
from api.spreadsheets.recognition.reading import Ask, Column, Layout, SheetReading
from api.spreadsheets.recognition.sheet import roles
from api.spreadsheets.recognition.sheet.grid import Grid, GridRow
from api.spreadsheets.recognition.sheet.header import Header
from api.spreadsheets.recognition.sheet.row_kinds import number_in
from api.spreadsheets.recognition.sheet.title_block import Facts
from api.spreadsheets.recognition.vocabulary import values, words
from api.spreadsheets.recognition.vocabulary.words import heading_maximum, is_blank, mark

DATES = ("starts_on", "ends_on", "certified_on", "expires_on")
SCORES = ("pre", "post")


@dataclass(slots=True)
class Parsed:
    """`rows`: those of data, each with a problem or ""; `facts`: of its one workshop; `pair`: the
    label of the sheet with the other test of the same people."""

    grid: Grid
    header: Header
    columns: list[Column]
    reading: SheetReading
    rows: list[tuple[GridRow, str]]
    facts: Facts
    pair: str = ""
    parents: Mapping[str, Facts] = field(default_factory=dict)
    """Of a form's repeats: key of the answer → its facts."""
    marks: Mapping[str, bool] = field(default_factory=dict)
    """Sign in a column of marks → whether it says present. Signs that say neither are left out."""
    has_absent: bool = False
    """Whether marks of absence are written, so that a blank one says nothing."""
    has_shares: bool = False
    """Whether scores between 0 and 1 may be shares of the maximum."""
    has_participants: bool = False
    """Whether a column of roles tells participants from others."""
    spanish: bool = False
    """Whether M means woman (mujer), as H is used for men."""
    maxima: Mapping[str, float] = field(default_factory=dict)
    """Field of a score → what its column's heading says it is out of."""
    _places: dict[str, list[int]] = field(default_factory=dict)
    _of: Sequence[Column] = ()

    @property
    def fields(self) -> set[str]:
        return {column.field for column in self.columns} - {LEFT_OUT}

    def at(self, name: str) -> Sequence[int]:
        """Numbers from 0 of the columns of a field."""
        return self.places.get(name, ())

    @property
    def places(self) -> dict[str, list[int]]:
        """Field → numbers from 0 of its columns."""
        if self._of is not self.columns:
            self._places, self._of = {}, self.columns
            for n, column in enumerate(self.columns):
                self._places.setdefault(column.field, []).append(n)
        return self._places

    def take(self, name: str, instead: str, sure: bool) -> None:
        """The column of a field is taken for another one."""
        self.columns = [
            replace(c, field=instead, sure=c.sure and sure) if c.field == name else c
            for c in self.columns
        ]
        self.reading.columns = self.columns


def cell_problem(field: str, cell: Cell, in_workbook: bool) -> str:
    """A sentence about a formula that failed or has no value; else ""."""
    if isinstance(cell, Unvalued):
        return _(
            "The formula in {column} has no value. Open the file in a spreadsheet program, save "
            "it, and import it again.",
            column=field,
        )
    failed = in_workbook and isinstance(cell, str) and cell in ERRORS
    if failed and not isinstance(cell, LiteralText):
        return _("The formula in {column} has failed ({error}).", column=field, error=cell)
    return ""


def ask_values(parsed: Parsed, layout: Layout) -> None:
    """Asks what the sheet's scores are out of, what its fractions mean and how its dates are
    written, where cells do not say it and nobody answered, or where they contradict the answer."""
    asks = parsed.reading.asks
    if example := _two_ways(parsed) if layout.dates == "iso" else _other_way(parsed, layout.dates):
        asks[Ask.DATES] = example
    plain = _plain_scores(parsed)
    shares = [cell for _field, cell in plain if 0 < (number_in(cell) or 0) < 1]
    of_hundred = 100.0 in parsed.maxima.values()
    alike = all(0 <= (number_in(cell) or 0) <= 1 for _field, cell in plain)
    parsed.has_shares = bool(shares) and (alike or of_hundred)
    if parsed.has_shares:
        if not layout.fractions:
            asks[Ask.FRACTIONS] = as_text(shares[0])
        if layout.fractions != "points":
            return
    open_ = [cell for field, cell in plain if field not in parsed.maxima]
    if open_ and layout.max_score is None:
        asks[Ask.MAX_SCORE] = as_text(open_[0])


def look_at_columns(parsed: Parsed) -> None:
    """Notes what the columns of marks and scores have in common."""
    parsed.maxima = {
        column.field: most
        for column in parsed.columns
        if column.field in SCORES and (most := heading_maximum(column.heading)) is not None
    }
    said = (row.cell(n) for n in parsed.at("cadre") for row, _problem in parsed.rows)
    parsed.has_participants = roles.has_participants(said)
    sexes = {str(row.cell(n)) for n in parsed.at("sex") for row, _problem in parsed.rows}
    parsed.spanish = words.is_spanish(sexes)
    cells = {row.cell(n) for row, _problem in parsed.rows for n in parsed.at("attended")} - {""}
    parsed.marks = marks_of(cells)
    parsed.has_absent = False in parsed.marks.values()


CROSSES = frozenset("xX✗✘✕✖×")
LETTERS_OF_ABSENCE = frozenset("fF")
"""Falta, in Spanish and Portuguese."""


def marks_of(cells: Iterable[Cell]) -> dict[str, bool]:
    """What each sign of a sheet's marks says. A cross says present, unless another sign does."""
    found = {as_text(cell): said for cell in cells if (said := mark(cell)) is not None}
    if any(said for text, said in found.items() if text not in CROSSES):
        signs = CROSSES | LETTERS_OF_ABSENCE
        found |= {text: False for cell in cells if (text := as_text(cell)) in signs}
    return found


def _plain_scores(parsed: Parsed) -> list[tuple[str, Cell]]:
    """Field and cell of the scores that do not say what they are out of, of rows without a
    maximum."""
    found: list[tuple[str, Cell]] = []
    maxima = parsed.at("max_score")
    for row, _problem in parsed.rows:
        if any(not is_blank(row.cell(n)) for n in maxima):
            continue
        for name in SCORES:
            for n in parsed.at(name):
                cell = row.cell(n)
                if cell != "" and not isinstance(cell, Percent) and number_in(cell) is not None:
                    found.append((name, cell))
    return found


def _days_in(parsed: Parsed) -> Iterator[Cell]:
    """The cells of days: of the titles and of the rows."""
    yield from (parsed.facts[name] for name in DATES if name in parsed.facts)
    for name in DATES:
        for n in parsed.at(name):
            yield from (cell for row, _p in parsed.rows if (cell := row.cell(n)) != "")


def _other_way(parsed: Parsed, order: Order) -> str:
    """A day that can only be read in the other order than was answered, else ""."""
    other: Order = "mdy" if order == "dmy" else "dmy"
    wrong = (c for c in _days_in(parsed) if days_of(c, order) is None and days_of(c, other))
    return next(map(as_text, wrong), "")


def _two_ways(parsed: Parsed) -> str:
    """A date of the sheet that can be read as day/month or month/day, else ""."""
    return next((as_text(cell) for cell in _days_in(parsed) if is_two_ways(cell)), "")


@lru_cache(4096)
def days_of(cell: Cell, order: Order) -> tuple[date, date] | None:
    """First and last day; None if the cell is no day."""
    try:
        return values.days(cell, order)
    except CellError:
        return None


def is_two_ways(cell: Cell) -> bool:
    """Whether the cell is a different day as day/month and as month/day."""
    if not isinstance(cell, str):
        return False
    orders: tuple[Order, ...] = ("iso", "dmy", "mdy")
    read = [days_of(cell, order) for order in orders]
    return read[0] is None and read[1] is not None and read[2] is not None and read[1] != read[2]
