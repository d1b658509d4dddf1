"""Collects the register of one workshop from its rows, and makes the steps of its lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from itertools import islice

from api.spreadsheets.importing.row_values import Numbers, RegisterRecord
from api.spreadsheets.importing.steps import IMPORTED, ImportContext, Step
from api.spreadsheets.importing.verdicts import JudgedRow, Verdict
from domain import workshop
from domain.service import Commands
from domain.values import Attendance, PersonId, ReasonCode, Scores, WorkshopId


@dataclass
class Register:
    """`lines`: identifier → scores, or None where the rows of a person have different scores."""

    lines: dict[str, Numbers | None] = field(default_factory=dict)
    rows: dict[str, JudgedRow] = field(default_factory=dict)
    """Identifier → the person's first row, which gets the verdict."""

    def split(self, most: int) -> tuple[dict[str, Numbers | None], dict[str, Numbers | None]]:
        """The first `most` lines, which fit into one fact, and the others."""
        lines = iter(self.lines.items())
        return dict(islice(lines, most)), dict(lines)


def judge(lead: str | None, beside: Set[str], rows: Sequence[JudgedRow]) -> Register:
    """Refuses the lead's row, flags co-facilitators' rows, and makes one line of repeated rows.
    `lead`, `beside`: identifiers of the lead and the co-facilitators."""
    register = Register()
    by_person: dict[str, list[JudgedRow]] = defaultdict(list)
    for row in rows:
        if isinstance(row.record, RegisterRecord):
            by_person[row.record.person].append(row)
    for name, same in by_person.items():
        if name == lead:
            for row in same:
                row.refuse(
                    "“{name}” led this workshop and cannot be on its register. Leave the "
                    "row out, or name another lead.",
                    name=name,
                )
            continue
        register.rows[name] = same[0]
        register.lines[name] = _agreed(same)
        if name in beside and register.lines[name] is not None:
            same[0].mark(
                Verdict.FLAGGED,
                "“{name}” co-facilitated and counts as a facilitator. The line is kept, with "
                "its scores.",
                name=name,
            )
    return register


def _agreed(rows: Sequence[JudgedRow]) -> Numbers | None:
    scores = {row.record.scores for row in rows if isinstance(row.record, RegisterRecord)}
    if len(scores) > 1:
        for row in rows:
            row.mark(
                Verdict.FLAGGED,
                "The scores of this person differ between rows and were left out.",
            )
        return None
    for row in rows[1:]:
        row.repeats(rows[0])
    return scores.pop()


def attendance(person: PersonId, scores: Numbers | None) -> Attendance:
    if scores is None:
        return Attendance(person, in_conflict=True)
    return Attendance(person, *scores)


def signing(id: WorkshopId, name: str, scores: Numbers | None) -> Step:
    """Adds or corrects a line of a workshop in the log. An attendance stays voided if a person, not
    the undo of an import, voided it."""

    def act(c: Commands, context: ImportContext) -> None:
        one = context.people[name]
        state = c.workshop(id)
        line = state.line(one)
        if line is not None and one not in state.voided:
            _score(c, id, line, scores)
        elif state.voided.get(one, ReasonCode.IMPORT_UNDONE) is ReasonCode.IMPORT_UNDONE:
            c.add_attendance(id, attendance(one, scores), IMPORTED, one in context.unseen)

    return Step(act, lambda context: [workshop.stream(id), *context.streams([name])])


def _score(c: Commands, id: WorkshopId, line: Attendance, scores: Numbers | None) -> None:
    """A blank score changes nothing. None (the rows differ) removes the scores."""
    if scores is None:
        c.record_scores(id, line.person, Scores(), IMPORTED, in_conflict=True)
    elif any(score is not None for score in scores):
        was = (line.pre, line.post, line.max_score)
        now = (new if new is not None else old for new, old in zip(scores, was, strict=True))
        c.record_scores(id, line.person, Scores(*now), IMPORTED)
