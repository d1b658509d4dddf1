"""Following the log: rows and position commit together, so a crash can neither skip nor repeat.

Every process pulls: after its own write, so that it can read what it wrote, and before a read if
the views are behind. The position is locked while a batch is applied, so no entry counts twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from secrets import token_hex
from typing import Protocol, TypeVar

from msgspec.structs import replace

from domain.events import Entry
from domain.log import Log
from projections import tables
from projections.db import Db
from projections.facts import (
    attended_again,
    cascades,
    certifications,
    flags,
    generations,
    grants,
    imports,
    lineage,
    mentions,
    outcomes,
    people,
    person_places,
    proposals,
    reach_sets,
    spells,
    trained,
    trainers,
    unseen,
    workshops,
)
from projections.facts.changes import EventTypes, Touched
from projections.witness import Elsewhere, Witness, moment

BATCH = 5_000
T = TypeVar("T")
Progress = Callable[[int], object]


class Projection(Protocol):
    """A module of projections.facts: the types of events that change its tables, and how."""

    @property
    def EVENTS(self) -> EventTypes: ...  # noqa: N802

    def project(self, db: Db, entries: Sequence[Entry], touched: Touched) -> None:
        """`entries`: those of its types in a batch, of which there is at least one."""


class Derived(Protocol):
    """A module of projections.facts whose tables follow from other tables of the views."""

    def derive(self, db: Db, touched: Touched) -> None:
        """Derives again the rows that depend on what a batch changed."""

    def derive_all(self, db: Db) -> None:
        """Derives all rows, into empty tables."""


FACTS: tuple[Projection, ...] = (
    cascades,
    imports,
    people,
    mentions,
    workshops,
    unseen,
    certifications,
    outcomes,
    grants,
    proposals,
)
"""In the order of projecting: merges first, since presence depends on them."""
DERIVED: tuple[Derived, ...] = (
    lineage,
    attended_again,
    trainers,
    generations,
    trained,
    reach_sets,
    person_places,
    spells,
    flags,
)
"""In the order of deriving: each may read the tables of those before it."""


def no_progress(done: int) -> None:
    """A `Progress` that reports nothing."""


def lock(db: Db) -> Witness:
    """As `witness.moment`. Every other follower waits until the transaction ends."""
    if db.postgres:
        db.run("SELECT 1 FROM meta WHERE key = 'position' FOR UPDATE")
    return moment(db)


def remember(db: Db, reached: Witness) -> None:
    db.put(tables.meta, (("position", str(reached.position)), ("log", reached.text())))


def project(
    db: Db, entries: Sequence[Entry], touched: Touched, facts: Sequence[Projection] = FACTS
) -> None:
    """Writes the rows of a batch. Each module of facts gets the entries of its own event types."""
    types = {type(entry.event) for entry in entries}
    for module in facts:
        if not types.isdisjoint(module.EVENTS):
            mine = [entry for entry in entries if type(entry.event) in module.EVENTS]
            module.project(db, mine, touched)
    imported = [entry for entry in entries if entry.source.startswith(imports.SOURCE)]
    if imported:
        imports.count(db, imported)


def apply(db: Db, entries: Sequence[Entry]) -> None:
    """Writes the rows of a batch, and all that is derived from them."""
    touched = Touched()
    project(db, entries, touched)
    for module in DERIVED:
        module.derive(db, touched)


def suppose(db: Db, entries: Sequence[Entry]) -> None:
    """Applies entries that are not in the log. The moment is like that of no log."""
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
    progress: Progress = no_progress,
    upto: int | None = None,
) -> int:
    """Applies one batch after the position, under its lock. Returns the position reached.

    Raises Elsewhere, and applies nothing, if the log is not the one that the views were made from.
    The log is compared after the batch was read, so the batch is of the same log too.
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
    """Marks empty tables as up to date at position 0."""
    db.put(tables.meta, [("schema", schema)])
    remember(db, Witness())
