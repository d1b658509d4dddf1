"""Rows copied out of a spreadsheet: which column is which, by its heading or by what is in it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from api.i18n import LANGUAGES, speaking
from api.people.typed_line import SCORES
from api.spreadsheets.recognition.heading_words import HEADINGS, SEXES, YES_NO, by_word, plain
from api.spreadsheets.recognition.register_columns import all_labels

Row = list[str]
Line = dict[str, str]
MAX_ROWS = 2000
MAX_DIGITS = 9
PHONE = re.compile(r"[+(]?\d[\d\s()./+-]{5,}|0\d{3,}")
NUMBER = re.compile(r"(?:0|[1-9]\d{0,3})(?:[.,]\d{1,3})?")
EMAIL = re.compile(r"\S+@\S+\.\S+")
CODE = re.compile(r"(?=.*\d)[\w./-]{2,20}")
NAME = re.compile(r"[^\d@]*[^\W\d_][^\d@]*")
AGES = re.compile(r"\d\d-\d\d|65\+")


@dataclass(frozen=True)
class Pasted:
    """`columns`: of each column what it is, "" where it is left out; `heading`: the first row,
    where it names the columns; `sure`: whether nothing had to be guessed."""

    columns: tuple[str, ...]
    heading: Row
    rows: list[Row]
    sure: bool

    @property
    def lines(self) -> list[Line]:
        """Of one column's name several are one text: first name and family name."""
        found = []
        for row in self.rows:
            line: Line = {}
            for name, cell in zip(self.columns, row, strict=False):
                if name and cell:
                    line[name] = f"{line[name]} {cell}" if name in line else cell
            found.append(line)
        sexes = {plain(line.get("sex", "")) for line in found}
        spanish = {"h", "m"} <= sexes and "f" not in sexes
        return [_in_codes(line, spanish) for line in found if line]


def recognise_pasted(text: str, chosen: Sequence[str] = ()) -> Pasted:
    """`chosen`: what a person said that the columns are, from the first on."""
    rows = _rows(text)[: MAX_ROWS + 1]
    width = max((len(row) for row in rows), default=0)
    rows = [row + [""] * (width - len(row)) for row in rows]
    named = _named(rows[0]) if rows else None
    heading, rows = (rows[0], rows[1:]) if named else ([], rows)
    guessed = tuple(named) if named else _by_content(rows, width)
    if named:
        guessed = _fill(guessed, heading, rows)
    sure = named is not None and all(
        name or _known(cell) == "" or not cell for name, cell in zip(guessed, heading, strict=True)
    )
    columns = tuple(
        chosen[at] if at < len(chosen) and chosen[at] in HEADINGS else guessed[at]
        for at in range(width)
    )
    return Pasted(columns, heading, rows, sure)


def _rows(text: str) -> list[Row]:
    """Split by tabs, semicolons or commas; what is quoted stays together."""
    between = "\t" if "\t" in text else ";" if ";" in text else ","
    try:
        cells = list(csv.reader(io.StringIO(text, newline=""), delimiter=between))
    except csv.Error:
        cells = [row.split(between) for row in text.splitlines()]
    stripped = ([_tidy(cell) for cell in row] for row in cells)
    return [row for row in stripped if any(row)]


def _tidy(cell: str) -> str:
    """Without the signs that nobody sees, which spreadsheets leave in what is copied."""
    return " ".join("".join(c for c in cell if c.isprintable() or c.isspace()).split())


def _known(cell: str) -> str | None:
    """What a heading means; "" for what no register keeps; None where nobody knows."""
    return _words().get(plain(cell))


@cache
def _words() -> dict[str, str]:
    """Also what our own pages and files call the columns, in any language."""
    found = by_word(HEADINGS)
    for language in LANGUAGES:
        with speaking(language):
            found |= {plain(label): name for name, label in all_labels().items()}
    return found | {plain(name): name for name in HEADINGS if name}


def _begins(cell: str) -> str | None:
    """A heading that begins with a word that is known, or has a long one in it: “Phone number
    (WhatsApp)”, “N° de téléphone”."""
    text = plain(cell)
    fits = [word for word in _words() if len(word) > 2 and text.startswith(word)]
    fits = fits or [word for word in _words() if len(word) > 4 and word in text]
    return _words()[max(fits, key=len)] if fits else None


