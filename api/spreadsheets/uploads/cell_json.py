"""Stores the cells of a row as JSON, and reads them back with the same types."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime

from api.spreadsheets.files.cells import Cell, NoIdentifier, Percent, PersonName, Unvalued
from api.spreadsheets.files.formulas import LiteralText

Marked = LiteralText | NoIdentifier | PersonName | Unvalued | Percent
MARKED: tuple[tuple[str, type[Marked]], ...] = (
    ("typed", LiteralText), ("key", NoIdentifier), ("named", PersonName), ("formula", Unvalued),
    ("percent", Percent),
)  # fmt: skip
"""Cells that JSON would take for plain texts and numbers."""


def packed(cells: Mapping[str, Cell]) -> str:
    marked = {name: _marked(cell) for name, cell in cells.items()}
    return json.dumps(marked, default=_dated, ensure_ascii=False)


def _marked(cell: Cell) -> Cell | dict[str, str | float]:
    if type(cell) in (str, int, float, bool):
        return cell
    for name, kind in MARKED:
        if isinstance(cell, kind):
            return {name: float(cell) if isinstance(cell, Percent) else str(cell)}
    return cell


def unpacked(text: str) -> dict[str, Cell]:
    return {name: _cell(value) for name, value in json.loads(text).items()}


def _dated(value: date) -> dict[str, str]:
    return {"moment" if isinstance(value, datetime) else "day": value.isoformat()}


def _cell(value: Cell | dict[str, str]) -> Cell:
    match value:
        case {"moment": moment}:
            return datetime.fromisoformat(moment)
        case {"day": day}:
            return date.fromisoformat(day)
        case dict():
            ((name, content),) = value.items()
            return dict(MARKED)[name](content)
    return value
