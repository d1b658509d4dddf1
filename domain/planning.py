"""Decisions on a workshop before its day: planned, rescheduled, cancelled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from domain.events import Event, WorkshopCancelled, WorkshopPlanned, WorkshopRescheduled
from domain.rules import NotFound, require
from domain.values import Reason
from domain.workshop import Workshop, require_days, require_modules


def plan(workshop: Workshop, fact: WorkshopPlanned) -> Iterator[Event]:
    require(
        workshop.planned is None and workshop.held is None,
        "This workshop is already known. Correct it, or choose another id.",
    )
    require_days(fact.starts_on, fact.ends_on)
    require_modules(fact.modules)
    yield fact


def reschedule(
    workshop: Workshop, starts_on: date, ends_on: date, reason: Reason
) -> Iterator[Event]:
    planned = _require_still_planned(workshop)
    require_days(starts_on, ends_on)
    if (starts_on, ends_on) != (planned.starts_on, planned.ends_on):
        yield WorkshopRescheduled(starts_on, ends_on, reason)


def cancel(workshop: Workshop, reason: Reason) -> Iterator[Event]:
    _require_still_planned(workshop)
    yield WorkshopCancelled(reason)


def _require_still_planned(workshop: Workshop) -> WorkshopPlanned:
    if workshop.planned is None:
        raise NotFound("There is no such planned workshop. Check the id.")
    require(workshop.held is None, "This workshop was already held. Correct it instead.")
    require(not workshop.cancelled, "This workshop was cancelled. Plan a new one.")
    return workshop.planned
