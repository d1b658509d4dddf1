"""What was understood of an upload's sheets, and what somebody answered about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TypeVar

import msgspec
from sqlalchemy import select, update

from api.private.sql_helpers import add_missing
from api.private.store import Private
from api.private.upload_tables import upload_reading
from api.spreadsheets.importing.coming import Coming
from api.spreadsheets.recognition.reading import Answers, Layout, SheetReading
from projections.db import transaction

T = TypeVar("T")


@dataclass
class KeptReading:
    """`sheets`: as they were read; `answers`: of whoever sent them; `coming`: what the rows would
    bring into being; `decisions`: on that, by its key."""

    answers: Answers = field(default_factory=Answers)
    sheets: list[SheetReading] = field(default_factory=list)
    coming: list[Coming] = field(default_factory=list)
    decisions: dict[str, str] = field(default_factory=dict)


def kept(private: Private, upload: str) -> KeptReading:
    """What is kept of an upload; nothing, if it was not read yet."""
    query = select(upload_reading).where(upload_reading.c.upload == upload)
    with private.engine.connect() as connection:
        row = connection.execute(query).one_or_none()
    if row is None:
        return KeptReading()
    return KeptReading(
        _decoded(row.answers, Answers),
        _decoded(row.sheets, list[SheetReading]),
        _decoded(row.coming, list[Coming]),
        _decoded(row.decisions, dict[str, str]),
    )


def keep(
    private: Private,
    upload: str,
    answers: Answers | None = None,
    sheets: Sequence[SheetReading] | None = None,
    coming: Sequence[Coming] | None = None,
    decisions: Mapping[str, str] | None = None,
) -> None:
    """Keeps what is not None, in place of what was kept before."""
    given = {"answers": answers, "sheets": sheets, "coming": coming, "decisions": decisions}
    stated = {name: _encoded(value) for name, value in given.items() if value is not None}
    row = {"answers": "{}", "sheets": "[]", "coming": "[]", "decisions": "{}", "upload": upload}
    with transaction(private.engine) as connection:
        add_missing(connection, upload_reading, [row | stated])
        here = upload_reading.c.upload == upload
        connection.execute(update(upload_reading).where(here).values(stated))


def to_remember(
    answers: Answers, sheets: Sequence[SheetReading], files: Sequence[str]
) -> dict[str, tuple[str, Layout]]:
    """Key → (name, layout) of the sheets about which something was answered. The name is that of
    the first of these files that has such a sheet, without its ending; with the sheet's name, if
    another one of the file has other headings."""
    found: dict[str, tuple[str, Layout]] = {}
    kinds: dict[str, set[str]] = {}
    for sheet in sheets:
        kinds.setdefault(_file(sheet, files), set()).add(sheet.key)
    for sheet in sheets:
        if sheet.key in answers.layouts and sheet.key not in found:
            of = _file(sheet, files)
            inside = sheet.label.removeprefix(of) if len(kinds[of]) > 1 else ""
            found[sheet.key] = PurePath(of).stem + inside, answers.layouts[sheet.key]
    return found


def _file(sheet: SheetReading, files: Sequence[str]) -> str:
    """The name of the file that the sheet is in."""
    those = (f for f in files if sheet.label == f or sheet.label.startswith(f"{f} ("))
    return max(those, key=len, default=sheet.label)


def _encoded(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _decoded(text: str, kind: type[T]) -> T:
    return msgspec.json.decode(text, type=kind)
