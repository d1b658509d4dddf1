"""How cells and column names are trimmed and compared."""

import re

_MARKS = "\ufeff\u200b"
"""Of no width, left at the ends of cells by spreadsheets and web pages. (Joiners have no width
either, but belong to words and stay.)"""


def trimmed(text: str) -> str:
    """The text without white space and marks of no width at its ends."""
    text = text.strip()
    while text and (text[0] in _MARKS or text[-1] in _MARKS):
        text = text.strip(_MARKS).strip()
    return text


def column_name(cell: object) -> str:
    """A column name as compared: `Starts on`, `starts-on` and `starts_on` are one."""
    return re.sub(r"[\s-]+", "_", trimmed(str(cell)).lower())
