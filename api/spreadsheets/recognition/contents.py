"""Finds out what a column is, from its cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from api.people.typed_line import SCORES
from api.spreadsheets.recognition.headings import PHONE
from api.spreadsheets.recognition.words import sex

NUMBER = re.compile(r"(?:0|[1-9]\d{0,3})(?:[.,]\d{1,3})?")
EMAIL = re.compile(r"\S+@\S+\.\S+")
CODE = re.compile(r"(?=.*\d)[\w./-]{2,20}")
NAME = re.compile(r"[^\d@]*[^\W\d_][^\d@]*")
AGES = re.compile(r"\d\d-\d\d|65\+")
ENOUGH = 0.7
"""The share of a column's cells that must look alike."""


def columns_by_content(
    rows: Sequence[Sequence[str]], width: int, taken: Sequence[str] = ()
) -> list[str]:
    """The name of each column from left to right, "" where it cannot be told. `taken`: columns
    that headings named already; only `name` may occur again (first name and family name)."""
    seen = set(taken)
    columns = [[row[at] for row in rows if row[at]] for at in range(width)]
    found = [_kind(cells) for cells in columns]
    numbers = [at for at, kind in enumerate(found) if kind == "number"]
    for at, name in zip(numbers, _scores([columns[at] for at in numbers]), strict=True):
        found[at] = name
    once: list[str] = []
    for name in found:
        once.append("" if name in seen and name != "name" else name)
        seen.add(name)
    return once


def _kind(cells: Sequence[str]) -> str:
    tests: list[tuple[str, Callable[[str], object]]] = [
        ("email", EMAIL.fullmatch),
        ("sex", sex),
        ("age_band", AGES.fullmatch),
        ("number", NUMBER.fullmatch),
        ("phone", PHONE.fullmatch),
        ("identifier", CODE.fullmatch),
        ("name", NAME.fullmatch),
    ]
    for kind, fits in tests:
        if cells and sum(1 for cell in cells if fits(cell)) > ENOUGH * len(cells):
            return _counted(cells) if kind == "number" else kind
    return ""


def _counted(cells: Sequence[str]) -> str:
    """ "number", or "" where the cells are 1, 2, 3 …: those are line numbers."""
    counts = [str(n) for n in range(1, len(cells) + 1)]
    return "" if cells == counts and len(cells) > 1 else "number"


def _scores(columns: Sequence[Sequence[str]]) -> list[str]:
    """The name of each column of numbers. The maximum is the column that is the same on all lines
    and not below any score."""
    values = [
        [float(cell.replace(",", ".")) for cell in cells if NUMBER.fullmatch(cell)]
        for cells in columns
    ]
    names = [""] * len(values)
    highest = max((max(one) for one in values), default=0)
    same = [at for at, one in enumerate(values) if set(one) == {highest} and len(one) > 1]
    if same and len(values) > 1:
        names[same[-1]] = "max_score"
    rest = [at for at, name in enumerate(names) if not name]
    for at, name in zip(rest, ("post",) if len(rest) == 1 else SCORES, strict=False):
        if name != "max_score" or not same:
            names[at] = name
    return names
