"""Finds workshops by what a programme calls them, however it is typed."""

from __future__ import annotations

from api.transactions.read import Read
from domain.identifiers import same
from domain.values import CascadeId, WorkshopId
from projections.db import Db
from projections.records import workshops as records_workshops


def alike(db: Db, identifier: str | None) -> list[str]:
    """The identifiers of workshops that are the same as this one, as they are written."""
    if not identifier:
        return []
    return records_workshops.alike(db, [identifier]).get(same(identifier), [])


def called(read: Read, cascade: str, identifier: str) -> WorkshopId | None:
    """The workshop with this identifier in the cascade's number series. Refused if it is unclear
    which is meant."""
    look = read.home.service.read()
    series = look.known_cascade(CascadeId(cascade)).series
    return look.workshop_called(series, identifier, alike(read.now or read.db, identifier))
