"""What waits for a coordinator today, in their region; each number opens the list it counts."""

from __future__ import annotations

from dataclasses import dataclass

from api import overview
from api.auth import LOG_WORK
from api.matching.queue import Probable, queue
from api.reading import Read
from projections import due, proposals, scope
from projections.db import Db
from projections.scope import EVERYTHING, Scope

LARGE = 5_000
"""People of a cascade, from which on nobody should wait for its probable duplicates."""
PEOPLE = "SELECT count(*) FROM (SELECT 1 FROM person WHERE cascade = :cascade LIMIT :large) AS some"


@dataclass(frozen=True)
class Due:
    lapsing: int
    idle: int
    followup: int


@dataclass(frozen=True)
class Needs:
    """`duplicates`: None where they are still being looked for. Each may lag behind the log a
    little; `position` is that of the least recent."""

    proposals: int
    lapsing: int
    idle: int
    followup: int
    flags: int
    duplicates: int | None
    position: int

    @property
    def total(self) -> int:
        parts = (self.proposals, self.lapsing, self.idle, self.followup, self.flags)
        return sum(parts) + (self.duplicates or 0)


def needs(read: Read, cascade: int) -> Needs:
    """Of the reader's region. Sets the position of the read to that of the figures."""
    within = read.access.scope(LOG_WORK)
    whole = within.everything or cascade in within.whole
    today = read.home.service.look().today.toordinal()
    shared = EVERYTHING if whole else within
    found = overview.kept().of(
        read, ("due", cascade, today, shared), lambda db: _due(db, cascade, today, shared)
    )
    read.position = min(read.position, found.position)
    flags = sum(overview.flags(read, cascade, within).values())
    return Needs(
        proposals.waiting(read.db, cascade, within),
        found.value.lapsing,
        found.value.idle,
        found.value.followup,
        flags,
        _duplicates(read, cascade, shared),
        read.position,
    )


def _due(db: Db, cascade: int, today: int, within: Scope) -> Due:
    return Due(
        len(due.lapsing(db, cascade, today, within)),
        len(due.idle(db, cascade, today, within)),
        due.followups(db, cascade, today, within),
    )


def _duplicates(read: Read, cascade: int, within: Scope) -> int | None:
    """Pairs both of whom lie within."""
    private = read.home.private

    def count(db: Db) -> int:
        pairs = queue(db, private, cascade)
        seen = scope.people_within(db, within, _ids(pairs))
        return sum(pair.one in seen and pair.other in seen for pair in pairs)

    ((people,),) = read.db.rows(PEOPLE, cascade=cascade, large=LARGE)
    ask = overview.kept().soon if people >= LARGE else overview.kept().of
    found = ask(read, ("duplicates", cascade, within), count)
    return found.value if found else None


def _ids(pairs: list[Probable]) -> set[str]:
    return {id for pair in pairs for id in (pair.one, pair.other)}
