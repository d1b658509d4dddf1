"""Matches the lines of a typed register with people: known, new, or to be decided.

Pages ask this during typing, and once more when the form is sent: what was shown and what is
recorded is judged by the same function.
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
from api.people.typed_line import TypedLine, mark
from api.transactions.read import Read
from projections import scope, tables

CERTAIN, SECOND = 0.9, 0.3
"""The least score to take a person for the line, if no other scores above `SECOND`."""
OTHER_NAME = 50
"""Per cent: below it two names are hardly one person's, whatever the identifier says."""
SAYS_NEW, SAYS_OUT = "new", "leave_out"


class LineState(StrEnum):
    KNOWN = "known"
    NEW = "new"
    UNCLEAR = "unclear"
    OUT = "out"


@dataclass
class LineMatch:
    """`answer`: the id of a known person, `SAYS_NEW`, `SAYS_OUT`, or "" where it is to be said.

    `choices`: who known it may be, the likeliest first. `of`: the mark of what was typed.
    """

    state: LineState
    of: str
    answer: str = ""
    choices: list[Candidate] = field(default_factory=list)
    wrong: str = ""

    @property
    def known(self) -> str | None:
        """The id of a known person."""
        return self.answer if self.state is LineState.KNOWN else None


def match_lines(
    read: Read,
    cascade: str,
    region: str | None,
    lines: Sequence[Mapping[str, str]],
    above: Iterable[str] = (),
    beside: Iterable[str] = (),
) -> list[LineMatch]:
    """`lines`: as typed, with an `answer` and the mark that it is `of` where one was chosen.
    `above`: ids of who gave the workshop, and so are not on its register; `beside`: of who stands
    on its other lines."""
    number, series = cascade_of(read, cascade)
    where = read.db.numbers(tables.region, [region]).get(region) if region else None
    typed = [{name: text for name, text in line.items() if text} for line in lines]
    who = candidates.of_lines(read, number, series, where, cast(list[TypedLine], typed))
    found = [_of_line(line, known) for line, known in zip(typed, who, strict=True)]
    _add_chosen(read, typed, found)
    _refuse_twice(found, set(above), beside)
    return found


def _of_line(line: Mapping[str, str], who: list[Candidate]) -> LineMatch:
    of = mark(line)
    chosen = line.get("answer", "") if line.get("of") == of else ""
    ids = {one["person"] for one in who}
    if chosen == SAYS_OUT:
        return LineMatch(LineState.OUT, of, chosen, who)
    if chosen == SAYS_NEW and not _bears_identifier(line, who):
        return LineMatch(LineState.NEW, of, chosen, who)
    if chosen in ids:
        return LineMatch(LineState.KNOWN, of, chosen, who)
    if not who or _are_namesakes(line, who):
        return LineMatch(LineState.NEW, of, SAYS_NEW, who)
    if _is_certain(line, who):
        return LineMatch(LineState.KNOWN, of, who[0]["person"], who)
    return LineMatch(LineState.UNCLEAR, of, "", who)


def _bears_identifier(line: Mapping[str, str], who: list[Candidate]) -> bool:
    """A new person may not have an identifier that is taken."""
    typed = line.get("identifier")
    return bool(typed) and any(one["identifier"] == typed for one in who)


def _are_namesakes(line: Mapping[str, str], who: list[Candidate]) -> bool:
    """Several people who share little but the name: a common name identifies none of them."""
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
    """A person chosen by hand who is visible, though not likely."""
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
