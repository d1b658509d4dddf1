"""Converts a row of one of the four tables to a record of typed values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import msgspec
from msgspec import Struct

from api.i18n import _
from api.spreadsheets.files.cells import Cell, CellError, NoIdentifier, Order, PersonName
from api.spreadsheets.importing.names import name_in
from api.spreadsheets.recognition.columns import CHOICES, COLUMNS, DATES, REQUIRED
from api.spreadsheets.recognition.tables import Row
from api.spreadsheets.recognition.vocabulary import values as read
from api.spreadsheets.recognition.vocabulary.scores import scores
from domain.values import AgeBand, Disability, Kind, Level, Mode, Sex

Numbers = tuple[float | None, float | None, float | None]
"""Pre-test, post-test, maximum."""
MAX_PATH = 1_500
"""Characters of a region's path: enough for ten names of a hundred characters."""
SCORES = ("pre", "post", "max_score")
PRIVATE = ("name", "phone", "email", "id_number", "title", "venue")
"""Columns with private texts, which are sealed. The others are codes, numbers, dates, statistics.
"""


class PersonRecord(Struct, frozen=True):
    """A row of people. In all records, None means a blank cell; people and workshops are named as
    in `importing.names`. `details`: private texts."""

    person: str
    sex: Sex | None = None
    age_band: AgeBand | None = None
    region: str | None = None
    cadre: str | None = None
    organisation: str | None = None
    disability: Disability | None = None
    details: dict[str, str] = {}


class WorkshopRecord(Struct, frozen=True):
    """A row of workshops. `filled`: the columns that are not blank."""

    workshop: str
    starts_on: date
    ends_on: date
    kind: Kind = Kind.STEP_DOWN
    lead: str | None = None
    co_facilitators: tuple[str, ...] = ()
    region: str | None = None
    headcount: int | None = None
    mode: Mode | None = None
    modules: tuple[str, ...] = ()
    details: dict[str, str] = {}
    filled: frozenset[str] = frozenset()


class RegisterRecord(Struct, frozen=True):
    workshop: str
    person: str
    pre: float | None = None
    post: float | None = None
    max_score: float | None = None

    @property
    def scores(self) -> Numbers:
        return (self.pre, self.post, self.max_score)


class CertificationRecord(Struct, frozen=True):
    person: str
    level: Level
    certified_on: date
    expires_on: date | None = None
    number: str | None = None


Record = PersonRecord | WorkshopRecord | RegisterRecord | CertificationRecord


def people_of(record: Record) -> tuple[str, ...]:
    """The names of all people in a row."""
    if isinstance(record, WorkshopRecord):
        return (*((record.lead,) if record.lead else ()), *record.co_facilitators)
    return (record.person,)


def record_of(row: Row, order: Order) -> Record | str:
    """The record, or a sentence that says what is wrong with the row. `order`: of day and month
    in dates that are not ISO."""
    if row.problem:
        return row.problem
    said = {name: cell for name, cell in row.cells.items() if not read.is_nothing(name, cell)}
    try:
        values = _values(row.table, said, order)
    except CellError as problem:
        return str(problem)
    if row.table == "workshops":
        return _workshop(values, frozenset(said))
    return msgspec.convert(values, RECORDS[row.table])


RECORDS: dict[str, type[PersonRecord | RegisterRecord | CertificationRecord]] = {
    "people": PersonRecord,
    "register": RegisterRecord,
    "certifications": CertificationRecord,
}


def _workshop(values: dict[str, object], filled: frozenset[str]) -> WorkshopRecord:
    """Without `ends_on` it took one day. A lead is not also a co-facilitator."""
    stated = {"ends_on": values["starts_on"], **values, "filled": filled}
    record = msgspec.convert(stated, WorkshopRecord)
    beside = dict.fromkeys(p for p in record.co_facilitators if p != record.lead)
    return msgspec.structs.replace(record, co_facilitators=tuple(beside))


def _values(table: str, cells: Mapping[str, Cell], order: Order) -> dict[str, object]:
    """Column → value; the private texts are together in `details`. CellError at the first column,
    from the left, that is wrong."""
    values: dict[str, object] = {}
    details: dict[str, str] = {}
    for name in COLUMNS[table]:
        cell = cells.get(name)
        if cell is None and name in REQUIRED[table]:
            raise CellError(_("The column “{column}” is blank.", column=name))
        if cell is None or name in SCORES:
            continue
        try:
            if name in PRIVATE:
                details[name] = TEXTS.get(name, read.one_line)(cell)
            else:
                values[name] = _value(name, cell, order)
        except CellError as problem:
            raise CellError(f"{name}: {problem}") from None
    return {**values, **scores(cells), "details": details}


def _value(name: str, cell: Cell, order: Order) -> object:
    if name == "expires_on":
        return read.expiry(cell, order)
    if name in DATES:
        return read.day(cell, order)
    if name in CHOICES and name not in READERS:
        return read.choice(cell, name, CHOICES[name])
    return READERS.get(name, name_in)(cell)


def _lead(cell: Cell) -> str:
    """The text as typed, on one line: it may name several people."""
    return name_in(_on_one_line(cell))


def _several(cell: Cell) -> list[str]:
    """Names of people; a key stands alone."""
    if isinstance(cell, NoIdentifier):
        return [name_in(cell)]
    several = read.split_codes(_on_one_line(cell))
    if isinstance(cell, PersonName):
        return [name_in(PersonName(one)) for one in several]
    return several


def _on_one_line(cell: Cell) -> Cell:
    """A cell with a person on each line, with semicolons between them."""
    if isinstance(cell, str) and "\n" in cell and not isinstance(cell, NoIdentifier):
        joined = "; ".join(line.strip() for line in cell.splitlines() if line.strip())
        return type(cell)(joined)
    return cell


def _path(cell: Cell) -> str:
    """The path of a region. `Regions` checks its depth."""
    return read.identifier(cell, MAX_PATH)


READERS: dict[str, Callable[[Cell], object]] = {
    "age_band": read.age_band,
    "region": _path,
    "lead": _lead,
    "co_facilitators": _several,
    "modules": read.split_codes,
    "headcount": read.whole,
}
"""Columns that are not an identifier, date, word of a list or private text."""
TEXTS: dict[str, Callable[[Cell], str]] = {"phone": read.phone, "id_number": read.id_number}


def renamed(record: Record, names: Mapping[str, str]) -> Record:
    """The record with other names for some of its people."""
    if not isinstance(record, WorkshopRecord):
        return msgspec.structs.replace(record, person=names.get(record.person, record.person))
    return with_trainers(record, [[names.get(one, one)] for one in people_of(record)])


def with_trainers(record: WorkshopRecord, instead: Sequence[Sequence[str]]) -> WorkshopRecord:
    """The record with several names, or none, in the place of each in `people_of`. The first in the
    place of the lead is the lead, the others co-facilitate; nobody stands in it twice."""
    led, *beside = instead if record.lead else ((), *instead)
    lead = led[0] if led else None
    others = dict.fromkeys(name for names in (led[1:], *beside) for name in names if name != lead)
    return msgspec.structs.replace(record, lead=lead, co_facilitators=tuple(others))
