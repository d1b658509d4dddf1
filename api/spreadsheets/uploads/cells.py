"""Cells of a row as JSON and back: a date stays a date, a number a number."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from api.spreadsheets.files.cells import Cell
from api.spreadsheets.files.formulas import Typed

DAY, MOMENT, TYPED = "day", "moment", "typed"


def packed(cells: Mapping[str, Cell]) -> str:
    said = {n: {TYPED: c} if isinstance(c, Typed) else c for n, c in cells.items()}
    return json.dumps(said, default=_plain, ensure_ascii=False)


def unpacked(text: str) -> dict[str, Cell]:
    found = json.loads(text)
    return {name: _cell(value) for name, value in found.items()}


def shown(cell: Cell | None) -> str:
    """As somebody would have typed it."""
    if cell is None:
        return ""
    if isinstance(cell, datetime) and cell.time() == datetime.min.time():
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _plain(value: Any) -> dict[str, str]:
    """Of what JSON has no word for: dates."""
    return {MOMENT if isinstance(value, datetime) else DAY: value.isoformat()}


def _cell(value: Any) -> Cell:
    if isinstance(value, dict):
        if TYPED in value:
            return Typed(value[TYPED])
        if MOMENT in value:
            return datetime.fromisoformat(value[MOMENT])
        return date.fromisoformat(value[DAY])
    found: Cell = value
    return found
