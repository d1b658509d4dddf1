"""A reader that knows the truth: what the comparison has to find without a fault."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from api.spreadsheets.files.cells import Cell, NoIdentifier
from api.spreadsheets.recognition.columns import COLUMNS
from api.spreadsheets.recognition.reading import LeftOut, Reading, SheetReading
from api.spreadsheets.recognition.tables import Place, Row, Tables
from tests.support.sheets.truth import Either, Person, Said, Truth


def perfect(truth: Truth) -> Reading:
    """All that the truth says, as rows of the four tables."""
    rows: dict[str, list[Row]] = {table: [] for table in COLUMNS}

    def add(table: str, **cells: Any) -> None:
        told: dict[str, Cell] = {name: cell for name, cell in cells.items() if cell is not None}
        rows[table].append(Row(table, Place("file", None, len(rows[table]) + 2), told))

    people = [_key(person, number) for number, person in enumerate(truth.people)]
    for key, person in zip(people, truth.people, strict=True):
        facts = {name: _plain(value) for name, value in vars(person).items() if name != "refused"}
        add("people", **{**facts, "person": key})
    leads: dict[str, NoIdentifier] = {}
    for number, one in enumerate(truth.workshops):
        for lead in one.leads:
            if lead not in leads:
                leads[lead] = NoIdentifier(f"trainer {lead}")
                add("people", person=leads[lead], name=lead)
        code = _plain(one.workshop) or NoIdentifier(f"workshop {number}")
        # No sheet here has more than two.
        helpers = leads[one.leads[1]] if one.leads[1:] else None
        add(
            "workshops", workshop=code, starts_on=one.starts_on, ends_on=one.ends_on,
            lead=leads[one.leads[0]] if one.leads else None, co_facilitators=helpers,
            title=_plain(one.title), venue=_plain(one.place),
        )  # fmt: skip
    codes = [row.cells["workshop"] for row in rows["workshops"]]
    for line in truth.lines:
        numbers = {"pre": line.pre, "post": line.post, "max_score": line.max_score}
        add("register", workshop=codes[line.workshop], person=people[line.person], **numbers)
    for given in truth.certificates:
        add(
            "certifications", person=people[given.person], level=given.level,
            certified_on=given.certified_on, expires_on=given.expires_on, number=given.number,
        )  # fmt: skip
    left = [LeftOut(Place("file", None, 1), one.kind, one.text) for one in truth.left_out]
    stems = [PurePath(sheet.file).stem for sheet in truth.sheets]
    sheet = SheetReading(" ".join(stems), "key", "register", (), left_out=left)
    return Reading(Tables(rows, []), [sheet])


def _key(person: Person, number: int) -> str:
    return _plain(person.person) or NoIdentifier(f"person {number}")


def _plain(value: Said) -> str | None:
    return value.values[0] if isinstance(value, Either) else value
