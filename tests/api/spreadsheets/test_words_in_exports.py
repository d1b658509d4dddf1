"""Texts of our own files that look like words for nothing, totals or headings come back as they
are."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.spreadsheets.exporting.tables import typed
from api.spreadsheets.files.writing import write_csv, write_xlsx
from api.spreadsheets.importing.row_values import record_of
from api.spreadsheets.recognition.columns import CHOICES, COLUMNS, DATES, NUMBERS
from api.spreadsheets.recognition.reader import read_uploads
from api.spreadsheets.recognition.vocabulary.values import join_codes, split_codes

WORDS = (
    "None", "TBC", "N/A", "-", "n/a", "0", "Total", "Average", "TOTAL", "person", "name", "Nil",
    "'None", "''-", "'", "néant", "无", "Prepared by: J. Doe", "Name: Asha", "workshop", "1.0",
    "#N/A", "=1+1", "Signature", "Asha", "P1", "x", "M",
)  # fmt: skip
MANY = ("co_facilitators", "modules")
FIXED = {"starts_on": "2026-03-12", "certified_on": "2026-03-12", "level": "master", "kind": "tot"}


def texts(table: str) -> tuple[str, ...]:
    """The columns of a table that take any text."""
    others = (*CHOICES, *DATES, *NUMBERS)
    return tuple(name for name in COLUMNS[table] if name not in others)


def written(form: str, table: str, rows: list[dict[str, str]]) -> tuple[str, bytes]:
    columns = COLUMNS[table]
    cells = [typed([row.get(name) for name in columns]) for row in rows]
    file = io.BytesIO()
    if form == "csv":
        write_csv(file, columns, cells)
    else:
        write_xlsx(file, {table: (columns, cells)})
    return f"{table}.{form}", file.getvalue()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("table", COLUMNS)
@given(data=st.data())
def test_words_in_any_column_come_back(form: str, table: str, data: st.DataObject) -> None:
    row = st.fixed_dictionaries({name: st.sampled_from(WORDS) for name in texts(table)})
    rows = [
        {**{n: t for n, t in FIXED.items() if n in COLUMNS[table]}, **drawn}
        for drawn in data.draw(st.lists(row, min_size=1, max_size=3))
    ]
    for one in rows:
        one |= {name: join_codes([one[name], "B"]) for name in MANY if name in one}
    reading = read_uploads([written(form, table, rows)])
    found = [row.cells for row in reading.tables.rows[table]]
    assert [{n: str(row[n]) for n in texts(table)} for row in found] == [
        {n: row[n] for n in texts(table)} for row in rows
    ]
    assert not reading.sheets[0].left_out
    for row in reading.tables.rows[table]:
        record = record_of(row, "iso")
        assert not isinstance(record, str), record
        for name in texts(table):
            if name in MANY:
                several = {*getattr(record, name), getattr(record, "lead", None)}
                assert {*split_codes(row.cells[name])} <= several
            else:
                said = getattr(record, name, None) or record.details[name]
                assert said == row.cells[name], name
