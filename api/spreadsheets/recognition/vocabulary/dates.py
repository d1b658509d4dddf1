"""Days as people write them, in any of the seven languages."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache

from babel import Locale

from api.i18n import LANGUAGES, _
from api.spreadsheets.files.cells import Cell, CellError, Order, latin_digits
from api.spreadsheets.recognition.vocabulary.phrases import bare, plain
from domain.rules import visible

_TIME = re.compile(
    r"(?<=\d)(?:t|\s+|\s*,\s*)\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?"
    r"\s*(?:[ap]\.?\s?m\.?)?\s*(?:z|utc|gmt|[+-]\d{2}:?\d{2})?$"
)
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_COMPACT = re.compile(r"^((?:19|2[01])\d\d)(\d\d)(\d\d)$")
_FILLER = (
    "st|nd|rd|th|er|re|eme|º|ª|o|de|del|of|the|le|el|du|from|tarehe|kuanzia|日|号|"
    "من|يوم|,|،|、|\\(|\\)"
)
_RANGE = (
    "to|until|till|through|and|au|et|al|a|hasta|y|ate|e|hadi|na|mpaka|إلى|الى|حتى|و|至|到|&|–|—|~|-"
)
_S, _R = "[-/.]", "[-R]"
_ONE = (
    f"(?P<y>Y){_S}(?P<m>N){_S}(?P<d>N)\\.?",
    "(?P<a>N)([-/.])(?P<b>N)\\2(?P<y>Y)\\.?",
    f"(?P<d>N){_S}*(?P<m>M){_S}*(?P<y>Y)\\.?",
    f"(?P<m>M){_S}*(?P<d>N){_S}*(?P<y>Y)\\.?",
    f"(?P<y>Y){_S}*(?P<m>M){_S}*(?P<d>N)\\.?",
)
"""Ways to write a day. N: a number of one or two digits, Y: a year, M: a month's name."""
_SEVERAL = (
    f"(?P<d>N){_R}(?P<d2>N){_S}*(?P<m>M){_S}*(?P<y>Y)",
    f"(?P<d>N){_S}?(?P<m>M){_R}(?P<d2>N){_S}?(?P<m2>M){_S}?(?P<y>Y)",
    f"(?P<m>M){_S}?(?P<d>N){_R}(?P<d2>N){_S}*(?P<y>Y)",
    f"(?P<m>M){_S}?(?P<d>N){_R}(?P<m2>M){_S}?(?P<d2>N){_S}?(?P<y>Y)",
    f"(?P<d>N){_R}(?P<d2>N)([/.])(?P<m>N)\\3(?P<y>Y)",
    f"(?P<a>N)([/.])(?P<b>N){_R}(?P<a2>N)\\2(?P<b2>N)\\2(?P<y>Y)",
    f"(?P<y>Y){_S}?(?P<m>M){_S}?(?P<d>N){_R}(?P<d2>N)",
    f"(?P<y>Y){_S}?(?P<m>M){_S}?(?P<d>N){_R}(?P<m2>M){_S}?(?P<d2>N)",
    "(?P<y>Y)([-/.])(?P<m>N)\\2(?P<d>N)R(?P<d2>N)",
    "(?P<y>Y)/(?P<m>N)/(?P<d>N)-(?P<d2>N)",
    "(?P<y>Y)([-/.])(?P<m>N)\\2(?P<d>N)R(?P<m2>N)\\2(?P<d2>N)",
)
"""Ways to write the first and the last day of several, where they share a year or month."""
_WITHOUT_YEAR = ("N[-/.]?M", "M[-/.]?N", "N([-/.])N")
Parts = dict[str, int]


def day(cell: Cell, order: Order = "iso") -> date:
    """The day in a cell. `order`: of day and month where both are numbers and either could be
    the month."""
    first, last = days(cell, order)
    if first != last:
        raise CellError(_("These are several days. Write one of them."))
    return first


def days(cell: Cell, order: Order = "iso") -> tuple[date, date]:
    """The first and the last day in a cell: “12–14 March 2026”; twice the same where it holds one.
    A time of day is left off."""
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return _within(cell), cell
    if isinstance(cell, float) and cell.is_integer() and len(str(int(cell))) == 8:
        cell = str(int(cell))
    if not isinstance(cell, str):
        raise CellError(_("This is a number. Format the column as a date."))
    if _ISO.fullmatch(cell):  # A fast path for most dates.
        year, month, of_month = map(int, cell.split("-"))
        first = last = _date(year, month, of_month)
    else:
        first, last = _days_of(cell, order)
    if _within(last) < _within(first):
        raise CellError(_("The last day is before the first."))
    return first, last


def is_day(text: str) -> bool:
    """Whether a text is a day, with or without its year, or the name of a day of the week."""
    if plain(text) in _weekdays():
        return True
    for kinds, _numbers in _readings(text):
        if any(re.fullmatch(way, kinds) for way in (*_ONE, *_WITHOUT_YEAR)):
            return True
    return False


def which_order() -> str:
    """The sentence about dates that can be read in two ways."""
    return _(
        "Is this day/month or month/day? Write YYYY-MM-DD, or run again with "
        "`--dates dmy` or `--dates mdy`."
    )


