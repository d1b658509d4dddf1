"""Facts about regions, organisations, and names that are unique in a number series."""

from __future__ import annotations

from typing import Any

from domain.events.base import Event, recorded_as
from domain.values import (
    OrganisationId,
    OrganisationKind,
    Point,
    Reason,
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


@recorded_as("region.withdrawn")
class RegionWithdrawn(Event, frozen=True):
    """Takes back a region that nothing uses. Its definition, recorded again, reinstates it."""

    reason: Reason


@recorded_as("organisation.defined")
class OrganisationDefined(Event, frozen=True):
    organisation: OrganisationId
    name: str
    kind: OrganisationKind = OrganisationKind.OTHER
    region: RegionId | None = None


@recorded_as("organisation.withdrawn")
class OrganisationWithdrawn(Event, frozen=True):
    """Takes back an organisation that nothing uses, as `RegionWithdrawn` does a region."""

    reason: Reason


@recorded_as("name.given")
class NameGiven(Event, frozen=True):
    """A name (identifier, slug, path of a region) was given; it is unique in its number series."""

    series: str
    name: str
    means: str
