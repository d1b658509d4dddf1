"""Following the log: rows and position commit together, so a crash can neither skip nor repeat.

Every process pulls: after its own write, so that it reads what it wrote, and before a read when
it is behind. The position row is locked while a batch is applied, so no entry is counted twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from domain.events import Entry, NameGiven, PersonRegistered
from domain.log import Log
from projections import (
    cascades,
    certifications,
    grants,
    imports,
    lineage,
    mentions,
    outcomes,
    people,
    proposals,
    tables,
    unseen,
    workshops,
)
from projections.db import Db
from projections.touched import Touched

BATCH = 5_000
Projection = Callable[[Db, Sequence[Entry], Touched], None]
FACTS: tuple[Projection, ...] = (
    cascades.project,
    people.project,
    mentions.project,
    workshops.project,
    unseen.project,
    certifications.project,
    outcomes.project,
    grants.project,
    proposals.project,
    imports.project,
)
"""In this order: who is one person must be known before who was present is."""
OF_ALL = (people.project, imports.project)


def position(db: Db) -> int:
    """Up to which the views are true."""
    row = db.one("SELECT value FROM meta WHERE key = 'position'")
    return int(row[0]) if row else 0


def lock(db: Db) -> int:
    """The position, held against every other follower until the transaction ends."""
    suffix = " FOR UPDATE" if db.postgres else ""
    row = db.one("SELECT value FROM meta WHERE key = 'position'" + suffix)
    return int(row[0]) if row else 0


def set_position(db: Db, reached: int) -> None:
    db.run("UPDATE meta SET value = :v WHERE key = 'position'", v=str(reached))


def project(
    db: Db, entries: Sequence[Entry], touched: Touched, facts: Sequence[Projection] = FACTS
) -> None:
    """The facts of a batch, into the tables that say what is known.

    Most entries register somebody or give a name; of the projections few look at them.
    """
    others = [e for e in entries if not isinstance(e.event, PersonRegistered | NameGiven)]
    for projection in facts:
        projection(db, entries if projection in OF_ALL else others, touched)


def apply(db: Db, entries: Sequence[Entry]) -> None:
    """A batch, and all that follows from it."""
    touched = Touched()
    project(db, entries, touched)
    lineage.derive(db, touched)
    set_position(db, entries[-1].position)


def batches(entries: Iterator[Entry], size: int = BATCH) -> Iterator[list[Entry]]:
    while batch := list(islice(entries, size)):
        yield batch


def catch_up(db: Db, log: Log, progress: Callable[[int], object] = lambda done: None) -> int:
    """One batch after the position, under its lock. The position reached."""
    at = lock(db)
    for batch in islice(batches(log.read(after=at)), 1):
        apply(db, batch)
        at = batch[-1].position
        progress(at)
    return at


def start(db: Db, schema: str) -> None:
    """Marks empty tables as true up to position 0."""
    db.put(tables.meta, [("position", "0"), ("schema", schema)])
