"""Erases a person at one step of a write, and finds the rest of a text in the private drawer."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from api.home import Home
from api.private import pending
from api.private.tables import metadata
from domain.log import Log


def rows_with(home: Home, text: str) -> list[str]:
    """The tables of the private drawer that contain the text; on SQLite the files."""
    found = []
    with home.private.engine.connect() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(select(table)):
                if any(text in _plain(value) for value in row):
                    found.append(table.name)
    for file in home.path.glob("private.db*"):
        content = file.read_bytes()
        forms = {text, json.dumps(text)[1:-1]}
        coded = {form.encode(c) for form in forms for c in ("utf-8", "utf-16-le")}
        found += [file.name for needle in coded if needle in content]
    return found


def _plain(value: Any) -> str:
    return bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)


MOMENTS = ("before it is kept", "before it is appended", "after it is appended")


def at(monkeypatch: pytest.MonkeyPatch, moment: str, act: Callable[[], None]) -> None:
    keep, append = pending.keep, Log.append

    def kept(*args: Any) -> None:
        act()
        keep(*args)

    def appended(*args: Any) -> int:
        if moment == MOMENTS[1]:
            act()
        position = append(*args)
        if moment == MOMENTS[2]:
            act()
        return position

    if moment == MOMENTS[0]:
        monkeypatch.setattr(pending, "keep", kept)
    else:
        monkeypatch.setattr(Log, "append", appended)
