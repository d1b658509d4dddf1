"""Converts one cell to one value, or raises CellError with a sentence that says what is wrong."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from api.i18n import _
from api.spreadsheets.files.cells import (
    Cell,
    CellError,
    NoIdentifier,
    Order,
    Percent,
    as_text,
    latin_digits,
)
from api.spreadsheets.files.formulas import LiteralText
from api.spreadsheets.recognition.vocabulary import value_words
from api.spreadsheets.recognition.vocabulary.dates import day as day
from api.spreadsheets.recognition.vocabulary.dates import days as days
from api.spreadsheets.recognition.vocabulary.dates import which_order as which_order
from api.spreadsheets.recognition.vocabulary.phrases import phrases, plain
from api.spreadsheets.recognition.vocabulary.words import (
    CODES,
    is_blank,
    is_blank_contact,
)
from api.spreadsheets.recognition.vocabulary.words import is_blank_score as is_blank_score
from domain.rules import visible
from domain.values import AgeBand

MAX_IDENTIFIER = 200
MAX_NUMBER = 1e9
# Excel keeps 15 digits: from here on it has already rounded what was typed.
_EXACT = 1e15
_ROUNDED = re.compile(r"[+-]?[0-9](?:[.,][0-9]+)?[eE]\+[0-9]{1,3}")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_LINES = re.compile("[\t\n\r\u2028\u2029]")
_DECIMAL = re.compile(r"-?[0-9]+([.,][0-9]+)?")
_WHOLE = re.compile(r"^([0-9]+)\.0$")
_PART = re.compile(r"""\s*("(?:[^"]|"")*")\s*(?:;|\Z)|([^;]*)(?:;|\Z)""")
_EITHER = re.compile(r"-?[1-9][0-9]{0,2},[0-9]{3}")
_OUT_OF = re.compile(
    r"(.+?)\s*(?:/|∕|／|out\s+of|of|sur|de|sobre|kati\s+ya|من|من\s+أصل|على)\s*(.+)", re.IGNORECASE
)
_POINTS = re.compile(r"\s*(?:points?|pts?|marks?|分|puntos|pontos|alama|درجة)\.?$", re.IGNORECASE)
_YEARS = re.compile(
    r"\s*(?:years?(?:\s+old)?|yrs?|y|ans|años|anos|miaka|سنة|سنوات|عاما|岁|周岁)\.?$",
    re.IGNORECASE,
)
_AGES = re.compile(
    r"([0-9]{1,3})\s*(?:[-–—‑−~至到]|to|à|a|hadi|إلى|الى)\s*([0-9]{1,3})", re.IGNORECASE
)
_AND_OVER = re.compile(
    r"(?:over|above|plus de|más de|mais de|zaidi ya|>|>=|≥|أكثر من|فوق)\s*(6[45])"
    r"|(65)\s*(?:\+|＋|years? and over|and (?:over|above|older)|or (?:more|older)|et plus|"
    r"y más|o más|e mais|ou mais|na zaidi|فأكثر|فما فوق|岁?及?以上)",
    re.IGNORECASE,
)
_NEVER = phrases(value_words.NEVER)
_YEAR_9999 = re.compile(r"9999\D|31\D12\D9999")
_BANDS = frozenset(AgeBand)
MIN_AGE, MAX_AGE = 15, 110


class Score(NamedTuple):
    """Points of a test. `maximum`: the highest possible, where the cell says it."""

    points: float
    maximum: float | None = None


def tidy(text: str) -> str:
    """The text on one line, with single blanks and without characters that show nothing. Joiners
    inside words stay: Persian, Sinhala and Malayalam are written with them.

    >>> tidy("Kisumu\\u00a0 East\\ufeff"), tidy("علی\\u200cرضا") == "علی\\u200cرضا"
    ('Kisumu East', True)
    """
    return " ".join(visible(text).split())


def is_nothing(field: str, cell: Cell) -> bool:
    """Whether the cell of a field says nothing: “N/A” everywhere, 0 as a telephone number. A text
    that one of our own files protects by an apostrophe is always something."""
    if isinstance(cell, LiteralText | NoIdentifier):
        return False
    if field in ("phone", "id_number", "email", "person"):
        return is_blank_contact(cell)
    return is_blank_score(cell) if field in ("pre", "post") else is_blank(cell, field == "name")


def identifier(cell: Cell, limit: int = MAX_IDENTIFIER) -> str:
    """A code on one line, of 1 to `limit` characters.

    A spreadsheet's 7.0 becomes `7`, also where a program wrote it as text: many programs save a
    column of numbers so if one of its cells is blank.
    """
    value = _without_zero(cell, text(cell, limit))
    if _LINES.search(value):
        raise CellError(_("This must be on one line."))
    return value


