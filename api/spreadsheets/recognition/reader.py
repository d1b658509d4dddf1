"""The one reader of sheets: of what is uploaded, given to the command line, or pasted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from api.errors import BadInput
from api.i18n import _
from api.spreadsheets.files.cells import as_text
from api.spreadsheets.files.reading import Sheet, sheets_of, sheets_uploaded
from api.spreadsheets.recognition import four_tables, questions
from api.spreadsheets.recognition.columns import COLUMNS, is_column, table_named
from api.spreadsheets.recognition.layouts import layout_key, layout_of
from api.spreadsheets.recognition.reading import (
    Answers,
    Layout,
    Reading,
    Shape,
    SheetReading,
)
from api.spreadsheets.recognition.sheet.columns_taken import take_columns
from api.spreadsheets.recognition.sheet.contents import Content, content_of
from api.spreadsheets.recognition.sheet.grid import SAMPLE, Grid, grid_of, without_reasons
from api.spreadsheets.recognition.sheet.header import Header, find_header
from api.spreadsheets.recognition.sheet.joined_sheets import join_repeats, name_scores, pair_tests
from api.spreadsheets.recognition.sheet.notices import notices_left_out, notices_of
from api.spreadsheets.recognition.sheet.parsed import Parsed, look_at_columns
from api.spreadsheets.recognition.sheet.row_kinds import DATA, RowKinds
from api.spreadsheets.recognition.sheet.shapes import OF_TABLES, WHO, shape_of
from api.spreadsheets.recognition.sheet.stacked import lists_in
from api.spreadsheets.recognition.sheet.table_rows import TableRows, stated_facts
from api.spreadsheets.recognition.sheet.title_block import Facts, day_within, facts_above
from api.spreadsheets.recognition.tables import Notice, Place, Tables
from projections.collecting import no_collecting

NOTHING_ANSWERED = Answers()
NOTHING_DECIDED: Mapping[int, bool] = {}


def read_files(
    paths: Sequence[Path], answers: Answers = NOTHING_ANSWERED, least_attendance: float = 0.0
) -> Reading:
    """The rows in these files, and in those of any directory given. `least_attendance`: the share
    of the days of a workshop, 0 to 1, that somebody must have attended; 0: one day is enough."""
    with no_collecting():
        reading = read_sheets(sheets_of(paths, is_column), answers, least_attendance)
    reading.tables.notices.extend(notices_left_out(paths))
    return reading


def read_uploads(
    files: Sequence[tuple[str, bytes]],
    answers: Answers = NOTHING_ANSWERED,
    least_attendance: float = 0.0,
) -> Reading:
    """As `read_files`, for files in memory: (name, content)."""
    return read_sheets(sheets_uploaded(files, is_column), answers, least_attendance)


def read_sheets(sheets: Iterable[Sheet], answers: Answers, least: float) -> Reading:
    reading = Reading(Tables({table: [] for table in COLUMNS}, []))
    parsed: list[Parsed] = []
    for sheet in sheets:
        grid = grid_of(sheet)
        if not grid.rows and grid.name is not None:
            continue
        if table := four_tables.table_of(grid, answers.columns):
            reading.sheets.append(four_tables.read_table(grid, table, reading.tables))
        elif found := [
            one for part in lists_in(without_reasons(grid)) if (one := parse(part, answers))
        ]:
            parsed += found
        else:
            _notice_unknown(grid, reading.tables)
            continue
        reading.tables.notices.extend(notices_of(sheet))
    _understand(parsed, answers, reading, TableRows(reading.tables, least))
    return reading


def _notice_unknown(grid: Grid, tables: Tables) -> None:
    """A notice about a sheet in which nothing is known. A text file like that is refused."""
    message = _(
        "{file}: nothing in it is known. Its first rows should have headings such as Name, Sex, "
        "Telephone or Date of training.",
        file=grid.label,
    )
    if grid.name is None:
        raise BadInput(message)
    tables.notices.append(Notice(grid.file, grid.name, message))


def parse(grid: Grid, answers: Answers) -> Parsed | None:
    """The sheet's header, columns, shape and rows; None if there is nothing to read in it."""
    parsed = _begun(grid, answers)
    said, fields = parsed.reading, parsed.fields
    if not parsed.header.rows and not _is_table(grid):
        return None
    if not fields & {*WHO, "workshop", "starts_on"}:
        return None
    of_all = answers.facts.get("", {})  # says nothing of what this sheet is
    has_day = "starts_on" in parsed.facts and "starts_on" not in of_all
    shape, sure = shape_of(parsed.columns, has_day)
    shape, sure = _by_name(grid, shape, sure)
    stated = said.layout.shape or ("" if sure else answers.common.shape)
    said.shape = stated or shape
    if not sure and not stated:
        questions.ask_shape(said)
    if said.shape == "workshops":
        parsed.facts = {}
    _read_rows(parsed)
    return parsed


