"""Notices of how files were read: what was guessed, what is hidden, what was not read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from api.i18n import _
from api.spreadsheets.files import refusals
from api.spreadsheets.files.reading import Sheet, files_left_out
from api.spreadsheets.recognition.tables import Notice

_NAMED = 20
_LINES = 10


def notices_left_out(paths: Sequence[Path]) -> list[Notice]:
    """A notice of each file in these directories that is not read, of twenty at most."""
    names = files_left_out(paths)
    found = [Notice(name, None, refusals.not_readable(name).message) for name in names[:_NAMED]]
    if more := len(names) - len(found):
        message = _("… and others were not read: {count} more.", count=more)
        found.append(Notice(names[_NAMED], None, message))
    return found


def notices_of(sheet: Sheet) -> list[Notice]:
    """Notices of how the sheet was read, and of what the workbook hides of it."""
    messages = [sheet.notice]
    if sheet.hidden:
        messages.append(_("{file}: the sheet is hidden, and was read.", file=sheet.label))
    if lines := sorted(sheet.hidden_lines):
        listed = ", ".join(map(str, lines[:_LINES])) + (", …" if len(lines) > _LINES else "")
        messages.append(
            _("{file}: rows that are hidden or filtered away were read: {count} (lines {lines}).",
              file=sheet.label, count=len(lines), lines=listed)
        )  # fmt: skip
    return [Notice(sheet.file, sheet.name, message) for message in messages if message]
