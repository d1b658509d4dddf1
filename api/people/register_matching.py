"""Who is meant by the lines of a register that is being typed: known, new, or to be decided.

Pages ask this as somebody types, and once more when they send: what was shown and what is recorded
is judged by the same function.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from api.i18n import _
from api.matching.names import percent
from api.matching.phonetics import words
from api.matching.scoring import THRESHOLD
from api.people.candidates import likely
from api.schemas.proposals import WHO
from api.transactions.read import Read
from projections import scope, tables

CERTAIN, SECOND = 0.9, 0.3
"""So likely is who is taken for the line, where nobody else is likelier than `SECOND`."""
OTHER_NAME = 50
"""Per cent: below it two names are hardly one person's, whatever the identifier says."""
KNOWN, NEW, UNCLEAR, OUT = "known", "new", "unclear", "out"
SAYS_NEW, SAYS_OUT = "new", "leave_out"

Line = Mapping[str, Any]


@dataclass
class Meant:
    """`answer`: the id of somebody known, `SAYS_NEW`, `SAYS_OUT`, or "" where it is to be said.

    `choices`: who known it may be, the likeliest first. `of`: the mark of what was typed.
    """

    state: str
    of: str
    answer: str = ""
    choices: list[dict[str, Any]] = field(default_factory=list)
    wrong: str = ""


def mark(line: Line) -> str:
    """Of who was typed: an answer holds for this, and not for what is typed instead."""
    typed = json.dumps([str(line.get(name) or "") for name in WHO])
    return hashlib.sha256(typed.encode()).hexdigest()[:12]


def judge(
    read: Read,
    cascade: str,
    region: str | None,
    lines: Sequence[Line],
    above: Iterable[str] = (),
    beside: Iterable[str] = (),
) -> list[Meant]:
    """`lines`: as typed, with an `answer` and the mark that it is `of` where one was chosen.
    `above`: ids of who gave the workshop, and so are not on its register; `beside`: of who stands
    on its other lines."""
    number, series = cascade_of(read, cascade)
    where = read.db.numbers(tables.region, [region or ""]).get(region or "")
    typed = [{name: line[name] for name in line if line[name]} for line in lines]
    found = [
        _of_line(line, who)
        for line, who in zip(typed, likely(read, number, series, where, typed), strict=True)
    ]
    _add_chosen(read, typed, found)
    _refuse_twice(found, set(above), beside)
    return found


def cascade_of(read: Read, cascade: str) -> tuple[int, str]:
    """Its number, and its number series."""
    sql = "SELECT number, series FROM cascade WHERE id = :id"
    ((number, series),) = read.db.rows(sql, id=cascade)
    return number, series


def _of_line(line: Line, who: list[dict[str, Any]]) -> Meant:
    of = mark(line)
    chosen = str(line.get("answer") or "") if line.get("of") == of else ""
    ids = {one["person"] for one in who}
    if chosen == SAYS_OUT:
        return Meant(OUT, of, chosen, who)
    if chosen == SAYS_NEW and not _bears_identifier(line, who):
        return Meant(NEW, of, chosen, who)
    if chosen in ids:
        return Meant(KNOWN, of, chosen, who)
    if not who or _are_namesakes(line, who):
        return Meant(NEW, of, SAYS_NEW, who)
    if _is_certain(line, who):
        return Meant(KNOWN, of, who[0]["person"], who)
    return Meant(UNCLEAR, of, "", who)


def _bears_identifier(line: Line, who: list[dict[str, Any]]) -> bool:
    """Nobody new may have an identifier that somebody bears."""
    typed = line.get("identifier")
    return bool(typed) and any(one["identifier"] == typed for one in who)


def _are_namesakes(line: Line, who: list[dict[str, Any]]) -> bool:
    """Several who share little but the name: a common one, which tells of nobody."""
    typed = words(str(line.get("name") or ""))
    same = (one["score"] < THRESHOLD and words(one["name"] or "") == typed for one in who)
    return len(who) > 1 and all(same)


def _is_certain(line: Line, who: list[dict[str, Any]]) -> bool:
    best, *others = who
    if best["score"] < CERTAIN or any(one["score"] > SECOND for one in others):
        return False
    typed, known = words(str(line.get("name") or "")), words(best["name"] or "")
    return not typed or not known or percent(typed, known) >= OTHER_NAME


def _add_chosen(read: Read, lines: Sequence[Line], found: list[Meant]) -> None:
    """Somebody who was chosen by hand, and is visible, though not likely."""
    asked = {
        at: str(line["answer"])
        for at, (line, meant) in enumerate(zip(lines, found, strict=True))
        if line.get("of") == meant.of and line.get("answer") and not meant.answer
    }
    seen = scope.people_within(read.db, read.scope, asked.values())
    for at, id in asked.items():
        if id in seen:
            found[at].state, found[at].answer = KNOWN, id


def _refuse_twice(found: list[Meant], above: set[str], beside: Iterable[str]) -> None:
    people = Counter(one.answer for one in found if one.state == KNOWN)
    people.update(beside)
    for one in found:
        if one.state == KNOWN and one.answer in above:
            one.wrong = _("This person gave the workshop, and so is not on its register.")
        elif one.state == KNOWN and people[one.answer] > 1:
            one.wrong = _("Two lines are this person. Leave one out, or choose somebody else.")


def counts(found: Iterable[Meant]) -> dict[str, int]:
    """They add up to the lines: each is known, new, to be decided or left out."""
    states = Counter(one.state for one in found)
    return {state: states[state] for state in (KNOWN, NEW, UNCLEAR, OUT)}
