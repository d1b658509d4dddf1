"""Facts about imports: started, completed, undone."""

from __future__ import annotations

from domain.events.base import Event, recorded_as
from domain.values import (
    BatchId,
    Reason,
)


@recorded_as("batch.started")
class BatchStarted(Event, frozen=True):
    """An import began. Its entries have the source `import:<batch>`; the batch's name is a code."""

    batch: BatchId


@recorded_as("batch.completed")
class BatchCompleted(Event, frozen=True):
    """All rows of the import that were not refused are in the log."""


@recorded_as("batch.undone")
class BatchUndone(Event, frozen=True):
    reason: Reason
