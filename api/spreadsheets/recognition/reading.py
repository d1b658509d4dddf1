"""What was understood of sheets: their columns, the rows left out, and what has to be asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby
from typing import Literal

from msgspec import Struct

from api.spreadsheets.files.cells import Cell, Order, as_text
from api.spreadsheets.recognition.tables import Place, Tables

Fractions = Literal["", "percent", "points"]
Shape = Literal["", "people", "register", "long", "workshops", "certifications", "nothing"]
"""What the rows of a sheet are. `register`: the people of one workshop; `long`: people, with their
workshop on each row; `nothing`: the sheet is left out."""


MAX_LISTED = 500
"""Rows left out that are kept of a sheet."""


class Layout(Struct, frozen=True, omit_defaults=True):
    """How a sheet is read: the answer to what was asked of it, remembered by its headings.

    `columns`: the field of each column, from the left; `max_score`: where neither a score nor a
    column says it; `dates`: "iso" where it was not asked; `fractions`: what 0.8 means; `shape`: ""
    where it was not asked."""

    columns: tuple[str, ...] = ()
    max_score: float | None = None
    dates: Order = "iso"
    fractions: Fractions = ""
    shape: Shape = ""


class Answers(Struct, frozen=True, omit_defaults=True):
    """All that somebody answered about some sheets. `layouts`: by key of the sheet's headings;
    `facts`: of the workshop that a sheet is about: field → text as typed, "-" where nobody knows;
    `columns`: heading, or number of a column without one → field for every sheet (`LEFT_OUT`
    leaves it out). Facts and shapes are by the sheet's label, its name, its file's, or "" for all.
    """

    layouts: dict[str, Layout] = {}
    facts: dict[str, dict[str, str]] = {}
    columns: dict[str, str] = {}
    common: Layout = Layout()
    """Of every sheet whose own layout does not say it: `max_score`, `dates`, `fractions`; and
    `shape`, where it is not sure."""
    shapes: dict[str, Shape] = {}
    """Of single sheets."""


class Ask(StrEnum):
    """What may have to be asked about a sheet."""

    COLUMNS = "columns"
    SHAPE = "shape"
    MAX_SCORE = "max_score"
    FRACTIONS = "fractions"
    DATES = "dates"
    FACTS = "facts"


@dataclass(frozen=True, slots=True)
class Column:
    """A column as it was taken. `number`: from 1; `heading`: "" if it has none; `samples`: at most
    three different values; `sure`: whether nobody need look at it."""

    number: int
    heading: str
    samples: tuple[str, ...]
    field: str
    sure: bool


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that is not read. `kind`: title, heading, total, signature, absent, note."""

    where: Place
    kind: str
    text: str


@dataclass(slots=True)
class SheetReading:
    """A sheet as it was taken. `key`: of its headings, by which its layout is remembered; `label`:
    file and sheet; `names`: by which answers may call it; `facts`: of its one workshop, as read or
    answered; `asks`: what is not clear → a value about which it is asked."""

    label: str
    key: str
    shape: Shape
    columns: Sequence[Column]
    names: tuple[str, ...] = ()
    layout: Layout = field(default_factory=Layout)
    rows: int = 0
    facts: dict[str, str] = field(default_factory=dict)
    asks: dict[Ask, str] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)

    def leave_out(self, where: Place, kind: str, cells: Sequence[Cell]) -> None:
        """Lists a row that is not read, at most `MAX_LISTED` of them."""
        if len(self.left_out) < MAX_LISTED:
            texts = [as_text(cell) for cell in cells if cell != ""]
            once = [text for text, _same in groupby(texts)]  # a merged cell is repeated in each
            self.left_out.append(LeftOut(where, kind, " ".join(once)[:120]))


@dataclass(slots=True)
class Reading:
    """Everything that was read. Rows of a sheet with open questions have a `problem`, which says
    what is asked."""

    tables: Tables
    sheets: list[SheetReading] = field(default_factory=list)

    @property
    def asks(self) -> bool:
        return any(sheet.asks for sheet in self.sheets)
