"""The register of one workshop as its rows tell it, and the steps of its lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass, field

from api.i18n import _
from api.spreadsheets.importing.records import RegisterRecord
from api.spreadsheets.importing.steps import IMPORTED, Hands, Step
from api.spreadsheets.importing.verdicts import Judged, Verdict
from domain import person, workshop
from domain.service import Commands
from domain.values import Attendance, PersonId, ReasonCode, Scores, WorkshopId

Said = tuple[float | None, float | None, float | None]


@dataclass
class Sheet:
    """By the programme's identifiers. Scores are None where the rows of a person differ."""

    lines: dict[str, Said | None] = field(default_factory=dict)
    rows: dict[str, Judged] = field(default_factory=dict)
    """The first row of each person: it bears the verdict."""

    def beyond(self, most: int) -> dict[str, Said | None]:
        """Takes off, and gives, the lines that do not fit into one fact."""
        rest = dict(list(self.lines.items())[most:])
        self.lines = dict(list(self.lines.items())[:most])
        return rest


def judge(lead: str | None, beside: Set[str], rows: Sequence[Judged]) -> Sheet:
    """Refuses the lead's own row, flags a co-facilitator's, and makes repeats one line."""
    sheet = Sheet()
    by_person: dict[str, list[Judged]] = defaultdict(list)
    for row in rows:
        if isinstance(row.record, RegisterRecord):
            by_person[row.record.person].append(row)
    for name, same in by_person.items():
        if name == lead:
            for row in same:
                row.refuse(
                    _(
                        "“{name}” led this workshop and cannot be on its register. Leave the "
                        "row out, or name another lead.",
                        name=name,
                    )
                )
        else:
            sheet.rows[name] = same[0]
            sheet.lines[name] = _agreed(same)
            if name in beside and sheet.lines[name] is not None:
                why = _(
                    "“{name}” co-facilitated and counts as a facilitator. The line is kept, with "
                    "its scores.",
                    name=name,
                )
                _flag(same[:1], why)
    return sheet


def _agreed(rows: Sequence[Judged]) -> Said | None:
    said = {row.record.scores for row in rows if isinstance(row.record, RegisterRecord)}
    if len(said) > 1:
        _flag(rows, _("The scores of this person differ between rows and were left out."))
        return None
    for row in rows[1:]:
        row.verdict = Verdict.KNOWN
        row.why = _("Repeats line {line}.", line=rows[0].row.where.line)
    return said.pop()


def _flag(rows: Sequence[Judged], why: str) -> None:
    for row in rows:
        row.verdict, row.why = Verdict.FLAGGED, why


def attendance(person: PersonId, said: Said | None) -> Attendance:
    return Attendance(person, in_conflict=True) if said is None else Attendance(person, *said)


def signing(id: WorkshopId, name: str, said: Said | None) -> Step:
    """A line of a workshop that is in the log already. What somebody voided stays voided."""

    def act(c: Commands, hands: Hands) -> None:
        one = hands.people[name]
        state = c.workshop(id)
        line = state.line(one)
        if line is not None and one not in state.voided:
            _score(c, id, line, said)
        elif state.voided.get(one, ReasonCode.IMPORT_UNDONE) is ReasonCode.IMPORT_UNDONE:
            c.add_attendance(id, attendance(one, said), IMPORTED, one in hands.unseen)

    return Step(act, lambda hands: _streams(hands, id, name))


def _score(c: Commands, id: WorkshopId, line: Attendance, said: Said | None) -> None:
    """A blank says nothing; rows that differ drop the scores."""
    if said is None:
        c.record_scores(id, line.person, Scores(), IMPORTED, in_conflict=True)
    elif any(score is not None for score in said):
        was = (line.pre, line.post, line.max_score)
        now = (new if new is not None else old for new, old in zip(said, was, strict=True))
        c.record_scores(id, line.person, Scores(*now), IMPORTED)


def _streams(hands: Hands, id: WorkshopId, name: str) -> list[str]:
    return [workshop.stream(id), person.stream(hands.people[name])]
