"""The tasks that wait for a coordinator today, in their region. Each number counts one list."""

from __future__ import annotations

from dataclasses import dataclass

from api.access.rules import LOG_WORK
from api.figures import overview
from api.people import duplicates
from api.transactions.read import Read
from projections.db import Db
from projections.records import due, proposals
from projections.scope import Scope


@dataclass(frozen=True)
class Due:
    lapsing: int
    idle: int
    followup: int


@dataclass(frozen=True)
class Todo:
    """How many tasks of each kind wait. `duplicates`: the pairs found so far."""

    proposals: int
    lapsing: int
    idle: int
    followup: int
    flags: int
    duplicates: int

    @property
    def total(self) -> int:
        parts = (self.proposals, self.lapsing, self.idle, self.followup, self.flags)
        return sum(parts) + self.duplicates


def todo_of(read: Read, cascade: int) -> Todo:
    """The tasks in the reader's region. Sets the read's position to theirs, if it is earlier."""
    within = read.scope_of(LOG_WORK).within(cascade)
    shared = overview.shared(within, cascade)
    today = read.today.toordinal()
    what = ("due", cascade, today, shared)
    tasks = read.cached(what, lambda db: _due(db, cascade, today, shared))
    flags = sum(overview.flags(read, cascade, within).values())
    return Todo(
        proposals.waiting(read.db, cascade, within),
        tasks.lapsing,
        tasks.idle,
        tasks.followup,
        flags,
        len(duplicates.waiting(read, cascade)),
    )


def _due(db: Db, cascade: int, today: int, within: Scope) -> Due:
    return Due(
        len(due.lapsing(db, cascade, today, within)),
        len(due.idle(db, cascade, today, within)),
        due.followups(db, cascade, today, within),
    )
