"""How a register is kept, and a register while it is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from tests.support.sheets.drawing import Draw
from tests.support.sheets.files import Grid
from tests.support.sheets.truth import Left, Line, Person

UNREAD = frozenset(
    [
        "no", "is_f", "is_m", "signature", "remarks", "chief", "facility", "gain", "service",
        "per_diem", "dob",
    ]
)  # fmt: skip
"""Columns that Banyan does not record."""
TESTS = ("pre", "post")


@dataclass(frozen=True)
class Kept:
    """How a register is kept.

    `columns`: from the left; `top`: how the day stands above it ("words", "iso", "cell", "dmy",
    "clear" for a day/month that can be one alone, "" where there are no lines above); `scores`: how
    a test is written ("points", "of" for 12/20, "percent" for 80 %, "shown" for a cell formatted
    so, "fraction" for 0.8, "heading" and "share" with "(/20)" and "(%)" in the heading, "column"
    with a column for the maximum); `days`: columns of marks; `pages`: the heading is repeated after
    so many people; `endings`: rows below; `blanks`: columns of "N/A" and the like; `twice`: one
    person stands there twice; `heads`: columns of marks are headed by the day itself ("dates"), or
    by morning and afternoon under the day ("halves"); `spare`: numbered rows that nobody filled."""

    language: str
    form: str = "xlsx"
    columns: tuple[str, ...] = ("no", "name", "sex", "phone", "pre", "post", "signature")
    top: str = "words"
    scores: str = "of"
    days: int = 0
    absent: int = 0
    marks: tuple[str, str] | None = None
    people: int = 9
    groups: bool = False
    pages: int = 0
    sections: bool = False
    endings: tuple[str, ...] = ("total", "average", "prepared", "signature")
    gaps: bool = False
    hidden: int = 0
    titles: tuple[str, ...] = ()
    trainers: int = 1
    twice: bool = False
    heads: str = ""
    spare: int = 0
    headed: bool = True
    text_phones: bool = True
    blanks: tuple[str, ...] = ()


@dataclass
class Building:
    """A register while it is written."""

    draw: Draw
    kept: Kept
    sexes: tuple[str, str]
    grid: Grid
    first: date
    people: list[Person] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)


def field_of(column: str) -> str:
    """What a column of ours is to Banyan."""
    if column in UNREAD:
        return ""
    taken = {"first": "name", "family": "name", "surname_first": "name", "day": "attended"}
    return {**taken, "age": "age_band", "co": "co_facilitators"}.get(column, column)
