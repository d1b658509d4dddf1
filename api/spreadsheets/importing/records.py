"""A row of one of the four tables as values, or the sentence that says why it cannot be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from api.i18n import _
from api.spreadsheets.files import cells
from api.spreadsheets.recognition.columns import CHOICES
from api.spreadsheets.recognition.tables import Row
from domain.values import AgeBand, Disability, Kind, Level, Mode, Sex

T = TypeVar("T")
LONGEST_PATH = 1_500
"""Characters: ten names of a hundred fit in."""
PRIVATE = ("name", "phone", "email", "id_number")
"""Columns of the table of people that are sealed; the rest are statistics."""


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """What a row says; None where it says nothing."""

    person: str
    sex: Sex | None = None
    age_band: AgeBand | None = None
    region: str | None = None
    cadre: str | None = None
    organisation: str | None = None
    disability: Disability | None = None
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class WorkshopRecord:
    workshop: str
    starts_on: date
    ends_on: date
    kind: Kind
    lead: str | None = None
    cofacilitators: tuple[str, ...] = ()
    region: str | None = None
    headcount: int | None = None
    mode: Mode | None = None
    modules: tuple[str, ...] = ()
    details: tuple[tuple[str, str], ...] = ()
    said: frozenset[str] = frozenset()
    """The columns that had something in them."""


@dataclass(frozen=True, slots=True)
class RegisterRecord:
    workshop: str
    person: str
    pre: float | None = None
    post: float | None = None
    max_score: float | None = None

    @property
    def scores(self) -> tuple[float | None, float | None, float | None]:
        return (self.pre, self.post, self.max_score)


@dataclass(frozen=True, slots=True)
class CertificationRecord:
    person: str
    level: Level
    certified_on: date
    expires_on: date | None = None
    number: str | None = None


Record = PersonRecord | WorkshopRecord | RegisterRecord | CertificationRecord


@dataclass(slots=True)
class Reader:
    """Reads rows; `order` says how dates that are not ISO are written."""

    order: cells.Order = "iso"
    readers: dict[str, Callable[[Row], Record]] = field(init=False)

    def __post_init__(self) -> None:
        self.readers = {
            "people": self._person,
            "workshops": self._workshop,
            "register": self._register,
            "certifications": self._certification,
        }

    def record(self, row: Row) -> Record | str:
        """The values, or the problem in a sentence."""
        if row.problem:
            return row.problem
        try:
            return self.readers[row.table](row)
        except cells.CellError as problem:
            return str(problem)

    def _person(self, row: Row) -> PersonRecord:
        details = {name: _cell(row, name, cells.text) for name in PRIVATE}
        return PersonRecord(
            person=_required(row, "person", cells.identifier),
            sex=_choice(row, "sex", Sex),
            age_band=_choice(row, "age_band", AgeBand),
            region=_cell(row, "region", _path),
            cadre=_cell(row, "cadre", cells.identifier),
            organisation=_cell(row, "organisation", cells.identifier),
            disability=_choice(row, "disability", Disability),
            details=tuple(sorted((k, v) for k, v in details.items() if v is not None)),
        )

    def _workshop(self, row: Row) -> WorkshopRecord:
        starts_on = _required(row, "starts_on", self._day)
        lead = _cell(row, "lead", cells.identifier)
        beside = _cell(row, "co_facilitators", cells.several) or []
        details = {name: _cell(row, name, cells.text) for name in ("title", "venue")}
        return WorkshopRecord(
            workshop=_required(row, "workshop", cells.identifier),
            starts_on=starts_on,
            ends_on=_cell(row, "ends_on", self._day) or starts_on,
            kind=_choice(row, "kind", Kind) or Kind.STEP_DOWN,
            lead=lead,
            cofacilitators=tuple(dict.fromkeys(p for p in beside if p != lead)),
            region=_cell(row, "region", _path),
            headcount=_cell(row, "headcount", cells.whole),
            mode=_choice(row, "mode", Mode),
            modules=tuple(_cell(row, "modules", cells.several) or []),
            details=tuple(sorted((k, v) for k, v in details.items() if v is not None)),
            said=frozenset(row.cells),
        )

    def _register(self, row: Row) -> RegisterRecord:
        return RegisterRecord(
            workshop=_required(row, "workshop", cells.identifier),
            person=_required(row, "person", cells.identifier),
            pre=_cell(row, "pre", cells.number),
            post=_cell(row, "post", cells.number),
            max_score=_cell(row, "max_score", cells.number),
        )

    def _certification(self, row: Row) -> CertificationRecord:
        level = _choice(row, "level", Level)
        if level is None:
            raise cells.CellError(_("The column “{column}” is blank.", column="level"))
        return CertificationRecord(
            person=_required(row, "person", cells.identifier),
            level=level,
            certified_on=_required(row, "certified_on", self._day),
            expires_on=_cell(row, "expires_on", self._day),
            number=_cell(row, "number", cells.identifier),
        )

    def _day(self, cell: cells.Cell) -> date:
        return cells.day(cell, self.order)


def _path(cell: cells.Cell) -> str:
    """Of a region, of any depth; how deep it may be is said where it is looked up."""
    return cells.identifier(cell, LONGEST_PATH)


def _cell(row: Row, name: str, read: Callable[[Any], T]) -> T | None:
    """The value of a cell, None where it is blank; a problem says which column has it."""
    cell = row.cells.get(name)
    if cell is None:
        return None
    try:
        return read(cell)
    except cells.CellError as problem:
        raise cells.CellError(f"{name}: {problem}") from None


def _required(row: Row, name: str, read: Callable[[Any], T]) -> T:
    value = _cell(row, name, read)
    if value is None:
        raise cells.CellError(_("The column “{column}” is blank.", column=name))
    return value


def _choice(row: Row, name: str, values: Callable[[str], T]) -> T | None:
    word = _cell(row, name, lambda cell: cells.choice(cell, CHOICES[name]))
    return None if word is None else values(word)
