"""Commands on import batches."""

from __future__ import annotations

from domain import batch
from domain.service.draft import Draft
from domain.values import BatchId, CascadeId


class ImportCommands(Draft):
    def start_batch(self, within: CascadeId, id: BatchId) -> None:
        self.known_cascade(within)
        self.record(batch.stream(id), batch.start(self.batch(id), id), within)

    def complete_batch(self, id: BatchId) -> None:
        self.record(batch.stream(id), batch.complete(self.batch(id)))
