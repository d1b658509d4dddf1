"""The scores of one person in one workshop, and what they are out of."""

from __future__ import annotations

from collections.abc import Mapping

from api.i18n import _
from api.spreadsheets.files.cells import Cell, CellError
from api.spreadsheets.recognition.vocabulary.values import Score, score


def scores(cells: Mapping[str, Cell]) -> dict[str, float]:
    """The numbers of `pre`, `post` and `max_score`, of those that are among the cells. The scores
    may say the maximum instead of its own cell. CellError where they do not agree."""
    found = {name: _named(name, cells[name]) for name in ("pre", "post") if name in cells}
    numbers = {name: one.points for name, one in found.items()}
    if "max_score" in cells:
        stated = _named("max_score", cells["max_score"]).points
        for name, one in found.items():
            if one.maximum not in (None, stated):
                raise CellError(
                    _("{column}: this score is out of {found}, but max_score is {max}. Correct one "
                      "of them.", column=name, found=f"{one.maximum:g}", max=f"{stated:g}")
                )  # fmt: skip
        return {**numbers, "max_score": stated}
    said = {one.maximum for one in found.values()}
    if len(said) > 1:
        raise CellError(
            _("The two scores do not say the same maximum. Write both in the same way, or give "
              "max_score.")
        )  # fmt: skip
    maximum = next(iter(said), None)
    return numbers if maximum is None else {**numbers, "max_score": maximum}


def _named(column: str, cell: Cell) -> Score:
    try:
        return score(cell)
    except CellError as problem:
        raise CellError(f"{column}: {problem}") from None
