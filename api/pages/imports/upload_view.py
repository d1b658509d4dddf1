"""The labels of an upload, and its rows as they come back from the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from api.access.policy import AT_THE_CONSOLE
from api.i18n import _
from api.spreadsheets.files.cells import Cell, as_text, trimmed
from api.spreadsheets.importing.verdicts import Verdict
from api.spreadsheets.recognition.columns import COLUMNS
from api.spreadsheets.uploads.store import Line
from api.web.services import home

WRONG = (Verdict.UNCLEAR.value, Verdict.REFUSED.value)
OVER = ("done", "undone")
MAX_TEXT = 4_000
"""Characters of one cell that a page may send."""


def tables() -> dict[str, str]:
    return {
        "people": _("People"),
        "workshops": _("Workshops"),
        "register": _("Register"),
        "certifications": _("Certifications"),
    }


def states() -> dict[str, str]:
    return {
        "reading": _("Reading the files"),
        "judging": _("Looking at every row"),
        "asking": _("Waits for your answers"),
        "ready": _("Waits for your decision"),
        "committing": _("Importing"),
        "undoing": _("Taking the import back"),
        "failed": _("This did not work"),
        "done": _("Imported"),
        "undone": _("Taken back"),
    }


def orders() -> dict[str, str]:
    """Order of day, month and year in dates → label."""
    return {
        "dmy": _("Day first (31/03/2026)"),
        "mdy": _("Month first (03/31/2026)"),
    }


def names(accounts: Iterable[str]) -> dict[str, str]:
    """Account id → the name to show."""
    wanted = set(accounts)
    found = {id: one.name for id, one in home().accounts.directory.named(wanted).items()}
    found[AT_THE_CONSOLE.account] = _("the command line")
    return {id: found.get(id, _("somebody whose account is gone")) for id in wanted}


def chosen(asked: str, refused: bool) -> tuple[str, ...]:
    """The verdicts of the rows to show: by default those that need correction, if there are any."""
    if asked in {verdict.value for verdict in Verdict}:
        return (asked,)
    if asked == "wrong" or (not asked and refused):
        return WRONG
    return ()


def typed(line: Line, form: Mapping[str, str]) -> dict[str, Cell]:
    """The cells as they are on the page. What was not edited keeps its type, such as a date."""
    now: dict[str, Cell] = {}
    for column in COLUMNS[line.row.table]:
        was = line.row.cells.get(column)
        text = form.get(f"{line.number}-{column}")
        if text is None or text == as_text(was):
            if was is not None:
                now[column] = was
        elif trimmed(text):
            now[column] = trimmed(text)[:MAX_TEXT]
    return now
