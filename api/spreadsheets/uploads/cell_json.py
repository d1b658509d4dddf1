"""Stores the cells of a row as JSON, and reads them back with the same types."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime

from api.spreadsheets.files.cells import Cell
from api.spreadsheets.files.formulas import LiteralText


def packed(cells: Mapping[str, Cell]) -> str:
    marked = {n: {"typed": c} if isinstance(c, LiteralText) else c for n, c in cells.items()}
    return json.dumps(marked, default=_dated, ensure_ascii=False)


def unpacked(text: str) -> dict[str, Cell]:
    return {name: _cell(value) for name, value in json.loads(text).items()}


def _dated(value: date) -> dict[str, str]:
    return {"moment" if isinstance(value, datetime) else "day": value.isoformat()}


def _cell(value: Cell | dict[str, str]) -> Cell:
    match value:
        case {"typed": text}:
            return LiteralText(text)
        case {"moment": moment}:
            return datetime.fromisoformat(moment)
        case {"day": day}:
            return date.fromisoformat(day)
        case dict():
            raise ValueError("no cell looks like this")
    return value
