"""An import: started, completed, and undone as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from domain.events import BatchCompleted, BatchStarted, BatchUndone, Event
from domain.rules import require, require_code
from domain.values import BatchId, Reason


@dataclass(frozen=True)
class Batch:
    id: BatchId | None = None
    completed: bool = False
    undone: bool = False


def stream(batch: BatchId) -> str:
    return f"batch/{batch}"


def start(batch: Batch, id: BatchId) -> Iterator[Event]:
    """Starts an import. One that was broken off or undone may be started again."""
    require_code(id, "batch")
    if batch.id is None or batch.undone:
        yield BatchStarted(id)


def require_going_on(batch: Batch) -> None:
    require(
        batch.id is not None and not batch.undone,
        "This import was taken back while it was running; try it again if that was wrong.",
    )


def complete(batch: Batch) -> Iterator[Event]:
    require_going_on(batch)
    if not batch.completed:
        yield BatchCompleted()


def undo(batch: Batch, reason: Reason) -> Iterator[Event]:
    require(batch.id is not None, "There is no such batch. `banyan import` prints a batch's name.")
    require(
        not batch.undone,
        "This batch has already been taken back. Import it anew, or name another.",
    )
    yield BatchUndone(reason)


def evolve(batch: Batch, event: Event) -> Batch:
    match event:
        case BatchStarted(batch=id):
            return Batch(id)
        case BatchCompleted():
            return replace(batch, completed=True)
        case BatchUndone():
            return replace(batch, undone=True)
    return batch
