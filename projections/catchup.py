"""Following the log: rows and position commit together, so a crash can neither skip nor repeat.

Every process pulls: after its own write, so that it reads what it wrote, and before a read when
it is behind. The position row is locked while a batch is applied, so no entry is counted twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from secrets import token_hex
from typing import TypeVar

from msgspec.structs import replace

from domain.events import Entry, NameGiven, PersonRegistered
from domain.log import Log
from projections import tables
from projections.db import Db
from projections.facts import (
    cascades,
    certifications,
    grants,
    imports,
    lineage,
    mentions,
    outcomes,
    people,
    proposals,
    unseen,
    workshops,
)
from projections.facts.changes import Touched
from projections.witness import Elsewhere, Witness, moment

BATCH = 5_000
T = TypeVar("T")
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


def lock(db: Db) -> Witness:
    """As `moment`, held against every other follower until the transaction ends."""
    if db.postgres:
        db.run("SELECT 1 FROM meta WHERE key = 'position' FOR UPDATE")
    return moment(db)


def remember(db: Db, reached: Witness) -> None:
    for key, value in (("position", str(reached.position)), ("log", reached.text())):
        db.run("UPDATE meta SET value = :v WHERE key = :k", k=key, v=value)


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


def suppose(db: Db, entries: Sequence[Entry]) -> None:
    """As if they were in the log. What is computed of it is true at this one moment."""
    apply(db, entries)
    last = entries[-1].position
    remember(db, replace(moment(db), position=last, chain=token_hex(32)))


def batches(rows: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    left = iter(rows)
    while batch := list(islice(left, size)):
        yield batch


def catch_up(
    db: Db,
    log: Log,
    progress: Callable[[int], object] = lambda done: None,
    upto: int | None = None,
) -> int:
    """One batch after the position, under its lock. The position reached.

    Elsewhere, and nothing is applied, where the log is not the one that the views were made from:
    it is compared after the batch was read, so that what was read is of the same log too.
    """
    known = lock(db)
    batch = list(islice(log.rows(known.position, upto), BATCH))
    if not known.holds(log):
        raise Elsewhere
    if batch:
        apply(db, list(log.entries(batch)))
        known = known.after(batch)
        remember(db, known)
        progress(known.position)
    return known.position


def start(db: Db, schema: str) -> None:
    """Marks empty tables as true up to position 0."""
    said = ("position", "0"), ("schema", schema), ("log", Witness().text())
    db.put(tables.meta, said)
