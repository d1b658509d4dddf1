"""What the lines above the headings say of a workshop: its day, place, trainer and title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from api.spreadsheets.files.cells import Cell, CellError, Order
from api.spreadsheets.recognition.fields import WORKSHOP
from api.spreadsheets.recognition.sheet.grid import Grid, GridRow
from api.spreadsheets.recognition.vocabulary import values
from api.spreadsheets.recognition.vocabulary.words import heading, is_blank, is_signature, plain

Facts = dict[str, Cell]
"""Field of a workshop → what the sheet says. `days`: a text with first and last day, or a date."""
_FIELD = {"region": "workshop_region", "organisation": "venue"}
"""What a heading means above a register, where it is of the workshop and not of a person."""
_KEY = re.compile(r"\s*[:：]\s*|\s+[=]\s+")
_BETWEEN = re.compile(
    r"[,;،，|]|\s[-–—]\s|\s+(?:on|le|el|em|du|del|from|tarehe|held)\s+", re.IGNORECASE
)
_DATE_WORDS = 9
_DAY_HEADINGS = """
date dates day days trainingdate trainingdates dateoftraining datesoftraining fecha fechas data
datas tarehe siku التاريخ تاريخ 日期 时间 培训日期 dateformation
"""
_DATE = frozenset(_DAY_HEADINGS.split())
_DIGIT = re.compile(r"\d")
_LETTERS = re.compile(r"[^\W\d_]{3}|[\u4e00-\u9fff]{2}")
_LISTS = (
    "attendance register signin presence asistencia presenca mahudhurio حضور 签到 participantlist"
)
_OF_LISTS = _LISTS.split()
"""In the name of a list, which is no title of a workshop."""
_TO = frozenset(["to", "until", "au", "a", "al", "ate", "hadi", "mpaka", "الى", "إلى", "至", "到"])
"""Between a workshop's first and its last day."""


def facts_above(grid: Grid, first: int, alone: bool) -> Facts:
    """The facts in the rows before the headings, which are at index `first`. `alone`: whether the
    sheet is about one workshop, so that free lines are its title and its day."""
    facts: Facts = {}
    free: list[str] = []
    for row in grid.rows[:first]:
        read_title(row, facts, free)
    if not alone:
        return {name: cell for name, cell in facts.items() if name != "starts_on"}
    for text in free:
        if "starts_on" not in facts and (found := day_within(text)):
            facts["starts_on"] = found
    if title := _title(free):
        facts.setdefault("title", title)
    return facts


def _title(free: Sequence[str]) -> str:
    """The last line that is neither a day nor the name of the list itself: above it stand those
    of offices. "" where a line has a key that is not known."""
    if any(_KEY.search(text) for text in free):
        return ""
    said = [t for t in free if not _is_day(t) and not any(w in plain(t) for w in _OF_LISTS)]
    return said[-1] if said else ""


def read_title(row: GridRow, facts: Facts, free: list[str]) -> None:
    """“Key: value” in one cell, or the key in one cell and its value in the next."""
    cells = [cell for n, cell in enumerate(row.cells) if cell != "" and cell not in row.cells[:n]]
    at = 0
    while at < len(cells):
        cell = cells[at]
        at += 1
        if isinstance(cell, date):
            facts.setdefault("starts_on", cell)
            continue
        if not isinstance(cell, str):
            continue
        pairs = list(_pairs(cell))
        if pairs:
            for name, text in pairs:
                _put(facts, name, text)
            continue
        if plain(cell) in _TO and at < len(cells) and "starts_on" in facts:
            _put(facts, "ends_on", cells[at])
            at += 1
            continue
        field = field_of(cell)
        if field and at < len(cells) and not field_of(cells[at]):
            _put(facts, field, cells[at])
            at += 1
        elif not field and not is_signature(cell) and _LETTERS.search(cell):
            free.append(cell)


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """The fields and values of “Venue: Kisumu   Date: 12 March 2026”."""
    for part in re.split(r"\s{3,}|[;|\n\t]", text):
        key, *rest = _KEY.split(part, maxsplit=1)
        if rest and rest[0].strip(" _.") and (field := field_of(key)):
            yield field, rest[0].strip()


def field_of(cell: Cell) -> str | None:
    """The workshop's field that the cell names exactly, else None."""
    if not isinstance(cell, str):
        return None
    named = heading(cell.rstrip(" :："))
    if named is None or not named.exact:
        return "starts_on" if plain(cell) in _DATE else None
    field = _FIELD.get(named.field, named.field)
    if field == "" and plain(cell) in _DATE:
        return "starts_on"
    return field if field in WORKSHOP else None


def _put(facts: Facts, field: str, value: Cell) -> None:
    if not is_blank(value):
        facts.setdefault(field, value)


def _is_day(text: str) -> bool:
    return day_within(text) == text


def day_within(text: str) -> str | None:
    """The longest piece of the text that is a day or a range of days; None if there is none."""
    if not _DIGIT.search(text) or len(text) > 300:
        return None
    if _reads(text):
        return text
    best = ""
    for piece in _BETWEEN.split(text):
        tokens = piece.split()
        for size in range(min(_DATE_WORDS, len(tokens)), 0, -1):
            for start in range(len(tokens) - size + 1):
                some = " ".join(tokens[start : start + size]).strip("().,")
                if len(some) > len(best) and _DIGIT.search(some) and _reads(some):
                    best = some
    return best or None


def _reads(text: str, orders: Sequence[Order] = ("iso", "dmy", "mdy")) -> bool:
    for order in orders:
        try:
            values.days(text, order)
        except CellError:
            continue
        return True
    return False
