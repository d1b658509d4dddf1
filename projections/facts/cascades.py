"""Projects cascades, regions and organisations."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from domain.events import (
    CascadeClosed,
    CascadeOpened,
    CascadeReopened,
    CurriculumRevised,
    Entry,
    Event,
    OrganisationDefined,
    OrganisationWithdrawn,
    RegionDefined,
    RegionWithdrawn,
    SafeguardsSet,
    StandardRevised,
    TargetsRevised,
)
from projections import tables
from projections.db import Db, Params
from projections.facts.changes import EventTypes, Touched

EVENTS: EventTypes = frozenset(
    {
        CascadeOpened,
        StandardRevised,
        TargetsRevised,
        CurriculumRevised,
        SafeguardsSet,
        CascadeClosed,
        CascadeReopened,
        RegionDefined,
        RegionWithdrawn,
        OrganisationDefined,
        OrganisationWithdrawn,
    }
)


def project(db: Db, entries: Sequence[Entry], touched: Touched) -> None:
    _project(db, entries)
    touched.regions |= any(isinstance(e.event, RegionDefined | RegionWithdrawn) for e in entries)
    ids = (e.stream.removeprefix("cascade/") for e in entries if e.stream.startswith("cascade/"))
    touched.cascades.update(db.numbers(tables.cascade, ids).values())


def _project(db: Db, entries: Sequence[Entry]) -> None:
    for entry in entries:
        match entry.event:
            case CascadeOpened():
                _open(db, entry.position, entry.event)
            case RegionDefined():
                _region(db, entry.position, entry.event)
            case OrganisationDefined():
                _organisation(db, entry.position, entry.event)
            case RegionWithdrawn() | OrganisationWithdrawn():
                _withdraw(db, *entry.stream.split("/"))
            case event:
                _revise(db, entry.stream.removeprefix("cascade/"), event)


def _json(value: object) -> str:
    return msgspec.json.encode(value, order="sorted").decode()


def _open(db: Db, position: int, event: CascadeOpened) -> None:
    db.put(
        tables.cascade,
        [
            (
                position,
                event.cascade,
                event.slug,
                event.title,
                event.series,
                event.details,
                _json(event.modules),
                _json(event.tiers),
                _json(event.standard),
                event.evidence_months,
                None,
                0,
                0,
            )
        ],
    )


def _revise(db: Db, cascade: str, event: Event) -> None:
    match event:
        case StandardRevised(standard=standard):
            changes: Params = {"standard": _json(standard)}
        case TargetsRevised(tiers=tiers):
            changes = {"tiers": _json(tiers)}
        case CurriculumRevised(modules=modules, details=details):
            changes = {"modules": _json(modules), "details": details}
        case SafeguardsSet(contact_months=months, second_factor=second):
            changes = {"contact_months": months, "second_factor": int(second)}
        case _:
            changes = {"closed": int(isinstance(event, CascadeClosed))}
    assignments = ", ".join(f"{name} = :{name}" for name in changes)
    db.run(f"UPDATE cascade SET {assignments} WHERE id = :cascade", cascade=cascade, **changes)


def _region(db: Db, position: int, event: RegionDefined) -> None:
    numbers = db.numbers(tables.region, [r for r in (event.region, event.parent) if r])
    point = event.centroid
    db.put(
        tables.region,
        [
            (
                numbers.get(event.region, position),
                event.region,
                event.name,
                numbers.get(event.parent or ""),
                point.latitude if point else None,
                point.longitude if point else None,
                _json(event.boundary) if event.boundary else None,
                0,
            )
        ],
    )


def _organisation(db: Db, position: int, event: OrganisationDefined) -> None:
    number = db.numbers(tables.organisation, [event.organisation]).get(event.organisation, position)
    region = db.numbers(tables.region, [event.region] if event.region else []).get(
        event.region or ""
    )
    db.put(
        tables.organisation, [(number, event.organisation, event.name, event.kind.value, region, 0)]
    )


def _withdraw(db: Db, table: str, id: str) -> None:
    """`table`: region or organisation."""
    db.run(f"UPDATE {table} SET withdrawn = 1 WHERE id = :id", id=id)
