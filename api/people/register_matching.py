"""Matches the lines of a typed register with people: known, new, or to be decided.

Pages call it while a form is filled in, and again when it is sent. So a form shows exactly what
will be recorded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import cast

from api.i18n import _
from api.matching.names import percent
from api.matching.phonetics import words
from api.matching.scoring import THRESHOLD
from api.people import candidates
from api.people.candidates import Candidate
from api.people.search import cascade_of
from api.people.typed_line import TypedLine, fingerprint
from api.transactions.read import Read
from domain.identifiers import same
from projections import scope, tables

CERTAIN, SECOND = 0.9, 0.3
"""A line is a known person if the best score is at least `CERTAIN` and no other above `SECOND`."""
OTHER_NAME = 50
"""Per cent of likeness. Two names below it count as two people, even with the same identifier."""
ANSWER_NEW, ANSWER_LEAVE_OUT = "new", "leave_out"


class LineState(StrEnum):
    KNOWN = "known"
    NEW = "new"
    UNCLEAR = "unclear"
    OUT = "out"


@dataclass
class LineMatch:
    """What a line is. `answer`: the id of a known person, `ANSWER_NEW`, `ANSWER_LEAVE_OUT`, or ""
    if a person must decide.

    `choices`: known people who may be meant, the most probable first; `of`: the fingerprint of the
    typed texts; `wrong`: a sentence if the line cannot be recorded, else "".
    """

    state: LineState
    of: str
    answer: str = ""
    choices: list[Candidate] = field(default_factory=list)
    wrong: str = ""

    @property
    def known(self) -> str | None:
        """The id, if the line is a known person."""
        return self.answer if self.state is LineState.KNOWN else None


def match_lines(
    read: Read,
    cascade: str,
    region: str | None,
    lines: Sequence[Mapping[str, str]],
    above: Iterable[str] = (),
    beside: Iterable[str] = (),
) -> list[LineMatch]:
    """A match for each line. `lines`: texts as typed; where a person chose an answer, also `answer`
    and `of`, the fingerprint of the texts for which it was chosen. `above`: ids of the workshop's
    facilitators, who may not be on its register; `beside`: ids of people on other lines of it."""
    number, series = cascade_of(read, cascade)
    where = read.db.numbers(tables.region, [region]).get(region) if region else None
    typed = [{name: text for name, text in line.items() if text} for line in lines]
    found = match_typed(read, number, series, [where] * len(typed), typed)
    _add_chosen(read, typed, found)
    _refuse_twice(found, set(above), beside)
    return found


def match_typed(
    read: Read,
    cascade: int,
    series: str,
    regions: Sequence[int | None],
    typed: Sequence[Mapping[str, str]],
) -> list[LineMatch]:
    """A match for each line by itself, as `candidates.of_lines` finds them."""
    who = candidates.of_lines(read, cascade, series, regions, cast(list[TypedLine], typed))
    return [_of_line(line, known) for line, known in zip(typed, who, strict=True)]


def _of_line(line: Mapping[str, str], who: list[Candidate]) -> LineMatch:
    of = fingerprint(line)
    chosen = line.get("answer", "") if line.get("of") == of else ""
    ids = {one["person"] for one in who}
    if chosen == ANSWER_LEAVE_OUT:
        return LineMatch(LineState.OUT, of, chosen, who)
    if chosen == ANSWER_NEW and not _bears_identifier(line, who):
        return LineMatch(LineState.NEW, of, chosen, who)
    if chosen in ids:
        return LineMatch(LineState.KNOWN, of, chosen, who)
    if not who or _are_namesakes(line, who):
        return LineMatch(LineState.NEW, of, ANSWER_NEW, who)
    if _is_certain(line, who):
        return LineMatch(LineState.KNOWN, of, who[0]["person"], who)
    return LineMatch(LineState.UNCLEAR, of, "", who)


def _bears_identifier(line: Mapping[str, str], who: list[Candidate]) -> bool:
    """Whether a candidate has the typed identifier: then the line cannot be a new person."""
    typed = line.get("identifier")
    return bool(typed) and any(same(one["identifier"] or "") == same(typed or "") for one in who)


def _are_namesakes(line: Mapping[str, str], who: list[Candidate]) -> bool:
    """Whether several candidates have the typed name and little else in common with the line: a
    common name identifies none of them."""
    typed = words(line.get("name", ""))
    same = (one["score"] < THRESHOLD and words(one["name"] or "") == typed for one in who)
    return len(who) > 1 and all(same)


def _is_certain(line: Mapping[str, str], who: list[Candidate]) -> bool:
    best, *others = who
    if best["score"] < CERTAIN or any(one["score"] > SECOND for one in others):
        return False
    typed, known = words(line.get("name", "")), words(best["name"] or "")
    return not typed or not known or percent(typed, known) >= OTHER_NAME


def _add_chosen(read: Read, lines: Sequence[Mapping[str, str]], found: Sequence[LineMatch]) -> None:
    """Accepts a person whom somebody chose by hand and may see, even if the score is low."""
    asked = {
        at: line["answer"]
        for at, (line, match) in enumerate(zip(lines, found, strict=True))
        if line.get("of") == match.of and line.get("answer") and not match.answer
    }
    seen = scope.people_within(read.db, read.scope, asked.values()) if asked else set()
    for at, id in asked.items():
        if id in seen:
            found[at].state, found[at].answer = LineState.KNOWN, id


def _refuse_twice(found: Sequence[LineMatch], above: set[str], beside: Iterable[str]) -> None:
    people = Counter(one.known for one in found if one.known)
    people.update(beside)
    for one in found:
        if one.known in above:
            one.wrong = _("This person gave the workshop, and so is not on its register.")
        elif one.known and people[one.known] > 1:
            one.wrong = _("Two lines are this person. Leave one out, or choose somebody else.")
