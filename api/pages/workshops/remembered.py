"""How a programme's sheets were read before, so that the next one of that shape asks nothing."""

from __future__ import annotations

from api.pages.workshops.pasted_rows import Look
from api.people.search import cascade_of
from api.spreadsheets.importing import remembered_layouts
from api.spreadsheets.recognition.reading import Layout
from api.transactions.read import Read
from api.web.services import home


def layouts(read: Read, cascade: str) -> dict[str, Layout]:
    """The layouts that were remembered: key of the headings → layout."""
    _number, series = cascade_of(read, cascade)
    return remembered_layouts.remembered(home().private, series)


def remember(read: Read, cascade: str, look: Look) -> None:
    """Remembers what a coordinator answered about pasted rows; its name is their headings."""
    reading = look.pasted.reading
    if reading is None or not look.asked:
        return
    _number, series = cascade_of(read, cascade)
    name = ", ".join(column.heading for column in reading.columns if column.heading)
    layouts = {reading.key: (name, look.layout)}
    remembered_layouts.remember(home().private, series, layouts)
