"""The words of one line of a register as codes and numbers, whether it was typed or pasted."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from api.spreadsheets.files.cells import Cell, CellError, as_text
from api.spreadsheets.recognition import values, words
from api.spreadsheets.recognition.parsed import SCORES
from api.spreadsheets.recognition.scores import scores

Line = dict[str, str]
"""Field of a line of a register → text."""


def coded(line: Mapping[str, Cell], spanish: bool = False) -> Line:
    """A copy of the line with codes for known words, and `12/20` as a score and its maximum. What
    is not understood stays as it was typed, and is refused later, beside its line. Blank cells and
    words such as “N/A” are left out.

    `spanish`: M means woman (mujer), as H (hombre) is used for men."""
    found = {name: as_text(cell) for name, cell in line.items() if not words.is_blank(cell)}
    if "sex" in found:
        found["sex"] = words.sex(found["sex"], spanish) or found["sex"]
    if "disability" in found:
        found["disability"] = words.disability(found["disability"]) or found["disability"]
    if "age_band" in found:
        found["age_band"] = _band(line["age_band"])
    _read_scores(line, found)
    return found


def _band(cell: Cell) -> str:
    try:
        return str(values.age_band(cell) or as_text(cell))
    except CellError:
        return as_text(cell)


def _read_scores(line: Mapping[str, Cell], found: Line) -> None:
    """What contradicts itself stays as it was typed."""
    said = {}
    for name in (*SCORES, "max_score"):
        if name in found and values.is_blank_score(line[name]):
            del found[name]
        elif name in found:
            said[name] = line[name]
    with suppress(CellError):
        found |= {name: f"{number:g}" for name, number in scores(said).items()}
