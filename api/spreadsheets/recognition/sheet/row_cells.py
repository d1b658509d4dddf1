"""The cells of one row of a sheet by field: the person, the marks, the scores, the workshop."""

from __future__ import annotations

from api.i18n import _
from api.spreadsheets.files.cells import Cell, NoIdentifier, Percent, PersonName, as_text
from api.spreadsheets.recognition.fields import REPEATABLE, WORKSHOP
from api.spreadsheets.recognition.reading import Layout
from api.spreadsheets.recognition.sheet.contents import is_cjk
from api.spreadsheets.recognition.sheet.grid import GridRow
from api.spreadsheets.recognition.sheet.parsed import DATES, SCORES, Parsed, cell_problem, days_of
from api.spreadsheets.recognition.sheet.row_kinds import number_in
from api.spreadsheets.recognition.tables import Place
from api.spreadsheets.recognition.vocabulary import values, words

Values = dict[str, Cell]


def unclear_marks() -> str:
    """What is said of a row of which `RowCells.present` is None."""
    return _(
        "The marks of this row do not say whether they attended. Write P or A, or leave "
        "the row out."
    )


class RowCells:
    """The cells of one row by field."""

    def __init__(self, parsed: Parsed, row: GridRow, layout: Layout) -> None:
        self.parsed, self.row, self._layout = parsed, row, layout
        self.where = Place(parsed.grid.file, parsed.grid.name, row.line)
        self.problem = ""
        self._found: Values = {}
        cells, width = row.cells, len(row.cells)
        for field, places in parsed.places.items():
            for n in places if field else ():
                if n < width and cells[n] != "" and not words.is_blank(cells[n]):
                    self._take(field, cells[n])

    def _take(self, field: str, cell: Cell) -> None:
        if field == "sex" and self.parsed.spanish:
            cell = words.sex(as_text(cell), spanish=True) or cell
        in_workbook = self.parsed.grid.name is not None
        self.problem = self.problem or cell_problem(field, cell, in_workbook)
        known = self._found.get(field)
        if known is None or field not in REPEATABLE:
            self._found[field] = cell
        elif field != "attended":
            self._found[field] = _joined(field, as_text(known), as_text(cell))

    def of(self, fields: tuple[str, ...]) -> Values:
        return {name: self._found[name] for name in fields if name in self._found}

    # ---- attendance and scores ---------------------------------------------------------------

    def present(self, least: float) -> bool | None:
        """Whether they attended enough; None if the marks do not say it. Sheets without marks list
        who was there, and say “absent” in the place of all scores of who was not."""
        columns = self.parsed.at("attended")
        if not columns:
            tests = [self.row.cell(n) for name in SCORES for n in self.parsed.at(name)]
            return not tests or not all(_is_absent(cell) for cell in tests)
        cells = [self.row.cell(n) for n in columns]
        marks = [self.parsed.marks.get(as_text(cell)) for cell in cells]
        if any(mark is None and cell != "" for mark, cell in zip(marks, cells, strict=True)):
            return None
        if all(mark is None for mark in marks):
            return None if self.parsed.has_absent else False
        days = sum(1 for mark in marks if mark)
        return days > 0 and days >= least * len(marks)

    def scores(self) -> Values:
        """Pre-test, post-test and maximum. What a column's heading says they are out of, and the
        answer to that question, count where the row itself does not say it."""
        found = self.of((*SCORES, "max_score"))
        if self._layout.fractions == "percent" and self.parsed.has_shares:
            for name in SCORES:
                number = number_in(found.get(name, ""))
                if number is not None and 0 <= number <= 1:
                    found[name] = Percent(number)
        plain = [n for n in SCORES if n in found and _is_plain(found[n])]
        for name in [n for n in SCORES if n in found and values.is_blank_score(found[n])]:
            del found[name]
        if not plain or "max_score" in found:
            return found
        stated = {n: self.parsed.maxima.get(n, self._layout.max_score) for n in plain}
        known = {most for most in stated.values() if most is not None}
        if len(known) > 1 or None in stated.values():
            return found | {n: f"{as_text(found[n])}/{m:g}" for n, m in stated.items() if m}
        return {**found, "max_score": known.pop()}

    # ---- the workshop ------------------------------------------------------------------------

    def workshop(self) -> Values:
        """What the row, the titles above and the answers say of its workshop."""
        own = self.of(WORKSHOP)
        facts = self.parsed.parents.get(as_text(self._found.get("parent")), self.parsed.facts)
        found = self.with_days({**facts, **own})
        for name in ("lead", "co_facilitators"):
            if type(found.get(name)) is str:
                found[name] = PersonName(found[name])
        return found

    def with_days(self, found: Values) -> Values:
        """Days as dates; a range gives the last day too. A wrong day stays as it is, for the judge
        to refuse."""
        for name in [n for n in DATES if n in found]:
            days = days_of(found[name], self._layout.dates)
            if days is None:
                continue
            found[name], last = days
            if name == "starts_on" and last != days[0]:
                found.setdefault("ends_on", last)
        return found

    def workshop_key(self, workshop: Values) -> NoIdentifier:
        """What tells this workshop from others: its day, title, place and trainer; and the sheet,
        where a sheet is a workshop."""
        named = ("starts_on", "title", "venue", "workshop_region", "lead")
        said = [as_text(workshop[n]) for n in named if n in workshop]
        if self.parsed.reading.shape == "register":
            pair = self.parsed.pair or self.parsed.reading.label
            said.append(f"({pair})")
        return NoIdentifier(" · ".join(said) or "?")


def _is_absent(cell: Cell) -> bool:
    """Whether a cell for a score says that somebody was absent, and is not only blank."""
    return values.is_blank_score(cell) and not words.is_blank(cell) and cell != ""


def _joined(field: str, one: str, other: str) -> str:
    """First and family name; Chinese names have no blank between them."""
    if field != "name":
        return f"{one};{other}"
    return f"{one}{other}" if is_cjk(one) and is_cjk(other) else f"{one} {other}"


def _is_plain(cell: Cell) -> bool:
    return not isinstance(cell, Percent) and number_in(cell) is not None
