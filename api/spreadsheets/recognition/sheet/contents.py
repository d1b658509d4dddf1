"""Finds out what a column may be from its cells alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from itertools import pairwise

from api.spreadsheets.files.cells import Cell, CellError, Percent, as_text
from api.spreadsheets.recognition.vocabulary import values, words

ENOUGH = 0.7
"""The share of a column's cells that must look alike."""
MISFIT = 0.5
"""If fewer cells fit what the heading says, somebody has to look."""
_EMAIL = re.compile(r"\S+@\S+\.\S+")
_PHONE = re.compile(r"[+(]?\d[\d\s()./+-]{6,}")
_CODE = re.compile(r"(?=.*\d)\S[\w ./\\-]{0,24}")
_NAME = re.compile(r"[^\d@]*[^\W\d_]{2}[^\d@]*")
_SCORE = re.compile(r"\d{1,4}([.,]\d{1,3})?\s*(%|٪|/\s*\d{1,4}([.,]\d+)?)?")


class Content(StrEnum):
    """What the cells of a column look like."""

    EMPTY = "empty"
    EMAIL = "email"
    SEX = "sex"
    MARK = "mark"
    AGE = "age"
    DATE = "date"
    COUNT = "count"
    """1, 2, 3, …: numbers of lines."""
    NUMBER = "number"
    PHONE = "phone"
    CODE = "code"
    NAME = "name"
    TEXT = "text"


def content_of(cells: Sequence[Cell]) -> Content:
    """`cells`: those of a column; blank ones and words such as “N/A” are not counted."""
    filled = [cell for cell in cells if not words.is_blank(cell)]
    if not filled:
        return Content.EMPTY
    if is_count(filled):
        return Content.COUNT
    for kind, fits in TESTS:
        if share(filled, fits) >= ENOUGH:
            return kind
    return Content.TEXT


def share(cells: Sequence[Cell], fits: Callable[[Cell], object]) -> float:
    """The share of the cells that fit, 0 to 1; 1 where there are none."""
    return sum(1 for cell in cells if fits(cell)) / len(cells) if cells else 1.0


def is_count(cells: Sequence[Cell]) -> bool:
    """Whether the cells count the lines, perhaps anew for each group or page."""
    numbers = [n for cell in cells if (n := as_text(cell).rstrip(".)")).isdecimal()]
    if len(numbers) < 2 or numbers[0] != "1" or len(numbers) < ENOUGH * len(cells):
        return False
    whole = [int(n) for n in numbers]
    steps = sum(1 for a, b in pairwise(whole) if b == a + 1 or b == 1)
    return steps >= ENOUGH * (len(whole) - 1) and len(set(whole)) > len(whole) / 3


def _text(pattern: re.Pattern[str]) -> Callable[[Cell], object]:
    return lambda cell: isinstance(cell, str) and pattern.fullmatch(cell)


def is_day(cell: Cell) -> bool:
    """Whether the cell is a day or days, perhaps one that can be read in two ways."""
    if isinstance(cell, date):
        return True
    if not isinstance(cell, str) or len(cell) > 60 or not any(c.isdecimal() for c in cell):
        return False
    for order in ("iso", "dmy", "mdy"):
        try:
            values.days(cell, order)
            return True
        except CellError:
            continue
    return False


def is_age(cell: Cell) -> bool:
    try:
        return values.age_band(cell) is not None
    except CellError:
        return False


def is_score(cell: Cell) -> bool:
    if isinstance(cell, bool | date):
        return False
    if isinstance(cell, int | float | Percent):
        return 0 <= cell < 10_000
    return bool(_SCORE.fullmatch(cell)) or values.is_blank_score(cell)


def is_phone(cell: Cell) -> bool:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return cell >= 100_000
    return isinstance(cell, str) and bool(_PHONE.fullmatch(cell)) and not is_day(cell)


def is_name(cell: Cell) -> bool:
    """Whether the cell may be a person's name: no digits, not a lone sign or a mark."""
    return isinstance(cell, str) and bool(_NAME.fullmatch(cell) or is_cjk(cell))


def is_cjk(text: str) -> bool:
    return 0 < len(text) < 20 and all("\u4e00" <= one <= "\u9fff" or one == " " for one in text)


def is_code(cell: Cell) -> bool:
    return isinstance(cell, int | float) or (isinstance(cell, str) and bool(_CODE.fullmatch(cell)))


def _is_number(cell: Cell) -> bool:
    return not (isinstance(cell, str) and values.is_blank_score(cell)) and is_score(cell)


TESTS: tuple[tuple[Content, Callable[[Cell], object]], ...] = (
    (Content.EMAIL, _text(_EMAIL)),
    (Content.SEX, lambda cell: isinstance(cell, str) and words.sex(cell)),
    (Content.MARK, lambda c: isinstance(c, str | bool) and words.mark(c) is not None),
    (Content.DATE, is_day),
    (Content.NUMBER, _is_number),
    (Content.AGE, is_age),
    (Content.PHONE, is_phone),
    (Content.CODE, lambda cell: isinstance(cell, str) and is_code(cell)),
    (Content.NAME, is_name),
)

FITS: dict[str, Callable[[Cell], object]] = {
    "email": _text(_EMAIL),
    "sex": lambda cell: isinstance(cell, str) and words.sex(cell),
    "disability": lambda cell: isinstance(cell, str | bool),
    "phone": is_phone,
    "age_band": is_age,
    "name": is_name,
    "lead": lambda cell: not isinstance(cell, date | bool),
    "pre": is_score,
    "post": is_score,
    "score": is_score,
    "max_score": is_score,
    "starts_on": is_day,
    "ends_on": is_day,
    "certified_on": is_day,
    "headcount": lambda cell: is_score(cell),
    "attended": lambda cell: words.mark(cell) is not None,
}
"""Field → whether a cell may be in its column. A field that is not here takes any text."""


def fit(field: str, cells: Sequence[Cell]) -> float:
    """The share of the cells that may stand in a column of the field, 0 to 1."""
    test = FITS.get(field)
    filled = [cell for cell in cells if not words.is_blank(cell)]
    return share(filled, test) if test else 1.0


BY_CONTENT: dict[Content, str] = {
    Content.EMAIL: "email",
    Content.SEX: "sex",
    Content.MARK: "attended",
    Content.AGE: "age_band",
    Content.PHONE: "phone",
    Content.NAME: "name",
    Content.CODE: "person",
}
"""The field that a column without a known heading most probably is. Somebody has to confirm it."""
