"""Finds the row or the two rows of headings of a sheet, below any titles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from api.spreadsheets.files.cells import Cell
from api.spreadsheets.files.formulas import LiteralText
from api.spreadsheets.recognition.sheet.grid import Grid, GridRow, shown
from api.spreadsheets.recognition.vocabulary.words import heading, mark, plain, sex

DEEPEST = 40
"""Rows that are looked at: titles take no more."""
PEOPLE = ("name", "person")
"""A list of people goes before a summary above it, which has no such column."""
LONGEST = 120
"""Characters of a heading."""
_SCORE = re.compile(r"\d{1,4}\s*[./,-]\s*\d{1,4}")


@dataclass(frozen=True, slots=True)
class Header:
    """`first`: index of the row of headings in the grid; `rows`: 1 or 2, 0 if the sheet has none;
    `texts`: the heading of each column, "" where blank; `groups`: what stands above it."""

    first: int
    rows: int
    texts: tuple[str, ...]
    groups: tuple[str, ...]
    folded: frozenset[str] = frozenset()
    """The headings in small letters, as they stand in the sheet."""

    @property
    def end(self) -> int:
        """Index of the first row of data."""
        return self.first + self.rows


def find_header(grid: Grid) -> Header:
    """The row that names most columns; the first of equals."""
    best, best_score = -1, 0.0
    for at, row in enumerate(grid.rows[:DEEPEST]):
        score = heading_score(row)
        if score > best_score + 0.5:
            best, best_score = at, score
    if best < 0:
        return Header(0, 0, ("",) * grid.width, ("",) * grid.width)
    return _with_second(grid, best)


def heading_score(row: GridRow) -> float:
    """How much the row looks like headings: more than 0 if it does."""
    filled = [cell for cell in row.cells if cell != ""]
    found = [heading(text) for cell in filled if (text := heading_text(cell))]
    exact = sum(1 for one in found if one and one.exact)
    near = sum(1 for one in found if one and not one.exact)
    fields = {one.field for one in found if one and one.field}
    data = sum(1 for cell in filled if _is_data(cell))
    if not fields or (not exact and near < 2) or (data and exact < 2):
        return 0.0
    if fields == {"attended"} and exact + near < len(filled) and _has_scores(filled):
        return 0.0  # a name with `8/12` or `3.5`, which might be days of the workshop
    if 3 * (exact + near) < len(filled) - data or data > exact + near:
        return 0.0
    of_people = 2.0 if any(one and one.exact and one.field in PEOPLE for one in found) else 0.0
    return 2 * exact + near + of_people + 0.1 * len(filled) - 1.5 * data


def heading_text(cell: Cell) -> str:
    """The cell as a heading; "" where it cannot be one: a number, or a long text."""
    if isinstance(cell, date):
        return shown(cell)
    if not isinstance(cell, str) or len(cell) > LONGEST or _has_value(cell):
        return ""
    return cell


def _has_value(text: str) -> bool:
    """Whether the text is “Trainer: Jane”, a title with its value, and not a heading alone."""
    before, colon, after = text.partition(":") if ":" in text else text.partition("：")
    return bool(colon and after.strip() and plain(before)) and heading(text) is None


def _is_data(cell: Cell) -> bool:
    """Whether headings have no such cell: a number, a mark, a code with digits, an address."""
    if not isinstance(cell, str):
        return not isinstance(cell, date)
    if heading(cell):
        return False
    digits = sum(character.isdecimal() for character in cell)
    word = len(cell) < 8 and (mark(cell) is not None or sex(cell) is not None)
    return "@" in cell or digits > 2 or word


def _has_scores(cells: Sequence[Cell]) -> bool:
    """Whether all cells that may be days may also be scores."""
    found = [cell for cell in cells if isinstance(cell, str) and heading(cell)]
    return all(_SCORE.fullmatch(cell) for cell in found)


def _with_second(grid: Grid, at: int) -> Header:
    """With the row of groups above the headings, or the second row of headings below them."""
    for first in (at, at - 1):
        if first >= 0 and first + 1 < len(grid.rows) and _is_pair(grid, first):
            top, bottom = grid.rows[first], grid.rows[first + 1]
            groups = _spread(top, bottom, grid.width)
            texts = [heading_text(bottom.cell(n)) for n in range(grid.width)]
            both = tuple(_joined(g, t) for g, t in zip(groups, texts, strict=True))
            return Header(first, 2, both, tuple(groups), folded((*groups, *texts)))
    row = grid.rows[at]
    texts = [heading_text(row.cell(n)) for n in range(grid.width)]
    return Header(at, 1, tuple(texts), ("",) * grid.width, folded(texts))


def folded(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(text.casefold() for text in texts if text)


def _is_pair(grid: Grid, first: int) -> bool:
    """Whether the row and the next are headings on two rows: the lower one fills in what the upper
    one groups, and has nothing that looks like data."""
    top, bottom = grid.rows[first], grid.rows[first + 1]
    if bottom.line != top.line + 1 or any(_is_data(cell) for cell in bottom.cells):
        return False
    if any(isinstance(cell, str) and _has_value(cell) for cell in (*top.cells, *bottom.cells)):
        return False
    lower = [text for n in range(grid.width) if (text := heading_text(bottom.cell(n)))]
    own = [n for n in range(grid.width) if _is_own(top, bottom, n)]
    below = sum(1 for n in own if heading(heading_text(bottom.cell(n))))
    gaps = sum(1 for n in own if top.cell(n) == "" or _repeats(grid, top, n))
    merged_down = sum(1 for n in range(grid.width) if top.cell(n) == bottom.cell(n) != "")
    if own and merged_down and 2 * (merged_down + len(own)) > grid.width:
        return True
    if not lower or not own or not gaps or below < len(own) / 2:
        return False
    named = sum(1 for n in range(grid.width) if heading(heading_text(top.cell(n))))
    return named > 0 and len(own) < len(grid.rows[first].cells) + gaps


def _is_own(top: GridRow, bottom: GridRow, n: int) -> bool:
    return bottom.cell(n) != "" and bottom.cell(n) != top.cell(n)


def _repeats(grid: Grid, top: GridRow, n: int) -> bool:
    """Whether the group goes on from the left: by a merge, or because it is the same text."""
    return (top.line, n) in grid.merges or (n > 0 and top.cell(n) == top.cell(n - 1))


def _spread(top: GridRow, bottom: GridRow, width: int) -> list[str]:
    """The text above each column: a group stands over the blank cells to its right."""
    groups, last = [], ""
    for n in range(width):
        text = heading_text(top.cell(n))
        last = text or (last if bottom.cell(n) != "" else "")
        groups.append(last)
    return groups


def _joined(group: str, text: str) -> str:
    """The heading of a column with the group above it. What says enough alone stays alone."""
    if not text or text == group:
        return group
    own = heading(text)
    if group and own is None and heading(group):
        return group
    if not group or (own and own.exact and own.field not in ("score", "attended")):
        return text
    return f"{group} {text}"


def is_repeated(header: Header, cells: Sequence[Cell]) -> bool:
    """Whether a row of data repeats the headings, as at the top of each printed page."""
    first = next((c for c in cells if c != ""), "")
    if not isinstance(first, str) or isinstance(first, LiteralText):
        return False
    if first.casefold() not in header.folded:
        return False
    said = [
        (plain(shown(c)), plain(t)) for c, t in zip(cells, header.texts, strict=False) if c != ""
    ]
    return len(said) > 0 and sum(one == other for one, other in said) > len(said) / 2
