"""The people whom entries about workshops name."""

from __future__ import annotations

from collections.abc import Iterable

from domain.events import (
    AttendanceAdded,
    AttendanceRestored,
    AttendanceVoided,
    Entry,
    Event,
    ScoresRecorded,
    WorkshopCorrected,
    WorkshopHeld,
    WorkshopPlanned,
)
from projections.db import Db
from projections.facts.changes import Touched


class People:
    """The numbers of the people whom a batch names, as recorded and after merges."""

    def __init__(self, db: Db, entries: Iterable[Entry], touched: Touched) -> None:
        self._db = db
        self.number: dict[str, int] = {}
        self.one: dict[int, int] = {}
        new = touched.registered
        elsewhere = []
        for id in {p for e in entries for p in _named(e.event)}:
            if id in new and new[id] not in touched.groups:
                self.number[id] = self.one[new[id]] = new[id]
            else:
                elsewhere.append(id)
        if elsewhere:
            sql = "SELECT id, number, one FROM person WHERE id IN ids(:elsewhere)"
            for id, number, one in db.rows(sql, elsewhere=elsewhere):
                self.number[id], self.one[number] = number, one

    def resolve(self, numbers: Iterable[int]) -> None:
        unknown = sorted(set(numbers) - self.one.keys())
        if unknown:
            sql = "SELECT number, one FROM person WHERE number IN ids(:unknown)"
            self.one.update(dict(self._db.rows(sql, unknown=unknown)))

    def numbers(self, ids: Iterable[str]) -> list[int]:
        return [self.number[id] for id in ids if id in self.number]


def _named(event: Event) -> Iterable[str]:
    match event:
        case WorkshopHeld() | WorkshopPlanned() | WorkshopCorrected():
            yield from (event.lead,) if isinstance(event.lead, str) else ()
            yield from event.cofacilitators or ()
            if isinstance(event, WorkshopHeld):
                yield from (line.person for line in event.register)
        case AttendanceAdded(attendance=line):
            yield line.person
        case (
            AttendanceVoided(person=person)
            | AttendanceRestored(person=person)
            | ScoresRecorded(person=person)
        ):
            yield person
