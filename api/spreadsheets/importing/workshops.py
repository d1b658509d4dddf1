"""The steps of a row of the table of workshops."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import UNSET

from api.spreadsheets.importing.records import WorkshopRecord
from api.spreadsheets.importing.registers import Sheet, attendance
from api.spreadsheets.importing.steps import IMPORTED, Hands, Step
from domain import naming, person, workshop
from domain.events import WorkshopCorrected, WorkshopHeld
from domain.service import Commands
from domain.values import PersonId, WorkshopId


def holding(id: WorkshopId, record: WorkshopRecord, sheet: Sheet) -> Step:
    """A workshop that is not in the log, with its whole register as one fact."""

    def act(c: Commands, hands: Hands) -> None:
        here = _first(c, hands, record.workshop, id)
        state = c.workshop(here)
        if state.held and not state.taken_back:
            return
        details = None
        if record.details:
            details = hands.sealer.seal(workshop.stream(here), "details", dict(record.details))
        fact = WorkshopHeld(
            workshop=here,
            kind=record.kind,
            starts_on=record.starts_on,
            ends_on=record.ends_on,
            identifier=record.workshop,
            lead=hands.people[record.lead] if record.lead else None,
            cofacilitators=tuple(hands.people[p] for p in record.cofacilitators),
            register=tuple(attendance(hands.people[p], s) for p, s in sheet.lines.items()),
            headcount=record.headcount,
            region=hands.region(c, record.region) if record.region else None,
            details=details,
            modules=record.modules,
            mode=record.mode,
        )
        fact = msgspec.structs.replace(fact, unseen=_unseen(hands, named()))
        c.hold_workshop(hands.cascade, fact, hands.series)

    def named() -> list[str]:
        return [*_facilitators(record), *sheet.lines]

    def speaks_of(hands: Hands) -> list[str]:
        name = naming.stream(naming.workshops_of(hands.series), record.workshop)
        return [name, *_streams(hands, id, named())]

    return Step(act, speaks_of)


def _streams(hands: Hands, id: WorkshopId, named: Iterable[str]) -> list[str]:
    return [workshop.stream(id), *(person.stream(hands.people[name]) for name in named)]


def _facilitators(record: WorkshopRecord) -> list[str]:
    return [*((record.lead,) if record.lead else ()), *record.cofacilitators]


def _unseen(hands: Hands, named: Iterable[str]) -> tuple[PersonId, ...]:
    return tuple(sorted({hands.people[name] for name in named} & hands.unseen))


def _first(c: Commands, hands: Hands, name: str, id: WorkshopId) -> WorkshopId:
    """Another import may have been faster: then its id stands."""
    means = c.name(naming.workshops_of(hands.series), name).means
    return WorkshopId(means) if means else id


def correcting(id: WorkshopId, record: WorkshopRecord) -> Step:
    """A workshop in the log, of which the row says something else. A blank says nothing."""

    def act(c: Commands, hands: Hands) -> None:
        held = workshop.require_held(c.workshop(id))
        said: dict[str, Any] = {"starts_on": record.starts_on}
        for name in ("ends_on", "kind", "headcount", "mode", "modules"):
            if name in record.said:
                said[name] = getattr(record, name)
        if "ends_on" not in said and held.ends_on == held.starts_on:
            said["ends_on"] = record.starts_on
        if record.lead:
            said["lead"] = hands.people[record.lead]
        if record.cofacilitators:
            beside = tuple(hands.people[p] for p in record.cofacilitators)
            if set(beside) != set(held.cofacilitators):
                said["cofacilitators"] = beside
        if record.region:
            said["region"] = hands.region(c, record.region)
        said["details"] = _details(hands, id, held.details, record)
        said["unseen"] = _unseen(hands, _facilitators(record))
        c.correct_workshop(id, WorkshopCorrected(IMPORTED, **said))

    return Step(act, lambda hands: _streams(hands, id, _facilitators(record)))


def _details(hands: Hands, id: WorkshopId, before: str | None, record: WorkshopRecord) -> Any:
    was = hands.content(before)
    now = was | dict(record.details)
    return UNSET if now == was else hands.sealer.seal(workshop.stream(id), "details", now)
