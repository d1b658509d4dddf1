"""Layouts of sheets, remembered for a programme: the next sheet with the same headings is read in
the same way, at every door."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

import msgspec
from sqlalchemy import select, update

from api.private.sql_helpers import put, read, write
from api.private.store import Private
from api.private.tables import layout as table
from api.private.tables import utc_now
from api.spreadsheets.files.cells import trimmed
from api.spreadsheets.recognition.layouts import WITHOUT_HEADINGS
from api.spreadsheets.recognition.reading import Layout
from projections.db import transaction

MAX_NAME = 100
"""Characters of the name of a layout."""


class Remembered(NamedTuple):
    """`key`: of the headings of a sheet; `name`: of the file that it came from, or as somebody
    called it."""

    key: str
    name: str
    layout: Layout
    kept_at: datetime


def listed(private: Private, series: str) -> list[Remembered]:
    """The layouts of a number series, the latest first."""
    query = select(table).where(table.c.series == series)
    rows = read(private.engine, query.order_by(table.c.kept_at.desc(), table.c.key))
    return [
        Remembered(
            row.key,
            row.name,
            msgspec.json.decode(row.answers, type=Layout),
            datetime.fromisoformat(row.kept_at),
        )
        for row in rows
    ]


def remembered(private: Private, series: str) -> dict[str, Layout]:
    """Key of the headings → layout."""
    return {one.key: one.layout for one in listed(private, series)}


def named(private: Private, series: str, name: str) -> dict[str, Layout]:
    """As `remembered`, of the layouts that are called so. That of a workbook means those of all its
    sheets: `March` also means `March (Staff)`."""
    said = trimmed(name).casefold()
    return {
        one.key: one.layout
        for one in listed(private, series)
        if one.name.casefold() == said or one.name.casefold().startswith(f"{said} (")
    }


def remember(private: Private, series: str, layouts: Mapping[str, tuple[str, Layout]]) -> None:
    """Keeps layouts: key → (name, layout). A layout that is there already keeps its name. What was
    said of a sheet without headings is not kept."""
    names = {one.key: one.name for one in listed(private, series)}
    with transaction(private.engine) as connection:
        for key, (name, layout) in layouts.items():
            if key.startswith(WITHOUT_HEADINGS):
                continue
            row = {
                "series": series,
                "key": key,
                "name": names.get(key) or trimmed(name)[:MAX_NAME],
                "answers": msgspec.json.encode(layout).decode(),
                "kept_at": utc_now().isoformat(),
            }
            put(connection, table, row)


def rename(private: Private, series: str, key: str, name: str) -> None:
    """Gives a layout another name; a blank one changes nothing."""
    if called := trimmed(name)[:MAX_NAME]:
        here = table.c.series == series, table.c.key == key
        write(private.engine, update(table).where(*here).values(name=called))


def forget(private: Private, series: str, key: str) -> None:
    private.forget_layout(series, key)
