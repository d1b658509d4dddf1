"""Facts about regions, organisations, and names that are unique in a number series."""

from __future__ import annotations

from typing import Any

from domain.events.base import Event, recorded_as
from domain.values import (
    OrganisationId,
    OrganisationKind,
    Point,
    RegionId,
)


@recorded_as("region.defined")
class RegionDefined(Event, frozen=True):
    """Defines a region, or revises it. `boundary`: a GeoJSON geometry (RFC 7946)."""

    region: RegionId
    name: str
    parent: RegionId | None = None
    centroid: Point | None = None
    boundary: dict[str, Any] | None = None


@recorded_as("organisation.defined")
class OrganisationDefined(Event, frozen=True):
    organisation: OrganisationId
    name: str
    kind: OrganisationKind = OrganisationKind.OTHER
    region: RegionId | None = None


@recorded_as("name.given")
class NameGiven(Event, frozen=True):
    """A name (identifier, slug, path of a region) was given; it is unique in its number series."""

    series: str
    name: str
    means: str
