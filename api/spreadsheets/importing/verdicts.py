"""Verdicts: what an import will do with each row, and why. They are known before any writing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from api.i18n import _
from api.spreadsheets.importing.names import shown
from api.spreadsheets.importing.row_values import Record, people_of
from api.spreadsheets.recognition.tables import Notice, Row

if TYPE_CHECKING:
    from api.spreadsheets.importing.coming import Coming


class Verdict(StrEnum):
    NEW = "new"
    PERHAPS = "perhaps"
    """New, and probably a person who is known already."""
    KNOWN = "known"
    CHANGED = "changed"
    FLAGGED = "flagged"
    UNCLEAR = "unclear"
    REFUSED = "refused"
    LEFT_OUT = "left_out"
    """Not imported, because somebody decided so."""


STANDING = {Verdict.NEW, Verdict.PERHAPS, Verdict.KNOWN, Verdict.CHANGED, Verdict.FLAGGED}

WRONG = {Verdict.UNCLEAR, Verdict.REFUSED}


def verdict_names() -> dict[Verdict, str]:
    """Verdict → its name in the reader's language."""
    return {
        Verdict.NEW: _("new"),
        Verdict.PERHAPS: _("new, perhaps known"),
        Verdict.KNOWN: _("already known"),
        Verdict.CHANGED: _("changed"),
        Verdict.FLAGGED: _("flagged"),
        Verdict.UNCLEAR: _("unclear, refused"),
        Verdict.REFUSED: _("refused"),
        Verdict.LEFT_OUT: _("left out"),
    }


@dataclass(slots=True)
class JudgedRow:
    """A row, its record, and its verdict. `record`: None if the row is refused or a repeat. `why`:
    a sentence, or empty."""

    row: Row
    record: Record | None
    verdict: Verdict = Verdict.NEW
    why: str = ""

    @property
    def stands(self) -> bool:
        """Whether the row is neither refused, unclear nor left out."""
        return self.verdict in STANDING

    @property
    def people(self) -> tuple[str, ...]:
        """The names of people in the row; none if it is refused."""
        return people_of(self.record) if self.record else ()

    def mark(self, verdict: Verdict, template: str, /, **places: object) -> None:
        """Sets the verdict. `template`: an English sentence with {named} places."""
        said = {k: shown(v) if isinstance(v, str) else v for k, v in places.items()}
        self.verdict, self.why = verdict, _(template, **said)

    def leave_out(self, name: str) -> None:
        """Because it was decided so about this name."""
        if self.stands:
            self.mark(Verdict.LEFT_OUT, "Left out with “{text}”, as decided above.", text=name)
            self.record = None

    def repeats(self, first: JudgedRow) -> None:
        self.mark(Verdict.KNOWN, "Repeats line {line}.", line=first.row.where.line)

    def refuse(
        self, template: str, verdict: Verdict = Verdict.REFUSED, /, **places: object
    ) -> None:
        """Refuses the row. Only the first refusal of a row has an effect."""
        if self.stands:
            self.mark(verdict, template, **places)
            self.record = None


@dataclass(slots=True)
class Judgement:
    """All rows by table, in the order of the files."""

    rows: dict[str, list[JudgedRow]]
    notices: list[Notice] = field(default_factory=list)
    coming: list[Coming] = field(default_factory=list)

    def all(self) -> Iterator[JudgedRow]:
        return (judged for rows in self.rows.values() for judged in rows)

    def people(self) -> set[str]:
        """The names of all people in rows that are not refused."""
        return {name for judged in self.all() for name in judged.people}

    def rows_with(self, names: Collection[str]) -> dict[str, list[JudgedRow]]:
        """The rows that name each of these people, in the order of the tables."""
        found: dict[str, list[JudgedRow]] = {}
        for judged in self.all() if names else ():
            for name in judged.people:
                if name in names:
                    found.setdefault(name, []).append(judged)
        return found

    def refused(self) -> list[JudgedRow]:
        """Refused and unclear rows."""
        return [judged for judged in self.all() if judged.verdict in WRONG]

    def counts(self) -> dict[str, Counter[Verdict]]:
        return {table: Counter(j.verdict for j in rows) for table, rows in self.rows.items()}
