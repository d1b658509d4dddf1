"""Judges all rows of an import: what they say, who and what they mean, and what would happen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from api.access.gate import Gate
from api.access.policy import Access
from api.access.rules import LOG_WORK
from api.home import Home
from api.people.search import cascade_of
from api.spreadsheets.files.cells import CellError
from api.spreadsheets.importing import (
    keyed_people,
    keyed_workshops,
    listed_people,
    near_identifiers,
    new_regions,
    trainers,
)
from api.spreadsheets.importing.coming import LEAVE_OUT, Arrivals, Kind, leave_out
from api.spreadsheets.importing.known import Known, look_up
from api.spreadsheets.importing.likely_known import note
from api.spreadsheets.importing.names import is_key, name_in, shown
from api.spreadsheets.importing.plan import Plan, plan
from api.spreadsheets.importing.scope import refuse_outside
from api.spreadsheets.importing.steps import ImportContext
from api.spreadsheets.importing.verdicts import JudgedRow, Judgement, Verdict
from api.transactions.read import Read
from domain.service import Commands
from domain.values import WorkshopId
from projections.db import Db, position
from projections.scope import people_within

REFUSED_PERSON = "“{text}” is among the people, but that row is refused: put it right first."
"""Of rows of somebody who would have no name without their own row."""


@dataclass
class Judged:
    """The plan of an import. `new_workshops`: key → id of the workshops without an identifier that
    it logs."""

    plan: Plan
    new_workshops: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """Who imports, what they decided, and the workshops that this import has logged before."""

    access: Access
    decisions: Mapping[str, str]
    accepts: frozenset[str]
    own: Mapping[str, str]


def judge_all(
    home: Home,
    db: Db,
    judgement: Judgement,
    draft: Commands,
    context: ImportContext,
    asked: Asked,
) -> Judged:
    """Completes the verdicts of a judgement by content."""
    scope = asked.access.scope(LOG_WORK)

    def may_name(answer: str) -> bool:
        return answer in people_within(db, scope, [answer])

    arrivals = Arrivals(judgement, asked.decisions, asked.accepts, may_name)
    matched = _identify(arrivals, context, _read(home, db, asked.access), asked.own)
    known = look_up(judgement, draft, context, {**asked.own, **matched}, db)
    _ask_of_nameless(arrivals, known)
    refuse_outside(home, judgement, known, scope)
    made = plan(judgement, known)
    note(home, context.cascade, judgement, context.regions, scope)
    new = {n: str(id) for n, id in known.workshops.items() if is_key(n) and n not in matched}
    return Judged(made, new)


def _identify(
    arrivals: Arrivals, context: ImportContext, read: Read, own: Mapping[str, str]
) -> dict[str, WorkshopId]:
    """Finds who is meant by each name. Key → workshop, of those without an identifier that are
    known."""
    judgement, cascade = arrivals.judgement, cascade_of(read, context.cascade)
    new_regions.look(arrivals, context.regions)
    listed_people.join(judgement)
    keyed_people.set_apart(arrivals, context)
    context.people = context.bearers(judgement.people())
    near_identifiers.look_at_people(arrivals, context, read)
    trainers.look(arrivals, context, read, cascade)
    context.people |= context.bearers(judgement.people() - context.people.keys())
    keyed_people.look(arrivals, context, read, cascade)
    keyed_people.ask_of_same_names(arrivals, context)
    near_identifiers.look_at_workshops(arrivals, context, read)
    matched = keyed_workshops.look(arrivals, context, read, cascade.number, own)
    arrivals.settle()
    return matched


def _read(home: Home, db: Db, access: Access) -> Read:
    gate = Gate(home.private, db, access)
    return Read(db, gate, home, {}, position(db), access, LOG_WORK)


def _name_in(row: JudgedRow) -> str | None:
    """The name of a person's row, also of one that is wrong elsewhere."""
    cell = row.row.cells.get("person")
    try:
        return None if cell is None else name_in(cell)
    except CellError:
        return None


def _ask_of_nameless(arrivals: Arrivals, known: Known) -> None:
    """Lists the people who stand only on registers: nothing says what they are called."""
    judgement = arrivals.judgement
    strangers = judgement.people() - known.people().keys()
    described = {name for row in judgement.rows["people"] for name in row.people}
    there = {name for row in judgement.rows["register"] for name in row.people}
    refused = set(filter(None, map(_name_in, judgement.rows["people"])))
    for name, rows in judgement.rows_with(strangers & there - described).items():
        if name in refused and (is_key(name) or Kind.NAMELESS not in arrivals.accepts):
            for row in rows:
                row.refuse(REFUSED_PERSON, Verdict.UNCLEAR, text=shown(name))
        elif is_key(name):
            continue
        elif arrivals.decide(Kind.NAMELESS, name, rows) == LEAVE_OUT:
            leave_out(rows, name)
