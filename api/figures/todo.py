"""The tasks that wait for a coordinator today, in their region. Each number counts one list."""

from __future__ import annotations

from dataclasses import dataclass

from api.access.policy import together
from api.access.rules import LOG_WORK
from api.figures import overview
from api.people.duplicates import queue
from api.transactions.read import Read
from projections.db import Db
from projections.quality import flags as quality_flags
from projections.reach import headline
from projections.records import due, proposals

LARGE = 5_000
"""People: a page of a larger cascade does not wait for its probable duplicates."""


@dataclass(frozen=True)
class Todo:
    """How many tasks of each kind wait. `duplicates`: None while they are computed."""

    proposals: int
    lapsing: int
    idle: int
    followup: int
    flags: int
    duplicates: int | None

    @property
    def total(self) -> int:
        parts = (self.proposals, self.lapsing, self.idle, self.followup, self.flags)
        return sum(parts) + (self.duplicates or 0)


def todo_of(read: Read, cascade: int) -> Todo:
    """The tasks in the reader's region. Sets the read's position to theirs, if it is earlier."""
    within = read.scope_of(LOG_WORK).within(cascade)
    today = read.today.toordinal()
    flags = sum(quality_flags.counts(read.db, cascade, within).values())
    return Todo(
        proposals.waiting(read.db, cascade, within),
        len(due.lapsing(read.db, cascade, today, within)),
        len(due.idle(read.db, cascade, today, within)),
        due.followups(read.db, cascade, today, within),
        flags,
        _duplicates(read, cascade),
    )


def _duplicates(read: Read, cascade: int) -> int | None:
    """The number of pairs of which one single grant covers both people."""
    private, access = read.home.private, read.access.within(cascade)
    scopes = [overview.shared(one.scope(LOG_WORK), cascade) for one in access.each()]

    def count(db: Db) -> int:
        pairs = [(pair.one, pair.other) for pair in queue(db, private, cascade)]
        return len(together(read.now or db, access, LOG_WORK, pairs))

    is_large = headline.has_people(read.db, cascade, LARGE)
    ask = read.answers.latest if is_large else read.answers.of
    found = ask(read, ("duplicates", cascade, frozenset(scopes)), count)
    return found.value if found else None
