"""Converts one cell to one value, or raises CellError with a sentence that says what is wrong."""

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, TypeVar

from api.i18n import _
from api.spreadsheets.files.formulas import LiteralText

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


T = TypeVar("T", bound=str)
Order = Literal["iso", "dmy", "mdy"]

MAX_IDENTIFIER = 200
MAX_NUMBER = 1e9
# Excel keeps 15 digits: from here on it has already rounded what was typed.
_EXACT = 1e15

_MARKS = "\ufeff\u200b"
"""Zero-width characters that spreadsheets and web pages leave at the ends of cells. Zero-width
joiners are not among them: they belong to words and stay."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_LINES = re.compile("[\t\n\r\u2028\u2029]")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_LOCAL = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{2}|[0-9]{4})")
_DECIMAL = re.compile(r"-?[0-9]+([.,][0-9]+)?")
_WHOLE = re.compile(r"^([0-9]+)\.0$")
_PART = re.compile(r"""\s*("(?:[^"]|"")*")\s*(?:;|\Z)|([^;]*)(?:;|\Z)""")
_EITHER = re.compile(r"-?[1-9][0-9]{0,2},[0-9]{3}")


class CellError(ValueError):
    """A cell that cannot be used; its text is a sentence in the reader's language."""


def trimmed(text: str) -> str:
    """The text without white space and zero-width marks at its ends."""
    text = text.strip()
    while text and (text[0] in _MARKS or text[-1] in _MARKS):
        text = text.strip(_MARKS).strip()
    return text


def identifier(cell: Cell, limit: int = MAX_IDENTIFIER) -> str:
    """A code on one line, of 1 to `limit` characters.

    A spreadsheet's 7.0 becomes `7`, also where a program wrote it as text: many programs save a
    column of numbers so if one of its cells is blank.
    """
    value = text(cell, limit)
    if not isinstance(cell, LiteralText):
        value = _WHOLE.sub(r"\1", value)
    if _LINES.search(value):
        raise CellError(_("This must be on one line."))
    return value


def text(cell: Cell, limit: int = 1000) -> str:
    """Free text of 1 to `limit` characters, with its line breaks."""
    value = trimmed(_plain(cell))
    if not value:
        raise CellError(_("This is blank."))
    if len(value) > limit:
        raise CellError(_("This is longer than {limit} characters.", limit=limit))
    if _CONTROL.search(value):
        raise CellError(_("This holds a control character. Type it again."))
    return value


def split_codes(cell: Cell) -> list[str]:
    """Identifiers separated by semicolons, in quotation marks where `join_codes` put them."""
    found = []
    for quoted, bare in _PART.findall(_plain(cell)):
        if quoted:
            found.append(identifier(LiteralText(quoted[1:-1].replace('""', '"'))))
        elif trimmed(bare):
            found.append(identifier(bare))
    return found


def join_codes(identifiers: Iterable[str]) -> str:
    """The inverse of `split_codes`: one cell with all identifiers."""
    return ";".join(part if _stands(part) else _quoted(part) for part in identifiers)


def _quoted(part: str) -> str:
    return '"' + part.replace('"', '""') + '"'


def _stands(part: str) -> bool:
    """Whether `split_codes` reads the identifier correctly without quotation marks."""
    return not {'"', ";"} & set(part) and split_codes(part) == [part]


def choice(cell: Cell, allowed: Iterable[T]) -> T:
    """The allowed word that the cell holds; upper and lower case are the same."""
    word = trimmed(_plain(cell)).casefold()
    for one in allowed:
        if one.casefold() == word:
            return one
    raise CellError(
        _("“{word}” is not one of: {allowed}.", word=word[:40], allowed=", ".join(allowed))
    )


def day(cell: Cell, order: Order = "iso") -> date:
    """A date cell, or text: YYYY-MM-DD, or 3/4/2021 if `order` is "dmy" or "mdy"."""
    if isinstance(cell, datetime):
        return _within(cell.date())
    if isinstance(cell, date):
        return _within(cell)
    if not isinstance(cell, str):
        raise CellError(_("This is a number. Format the column as a date."))
    return _within(_day_of(_latin_digits(trimmed(cell)), order))


def _day_of(value: str, order: Order) -> date:
    if match := _ISO.fullmatch(value):
        return _date(match[1], match[2], match[3])
    match = _LOCAL.fullmatch(value)
    if match is None:
        raise CellError(_("This is not a date. Write it as YYYY-MM-DD."))
    first, _separator, second, year = match.groups()
    if len(year) == 2:
        raise CellError(_("The year has two digits. Write it with four."))
    if order == "iso":
        raise CellError(which_order())
    return _date(year, second, first) if order == "dmy" else _date(year, first, second)


def which_order() -> str:
    """The sentence about dates that can be read in two ways."""
    return _(
        "Is this day/month or month/day? Write YYYY-MM-DD, or run again with "
        "`--dates dmy` or `--dates mdy`."
    )


def _date(year: str, month: str, day_of_month: str) -> date:
    try:
        return date(int(year), int(month), int(day_of_month))
    except ValueError:
        raise CellError(_("There is no such day in the calendar.")) from None


def _within(value: date) -> date:
    if not 1900 <= value.year <= 2200:
        raise CellError(_("The year must be between 1900 and 2200."))
    return value


def number(cell: Cell) -> float:
    """A finite number from -1e9 to 1e9; text may have a decimal point or comma."""
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        raise CellError(_("This is not a number."))
    value = _number_of(_latin_digits(trimmed(cell))) if isinstance(cell, str) else cell
    if not math.isfinite(value) or abs(value) > MAX_NUMBER:
        raise CellError(_("This number is too large."))
    return float(value)


def _number_of(value: str) -> float:
    if _EITHER.fullmatch(value) or ("," in value and "." in value):
        raise CellError(_("Write the number without separators between thousands."))
    if not _DECIMAL.fullmatch(value):
        raise CellError(_("This is not a number."))
    return float(value.replace(",", "."))


def whole(cell: Cell) -> int:
    """A number of 0 or more without decimals."""
    value = number(cell)
    if value < 0 or not value.is_integer():
        raise CellError(_("This must be a whole number, 0 or more."))
    return int(value)


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


def _plain(cell: Cell) -> str:
    """As `as_text`; CellError where Excel has rounded a number."""
    if isinstance(cell, int | float) and not isinstance(cell, bool) and not abs(cell) < _EXACT:
        raise CellError(_("Excel has rounded this number. Format the column as text."))
    return as_text(cell)


def _latin_digits(value: str) -> str:
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
