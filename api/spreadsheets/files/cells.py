"""What a cell of a sheet can be, and its text."""

import math
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

Cell = str | int | float | bool | date | datetime
Lines = Iterator[tuple[int, Sequence[Cell]]]
"""(line number from 1, cells of the line). A blank cell is ''."""


class Percent(float):
    """The number of a cell that is shown as per cent: 0.8 where the sheet shows 80 %."""

    __slots__ = ()


class Unvalued(str):
    """A formula whose value the file does not hold: programs write such, and no spreadsheet has
    computed it since. The text is the formula, or empty."""

    __slots__ = ()


class NoIdentifier(str):
    """Stands for the identifier of a person or workshop that has none in the sheet: the key by
    which rows of one import mean the same one."""

    __slots__ = ()


KEY_SIGN = "\x1f"
"""Inside a key: what stands before it is shown to readers."""
BY_NAME = KEY_SIGN + "by name"
"""Ends the key of somebody whose rows are joined by the name alone, though one has a contact."""


class PersonName(str):
    """Somebody as people write them in a sheet of their own: a name, or an identifier."""

    __slots__ = ()


Order = Literal["iso", "dmy", "mdy"]
"""Of day and month in dates where both are numbers; "iso": not known."""

_MARKS = "\ufeff\u200b"
"""Zero-width characters that spreadsheets and web pages leave at the ends of cells. Zero-width
joiners are not among them: they belong to words and stay."""


class CellError(ValueError):
    """A cell that cannot be used; its text is a sentence in the reader's language."""


def trimmed(text: str) -> str:
    """The text without white space and zero-width marks at its ends."""
    text = text.strip()
    while text and (text[0] in _MARKS or text[-1] in _MARKS):
        text = text.strip(_MARKS).strip()
    return text


def as_text(cell: Cell | None) -> str:
    """The cell as a person would have typed it: a day for midnight, no exponents, `7` for 7.0."""
    if cell is None:
        return ""
    if isinstance(cell, datetime) and cell.time() == datetime.min.time():
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and math.isfinite(cell):
        return f"{Decimal(repr(cell)):f}".removesuffix(".0")
    return str(cell)


def latin_digits(value: str) -> str:
    """٧ and ७ as 7, and the Arabic decimal separator as a comma."""
    if value.isascii():
        return value
    return (
        "".join(
            str(unicodedata.decimal(character)) if character.isdecimal() else character
            for character in value
        )
        .replace("٫", ",")
        .replace("−", "-")
    )