def understand_pasted(grid: Grid, answers: Answers, decided: Mapping[int, bool]) -> Parsed:
    """Rows that were pasted: the register of a workshop whose facts are in a form. `decided`: line
    → whether it is data, whatever it looks like."""
    parsed = _begun(grid, answers)
    parsed.reading.shape = "register"
    _read_rows(parsed, decided)
    name_scores(parsed)
    look_at_columns(parsed)
    questions.ask_of_rows(parsed, parsed.reading.layout)
    parsed.reading.facts = {name: as_text(cell) for name, cell in parsed.facts.items()}
    return parsed


def _begun(grid: Grid, answers: Answers) -> Parsed:
    """The sheet with its headings, columns, and the facts above them."""
    header = find_header(grid)
    key = layout_key(header, grid.width)
    columns = take_columns(grid, header, answers.layouts.get(key), answers.columns)
    fields = {column.field for column in columns}
    facts = _facts(grid, header, fields, facts_stated(answers, grid))
    layout = layout_of(answers, key)
    if shape := next((answers.shapes[n] for n in grid.names if n in answers.shapes), ""):
        layout = replace(layout, shape=shape)
    said = SheetReading(grid.label, key, "", columns, grid.names, layout)
    return Parsed(grid, header, columns, said, [], facts)


def facts_stated(answers: Answers, grid: Grid) -> dict[str, str]:
    """What was answered about the sheet's workshop."""
    stated: dict[str, str] = {}
    for name in ("", *reversed(grid.names)):
        stated |= answers.facts.get(name, {})
    return stated


def _by_name(grid: Grid, shape: Shape, sure: bool) -> tuple[Shape, bool]:
    """The sheet's name decides where its columns do not."""
    table = table_named(grid.title)
    return (OF_TABLES[table], True) if not sure and table == "people" else (shape, sure)


def _is_table(grid: Grid) -> bool:
    """Whether rows without headings look like people: names beside something else."""
    rows = grid.rows[:SAMPLE]
    if grid.width < 2 or sum(1 for row in rows if len(row.cells) > 1) < len(rows) / 2:
        return False
    return any(
        content_of([row.cell(n) for row in rows if row.cell(n) != ""]) is Content.NAME
        for n in range(grid.width)
    )


def _facts(grid: Grid, header: Header, fields: set[str], stated: Mapping[str, str]) -> Facts:
    """What titles, the sheet's name and answers say of the sheet's workshop."""
    alone = not fields & {"workshop", "starts_on"}
    facts = facts_above(grid, header.first, alone) if header.rows else {}
    if alone and "starts_on" not in facts:
        day = day_within(grid.title.replace("_", " ")) or day_within(Path(grid.file).stem)
        facts |= {"starts_on": day} if day else {}
    kept = {name: cell for name, cell in facts.items() if name not in stated}
    return {**kept, **stated_facts(stated)}


def _read_rows(parsed: Parsed, decided: Mapping[int, bool] = NOTHING_DECIDED) -> None:
    grid, said = parsed.grid, parsed.reading
    kinds = RowKinds(grid, parsed.header, parsed.columns)
    for at, row in enumerate(grid.rows):
        if parsed.header.first <= at < parsed.header.end:
            continue
        kind, problem = ("title", "") if at < parsed.header.first else kinds.kind(row)
        if row.line in decided:
            kind, problem = (DATA, "") if decided[row.line] else (kind or "note", "")
        if kind == DATA:
            parsed.rows.append((row, problem))
        else:
            said.leave_out(Place(grid.file, grid.name, row.line), kind, row.cells)
    said.rows = len(parsed.rows)


def _understand(sheets: list[Parsed], answers: Answers, reading: Reading, rows: TableRows) -> None:
    """Joins sheets that belong together, asks what is not clear, and adds their rows."""
    for one in sheets:
        name_scores(one)
    pair_tests(sheets)
    forms = join_repeats(sheets)
    for at, one in enumerate(sheets):
        look_at_columns(one)
        layout: Layout = one.reading.layout
        questions.ask(one, layout, facts_stated(answers, one.grid), at in forms)
        one.reading.facts = {name: as_text(cell) for name, cell in one.facts.items()}
        reading.sheets.append(one.reading)
        if at not in forms and one.reading.shape != "nothing":
            rows.add(one, layout, questions.sentence(one.reading))
    rows.finish()
