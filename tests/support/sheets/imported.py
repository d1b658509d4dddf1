"""What stands in Banyan after a sheet was imported: its export, in the words of the truth."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from api.cli.common import cascade_of
from api.spreadsheets.files.cells import Cell
from api.spreadsheets.importing.run import Request, run
from api.spreadsheets.recognition.tables import Place, Row, Tables
from tests.support.command import TABLES, Banyan, export
from tests.support.sheets.judging import answered
from tests.support.sheets.reading import Taken, records_of
from tests.support.sheets.truth import Made


def imported(banyan: Banyan, made: Made, room: Path) -> tuple[Taken, list[str]]:
    """Imports the sheet with its questions answered, and exports everything. Also the reasons why
    rows were refused."""
    (room / "sent").mkdir()
    for name, content in made.files:
        (room / "sent" / name).write_bytes(content)
    known, reading = answered(made)
    request: dict[str, Any] = {"order": made.truth.dates, "skip_refused": True, "answers": known}
    with banyan.opened() as home:
        cascade = cascade_of(home, "c")
        done = run(home, Request(cascade, [room / "sent"], **request))
    reasons = [judged.why for judged in done.judgement.refused()]
    export(banyan, room / "out", "csv")
    rows = {table: _rows(table, room / "out" / f"{table}.csv") for table in TABLES}
    taken = records_of(Tables(rows, []), "iso")
    for row in taken.records["people"]:
        # Its identifier is Banyan's own.
        row["coded"] = any(row["person"] == one.person for one in made.truth.people)
    taken.left_out = [(left.kind, left.text) for sheet in reading.sheets for left in sheet.left_out]
    return taken, reasons


def _rows(table: str, path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        found: list[dict[str, Cell]] = [
            {name: cell for name, cell in line.items() if cell} for line in csv.DictReader(file)
        ]
    return [Row(table, Place(path.name, None, at), cells) for at, cells in enumerate(found, 2)]
