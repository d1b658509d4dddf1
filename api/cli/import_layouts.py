"""Layouts of sheets that `banyan import` uses by name, and remembers under one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from api.errors import BadInput
from api.home import Home
from api.i18n import _
from api.spreadsheets.importing import remembered_layouts
from api.spreadsheets.importing.run import Request, series_of
from api.spreadsheets.recognition.reading import Answers, Column, Layout, SheetReading
from api.spreadsheets.recognition.sheet.columns_taken import called_as
from api.spreadsheets.recognition.vocabulary.words import heading, plain


def chosen_layout(home: Home, request: Request, name: str | None) -> str | None:
    """The name, if layouts are called so; None if it is a new one, for what the options answer.
    BadInput if they answer nothing."""
    if name is None:
        return None
    known = remembered_layouts.listed(home.private, series_of(home, request))
    if any(one.name.casefold() == name.strip().casefold() for one in known):
        return name
    if not _answers_something(request.answers):
        raise BadInput(
            _(
                "No layout is called “{name}”. There are: {names}. Add the options that say what "
                "the sheet means, and they are remembered under this name.",
                name=name,
                names=", ".join(dict.fromkeys(one.name for one in known)) or "–",
            )
        )
    return None


def remember_layout(home: Home, request: Request, name: str, sheets: Sequence[SheetReading]) -> int:
    """Remembers what the options answered of these sheets. Returns the number of layouts."""
    said = request.answers
    if not _answers_something(said):
        return 0
    stated = {plain(text): field for text, field in said.columns.items()}
    found = {
        sheet.key: _layout(sheet, said, stated)
        for sheet in reversed(sheets)
        if sheet.key and not sheet.asks
    }
    series = series_of(home, request)
    remembered_layouts.remember(home.private, series, {k: (name, one) for k, one in found.items()})
    for key in found:
        remembered_layouts.rename(home.private, series, key, name)
    return len(found)


def _answers_something(said: Answers) -> bool:
    return bool(said.columns or said.shapes or said.common != Layout())


def _layout(sheet: SheetReading, said: Answers, stated: Mapping[str, str]) -> Layout:
    """The sheet's layout with what was said of its columns and its shape."""
    layout = sheet.layout
    names = [called_as(column.heading, column.number) for column in sheet.columns]
    if layout.columns or stated.keys() & set(names):
        fields = zip(names, sheet.columns, strict=True)
        layout = replace(layout, columns=tuple(_field(c, name in stated) for name, c in fields))
    if sheet.shape == said.common.shape:
        layout = replace(layout, shape=sheet.shape)
    return layout


def _field(column: Column, is_stated: bool) -> str:
    """A column that only says “Score” is pre-test on one sheet and post-test on the next."""
    named = heading(column.heading) if column.heading else None
    is_score = named is not None and named.field == "score" and column.field in ("pre", "post")
    return "score" if is_score and not is_stated else column.field
