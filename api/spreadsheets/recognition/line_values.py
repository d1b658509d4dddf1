"""The words of one line of a register as codes and numbers, whether it was typed or pasted."""

from __future__ import annotations

from collections.abc import Mapping

from api.spreadsheets.files.cells import Cell, CellError, as_text
from api.spreadsheets.recognition import values, words
from api.spreadsheets.recognition.fields import field_labels
from api.spreadsheets.recognition.parsed import SCORES

Line = dict[str, str]
"""Field of a line of a register → text."""
FIRST = ("identifier", "name", "phone", "pre", "post", "max_score")
"""Fields of a line that are always in sight; `identifier`: what the programme calls the person."""
MORE = (
    "sex", "age_band", "cadre", "organisation", "region", "disability", "email", "id_number",
)  # fmt: skip


def line_labels() -> dict[str, str]:
    """Fields of a line → their labels, as everywhere."""
    labels = field_labels()
    return {name: labels["person" if name == "identifier" else name] for name in (*FIRST, *MORE)}


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


def is_spanish(sexes: set[str]) -> bool:
    """Whether a column of sex uses H and M, for hombre and mujer."""
    said = {words.plain(text) for text in sexes} - {""}
    return {"h", "m"} <= said and "f" not in said


def _band(cell: Cell) -> str:
    try:
        return str(values.age_band(cell) or as_text(cell))
    except CellError:
        return as_text(cell)


def _read_scores(line: Mapping[str, Cell], found: Line) -> None:
    read: dict[str, values.Score] = {}
    for name in (*SCORES, "max_score"):
        cell = line.get(name, "")
        if name not in found or values.is_blank_score(cell):
            found.pop(name, None)
            continue
        try:
            read[name] = values.score(cell)
        except CellError:
            return
    maxima = {one.maximum for name, one in read.items() if name in SCORES} - {None}
    if "max_score" in read:
        maxima.add(read["max_score"].points)
    if len(maxima) > 1:
        return  # what contradicts itself stays as it was typed
    for name, one in read.items():
        found[name] = f"{one.points:g}"
    if maxima:
        found["max_score"] = f"{maxima.pop():g}"
