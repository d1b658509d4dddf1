"""A row of one of the four tables as values, or the sentence that says why it cannot be."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from api.i18n import _
from api.spreadsheets.files import cells
from api.spreadsheets.files.cells import Cell, CellError, Order, identifier
from api.spreadsheets.recognition.columns import CHOICES
from api.spreadsheets.recognition.tables import Row
from domain.values import AgeBand, Disability, Kind, Level, Mode, Sex

T = TypeVar("T")
C = TypeVar("C", bound=StrEnum)
Texts = tuple[tuple[str, str], ...]
"""Private texts by column, in the order of the columns' names."""
Numbers = tuple[float | None, float | None, float | None]
"""Pre-test, post-test, maximum."""
MAX_PATH = 1_500
"""Characters of a region's path: ten names of a hundred fit in."""
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
    details: Texts = ()

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody whom the row names, by their identifiers; so in the other records."""
        return (self.person,)


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
    details: Texts = ()
    filled: frozenset[str] = frozenset()
    """The columns that had something in them."""

    @property
    def people(self) -> tuple[str, ...]:
        return (*((self.lead,) if self.lead else ()), *self.cofacilitators)


@dataclass(frozen=True, slots=True)
class RegisterRecord:
    workshop: str
    person: str
    pre: float | None = None
    post: float | None = None
    max_score: float | None = None

    @property
    def scores(self) -> Numbers:
        return (self.pre, self.post, self.max_score)

    @property
    def people(self) -> tuple[str, ...]:
        return (self.person,)


@dataclass(frozen=True, slots=True)
class CertificationRecord:
    person: str
    level: Level
    certified_on: date
    expires_on: date | None = None
    number: str | None = None

    @property
    def people(self) -> tuple[str, ...]:
        return (self.person,)


Record = PersonRecord | WorkshopRecord | RegisterRecord | CertificationRecord


def record_of(row: Row, order: Order) -> Record | str:
    """The values, or the problem in a sentence. `order`: how dates that are not ISO are written."""
    if row.problem:
        return row.problem
    try:
        return READERS[row.table](_Fields(row, order))
    except CellError as problem:
        return str(problem)


@dataclass(frozen=True, slots=True)
class _Fields:
    """The cells of a row as values. A CellError says which column it is about."""

    row: Row
    order: Order

    def get(self, name: str, read: Callable[[Cell], T]) -> T | None:
        """None where the cell is blank."""
        cell = self.row.cells.get(name)
        if cell is None:
            return None
        try:
            return read(cell)
        except CellError as problem:
            raise CellError(f"{name}: {problem}") from None

    def need(self, name: str, read: Callable[[Cell], T]) -> T:
        return _filled(name, self.get(name, read))

    def day(self, cell: Cell) -> date:
        return cells.day(cell, self.order)

    def choice(self, name: str, codes: Callable[[str], C]) -> C | None:
        word = self.get(name, lambda cell: cells.choice(cell, CHOICES[name]))
        return None if word is None else codes(word)

    def texts(self, names: Iterable[str]) -> Texts:
        found = ((name, self.get(name, cells.text)) for name in names)
        return tuple(sorted((name, text) for name, text in found if text is not None))


def _filled(name: str, value: T | None) -> T:
    if value is None:
        raise CellError(_("The column “{column}” is blank.", column=name))
    return value


def _person(row: _Fields) -> PersonRecord:
    details = row.texts(PRIVATE)
    return PersonRecord(
        person=row.need("person", identifier),
        sex=row.choice("sex", Sex),
        age_band=row.choice("age_band", AgeBand),
        region=row.get("region", _path),
        cadre=row.get("cadre", identifier),
        organisation=row.get("organisation", identifier),
        disability=row.choice("disability", Disability),
        details=details,
    )


def _workshop(row: _Fields) -> WorkshopRecord:
    starts_on = row.need("starts_on", row.day)
    lead = row.get("lead", identifier)
    beside = row.get("co_facilitators", cells.several) or []
    details = row.texts(("title", "venue"))
    return WorkshopRecord(
        workshop=row.need("workshop", identifier),
        starts_on=starts_on,
        ends_on=row.get("ends_on", row.day) or starts_on,
        kind=row.choice("kind", Kind) or Kind.STEP_DOWN,
        lead=lead,
        cofacilitators=tuple(dict.fromkeys(p for p in beside if p != lead)),
        region=row.get("region", _path),
        headcount=row.get("headcount", cells.whole),
        mode=row.choice("mode", Mode),
        modules=tuple(row.get("modules", cells.several) or ()),
        details=details,
        filled=frozenset(row.row.cells),
    )


def _register(row: _Fields) -> RegisterRecord:
    return RegisterRecord(
        workshop=row.need("workshop", identifier),
        person=row.need("person", identifier),
        pre=row.get("pre", cells.number),
        post=row.get("post", cells.number),
        max_score=row.get("max_score", cells.number),
    )


def _certification(row: _Fields) -> CertificationRecord:
    return CertificationRecord(
        level=_filled("level", row.choice("level", Level)),
        person=row.need("person", identifier),
        certified_on=row.need("certified_on", row.day),
        expires_on=row.get("expires_on", row.day),
        number=row.get("number", identifier),
    )


READERS: dict[str, Callable[[_Fields], Record]] = {
    "people": _person,
    "workshops": _workshop,
    "register": _register,
    "certifications": _certification,
}


def _path(cell: Cell) -> str:
    """Of a region, of any depth; how deep it may be is said where it is looked up."""
    return identifier(cell, MAX_PATH)