def _named(row: Row) -> list[str] | None:
    """Of the first row, where it is of headings."""
    exact = [_known(cell) for cell in row]
    near = [_begins(cell) if cell else None for cell in row]
    has_digits = any(c.isdecimal() for cell in row for c in cell)
    said = sum(1 for one in exact if one)
    if not said and (has_digits or sum(1 for one in near if one) < 2):
        return None
    if has_digits and said < 2 and any(PHONE.fullmatch(cell) for cell in row):
        return None
    return [(e if e is not None else n) or "" for e, n in zip(exact, near, strict=True)]


def _fill(named: Sequence[str], heading: Row, rows: list[Row]) -> tuple[str, ...]:
    """A column whose heading says nothing is looked at; one that nobody keeps is left out."""
    guessed = _by_content(rows, len(named), set(named) - {""})
    return tuple(
        name or ("" if not cell or _known(cell) == "" else guess)
        for name, cell, guess in zip(named, heading, guessed, strict=True)
    )


# ---- by what is in them ----------------------------------------------------------------------


def _by_content(rows: list[Row], width: int, taken: set[str] | None = None) -> tuple[str, ...]:
    taken = set(taken or ())
    columns = [[row[at] for row in rows if row[at]] for at in range(width)]
    found = [_kind(cells) for cells in columns]
    numbers = [at for at, kind in enumerate(found) if kind == "number"]
    for at, name in zip(numbers, _scores([columns[at] for at in numbers]), strict=True):
        found[at] = name
    once: list[str] = []
    for name in found:
        once.append("" if name in taken and name != "name" else name)
        taken.add(name)
    return tuple(once)


def _kind(cells: list[str]) -> str:
    tests: list[tuple[str, Callable[[str], object]]] = [
        ("email", EMAIL.fullmatch),
        ("sex", lambda cell: plain(cell) in _sexes()),
        ("age_band", AGES.fullmatch),
        ("number", NUMBER.fullmatch),
        ("phone", PHONE.fullmatch),
        ("identifier", CODE.fullmatch),
        ("name", NAME.fullmatch),
    ]
    for kind, fits in tests:
        if cells and sum(1 for cell in cells if fits(cell)) > 0.7 * len(cells):
            return _counted(cells) if kind == "number" else kind
    return ""


def _counted(cells: list[str]) -> str:
    """1, 2, 3 … are the lines' own numbers."""
    counts = [str(n) for n in range(1, len(cells) + 1)]
    return "" if cells == counts and len(cells) > 1 else "number"


def _scores(columns: list[list[str]]) -> list[str]:
    """The maximum is the same on all lines, and no score is above it."""
    values = [
        [float(cell.replace(",", ".")) for cell in cells if NUMBER.fullmatch(cell)]
        for cells in columns
    ]
    names = [""] * len(values)
    highest = max((max(one) for one in values), default=0)
    same = [at for at, one in enumerate(values) if set(one) == {highest} and len(one) > 1]
    if same and len(values) > 1:
        names[same[-1]] = "max_score"
    rest = [at for at, name in enumerate(names) if not name]
    for at, name in zip(rest, ("post",) if len(rest) == 1 else SCORES, strict=False):
        if name != "max_score" or not same:
            names[at] = name
    return names


@cache
def _sexes() -> dict[str, str]:
    return by_word(SEXES)


@cache
def _yes_no() -> dict[str, str]:
    return by_word(YES_NO)


def _in_codes(line: Line, spanish: bool) -> Line:
    """A code where the word is known; else as it was typed, to be refused beside its line.

    `spanish`: beside H, M is a woman (mujer), not a man.
    """
    coded = dict(line)
    if "sex" in line:
        word = plain(line["sex"])
        coded["sex"] = "female" if spanish and word == "m" else _sexes().get(word, line["sex"])
    if "disability" in line:
        coded["disability"] = _yes_no().get(plain(line["disability"]), line["disability"])
    if "age_band" in line:
        coded["age_band"] = _band(line["age_band"])
    return coded


def _band(text: str) -> str:
    """The band of an age in years."""
    if not text.isdecimal() or len(text) > MAX_DIGITS:
        return text
    bands = ((65, "65+"), (55, "55-64"), (45, "45-54"), (35, "35-44"), (25, "25-34"), (15, "15-24"))
    return next((band for least, band in bands if int(text) >= least), text)
