"""Refused rows come back as a file that can be corrected and imported as it is."""

from __future__ import annotations

import io

from api.spreadsheets.exporting.refused_rows import RefusedRow, write_refused_rows
from api.spreadsheets.files.reading import sheets_uploaded
from api.spreadsheets.recognition.columns import is_column
from api.spreadsheets.recognition.reader import NOTHING_ANSWERED, read_uploads
from api.spreadsheets.recognition.reading import Answers, Reading

REGISTER = """Hygiene,,,,
Trainer: Jane Achieng,,Date: 12 March 2026,,
No,Name,Sex,Pre,Post
1,Mary Auma,F,8/20,15/20
2,Peter Otieno,Q,9/20,17/20
3,Grace Wanjiru,F,12/20,eighteen
,TOTAL,,29,50
"""
TABLE = "person,name,sex\nP1,Asha,f\nP2,Ben,q\n"


def came_back(*files: tuple[str, str], wrong: set[tuple[str, int]]) -> bytes:
    """The workbook of the lines that were refused. `wrong`: (file, line)."""
    sent = [(name, text.encode()) for name, text in files]
    rows = [row for rows in read_uploads(sent).tables.rows.values() for row in rows]
    refused = [RefusedRow(r, "Look.") for r in rows if (r.where.file, r.where.line) in wrong]
    good = [r.where for r in rows if (r.where.file, r.where.line) not in wrong]
    book = io.BytesIO()
    write_refused_rows(book, refused, good, sheets_uploaded(sent, is_column))
    return book.getvalue()


def read(book: bytes, answers: Answers = NOTHING_ANSWERED) -> Reading:
    return read_uploads([("refused.xlsx", book)], answers)


def test_rows_of_ones_own_sheet_come_back_under_their_titles_and_headings():
    book = came_back(("march.csv", REGISTER), wrong={("march.csv", 5), ("march.csv", 6)})
    again = read(book)
    assert not again.asks
    first = read_uploads([("march.csv", REGISTER.encode())])
    assert again.sheets[0].key == first.sheets[0].key  # so its layout is still known
    assert [row.cells["name"] for row in again.tables.rows["people"]] == [
        "Peter Otieno", "Grace Wanjiru",
    ]  # fmt: skip
    (held,) = again.tables.rows["workshops"]
    (before,) = first.tables.rows["workshops"]
    assert held.cells["starts_on"] == before.cells["starts_on"]
    assert [row.cells["pre"] for row in again.tables.rows["register"]] == ["9/20", "12/20"]


def test_nobody_gets_an_identifier_by_it():
    book = came_back(("march.csv", REGISTER), wrong={("march.csv", 5)})
    (person,) = read(book).tables.rows["people"]
    assert type(person.cells["person"]).__name__ == "NoIdentifier"


def test_rows_of_the_four_tables_come_back_in_their_table():
    book = came_back(("people.csv", TABLE), ("march.csv", REGISTER),
                     wrong={("people.csv", 3), ("march.csv", 5)})  # fmt: skip
    again = read(book)
    assert [row.cells["name"] for row in again.tables.rows["people"]] == ["Ben", "Peter Otieno"]
