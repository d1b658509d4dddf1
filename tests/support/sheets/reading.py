"""What Banyan took from sheets, in the words of the truth: the one place that knows its reader."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from api.spreadsheets.files.cells import NoIdentifier
from api.spreadsheets.importing.row_values import record_of
from api.spreadsheets.recognition.reading import Answers, Ask, Layout, Reading
from api.spreadsheets.recognition.tables import Row
from tests.support.sheets.truth import Made, SheetTruth, Truth

Record = dict[str, Any]
"""Column → value as it would be recorded; blanks are left out. `coded`: whether the person's
identifier stands in the sheet."""


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
    result = Taken({table: [] for table in reading.tables.rows})
    order: Any = truth.dates
    for table, rows in reading.tables.rows.items():
        for row in rows:
            record = _record(row, order)
            if isinstance(record, str):
                result.refused.append((table, dict(row.cells), record))
            else:
                result.records[table].append(record)
    for sheet in reading.sheets:
        if sheet.asks:
            result.asks[sheet.label] = {Ask(ask).value for ask in sheet.asks}
        result.left_out += [(row.kind, row.text) for row in sheet.left_out]
    return result


def _record(row: Row, order: Any) -> Record | str:
    record = record_of(row, order)
    if isinstance(record, str):
        return record
    names = record.__struct_fields__
    values = {name: getattr(record, name) for name in names if name != "filled"}
    values |= values.pop("details", {})
    values["coded"] = not isinstance(row.cells.get("person"), NoIdentifier)
    return {name: plain(value) for name, value in values.items() if value not in (None, ())}


def plain(value: Any) -> Any:
    """Texts, numbers, days and tuples of texts; a word of a list of words as its text."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, tuple):
        return tuple(map(str, value))
    return value.date() if hasattr(value, "date") and not isinstance(value, date) else value


def answers(made: Made, reading: Reading) -> Answers:
    """What somebody who knows the truth answers to what is asked."""
    truth = made.truth
    fractions: Any = truth.fractions
    dates: Any = truth.dates
    common = Layout(max_score=truth.max_score, dates=dates, fractions=fractions)
    layouts: dict[str, Layout] = {}
    facts: dict[str, dict[str, str]] = {}
    for at, sheet in enumerate(reading.sheets):
        about = _about(sheet.label, at, truth)
        if about is None or not sheet.asks:
            continue
        shape: Any = about.shape
        columns = (
            about.fields
            if Ask.COLUMNS in sheet.asks
            else tuple(column.field for column in sheet.columns)
        )
        columns = (columns + ("",) * len(sheet.columns))[: len(sheet.columns)]
        layouts[sheet.key] = Layout(
            columns=columns, max_score=truth.max_score, dates=dates, fractions=fractions,
            shape=shape if Ask.SHAPE in sheet.asks else sheet.layout.shape,
        )  # fmt: skip
        if Ask.FACTS in sheet.asks:
            facts[sheet.label] = about.facts
    return Answers(layouts=layouts, facts=facts, common=common)


def _about(label: str, at: int, truth: Truth) -> SheetTruth | None:
    """The truth of a sheet by its label, else by its place in the file."""
    for sheet in truth.sheets:
        if label == (f"{sheet.file} ({sheet.name})" if sheet.name else sheet.file):
            return sheet
    return truth.sheets[at] if at < len(truth.sheets) else None
