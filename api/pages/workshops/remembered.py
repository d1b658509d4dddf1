"""How a programme's sheets were read before, so that the next one of that shape asks nothing."""

from __future__ import annotations

from api.i18n import _
from api.pages.workshops.pasted_rows import Look
from api.people.search import cascade_of
from api.spreadsheets.importing import remembered_layouts
from api.spreadsheets.recognition.reading import Layout
from api.transactions.read import Read
from api.web.services import home

WITHOUT_HEADINGS = "none-"
"""How the key of rows without headings begins: only their number of columns is in it, and so
nothing that would tell one such sheet from another."""


def layouts(read: Read, cascade: str) -> dict[str, Layout]:
    """The layouts that were remembered: key of the headings → layout."""
    _number, series = cascade_of(read, cascade)
    known = remembered_layouts.remembered(home().private, series)
    return {key: layout for key, layout in known.items() if not key.startswith(WITHOUT_HEADINGS)}


def remember(read: Read, cascade: str, look: Look) -> None:
    """Remembers what a coordinator answered about pasted rows, under the name of their title."""
    reading = look.pasted.reading
    if reading is None or not look.asked or reading.key.startswith(WITHOUT_HEADINGS):
        return
    _number, series = cascade_of(read, cascade)
    name = reading.facts.get("title") or _("Pasted rows")
    layouts = {reading.key: (name, look.layout)}
    remembered_layouts.remember(home().private, series, layouts)
