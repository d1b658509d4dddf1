"""The answers about the sheets of an upload, as they come back, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from msgspec import structs

from api.i18n import _
from api.pages.imports.asking_view import (
    NOBODY_KNOWS,
    OF_ONE_WORKSHOP,
    Asked,
    AskedFact,
    AskedKind,
    AskedSheet,
)
from api.spreadsheets.files.cells import CellError, Order
from api.spreadsheets.recognition import fields as known
from api.spreadsheets.recognition.fields import LEFT_OUT, REPEATABLE, field_labels
from api.spreadsheets.recognition.reading import Answers, Ask, Layout, SheetReading
from api.spreadsheets.recognition.sheet.shapes import WHO
from api.spreadsheets.recognition.vocabulary import values
from api.spreadsheets.recognition.vocabulary.dates import days


@dataclass
class Typed:
    """What was typed on the page of `asked`. `wrong`: name of a field → sentence."""

    asked: Asked
    wrong: dict[str, str] = field(default_factory=dict)
    above: Layout = field(default_factory=Layout)
    most: str = ""
    """What was answered first: `above` on dates and fractions, `most` on what scores are out of."""

    def answers(self) -> Answers:
        """What the form answers. Sentences about what is missing are in `wrong`."""
        layouts, facts = dict(self.asked.kept.answers.layouts), dict(self.asked.kept.answers.facts)
        sheets = {one.label: one for one in self.asked.kept.sheets}
        for kind in map(self._as_above, self.asked.kinds()):
            layout = self._answered(kind)
            if kind.asks or kind.key in layouts or self._is_changed(kind):
                layouts[kind.key] = self._checked(kind, layout)
            is_dated = f"{kind.name}-dates" not in self.wrong
            if layout.shape != "nothing":
                for sheet in kind.sheets:
                    said = self._facts(layout, is_dated, sheet, sheets[sheet.label])
                    facts[sheet.label] = {**facts.get(sheet.label, {}), **said}
        return Answers(layouts=layouts, facts={label: one for label, one in facts.items() if one})

    def _as_above(self, kind: AskedKind) -> AskedKind:
        """The kind with the answers of sheets above to what was asked of them first."""
        chosen = kind.chosen
        if Ask.DATES in kind.again and chosen.dates == "iso":
            chosen = structs.replace(chosen, dates=self.above.dates)
        if Ask.FRACTIONS in kind.again and not chosen.fractions:
            chosen = structs.replace(chosen, fractions=self.above.fractions)
        asks_most = {Ask.MAX_SCORE, Ask.FRACTIONS} & kind.asks.keys()
        most = kind.max_score or (self.most if kind.again and asks_most else "")
        if Ask.DATES in kind.asks and self.above.dates == "iso":
            self.above = structs.replace(self.above, dates=chosen.dates)
        if Ask.FRACTIONS in kind.asks and not self.above.fractions:
            self.above = structs.replace(self.above, fractions=chosen.fractions)
        self.most = self.most or most
        return replace(kind, chosen=chosen, max_score=most)

    def _answered(self, kind: AskedKind) -> Layout:
        """The layout that the form says. A shape that follows from the columns is not said."""
        allowed = {*known.FIELDS, LEFT_OUT}
        columns = tuple(c.chosen if c.chosen in allowed else LEFT_OUT for c in kind.columns)
        shape = kind.chosen.shape if kind.chosen.shape != kind.plain_shape else ""
        return structs.replace(kind.chosen, columns=columns, shape=shape)

    def _is_changed(self, kind: AskedKind) -> bool:
        """Whether the form says anything of the sheets that was not read so."""
        before = Asked(self.asked.kept).kind(kind.name, kind.key)
        return (kind.columns, kind.chosen, kind.max_score) != (
            before.columns, before.chosen, before.max_score
        )  # fmt: skip

    def _checked(self, kind: AskedKind, layout: Layout) -> Layout:
        self._check_columns(kind, layout)
        asks = {} if layout.shape == "nothing" else kind.asks
        if Ask.SHAPE in kind.asks and not layout.shape:
            self.wrong[f"{kind.name}-shape"] = _("Say what this sheet is.")
        if Ask.DATES in asks and layout.dates == "iso":
            self.wrong[f"{kind.name}-dates"] = _("Say how dates are written.")
        if Ask.FRACTIONS in asks and not layout.fractions:
            self.wrong[f"{kind.name}-fractions"] = _("Say what these scores mean.")
        wanted = layout.fractions == "points" if Ask.FRACTIONS in asks else Ask.MAX_SCORE in asks
        return structs.replace(layout, max_score=self._max_score(kind, wanted))

    def _max_score(self, kind: AskedKind, wanted: bool) -> float | None:
        if not kind.max_score and not wanted:
            return None
        try:
            most = values.number(kind.max_score)
        except CellError:
            most = 0.0
        if most <= 0:
            self.wrong[f"{kind.name}-max"] = _(
                "Say what the scores are out of: a number such as 20."
            )
            return None
        return most

    def _check_columns(self, kind: AskedKind, layout: Layout) -> None:
        if layout.shape == "nothing":
            return
        seen: set[str] = set()
        for column in kind.columns:
            if column.chosen in seen and column.chosen not in (*REPEATABLE, *known.KEYS):
                self.wrong[column.name] = _(
                    "Another column is taken for “{field}” already. Leave one of them out.",
                    field=field_labels().get(column.chosen, column.chosen),
                )
            seen |= {column.chosen} - {LEFT_OUT}
        if not seen & {*WHO, "workshop", "starts_on"} and kind.columns:
            self.wrong[kind.columns[0].name] = _("Say which column has the names.")

    def _facts(
        self, layout: Layout, is_dated: bool, sheet: AskedSheet, read: SheetReading
    ) -> dict[str, str]:
        """What was typed about a sheet's workshop and differs from what was read. A fact that was
        read and deleted is not known. `is_dated`: whether it is known how dates are written."""
        shape = layout.shape or read.shape
        if shape not in OF_ONE_WORKSHOP:
            return {}
        typed = dict(zip((f.name.split("-", 1)[1] for f in sheet.facts), sheet.facts, strict=True))
        stated = self.asked.kept.answers.facts.get(sheet.label, {})
        said: dict[str, str] = {}
        for name, fact in typed.items():
            if fact.value != read.facts.get(name, "") or name in stated:
                said[name] = fact.value or NOBODY_KNOWS
        if "lead" in typed and not typed["lead"].value:
            said["lead"] = NOBODY_KNOWS if sheet.nobody_knows else ""
            if shape == "register" and not sheet.nobody_knows:
                self.wrong[typed["lead"].name] = _(
                    "Say who led the workshop, or tick that nobody knows."
                )
        for name in ("starts_on", "ends_on"):
            if name in typed and (is_dated or not typed[name].value):
                self._check_day(typed[name], layout.dates, name == "starts_on")
        return {name: text for name, text in said.items() if text}

    def _check_day(self, fact: AskedFact, order: Order, needed: bool) -> None:
        if not fact.value:
            if needed:
                self.wrong[fact.name] = _("Say on which day the workshop was.")
            return
        try:
            days(fact.value, order)
        except CellError as wrong:
            self.wrong.setdefault(fact.name, str(wrong))
