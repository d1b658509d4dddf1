"""Puts sheets through the reader: reads, answers, reads again, compares."""

from __future__ import annotations

from typing import Any

from api.errors import BadInput
from api.spreadsheets.files.cells import NoIdentifier
from api.spreadsheets.recognition.columns import COLUMNS
from api.spreadsheets.recognition.pasted import read_pasted
from api.spreadsheets.recognition.reader import read_uploads
from api.spreadsheets.recognition.reading import Answers, Reading
from api.spreadsheets.recognition.tables import Place, Row, Tables
from tests.support.sheets.comparing import Fault, faults, questions
from tests.support.sheets.reading import answers, taken
from tests.support.sheets.truth import Made


def read(made: Made, known: Answers | None = None) -> Reading:
    """Through the entry of the reader, as an upload or as a paste."""
    if made.pasted:
        return pasted(made, known or Answers())
    return read_uploads(made.files, known or Answers())


def pasted(made: Made, known: Answers) -> Reading:
    """The lines of the form of a workshop, as rows. The workshop itself stands in the form."""
    read = read_pasted(made.pasted, known)
    workshop = made.truth.workshops[0]
    rows: dict[str, list[Row]] = {table: [] for table in COLUMNS}
    key = NoIdentifier("workshop")
    facts = {"starts_on": workshop.starts_on, "ends_on": workshop.ends_on}
    rows["workshops"].append(row("workshops", workshop=key, **facts))
    for number, line in enumerate(read.lines):
        person = line.get("identifier") or NoIdentifier(f"line {number}")
        told = {name: line[name] for name in COLUMNS["people"] if name in line}
        rows["people"].append(row("people", **{**told, "person": person}))
        tests = {name: line[name] for name in ("pre", "post", "max_score") if name in line}
        rows["register"].append(row("register", workshop=key, person=person, **tests))
    return Reading(Tables(rows, []), [read.reading] if read.reading else [])


def row(table: str, **cells: Any) -> Row:
    return Row(table, Place("pasted", None, 1), cells)


ROUNDS = 4


def read_and_answered(made: Made) -> list[Fault]:
    """Reads, answers what was asked and reads again, until nothing is asked; gives every fault."""
    try:
        return _in_rounds(made)
    except BadInput as refusal:
        return [Fault("file refused", str(refusal))]


def _in_rounds(made: Made) -> list[Fault]:
    truth, asked, again = made.truth, set[str](), []
    reading, known = read(made), Answers()
    now = taken(reading, truth)
    for _round in range(ROUNDS):
        if not now.asked:
            break
        again += [Fault("asks again", ask) for ask in sorted(now.asked & asked)]
        asked |= now.asked
        known = answers(made, reading, known)
        reading = read(made, known)
        now = taken(reading, truth)
    return questions(asked, truth) + again + faults(now, truth)


def answered(made: Made) -> tuple[Answers, Reading]:
    """All answers that it takes to read the sheet, and what is read then."""
    known, reading = Answers(), read(made)
    for _round in range(ROUNDS):
        if reading.asks:
            known = answers(made, reading, known)
            reading = read(made, known)
    return known, reading
