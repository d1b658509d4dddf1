"""Mistakes that several rows of an upload share, and what the rows say of the people and workshops
that other rows name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from api.private.sql_helpers import in_parts, read
from api.private.store import Private
from api.private.upload_tables import upload_row
from api.spreadsheets.files.cells import Cell, NoIdentifier, as_text
from api.spreadsheets.importing.names import SIGN, shown
from api.spreadsheets.importing.verdicts import WRONG
from api.spreadsheets.recognition.columns import COLUMNS
from api.spreadsheets.uploads.cell_json import packed, unpacked
from api.spreadsheets.uploads.store import Line

MOST = 25
"""Mistakes that are listed."""
MOST_REFUSED = 5_000
OF_THEMSELVES = ("people", "workshops")
"""Tables whose rows are about what their first column names."""
REFUSED = [verdict.value for verdict in WRONG]
_QUOTED = re.compile(r"[“«]\s*([^”»]*?)\s*[”»]")


@dataclass(frozen=True)
class Mistake:
    """Rows that are refused for the same reason. `number`: of the first of them; `column`: in which
    they have the same `value`; "" if it cannot be told, and then one cannot change them together.
    """

    kind: str
    why: str
    rows: int
    number: int
    column: str
    value: str
    waits: bool
    """Whether the rows are refused only with the row of their person or workshop."""


def mistakes(private: Private, upload: str) -> list[Mistake]:
    """Those of more than one row, the most frequent first."""
    c = upload_row.c
    rows = func.count().label("rows")
    query = (
        select(c.kind, c.why, rows, func.min(c.number).label("number"))
        .where(c.upload == upload, c.verdict.in_(REFUSED), c.why != "")
        .group_by(c.kind, c.why)
        .having(rows > 1)
        .order_by(rows.desc(), c.kind, c.why)
        .limit(MOST)
    )
    found, refused = read(private.engine, query), refused_names(private, upload)
    first = select(c.number, c.cells).where(
        c.upload == upload, c.number.in_([one.number for one in found])
    )
    cells = {row.number: unpacked(row.cells) for row in read(private.engine, first)}
    return [
        Mistake(
            one.kind, one.why, one.rows, one.number, *about(one.kind, one.why, cells[one.number]),
            waits(one.kind, one.why, cells[one.number], refused),
        )
        for one in found
    ]  # fmt: skip


def refused_names(private: Private, upload: str) -> set[str]:
    """Identifiers and keys of people and workshops whose own rows are refused."""
    c = upload_row.c
    query = select(c.kind, c.cells).where(
        c.upload == upload, c.verdict.in_(REFUSED), c.kind.in_(OF_THEMSELVES)
    )
    rows = read(private.engine, query.order_by(c.number).limit(MOST_REFUSED))
    return {str(unpacked(row.cells).get(COLUMNS[row.kind][0])) for row in rows}


def waits(kind: str, why: str, cells: Mapping[str, Cell], refused: Set[str]) -> bool:
    """Whether a row is refused only with the row of its person or workshop, which is among the
    `refused_names`."""
    named = (cells.get(name) for name in ("person", "workshop") if kind not in OF_THEMSELVES)
    return any(
        str(cell) in refused and shown(SIGN + as_text(cell)) in why for cell in named if cell
    )


def quoted_in(why: str) -> set[str]:
    """What stands in quotation marks, of whatever language."""
    return set(_QUOTED.findall(why))


def about(kind: str, why: str, cells: Mapping[str, Cell]) -> tuple[str, str]:
    """The column and the text that a reason is about: (“”, “”) if it does not say so. Nobody gives
    several people or workshops another identifier at once."""
    columns, quoted = COLUMNS[kind], quoted_in(why)
    begins = why.partition(":")[0]
    blank = [name for name in columns if name in quoted and name not in cells]
    named = [name for name in columns if name == begins and name in cells]
    others = columns[1:] if kind in OF_THEMSELVES else columns
    meant = [name for name in others if as_text(cells.get(name)) in quoted and name in cells]
    for name in (*blank, *named, *meant):
        cell = cells.get(name)
        text = as_text(cell)
        if not isinstance(cell, NoIdentifier) and (not text or text in why or text[:40] in why):
            return name, text
    return "", ""


def with_mistake(lines: Iterable[Line], mistake: Mistake) -> list[Line]:
    """The rows of a table that have the same text in the column, unless something else in them
    could not be read."""
    return [
        line
        for line in lines
        if line.row.table == mistake.kind
        and as_text(line.row.cells.get(mistake.column)) == mistake.value
        and (line.row.problem is None or line.why == mistake.why)
    ]


def described(
    private: Private, upload: str, kind: str, names: Iterable[Cell]
) -> dict[str, dict[str, Cell]]:
    """Identifier or key → cells of the first row of this table that is about it."""
    column = COLUMNS[kind][0]
    c = upload_row.c
    found: dict[str, dict[str, Cell]] = {}
    for part in in_parts({str(name): name for name in names}.values(), 50):
        parts = [packed({column: name})[1:-1] for name in part]
        like = or_(*(c.cells.contains(text, autoescape=True) for text in parts))
        query = select(c.cells).where(c.upload == upload, c.kind == kind, like)
        for row in read(private.engine, query.order_by(c.number)):
            cells = unpacked(row.cells)
            known = found.setdefault(str(cells.get(column)), cells)
            known.update({name: cell for name, cell in cells.items() if name not in known})
    return found


def refused_with(private: Private, upload: str, sentence: str) -> int:
    """The number of rows whose reason contains the sentence."""
    here = upload_row.c.upload == upload, upload_row.c.why.contains(sentence, autoescape=True)
    return int(read(private.engine, select(func.count()).where(*here))[0][0])
