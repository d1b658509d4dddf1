"""What the page of a judged upload shows: what was read, mistakes that rows share, and rows with
names in the place of codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from api.i18n import _, ngettext
from api.pages.imports.asking_view import shapes
from api.pages.layout import labels
from api.pages.layout.formatting import number
from api.pages.layout.left_out import left_out_words
from api.spreadsheets.files.cells import Cell, NoIdentifier, as_text
from api.spreadsheets.importing.coming import Coming, Kind
from api.spreadsheets.importing.names import SIGN, shown
from api.spreadsheets.importing.verdicts import STANDING, Verdict
from api.spreadsheets.recognition.columns import CHOICES, COLUMNS
from api.spreadsheets.recognition.fields import field_labels
from api.spreadsheets.recognition.reading import LeftOut, SheetReading
from api.spreadsheets.uploads import mistakes
from api.spreadsheets.uploads.mistakes import Mistake
from api.spreadsheets.uploads.store import Line
from api.web.services import home

UNCLEAR = Verdict.UNCLEAR.value

# ---- what was read ---------------------------------------------------------------------------


@dataclass(frozen=True)
class SheetRead:
    """`taken`: (heading, label of the field) of the columns that are read; `others`: headings of
    those that are not; `said`: sentences about scores and dates; `left_out`: (kind in words, rows).
    """

    label: str
    shape: str
    rows: int
    taken: Sequence[tuple[str, str]]
    others: Sequence[str]
    said: Sequence[str]
    left_out: Sequence[tuple[str, Sequence[LeftOut]]]


def sheets_read(sheets: Iterable[SheetReading]) -> list[SheetRead]:
    return [_read(sheet) for sheet in sheets]


def _read(sheet: SheetReading) -> SheetRead:
    names, layout = field_labels(), sheet.layout
    columns = [(one.heading or f"({one.number})", one.field) for one in sheet.columns]
    kinds = dict.fromkeys(one.kind for one in sheet.left_out)
    groups = [[one for one in sheet.left_out if one.kind == kind] for kind in kinds]
    said = []
    if layout.max_score is not None:
        said.append(_("Scores are out of {score}.", score=f"{layout.max_score:g}"))
    if layout.fractions == "percent":
        said.append(_("Scores below 1 are a share of the best possible score."))
    if layout.dates != "iso":
        orders = {"dmy": _("Day first (31/03/2026)"), "mdy": _("Month first (03/31/2026)")}
        said.append(orders[layout.dates])
    return SheetRead(
        sheet.label, shapes().get(sheet.shape, ""), sheet.rows,
        [(heading, names.get(field, field)) for heading, field in columns if field],
        [heading for heading, field in columns if not field], said,
        [(left_out_words(group[0].kind, len(group)), group) for group in groups],
    )  # fmt: skip


# ---- rows ------------------------------------------------------------------------------------


KEYED = {Kind.PERSON: "person", Kind.SAME_NAME: "person", Kind.WORKSHOP: "workshop"}
"""What comes into being and may be named by a key → the column of the key."""
NOTHING: Set[str] = frozenset()


@dataclass(frozen=True)
class Common:
    """A mistake of several rows, as the page shows it. `options`: code → label, if the column has
    codes."""

    mistake: Mistake
    label: str
    sentence: str
    options: Mapping[str, str]


def in_common(found: Iterable[Mistake], coming: Iterable[Coming]) -> list[Common]:
    """Without what waits for a decision on what comes into being, or for somebody's own row."""
    waiting = undecided(coming)
    return [
        Common(
            one, column_label(one.kind, one.column), sentence(one.kind, one.why), choices_of(one)
        )
        for one in found
        if not one.waits and waiting.isdisjoint(mistakes.quoted_in(one.why))
    ]


def undecided(coming: Iterable[Coming]) -> set[str]:
    """What comes into being and waits for a decision, as reasons of rows name it."""
    return {shown(one.label) for one in coming if not one.decision}


def waits(line: Line, undecided: Set[str]) -> bool:
    """Whether the row waits for one of these decisions."""
    return line.verdict == UNCLEAR and not undecided.isdisjoint(mistakes.quoted_in(line.why))


def choices_of(one: Mistake) -> dict[str, str]:
    named = {"sex": labels.sexes(), "age_band": labels.age_bands(), "kind": labels.kinds().items()}
    if one.column in named:
        return {code: name for code, name in named[one.column] if code}
    return {code.value: code.value for code in CHOICES.get(one.column, ())}