def phone(cell: Cell) -> str:
    """A telephone number as it was typed, on one line."""
    return _without_zero(cell, tidy(text(cell)))


def id_number(cell: Cell) -> str:
    """The number of a document as it was typed, on one line."""
    return _without_zero(cell, tidy(text(cell)))


def _without_zero(cell: Cell, said: str) -> str:
    return said if isinstance(cell, LiteralText) else _WHOLE.sub(r"\1", said)


def one_line(cell: Cell) -> str:
    """Free text; line breaks become blanks."""
    return tidy(text(cell))


def text(cell: Cell, limit: int = 1000) -> str:
    """Free text of 1 to `limit` characters, with its line breaks."""
    value = visible(_plain(cell))
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
        elif visible(bare):
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


def choice(cell: Cell, field: str, allowed: Iterable[str]) -> str:
    """The code for a word of a field (`words.CODES`), in any of the seven languages."""
    word = tidy(_plain(cell))
    if code := CODES[field](word):
        return code
    raise _not_one_of(word, allowed)


def _not_one_of(word: str, allowed: Iterable[str]) -> CellError:
    return CellError(
        _("“{word}” is not one of: {allowed}.", word=word[:40], allowed=", ".join(allowed))
    )


def number(cell: Cell) -> float:
    """A finite number from -1e9 to 1e9; text may have a decimal point or comma."""
    if isinstance(cell, date):
        raise CellError(
            _("The spreadsheet has made a date of this. Format the column as text and type it "
              "again.")
        )  # fmt: skip
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        raise CellError(_("This is not a number."))
    value = _number_of(tidy(latin_digits(cell))) if isinstance(cell, str) else cell
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


def score(cell: Cell) -> Score:
    """Points, and the highest possible where the cell says it: `12/20`, `80 %`, a cell that the
    spreadsheet shows as per cent."""
    if isinstance(cell, Percent):
        return Score(round(number(float(cell)) * 100, 6), 100.0)
    if not isinstance(cell, str):
        return Score(number(cell))
    said = tidy(latin_digits(cell)).replace("٪", "%").replace("％", "%")
    if said.endswith("%"):
        return Score(number(said.removesuffix("%")), 100.0)
    if found := _OUT_OF.fullmatch(said):
        maximum = number(_POINTS.sub("", found[2]))
        if maximum <= 0:
            raise CellError(_("A test is out of more than 0."))
        return Score(number(found[1]), maximum)
    return Score(number(_POINTS.sub("", said)))


def expiry(cell: Cell, order: Order = "iso") -> date | None:
    """The day on which something ends; None where it never does, or where nothing is said."""
    if isinstance(cell, date) and cell.year == 9999:
        return None
    if isinstance(cell, str):
        text = visible(latin_digits(cell))
        if (
            is_blank(text)
            or plain(text) in phrases(value_words.NEVER)
            or re.match(r"9999\D|31\D12\D9999", text)
        ):
            return None
    return day(cell, order)


def age_band(cell: Cell) -> AgeBand | None:
    """The age band of an age in years, or of ages that lie in one band; None for a blank."""
    if isinstance(cell, date | bool):
        raise _not_one_of(as_text(cell), AgeBand)
    if cell in _BANDS:
        return AgeBand(str(cell))
    said = _YEARS.sub("", tidy(latin_digits(as_text(cell))))
    if not said:
        return None
    if _AND_OVER.fullmatch(said):
        return AgeBand.OVER_64
    if found := _AGES.fullmatch(said):
        bands = {_band(int(found[1])), _band(int(found[2]))}
        if len(bands) == 1:
            return bands.pop()
    elif _DECIMAL.fullmatch(said):
        return _band(int(number(said)))
    raise _not_one_of(said, AgeBand)


def _band(age: int) -> AgeBand:
    if not MIN_AGE <= age <= MAX_AGE:
        raise CellError(_("An age is from {least} to {most} years.", least=MIN_AGE, most=MAX_AGE))
    return next(band for band in reversed(AgeBand) if age >= int(band[:2]))


def _plain(cell: Cell) -> str:
    """As `as_text`; CellError where a spreadsheet has rounded a number."""
    said = as_text(cell)
    large = isinstance(cell, int | float) and not abs(cell) < _EXACT
    if large or (
        "+" in said and not isinstance(cell, NoIdentifier) and _ROUNDED.fullmatch(said.strip())
    ):
        raise CellError(
            _("Excel has rounded this number. Format the column as text and type it again.")
        )
    return said
