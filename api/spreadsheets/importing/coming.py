"""What an import would bring into being, or join to what is known: said first, and decided."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from api.i18n import _
from api.spreadsheets.importing.row_values import (
    WorkshopRecord,
    people_of,
    renamed,
    with_trainers,
)
from api.spreadsheets.importing.verdicts import JudgedRow, Judgement, Verdict
from api.spreadsheets.recognition.tables import Place

ACCEPT, LEAVE_OUT, APART = "accept", "leave_out", "apart"


class Kind(StrEnum):
    """What comes into being."""

    REGION = "region"
    REGION_NEAR = "region-near"
    """A region whose name is nearly that of a known one."""
    NAMELESS = "nameless"
    """Somebody who stands only on registers, and has no name anywhere."""
    TRAINER = "trainer"
    """A lead or co-facilitator whom nobody knows."""
    TRAINERS = "trainers"
    """A cell that names several trainers, not all of whom are known. Accepted, each is one; the
    choice is all of it as one name."""
    NEAR = "near"
    """An identifier that is nearly one of somebody or something known, or of another row."""
    PERSON = "person"
    """Somebody without an identifier who perhaps is known."""
    SAME_NAME = "same_name"
    """Somebody without an identifier on several registers, of whom nothing but the name says that
    it is one person. Set apart, there is one for each workshop."""
    WORKSHOP = "workshop"
    """A workshop without an identifier that perhaps is known."""


OF_REGIONS = (Kind.REGION, Kind.REGION_NEAR)
PLAINLY_NEW = frozenset({Kind.REGION, Kind.NAMELESS, Kind.TRAINER, Kind.SAME_NAME})
"""What the command line accepts without a word."""
NEARLY_KNOWN = frozenset({Kind.REGION_NEAR, Kind.NEAR, Kind.PERSON, Kind.WORKSHOP, Kind.TRAINERS})
"""What it accepts only if it is told to."""


class Choice(NamedTuple):
    """`answer`: the decision that means it; `why`: what speaks for it, or ""."""

    answer: str
    label: str
    why: str = ""


@dataclass(slots=True)
class Coming:
    """`text`: as typed, or the path of a region; with the kind it names the decision. `label`: as a
    reader knows it; `count`: of the rows, `places`: of the first of them. `decision`: ACCEPT,
    LEAVE_OUT, APART, the answer of a choice, or "" while nobody has decided."""

    kind: Kind
    text: str
    label: str
    places: Sequence[Place]
    count: int
    choices: Sequence[Choice] = ()
    decision: str = ""

    @property
    def key(self) -> str:
        return decision_key(self.kind, self.text)


MOST_PLACES = 10


def decision_key(kind: str, text: str) -> str:
    return f"{kind}:{text}"


def kind_names() -> dict[Kind, str]:
    """Kind → its heading in the reader's language."""
    return {
        Kind.REGION: _("New regions"),
        Kind.REGION_NEAR: _("Regions that are nearly known"),
        Kind.NAMELESS: _("People without a name"),
        Kind.TRAINER: _("Trainers whom nobody knows"),
        Kind.TRAINERS: _("Several trainers in one cell"),
        Kind.NEAR: _("Identifiers that are nearly the same"),
        Kind.PERSON: _("People who are perhaps known"),
        Kind.SAME_NAME: _("One name on several registers"),
        Kind.WORKSHOP: _("Workshops that are perhaps known"),
    }


SENTENCES = {
    Kind.REGION: (
        "“{text}” is a new region. Correct the sheet, or run again without `--known-only`."
    ),
    Kind.REGION_NEAR: (
        "“{text}”: did you mean “{known}”? Correct the sheet, or run again with `--near-ok`."
    ),
    Kind.NAMELESS: (
        "“{text}” has no name anywhere. Correct the sheet, or run again without `--known-only`."
    ),
    Kind.TRAINER: (
        "Nobody knows the trainer “{text}”. Correct the sheet, or run again without `--known-only`."
    ),
    Kind.TRAINERS: (
        "“{text}”: this names several people. Write one as the lead and the others as "
        "co-facilitators, or run again with `--near-ok`."
    ),
    Kind.NEAR: (
        "“{text}” is nearly the same as “{known}”. Correct the sheet, or run again with "
        "`--near-ok`."
    ),
    Kind.PERSON: "“{text}” is perhaps {known}. Correct the sheet, or run again with `--near-ok`.",
    Kind.SAME_NAME: (
        "“{text}” stands on several registers: one person, or several? Correct the sheet, or run "
        "again without `--known-only`."
    ),
    Kind.WORKSHOP: (
        "“{text}” is perhaps the workshop {known}. Correct the sheet, or run again with "
        "`--near-ok`."
    ),
}
"""The sentence for a row that waits for a decision. What is in backquotes is for the command line.
`known`: the first choice."""


@dataclass
class Arrivals:
    """Collects what comes, and gives the decisions on it. `decisions`: by `decision_key`;
    `accepts`: the kinds that are accepted without one; `chosen`: whether an answer that is no
    choice is somebody whom the importer may name."""

    judgement: Judgement
    decisions: Mapping[str, str] = field(default_factory=dict)
    accepts: frozenset[str] = PLAINLY_NEW
    chosen: Callable[[str], bool] = lambda answer: False
    regions: list[tuple[Coming, Sequence[JudgedRow]]] = field(default_factory=list)
    """Those on which nobody has decided, with their rows, until `settle`."""

    def decide(
        self,
        kind: Kind,
        text: str,
        rows: Sequence[JudgedRow],
        choices: Sequence[Choice] = (),
        label: str = "",
    ) -> str:
        """Lists it, and returns the decision. Without one the rows are refused as unclear; where it
        is about a region only in `settle`, so that what else the rows bring is listed too."""
        label = label or text
        decision = self.said(kind, text, choices)
        places = tuple(row.row.where for row in rows[:MOST_PLACES])
        one = Coming(kind, text, label, places, len(rows), choices, decision)
        self.judgement.coming.append(one)
        if not decision:
            if kind in OF_REGIONS:
                self.regions.append((one, rows))
            else:
                _refuse(one, rows)
        return decision

    def settle(self) -> None:
        """Refuses the rows with regions on which nobody has decided."""
        for one, rows in self.regions:
            _refuse(one, rows)
        self.regions.clear()

    def said(self, kind: Kind, text: str, choices: Sequence[Choice] = ()) -> str:
        """The decision on it, or ""."""
        said = self.decisions.get(decision_key(kind, text), "")
        if said in (ACCEPT, LEAVE_OUT, APART) or said in {one.answer for one in choices}:
            return said
        if said and self.chosen(said):
            return said
        return ACCEPT if kind in self.accepts else ""


def _refuse(one: Coming, rows: Iterable[JudgedRow]) -> None:
    known = one.choices[0].label if one.choices else ""
    for row in rows:
        row.refuse(SENTENCES[one.kind], Verdict.UNCLEAR, text=one.label, known=known)


def leave_out(rows: Iterable[JudgedRow], name: str) -> None:
    """Leaves out the rows of this person; workshops that they gave stay, without them."""
    for row in rows:
        record = row.record
        if isinstance(record, WorkshopRecord):
            kept = [[one] if one != name else [] for one in people_of(record)]
            row.record = with_trainers(record, kept)
        else:
            row.leave_out(name)


def rename(rows: Iterable[JudgedRow], names: Mapping[str, str]) -> None:
    """From now on these rows have other names for these people."""
    for row in rows:
        if row.record is not None:
            row.record = renamed(row.record, names)
