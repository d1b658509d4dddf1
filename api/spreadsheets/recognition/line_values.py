"""The words of one line of a register as codes and numbers, whether it was typed or pasted."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from api.spreadsheets.files.cells import Cell, CellError, as_text
from api.spreadsheets.recognition.fields import field_labels
from api.spreadsheets.recognition.sheet.parsed import SCORES
from api.spreadsheets.recognition.vocabulary import values, words
from api.spreadsheets.recognition.vocabulary.scores import scores

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
    said = {name: cell for name, cell in line.items() if not _is_nothing(name, cell)}
    found = {name: values.tidy(as_text(cell)) for name, cell in said.items()}
    if "sex" in found:
        found["sex"] = words.sex(found["sex"], spanish) or found["sex"]
    if "disability" in found:
        found["disability"] = words.disability(found["disability"]) or found["disability"]
    if "age_band" in found:
        found["age_band"] = _band(line["age_band"])
    _read_scores(line, found)
    return found


def _is_nothing(name: str, cell: Cell) -> bool:
    return cell == "" or values.is_nothing("person" if name == "identifier" else name, cell)


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