def _days_of(text: str, order: Order) -> tuple[date, date]:
    short = False
    for kinds, numbers in _readings(text):
        for ways in (_ONE, _SEVERAL):
            if parts := _match(ways, kinds, numbers):
                return _dates(parts, order)
        for at in (at for at, kind in enumerate(kinds) if kind in "R-/"):
            one = _match(_ONE, kinds[:at], numbers[:at])
            other = _match(_ONE, kinds[at + 1 :], numbers[at + 1 :])
            if one and other:
                return _dates(one, order)[0], _dates(other, order)[0]
        short = short or bool(re.fullmatch("N[-/.]?[NM][-/.]?N", kinds))
    if short:
        raise CellError(_("The year has two digits. Write it with four."))
    raise CellError(_("This is not a date. Write it as YYYY-MM-DD."))


def _match(ways: tuple[str, ...], kinds: str, numbers: list[int]) -> Parts | None:
    for way in ways:
        if found := re.fullmatch(way, kinds):
            return {
                name: numbers[found.start(name)]
                for name, value in found.groupdict().items()
                if value is not None
            }
    return None


def _dates(parts: Parts, order: Order) -> tuple[date, date]:
    """The first and last day. Parts that the last shares with the first are said once."""
    if "a" in parts:
        parts = _ordered(parts, order)
    year, month, of_month = parts["y"], parts["m"], parts["d"]
    first = _date(year, month, of_month)
    last = _date(year, parts.get("m2", month), parts.get("d2", of_month))
    return first, last


def _ordered(parts: Parts, order: Order) -> Parts:
    """Tells the days from the months of 3/4/2026 (and of 3/4–5/4/2026)."""
    firsts = [parts[name] for name in ("a", "a2") if name in parts]
    seconds = [parts[name] for name in ("b", "b2") if name in parts]
    day_first = order == "dmy"
    if order == "iso" and firsts != seconds:
        could_be_day_first, could_be_month_first = max(seconds) <= 12, max(firsts) <= 12
        if could_be_day_first and could_be_month_first:
            raise CellError(which_order())
        day_first = could_be_day_first
    in_month, months = (firsts, seconds) if day_first else (seconds, firsts)
    return {"y": parts["y"], "d": in_month[0], "m": months[0],
            "d2": in_month[-1], "m2": months[-1]}  # fmt: skip


def _date(year: int, month: int, of_month: int) -> date:
    try:
        return date(year, month, of_month)
    except ValueError:
        raise CellError(_("There is no such day in the calendar.")) from None


def _within(value: date) -> date:
    if not 1900 <= value.year <= 2200:
        raise CellError(_("The year must be between 1900 and 2200."))
    return value


def _readings(text: str) -> list[tuple[str, list[int]]]:
    """The kinds of the parts of a text and their numbers; also without a day of the week before
    them. Empty where something in it belongs to no day."""
    said = _TIME.sub("", bare(latin_digits(visible(text))))
    texts = [_COMPACT.sub(r"\1-\2-\3", said)]
    if found := _weekday_before().match(said):
        texts.append(said[found.end() :])
    if found := _weekday_after().search(said):
        texts.append(said[: found.start()])
    return [parts for one in texts if (parts := _parts(one))]


def _parts(text: str) -> tuple[str, list[int]] | None:
    kinds, numbers, at = "", [], 0
    while at < len(text):
        found = _part_pattern().match(text, at)
        if found is None:
            return None
        at = found.end()
        kind, number = _part(found)
        if kind:
            kinds += kind
            numbers.append(number)
    return (kinds, numbers) if len(kinds) > 1 else None


def _part(found: re.Match[str]) -> tuple[str, int]:
    said = found[0].strip()
    if found["month"]:
        return "M", _months()[plain(said)]
    if found["number"]:
        return {4: "Y", 1: "N", 2: "N"}.get(len(said), "?"), int(said)
    if found["mark"]:
        return "/" if said in "年月" else said, 0
    return ("R", 0) if found["range"] else ("", 0)


@cache
def _part_pattern() -> re.Pattern[str]:
    months = "|".join(re.escape(word) for word in sorted(_month_words(), key=len, reverse=True))
    end = r"(?![^\W\d_])"
    return re.compile(
        rf"\s*(?:(?P<number>\d+)(?!\d)|(?P<month>(?:{months})\.?)(?:{end}|(?=\d))"
        rf"|(?P<mark>[-/.年月])|(?P<filler>,|،|、|日|号|\(|\)|(?:{_FILLER}){end}|['’](?=\s|\d))"
        rf"|(?P<range>–|—|~|&|至|到|(?:{_RANGE}){end}))\s*"
    )


@cache
def _month_words() -> frozenset[str]:
    words = {bare(name) for names in _names("months") for name in names.values()}
    return frozenset(word.rstrip(".") for word in words if not word[0].isdigit())


@cache
def _months() -> dict[str, int]:
    """Plain name or abbreviation → month."""
    return {plain(name): month for names in _names("months") for month, name in names.items()}


@cache
def _weekdays() -> frozenset[str]:
    return frozenset(plain(name) for names in _names("days") for name in names.values())


@cache
def _weekday_before() -> re.Pattern[str]:
    return re.compile(rf"\W*(?:{_weekday_names()})\W+|(?:星期|周)\w\W*")


@cache
def _weekday_after() -> re.Pattern[str]:
    return re.compile(rf"[\s,(（-]+(?:{_weekday_names()}|(?:星期|周).)\W*$|(?:星期|周).\W*$")


def _weekday_names() -> str:
    words = {bare(name).rstrip(".") for names in _names("days") for name in names.values()}
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@cache
def _names(of: str) -> list[dict[int, str]]:
    """The names of the months or of the days of the week that Babel has in the seven languages."""
    locales = [Locale.parse(language) for language in LANGUAGES]
    tables = [locale.months if of == "months" else locale.days for locale in locales]
    return [
        dict(table[context][width])
        for table in tables
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
    ]