def column_label(kind: str, column: str) -> str:
    name = "workshop_region" if (kind, column) == ("workshops", "region") else column
    return field_labels().get(name, column)


def sentence(kind: str, why: str, waiting: Set[str] = NOTHING) -> str:
    """A reason with the labels of columns in the place of their names. `waiting`: as `undecided`;
    what the command line could say about that is left out."""
    if waits := waiting & mistakes.quoted_in(why):
        return _("This waits for a decision above: “{text}”.", text=min(waits))
    begins, colon, rest = why.partition(": ")
    if begins in COLUMNS[kind] and colon:
        why = f"{column_label(kind, begins)}: {rest}"
    for name in COLUMNS[kind]:
        why = why.replace(f"“{name}”", f"“{column_label(kind, name)}”")
    return why


class Titles:
    """What rows are about, in words: people and workshops by what their own rows say of them."""

    def __init__(self, upload: str, lines: Sequence[Line], coming: Sequence[Coming] = ()) -> None:
        cells = [line.row.cells for line in lines]
        cells += [
            {KEYED[one.kind]: key} for one in coming if one.kind in KEYED for key in _keys(one)
        ]
        people = [one[name] for one in cells for name in ("person", "lead") if name in one]
        held = [one["workshop"] for one in cells if "workshop" in one]
        private = home().private
        self._people = mistakes.described(private, upload, "people", people)
        self._workshops = mistakes.described(private, upload, "workshops", held)

    def of(self, line: Line) -> list[str]:
        cells = line.row.cells
        found = []
        if "workshop" in cells:
            found.append(self.workshop(cells["workshop"]))
        if line.row.table != "workshops":
            found.append(self.person(cells.get("person")))
        return [text for text in found if text]

    def person(self, cell: Cell | None) -> str:
        name = as_text(self._people.get(str(cell), {}).get("name"))
        return _both(name, cell)

    def workshop(self, cell: Cell) -> str:
        said = self._workshops.get(str(cell), {})
        texts = [as_text(said.get(name)) for name in ("starts_on", "title", "venue")]
        return _both(" · ".join([text for text in texts if text][:2]), cell)

    def reason(self, line: Line, waiting: Set[str]) -> str:
        """Why the row is refused, with names in the place of keys. `waiting`: as `undecided`."""
        why = sentence(line.row.table, line.why, waiting if waits(line, waiting) else NOTHING)
        for name in ("workshop", "person"):
            cell = line.row.cells.get(name)
            if isinstance(cell, NoIdentifier):
                why = why.replace(f"“{shown(SIGN + cell)}”", f"“{self.cell(name, cell)}”")
        return why

    def coming(self, one: Coming) -> str:
        """The label of what comes into being: a name as it was written, not its key."""
        column = KEYED.get(one.kind, "")
        there = self._workshops if column == "workshop" else self._people
        known = (key for key in _keys(one) if column and key in there)
        return next((self.cell(column, key) for key in known), shown(one.label))

    def cell(self, column: str, cell: Cell | None) -> str:
        """The text of a cell in the form."""
        return self.workshop(cell or "") if column == "workshop" else self.person(cell)


def _keys(one: Coming) -> list[NoIdentifier]:
    """The keys that the text of what comes into being may stand for."""
    return [NoIdentifier(one.text), NoIdentifier(one.text.replace(" · ", SIGN))]


def _both(said: str, cell: Cell | None) -> str:
    """What is said of somebody or something, and its identifier if it has one."""
    from_sheet = as_text(cell)
    if isinstance(cell, NoIdentifier):
        return said or from_sheet.split(SIGN)[0]
    return f"{said} ({from_sheet})" if said and from_sheet else said or from_sheet or "–"


def what_is_imported(counts: Mapping[str, Mapping[str, int]]) -> str:
    """What the button does: “118 people, 6 workshops, 240 lines of registers”. `counts`: of rows by
    table and verdict."""
    doing = STANDING - {Verdict.KNOWN}
    good = {kind: sum(found.get(v.value, 0) for v in doing) for kind, found in counts.items()}
    said = []
    if n := good.get("people"):
        said.append(ngettext("{count} person", "{count} people", n, count=number(n)))
    if n := good.get("workshops"):
        said.append(ngettext("{count} workshop", "{count} workshops", n, count=number(n)))
    if n := good.get("register"):
        said.append(
            ngettext("{count} line of a register", "{count} lines of registers", n, count=number(n))
        )
    if n := good.get("certifications"):
        said.append(ngettext("{count} certificate", "{count} certificates", n, count=number(n)))
    return ", ".join(said)
