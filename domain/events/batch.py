"""An import, and its undoing."""

from __future__ import annotations

from domain.events.base import Event, recorded_as
from domain.values import (
    BatchId,
    Reason,
)


@recorded_as("batch.started")
class BatchStarted(Event, frozen=True):
    """An import. Its entries bear the source `import:<batch>`; the batch is named by a code."""

    batch: BatchId


@recorded_as("batch.completed")
class BatchCompleted(Event, frozen=True):
    """All its rows that stood are in the log."""


@recorded_as("batch.undone")
class BatchUndone(Event, frozen=True):
    reason: Reason
