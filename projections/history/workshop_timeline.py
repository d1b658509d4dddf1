"""The state of a workshop after each of its entries: the day on which it counts, and its people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import UNSET

from domain.events import (
    AttendanceAdded,
    AttendanceRestored,
    AttendanceVoided,
    Entry,
    MergeUndone,
    PeopleMerged,
    WorkshopCancelled,
    WorkshopCorrected,
    WorkshopHeld,
    WorkshopPlanned,
    WorkshopRescheduled,
    WorkshopRestored,
    WorkshopVoided,
)
from domain.values import Kind


@dataclass(frozen=True)
class Snapshot:
    """The state after an entry. `day`: the first day, None if the workshop does not count;
    `people`: ids."""

    entry: Entry
    day: int | None
    people: frozenset[str]


def snapshots(entries: Sequence[Entry]) -> list[Snapshot]:
    """The states of one workshop, after each of these entries of it."""
    state = _State()
    found = []
    for entry in entries:
        state.apply(entry)
        found.append(Snapshot(entry, state.counted_day(), state.people()))
    return found


def day_at(sheet: Sequence[Snapshot], position: int, ids: frozenset[str] | None) -> int | None:
    """The day of the workshop at a position, if one of these ids is in it then, or if `ids` is
    None."""
    standing = None
    for snapshot in sheet:
        if snapshot.entry.position > position:
            break
        standing = snapshot
    if standing is None or (ids is not None and ids.isdisjoint(standing.people)):
        return None
    return standing.day


def regroups(entry: Entry) -> bool:
    return isinstance(entry.event, PeopleMerged | MergeUndone)


class _State:
    def __init__(self) -> None:
        self.held, self.kind, self.day = False, "", 0
        self.lead: str | None = None
        self.others: tuple[str, ...] = ()
        self.lines: dict[str, bool] = {}

    def counted_day(self) -> int | None:
        return self.day if self.held and self.kind != Kind.PEER.value else None

    def people(self) -> frozenset[str]:
        giving = {*self.others, *([self.lead] if self.lead else [])}
        return frozenset(giving | {person for person, stands in self.lines.items() if stands})

    def apply(self, entry: Entry) -> None:
        match entry.event:
            case WorkshopHeld() | WorkshopPlanned() as begun:
                self.held, self.kind = isinstance(begun, WorkshopHeld), begun.kind.value
                self.day = begun.starts_on.toordinal()
                self.lead, self.others = begun.lead, begun.cofacilitators
                register = begun.register if isinstance(begun, WorkshopHeld) else ()
                self.lines = {line.person: True for line in register}
            case WorkshopRescheduled(starts_on=day):
                self.day = day.toordinal()
            case WorkshopVoided() | WorkshopCancelled():
                self.held = False
            case WorkshopRestored():
                self.held = True
            case WorkshopCorrected() as corrected:
                self._correct(corrected)
            case AttendanceAdded(attendance=line):
                self.lines[line.person] = True
            case AttendanceVoided(person=person):
                self.lines[person] = False
            case AttendanceRestored(person=person):
                self.lines[person] = True

    def _correct(self, event: WorkshopCorrected) -> None:
        if event.kind is not UNSET:
            self.kind = event.kind.value
        if event.starts_on is not UNSET:
            self.day = event.starts_on.toordinal()
        if event.lead is not UNSET:
            self.lead = event.lead
        if event.cofacilitators is not UNSET:
            self.others = event.cofacilitators
