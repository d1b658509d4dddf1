"""Regions in their hierarchy, and organisations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec

from domain.events import (
    Event,
    OrganisationDefined,
    OrganisationWithdrawn,
    RegionDefined,
    RegionWithdrawn,
)
from domain.rules import require, require_name
from domain.values import OrganisationId, Reason, RegionId

MAX_DEPTH = 8
MAX_BOUNDARY_BYTES = 200_000


@dataclass(frozen=True)
class Region:
    """`defined`: None also where it was withdrawn; `withdrawn`: its definition until then."""

    defined: RegionDefined | None = None
    withdrawn: RegionDefined | None = None


@dataclass(frozen=True)
class Organisation:
    """As `Region`."""

    defined: OrganisationDefined | None = None
    withdrawn: OrganisationDefined | None = None


def region_stream(region: RegionId) -> str:
    return f"region/{region}"


def organisation_stream(organisation: OrganisationId) -> str:
    return f"organisation/{organisation}"


def define_region(
    region: Region, fact: RegionDefined, ancestors: Sequence[RegionId]
) -> Iterator[Event]:
    """Defines or revises a region. `ancestors`: ids from the new parent up to the root."""
    require_name(fact.name, "name", 100)
    require(" / " not in f" {fact.name} ", "A region's name has no “ / ” in it.", field="name")
    require(
        fact.region not in ancestors,
        "A region cannot lie within itself. Choose another parent.",
        field="parent",
    )
    require(
        len(ancestors) < MAX_DEPTH,
        "Regions are nested at most {deepest} deep.",
        field="parent",
        deepest=MAX_DEPTH,
    )
    if fact.centroid is not None:
        require(
            abs(fact.centroid.latitude) <= 90 and abs(fact.centroid.longitude) <= 180,
            "A centroid has a latitude from -90 to 90 and a longitude from -180 to 180.",
            field="centroid",
        )
    _require_boundary(fact)
    if fact != region.defined:
        yield fact


def define_organisation(organisation: Organisation, fact: OrganisationDefined) -> Iterator[Event]:
    require_name(fact.name, "name")
    if fact != organisation.defined:
        yield fact


def withdraw_region(region: Region, reason: Reason) -> Iterator[Event]:
    if region.defined is not None:
        yield RegionWithdrawn(reason)


def withdraw_organisation(organisation: Organisation, reason: Reason) -> Iterator[Event]:
    if organisation.defined is not None:
        yield OrganisationWithdrawn(reason)


def _require_boundary(fact: RegionDefined) -> None:
    if fact.boundary is None:
        return
    require(
        set(fact.boundary) == {"type", "coordinates"}
        and fact.boundary["type"] in ("Polygon", "MultiPolygon")
        and _only_numbers(fact.boundary["coordinates"]),
        "A boundary is a GeoJSON Polygon or MultiPolygon with its coordinates, and nothing else.",
        field="boundary",
    )
    require(
        len(msgspec.json.encode(fact.boundary)) <= MAX_BOUNDARY_BYTES,
        "A boundary is at most {limit} bytes. Simplify it first.",
        field="boundary",
        limit=MAX_BOUNDARY_BYTES,
    )


def _only_numbers(coordinates: object, depth: int = 0) -> bool:
    """Whether nested lists have only numbers that can be coordinates. In a MultiPolygon, the
    numbers are four lists deep."""
    if isinstance(coordinates, list):
        inside = depth < 4 and bool(coordinates)
        return inside and all(_only_numbers(c, depth + 1) for c in coordinates)
    if isinstance(coordinates, bool) or not isinstance(coordinates, int | float):
        return False
    return abs(coordinates) <= 1_000_000


def evolve_region(region: Region, event: Event) -> Region:
    if isinstance(event, RegionWithdrawn):
        return Region(None, region.defined or region.withdrawn)
    return Region(event) if isinstance(event, RegionDefined) else region


def evolve_organisation(organisation: Organisation, event: Event) -> Organisation:
    if isinstance(event, OrganisationWithdrawn):
        return Organisation(None, organisation.defined or organisation.withdrawn)
    return Organisation(event) if isinstance(event, OrganisationDefined) else organisation
