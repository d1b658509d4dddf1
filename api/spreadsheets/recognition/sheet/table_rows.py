"""Turns the rows of sheets of any shape into rows of the four tables."""

from __future__ import annotations

from collections.abc import Mapping

from api.i18n import _
from api.spreadsheets.files.cells import BY_NAME, Cell, CellError, NoIdentifier, as_text
from api.spreadsheets.recognition.columns import COLUMNS
from api.spreadsheets.recognition.fields import CERTIFICATION, PERSON
from api.spreadsheets.recognition.reading import Layout
from api.spreadsheets.recognition.sheet import roles
from api.spreadsheets.recognition.sheet.parsed import Parsed
from api.spreadsheets.recognition.sheet.people_keys import PeopleKeys
from api.spreadsheets.recognition.sheet.row_cells import RowCells, Values, unclear_marks
from api.spreadsheets.recognition.sheet.row_kinds import nobody
from api.spreadsheets.recognition.tables import Place, Row, Tables
from api.spreadsheets.recognition.vocabulary import values, words

KNOWN = {table: frozenset(columns) for table, columns in COLUMNS.items()}


class TableRows:
    """Collects the rows of all sheets. People and workshops that stand in several rows become one
    row each, unless the rows contradict each other: then all are kept, and the judge refuses them.
    """

    def __init__(self, tables: Tables, least_attendance: float = 0.0) -> None:
        """`least_attendance`: the share of the days, 0 to 1, that somebody must have been there to
        be on the register; 0: one day is enough."""
        self._tables, self._least = tables, least_attendance
        self._keys = PeopleKeys()
        self._seen: dict[tuple[str, str], list[Row]] = {}
        self._lines: dict[tuple[str, str], Row] = {}
        self._question = ""

    def add(self, parsed: Parsed, layout: Layout, question: str) -> None:
        """`question`: a sentence about what is open; the sheet's rows are then refused with it."""
        for row, problem in parsed.rows:
            self._question = question
            self._add(RowCells(parsed, row, layout), problem or question)

    def finish(self) -> None:
        """Marks the keys of people who are joined by their name alone, in all their rows."""
        joined = self._keys.by_name()
        if not joined:
            return
        for table in ("people", "register", "certifications"):
            for row in self._tables.rows[table]:
                person = row.cells.get("person")
                if isinstance(person, NoIdentifier) and person in joined:
                    row.cells["person"] = NoIdentifier(person + BY_NAME)

    def _add(self, cells: RowCells, problem: str) -> None:
        shape = cells.parsed.reading.shape
        problem = problem or cells.problem
        person = cells.of(PERSON)
        if shape == "workshops":
            self._workshop(cells, cells.workshop(), problem)
            return
        if person and "person" not in person:
            person["person"] = self._keys.key(person)
            if self._keys.is_unclear:
                problem = problem or _(
                    "Several people in these sheets are called “{name}”, and nothing says which "
                    "one this is. Add a telephone number or an identifier.",
                    name=as_text(person.get("name")),
                )
        if not person:
            if shape == "long" and not problem and not cells.scores():
                self._workshop(cells, cells.workshop(), "")  # one without participants
            else:
                self._put("people", {}, cells.where, problem or nobody())
            return
        if shape in ("register", "long"):
            self._attended(cells, person, problem)
        else:
            self._once("people", "person", person, cells.where, problem)
        if shape == "certifications":
            stated = cells.with_days(cells.of(CERTIFICATION))
            self._put(
                "certifications", {"person": person["person"], **stated}, cells.where, problem
            )

    def _attended(self, cells: RowCells, person: Values, problem: str) -> None:
        parsed = cells.parsed
        problem = problem or roles.problem(parsed.has_participants, person)
        there = cells.present(self._least)
        if there is False:
            parsed.reading.leave_out(cells.where, "absent", cells.row.cells)
            return
        if there is None:
            problem = problem or unclear_marks()
        workshop = cells.workshop()
        key = self._workshop(cells, workshop, self._question or cells.problem)
        if len(person) > 1 or isinstance(person["person"], NoIdentifier):
            self._once("people", "person", person, cells.where, problem, carried=True)
        line = {"workshop": key, "person": person["person"], **cells.scores()}
        self._sign(line, person, cells, problem)

    def _sign(self, line: Values, person: Values, cells: RowCells, problem: str) -> None:
        """One line of a register. The sheet with the other test adds its score to the same line."""
        at = (str(line["workshop"]), str(person["person"]))
        known = self._lines.get(at)
        if known is None or problem:
            self._lines.setdefault(at, self._put("register", line, cells.where, problem))
        elif cells.parsed.pair and known.where.sheet != cells.where.sheet:
            known.cells.update({n: c for n, c in line.items() if n not in known.cells})
        elif isinstance(person["person"], NoIdentifier) and known.cells != line:
            self._put("register", line, cells.where, _(
                "“{name}” stands on this register twice, and the rows differ (line {line}). Leave "
                "one out; or, if they are two people, add what tells them apart.",
                name=as_text(person.get("name")) or as_text(person["person"]),
                line=known.where.line))  # fmt: skip
        else:
            self._put("register", line, cells.where, "")

    def _workshop(self, cells: RowCells, workshop: Values, problem: str) -> Cell:
        """Records the workshop of a row once, and returns what names it."""
        if "workshop" not in workshop:
            workshop["workshop"] = cells.workshop_key(workshop)
        if set(workshop) - {"workshop"} or cells.parsed.reading.shape == "workshops":
            stated = {n: c for n, c in workshop.items() if n != "workshop_region"}
            if "workshop_region" in workshop:
                stated["region"] = workshop["workshop_region"]
            self._once("workshops", "workshop", stated, cells.where, problem)
        return workshop["workshop"]

    def _once(
        self, table: str, by: str, stated: Values, where: Place, problem: str, carried: bool = False
    ) -> None:
        """One row for all that is said of a person or workshop, as long as nothing contradicts.
        `carried`: whether a row of the register has the problem too."""
        known = self._seen.setdefault((table, str(stated[by])), [])
        for row in known:
            if not problem and all(same(n, row.cells.get(n), c) for n, c in stated.items()):
                row.cells.update({n: c for n, c in stated.items() if n not in row.cells})
                return
        if problem and known and carried:
            return
        known.append(self._put(table, dict(stated), where, problem))

    def _put(self, table: str, cells: Values, where: Place, problem: str) -> Row:
        kept = {n: c for n, c in cells.items() if n in KNOWN[table]}
        row = Row(table, where, kept, problem or None)
        self._tables.rows[table].append(row)
        return row


def same(field: str, known: Cell | None, cell: Cell) -> bool:
    """Whether two cells of a field do not contradict each other."""
    if known is None or known == cell:
        return True
    one, other = as_text(known), as_text(cell)
    if field == "sex":
        return words.sex(one) == words.sex(other)
    if field == "age_band":
        try:
            return values.age_band(known) == values.age_band(cell)
        except CellError:
            return False
    return words.plain(one) == words.plain(other) and bool(words.plain(one))


def stated_facts(facts: Mapping[str, str]) -> Values:
    """Facts as somebody typed them; "-" means that nobody knows."""
    return {name: text for name, text in facts.items() if text.strip() not in ("", "-")}
