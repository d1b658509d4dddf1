"""The tasks that wait for a coordinator today, in their region. Each number counts one list."""

from __future__ import annotations

from dataclasses import dataclass

from api.access.rules import LOG_WORK
from api.people import duplicates
from api.transactions.read import Read
from projections.quality import flags as quality_flags
from projections.records import due, proposals


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
    today = read.today.toordinal()
    flags = sum(quality_flags.counts(read.db, cascade, within).values())
    return Todo(
        proposals.waiting(read.db, cascade, within),
        len(due.lapsing(read.db, cascade, today, within)),
        len(due.idle(read.db, cascade, today, within)),
        due.followups(read.db, cascade, today, within),
        flags,
        len(duplicates.waiting(read, cascade)),
    )
