"""How a programme's sheets were read before, so that the next one of that shape asks nothing."""

from __future__ import annotations

from api.pages.workshops.pasted_rows import Look
from api.spreadsheets.recognition.reading import Layout
from api.transactions.read import Read


def layouts(read: Read, cascade: str) -> dict[str, Layout]:
    """The layouts that were remembered: key of the headings → layout."""
    return {}


def remember(read: Read, cascade: str, look: Look) -> None:
    """Remembers what a coordinator answered about pasted rows."""
