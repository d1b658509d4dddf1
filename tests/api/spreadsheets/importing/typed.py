"""Rows of the four tables, as a reader of sheets would hand them to an import."""

from __future__ import annotations

from api.home import Home
from api.spreadsheets.files.cells import Cell, NoIdentifier
from api.spreadsheets.importing.run import ImportResult, Request, run_tables
from api.spreadsheets.recognition.columns import COLUMNS
from api.spreadsheets.recognition.tables import Place, Row, Tables
from domain.values import CascadeId

Cells = dict[str, Cell]
CONTROL = "\x1f"


def key(shown: str, rest: str = "") -> NoIdentifier:
    """The key of somebody, or of a workshop, that the sheet calls so."""
    return NoIdentifier(shown + (CONTROL + rest if rest else ""))


def tables(**rows: list[Cells]) -> Tables:
    """The tables with these rows, which are numbered from 2."""
    placed = {
        table: [
            Row(table, Place(f"{table}.csv", None, line), cells)
            for line, cells in enumerate(rows.get(table, []), start=2)
        ]
        for table in COLUMNS
    }
    return Tables(placed, [])


def imported(home: Home, cascade: str, read: Tables, **asked: object) -> ImportResult:
    return run_tables(home, Request(CascadeId(cascade), (), **asked), read)  # type: ignore[arg-type]


def verdicts(done: ImportResult, table: str) -> list[str]:
    return [row.verdict.value for row in done.judgement.rows[table]]
