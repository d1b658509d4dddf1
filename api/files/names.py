"""How cells and column names are trimmed and compared."""

import re
import sys

# Marks of no width that spreadsheets and web pages leave at the ends of a cell, in the midst of
# white space of every kind. (Joiners have no width either, but belong to words and stay.)
_MARKS = "\ufeff\u200b"
_EDGES = "".join(filter(str.isspace, map(chr, range(sys.maxunicode)))) + _MARKS


def trimmed(text: str) -> str:
    """The text without white space and marks of no width at its ends."""
    text = text.strip()
    return text.strip(_EDGES) if text[:1] in _MARKS or text[-1:] in _MARKS else text


def column_name(cell: object) -> str:
    """A column name as compared: `Starts on`, `starts-on` and `starts_on` are one."""
    return re.sub(r"[\s-]+", "_", trimmed(str(cell)).lower())
