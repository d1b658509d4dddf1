"""Pasted rows in the form of a workshop: what was understood of them, and what is answered."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from msgspec.structs import replace
from werkzeug.datastructures import MultiDict

from api.i18n import ngettext
from api.pages.layout.left_out import left_out_words
from api.pages.layout.numerals import whole
from api.spreadsheets.files.cells import CellError, Order
from api.spreadsheets.recognition.fields import LEFT_OUT, PERSON, REGISTER, field_labels
from api.spreadsheets.recognition.line_values import Line
from api.spreadsheets.recognition.pasted import Pasted, read_pasted
from api.spreadsheets.recognition.reading import (
    Answers,
    Ask,
    Column,
    Fractions,
    Layout,
    LeftOut,
)
from api.spreadsheets.recognition.vocabulary import values, words
from projections.db import Db
from projections.records.region_paths import region_named

ON_A_REGISTER = (*PERSON, *REGISTER, "attended")
WHO = {"person", "name", "phone", "email", "id_number"}
TEXTS = ("title", "venue", "lead")
ORDERS: tuple[Order, ...] = ("dmy", "mdy")


@dataclass
class Look:
    """Pasted rows as they are shown. `of`: the fingerprint of `text`; `answered`: whether somebody
    saw what was understood of this text; `asked`: what is asked of it, answered or not → an
    example; `missing`: what is still to be said: "columns", "out_of", "fractions", "dates",
    "rows", "names", "workshops"; `facts`: field of the form → its text, as titles say it."""

    pasted: Pasted
    text: str
    of: str
    answered: bool
    layout: Layout
    asked: dict[Ask, str]
    out_of: str
    rows: Mapping[int, bool]
    unsure: list[Column] = field(default_factory=list)
    certain: list[Column] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    unknown_regions: list[str] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)

    @property
    def is_done(self) -> bool:
        """Whether the lines may be used: all is certain, or somebody looked and answered."""
        reading = self.pasted.reading
        if self.missing or reading is None:
            return False
        return self.answered or not (self.asked or reading.left_out or self.unknown_regions)

    @property
    def button(self) -> str:
        count = len(self.lines)
        return ngettext("Use the {count} line", "Use the {count} lines", count)

    @property
    def left_out(self) -> dict[str, list[LeftOut]]:
        """Rows that are left out, by their kind in words with their number."""
        assert self.pasted.reading is not None  # noqa: S101
        groups: dict[str, list[LeftOut]] = {}
        for one in self.pasted.reading.left_out:
            groups.setdefault(one.kind, []).append(one)
        return {left_out_words(kind, len(rows)): rows for kind, rows in groups.items()}

    def text_of(self, line: int) -> str:
        """A row that was taken in, as it was pasted."""
        lines = self.text.splitlines()
        return " ".join(lines[line - 1].split())[:120] if 0 < line <= len(lines) else ""

    def days(self) -> list[tuple[Order, date]]:
        """What the day of the workshop is, in each order."""
        said, found = self.asked.get(Ask.DATES, ""), []
        for order in ORDERS:
            try:
                found.append((order, values.days(said, order)[0]))
            except CellError:
                continue
        return found

    def choices(self, column: Column) -> dict[str, str]:
        """The fields that a column may be, with what it is now."""
        labels = field_labels()
        return {n: labels[n] for n in labels if n in ON_A_REGISTER or n == column.field}


def look_at(
    said: MultiDict[str, str], db: Db, regions: Iterable[str], kept: Mapping[str, Layout]
) -> Look | None:
    """What is understood of `pasted` in a form with what was answered about it; None if nothing was
    pasted. `regions`: ids of those that the form offers; `kept`: the programme's layouts."""
    text, of = said.get("pasted", ""), fingerprint(said.get("pasted", ""))
    guess = read_pasted(text, Answers(layouts=dict(kept)))
    if guess.reading is None:
        return None
    answered = said.get("pasted_of") == of
    rows = _rows(said) if answered else {}
    layout = _layout(said, guess) if answered else guess.reading.layout
    key = guess.reading.key
    pasted = read_pasted(text, Answers(layouts={key: layout}), rows) if answered else guess
    assert pasted.reading is not None  # noqa: S101
    asked = {**guess.reading.asks, **pasted.reading.asks}
    look = Look(pasted, text, of, answered, layout, asked, said.get("out_of", ""), rows)
    unsure = {column.number for column in guess.reading.columns if not column.sure}
    for column in pasted.reading.columns:
        (look.unsure if column.number in unsure else look.certain).append(column)
    look.lines, look.unknown_regions = _known_regions(db, pasted.lines)
    look.facts = _facts(pasted.facts, layout.dates, db, set(regions))
    look.missing = _missing(pasted)
    return look


