"""What Banyan took from sheets, in the words of the truth: the one place that knows its reader."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from msgspec import structs

from api.spreadsheets.files.cells import Cell, NoIdentifier, Percent
from api.spreadsheets.importing.row_values import record_of
from api.spreadsheets.recognition.fields import field_labels
from api.spreadsheets.recognition.reading import Answers, Ask, Layout, Reading, SheetReading
from api.spreadsheets.recognition.tables import Row, Tables
from tests.support.sheets.truth import Made, SheetTruth, Truth

Record = dict[str, Any]
"""Column → value as it would be recorded; blanks are left out. `coded`: whether the person's
identifier stands in the sheet."""


OF = re.compile(r"(\d+(?:\.\d+)?) ?(?:/ ?(\d+)|%)")


@dataclass
class Taken:
    """The records by table; rows that are refused, as (table, cells, reason); what is asked, by
    sheet; and the texts of the rows left out."""

    records: dict[str, list[Record]]
    refused: list[tuple[str, Record, str]] = field(default_factory=list)
    asks: dict[str, set[str]] = field(default_factory=dict)
    left_out: list[tuple[str, str]] = field(default_factory=list)

    @property
    def asked(self) -> set[str]:
        return {ask for asks in self.asks.values() for ask in asks}


def taken(reading: Reading, truth: Truth) -> Taken:
    """The values are those that the import would record from these rows."""
    result = records_of(reading.tables, truth.dates)
    for sheet in reading.sheets:
        if sheet.asks:
            result.asks[sheet.label] = {Ask(ask).value for ask in sheet.asks}
        result.left_out += [(row.kind, row.text) for row in sheet.left_out]
    return result


def records_of(tables: Tables, dates: str) -> Taken:
    """The records of the rows, and the rows that are refused."""
    result = Taken({table: [] for table in tables.rows})
    for table, rows in tables.rows.items():
        for row in rows:
            record = _record(row, dates)
            if isinstance(record, str):
                result.refused.append((table, dict(row.cells), record))
            else:
                result.records[table].append(record)
    return result


def _record(row: Row, order: Any) -> Record | str:
    record = record_of(replace(row, cells=with_points(row.cells)), order)
    if isinstance(record, str):
        return record
    names = record.__struct_fields__
    values = {name: getattr(record, name) for name in names if name != "filled"}
    values |= values.pop("details", {})
    values["coded"] = not isinstance(row.cells.get("person"), NoIdentifier)
    return {name: plain(value) for name, value in values.items() if value not in (None, ())}


def with_points(cells: dict[str, Cell]) -> dict[str, Cell]:
    """`12/20` as 12 of 20, `80 %` as 80 of 100."""
    told = dict(cells)
    for test in ("pre", "post"):
        said = cells.get(test)
        if isinstance(said, Percent):
            told |= {test: round(said * 100, 6), "max_score": 100}
        elif isinstance(said, str) and (found := OF.fullmatch(said.strip())):
            told |= {test: float(found[1]), "max_score": float(found[2] or 100)}
    return told


def plain(value: Any) -> Any:
    """Texts, numbers, days and tuples of texts; a word of a list of words as its text."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, tuple):
        return tuple(map(str, value))
    return value.date() if hasattr(value, "date") and not isinstance(value, date) else value


def answers(made: Made, reading: Reading, known: Answers) -> Answers:
    """What somebody who knows the truth answers to what is asked, besides what they answered
    before. They look at nothing else: a column that is sure stays as it was taken."""
    layouts, facts = dict(known.layouts), dict(known.facts)
    for at, sheet in enumerate(reading.sheets):
        about = _about(sheet.label, at, made.truth)
        if about is None or not sheet.asks:
            continue
        layouts[sheet.key] = _layout(sheet, about, made.truth, known.layouts.get(sheet.key))
        if Ask.FACTS in sheet.asks:
            facts[sheet.label] = about.facts
    return Answers(layouts=layouts, facts=facts)


def _layout(sheet: SheetReading, about: SheetTruth, truth: Truth, known: Layout | None) -> Layout:
    layout = known or sheet.layout
    offered = field_labels()
    right = {n: name for n, name in enumerate(about.fields, start=1) if name in offered}
    columns = [
        column.field if column.sure else right.get(column.number, "") for column in sheet.columns
    ]
    told: dict[str, Any] = {"columns": tuple(columns)}
    for ask, name in (
        (Ask.MAX_SCORE, "max_score"), (Ask.DATES, "dates"), (Ask.FRACTIONS, "fractions"),
    ):  # fmt: skip
        if ask in sheet.asks:
            told[name] = getattr(truth, name)
    if Ask.SHAPE in sheet.asks:
        told["shape"] = about.shape
    return structs.replace(layout, **told)


def _about(label: str, at: int, truth: Truth) -> SheetTruth | None:
    """The truth of a sheet by its label, else by its place in the file. A sheet that is read as
    several has a number after its label."""
    for sheet in truth.sheets:
        own = f"{sheet.file} ({sheet.name})" if sheet.name else sheet.file
        if label == own or label.startswith(f"{own}, "):
            return sheet
    return truth.sheets[at] if at < len(truth.sheets) else None
