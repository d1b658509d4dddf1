"""What is asked about the sheets of an upload, and the answers as they come back from the page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple, cast, get_args

from api.i18n import _
from api.pages.layout import labels
from api.spreadsheets.files.cells import Order, trimmed
from api.spreadsheets.recognition import fields as known
from api.spreadsheets.recognition.fields import field_labels
from api.spreadsheets.recognition.reading import (
    Ask,
    Column,
    Fractions,
    Layout,
    Shape,
    SheetReading,
)
from api.spreadsheets.uploads.kept_reading import KeptReading

FACTS = (
    "starts_on", "ends_on", "title", "lead", "co_facilitators", "venue", "workshop_region", "kind",
)  # fmt: skip
"""What a page asks of the one workshop of a sheet."""
NOBODY_KNOWS = "-"
OF_ONE_WORKSHOP = ("register", "long")
MAX_ANSWER = 500
"""Characters of one answer."""
OF_ALL = frozenset({Ask.MAX_SCORE, Ask.FRACTIONS, Ask.DATES})
"""What is asked once, of the first sheet that does not say it, and holds for the others too."""
ISO = re.compile(r"(\d{4}-\d\d-\d\d)?")


def shapes() -> dict[str, str]:
    return {
        "register": _("The register of a workshop: these people attended"),
        "people": _("A list of people"),
        "long": _("A list of people, with their workshop on each row"),
        "workshops": _("A list of workshops"),
        "certifications": _("A list of certificates"),
        "nothing": _("Leave this sheet out"),
    }


def field_groups() -> list[tuple[str, dict[str, str]]]:
    """(label, field → label) of what a column can be."""
    said = field_labels()
    groups = (
        (_("The person"), known.PERSON),
        (_("Attendance and scores"), (*known.REGISTER, "attended")),
        (_("The workshop"), known.WORKSHOP),
        (_("The certificate"), known.CERTIFICATION),
    )
    return [(label, {name: said[name] for name in names}) for label, names in groups]


class AskedColumn(NamedTuple):
    """`name`: of the field in the form; `chosen`: what the column is taken for."""

    name: str
    heading: str
    samples: Sequence[str]
    chosen: str
    sure: bool


class AskedFact(NamedTuple):
    """`kind`: "date", "text" or "select"; `asked`: whether the sheet does not say it."""

    name: str
    label: str
    value: str
    kind: str
    asked: bool


@dataclass(frozen=True)
class AskedSheet:
    """A sheet and what it says of its one workshop; no facts if it is not about one."""

    label: str
    rows: int
    facts: Sequence[AskedFact]
    nobody: str
    """The name of the tick that nobody knows the lead."""
    nobody_knows: bool
    lacks: bool

    @property
    def needed(self) -> list[AskedFact]:
        """The facts that are asked."""
        names = ("starts_on", "lead") if self.lacks else ()
        return [f for f in self.facts if f.name.split("-")[1] in names and f.asked]

    @property
    def others(self) -> list[AskedFact]:
        return [fact for fact in self.facts if fact not in self.needed]

    @property
    def known(self) -> list[str]:
        """The first facts that are known, for one line."""
        return [fact.value for fact in self.facts if fact.value and fact.kind != "select"][:3]


@dataclass(frozen=True)
class AskedKind:
    """Sheets with the same headings, of which the same is asked. `name`: begins the names of its
    fields in the form; `key`: of their headings."""

    name: str
    key: str
    sheets: Sequence[AskedSheet]
    columns: Sequence[AskedColumn]
    asks: Mapping[Ask, str]
    chosen: Layout
    plain_shape: str
    """What the sheets are by their columns, if that is sure and nobody said otherwise."""
    shapes: Mapping[str, str]
    max_score: str
    again: frozenset[Ask] = frozenset()
    """What is asked of other sheets above: without an answer here, theirs holds."""

    @property
    def is_open(self) -> bool:
        """Whether something is asked that was not asked above."""
        return bool(self.asks.keys() - self.again)

    @property
    def unsure(self) -> list[AskedColumn]:
        return [column for column in self.columns if not column.sure]

    @property
    def clear(self) -> list[AskedColumn]:
        return [column for column in self.columns if column.sure]

    @property
    def label(self) -> str:
        return self.sheets[0].label


@dataclass
class Asked:
    """The questions about an upload. `form`: what was typed, if something was."""

    kept: KeptReading
    form: Mapping[str, str] = field(default_factory=dict)

    def kinds(self) -> list[AskedKind]:
        """Those of which something is asked first."""
        found = [self.kind(f"k{n}", key) for n, key in enumerate(self._keys())]
        seen: set[Ask] = set()
        ordered = []
        for kind in sorted(found, key=lambda kind: not kind.asks):
            ordered.append(replace(kind, again=frozenset(seen & kind.asks.keys())))
            seen |= kind.asks.keys() & OF_ALL
        return ordered

    def is_of_form(self) -> bool:
        """Whether the form was made of what is kept now."""
        return [self.form.get(f"k{n}") for n in range(len(self._keys()))] == self._keys()

    def _keys(self) -> list[str]:
        return list(dict.fromkeys(sheet.key for sheet in self.kept.sheets if sheet.key))

    def kind(self, name: str, key: str) -> AskedKind:
        sheets = [(n, one) for n, one in enumerate(self.kept.sheets) if one.key == key]
        first = sheets[0][1]
        asks: dict[Ask, str] = {}
        for _n, one in sheets:
            asks = {**one.asks, **asks}
        columns = [
            self._column(name, [one.columns[at] for _n, one in sheets])
            for at in range(len(first.columns))
        ]
        layout = self._layout(name, first, asks)
        plain = "" if Ask.SHAPE in asks or first.layout.shape else first.shape
        near = dict.fromkeys((layout.shape or first.shape, "register", "people", "nothing"))
        said = shapes()
        most = "" if first.layout.max_score is None else f"{first.layout.max_score:g}"
        return AskedKind(
            name, key, [self._sheet(f"s{n}", one, columns, layout) for n, one in sheets], columns,
            asks, layout, plain, {shape: said[shape] for shape in near if shape in said},
            self._typed(f"{name}-max", most),
        )  # fmt: skip

    def _typed(self, name: str, otherwise: str) -> str:
        return trimmed(self.form.get(name, otherwise))[:MAX_ANSWER] if self.form else otherwise

    def _column(self, kind: str, columns: Sequence[Column]) -> AskedColumn:
        first = columns[0]
        name = f"{kind}-c{first.number}"
        samples = next((one.samples for one in columns if one.samples), ())
        sure = all(one.sure for one in columns)
        chosen = self._typed(
            name, next((one.field for one in columns if not one.sure), first.field)
        )
        return AskedColumn(name, first.heading or "", samples, chosen, sure)

    def _layout(self, name: str, first: SheetReading, asks: Mapping[Ask, str]) -> Layout:
        """What is chosen for the sheets of a kind, apart from their columns."""
        said = first.layout
        shape = said.shape or ("" if Ask.SHAPE in asks else first.shape)
        dates = self._typed(f"{name}-dates", said.dates)
        fractions = self._typed(f"{name}-fractions", said.fractions)
        chosen = self._typed(f"{name}-shape", shape)
        return Layout(
            dates=cast(Order, dates if dates in get_args(Order) else "iso"),
            fractions=cast(Fractions, fractions if fractions in get_args(Fractions) else ""),
            shape=cast(Shape, chosen if chosen in get_args(Shape) else ""),
        )

    def _sheet(
        self, name: str, one: SheetReading, columns: Sequence[AskedColumn], layout: Layout
    ) -> AskedSheet:
        stated = self.kept.answers.facts.get(one.label, {})
        there = {column.chosen for column in columns}
        about = (layout.shape or one.shape) in OF_ONE_WORKSHOP or Ask.SHAPE in one.asks
        facts: list[AskedFact] = []
        if about and "workshop" not in there and "parent" not in there:
            facts = [
                self._fact(f"{name}-{fact}", fact, stated.get(fact, one.facts.get(fact, "")))
                for fact in FACTS
                if fact not in there
            ]
        nobody = stated.get("lead") == NOBODY_KNOWS
        ticked = f"{name}-nobody" in self.form if self.form else nobody
        lacks = bool({Ask.FACTS, Ask.SHAPE} & one.asks.keys())
        return AskedSheet(one.label, one.rows, facts, f"{name}-nobody", ticked, lacks)

    def _fact(self, name: str, fact: str, found: str) -> AskedFact:
        value = self._typed(name, "" if found == NOBODY_KNOWS else found)
        kind = "select" if fact == "kind" else "text"
        if fact in ("starts_on", "ends_on") and ISO.fullmatch(value):
            kind = "date"
        if kind == "select" and value not in labels.kinds():
            value = next((c for c, label in labels.kinds().items() if value in (c, label)), value)
        return AskedFact(name, field_labels()[fact], value, kind, found in ("", NOBODY_KNOWS))


def short(label: str, files: Sequence[str]) -> str:
    """The label of a sheet; its name alone where there is one file."""
    begins = f"{files[0]} (" if len(files) == 1 else ""
    inside = label.removeprefix(begins).removesuffix(")")
    return inside if begins and label.startswith(begins) else label