def fingerprint(text: str) -> str:
    """The same for a text whichever way its lines end."""
    lines = "\n".join(text.splitlines()).encode()
    return hashlib.sha256(lines).hexdigest()[:16]


def _rows(said: MultiDict[str, str]) -> dict[int, bool]:
    """Line → whether it is taken in, of answers such as “12 in”, the last one of a line."""
    found = {}
    for name, text in said.items(multi=True):
        line, _blank, answer = text.partition(" ")
        if name.partition("-")[0] == "row" and whole(line) and answer in ("in", "out"):
            found[int(line)] = answer == "in"
    return found


def _layout(said: MultiDict[str, str], guess: Pasted) -> Layout:
    """The layout with what was answered; columns that nobody chose stay as they were taken."""
    assert guess.reading is not None  # noqa: S101
    chosen = dict(one.partition(" ")[::2] for one in said.getlist("column"))
    known, before = {*field_labels(), LEFT_OUT}, guess.reading.layout
    columns = []
    for column in guess.reading.columns:
        answer = chosen.get(str(column.number), column.field)
        columns.append(answer if answer in known else column.field)
    fractions: Mapping[str, Fractions] = {"percent": "percent", "points": "points"}
    orders: Mapping[str, Order] = {"dmy": "dmy", "mdy": "mdy"}
    return replace(
        before,
        columns=tuple(columns) if chosen else before.columns,
        max_score=_positive(said.get("out_of", "")) or before.max_score,
        fractions=fractions.get(said.get("fractions", ""), before.fractions),
        dates=orders.get(said.get("dates", ""), before.dates),
    )


def _positive(text: str) -> float | None:
    try:
        number = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) and number > 0 else None


def _missing(pasted: Pasted) -> set[str]:
    assert pasted.reading is not None  # noqa: S101
    names = {Ask.MAX_SCORE: "out_of", Ask.FRACTIONS: "fractions", Ask.DATES: "dates",
             Ask.COLUMNS: "columns"}  # fmt: skip
    missing = {names[ask] for ask in pasted.reading.asks if ask in names}
    if pasted.undecided:
        missing.add("rows")
    if pasted.workshops:
        missing.add("workshops")
    if not {column.field for column in pasted.reading.columns} & WHO:
        missing.add("names")
    return missing


def _known_regions(db: Db, lines: list[Line]) -> tuple[list[Line], list[str]]:
    """The lines without regions that nobody knows, and these."""
    texts = dict.fromkeys(line["region"] for line in lines if "region" in line)
    unknown = [text for text in texts if region_named(db, text) is None]
    kept = [
        {n: text for n, text in line.items() if n != "region" or text not in unknown}
        for line in lines
    ]
    return kept, unknown


def _facts(facts: Mapping[str, str], order: Order, db: Db, regions: set[str]) -> dict[str, str]:
    """Field of the form → its text. Days that are not clear are left out."""
    found = {name: facts[name] for name in TEXTS if name in facts}
    if "co_facilitators" in facts:
        found["co"] = facts["co_facilitators"]
    for name in ("starts_on", "ends_on"):
        try:
            first, last = values.days(facts.get(name, ""), order)
        except CellError:
            continue
        found[name] = first.isoformat()
        if name == "starts_on" and last != first:
            found["ends_on"] = last.isoformat()
    if kind := words.kind(facts.get("kind", "")):
        found["kind"] = kind
    region = region_named(db, facts.get("workshop_region", ""))
    if region in regions:
        found["region"] = str(region)
    return found
