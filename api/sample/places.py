"""The regions and organisations of the sample, as the facts that define them."""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable

from api.sample.content import COUNTRIES, PROGRAMME, District
from domain.events import OrganisationDefined, RegionDefined
from domain.values import OrganisationId, Point, RegionId

ASIDE = ((0.35, 0.0), (-0.2, 0.3), (-0.2, -0.3))
"""Where the three districts of a region lie from its centre, in degrees."""


class Places:
    """`regions`: by path such as `Kenya / Kisumu / Nyando`, parents first."""

    def __init__(self, new_id: Callable[[], str]) -> None:
        self._new_id = new_id
        self.regions: dict[str, RegionDefined] = {}
        self.organisations: list[OrganisationDefined] = []
        self._employers: dict[RegionId | None, list[OrganisationId]] = {}
        for country in COUNTRIES:
            within = self._region(None, country.name, *country.centre, 5.0)
            for region in country.regions:
                latitude, longitude = region.centre
                path = self._region(within, region.name, latitude, longitude, 0.8)
                for name, (north, east) in zip(region.districts, ASIDE, strict=True):
                    self._region(path, name, latitude + north, longitude + east, 0.25)
        self._employ()

    def employers_at(self, home: District | None) -> list[OrganisationId]:
        """Those in the region of a district; None: those that work in all regions."""
        region = self.regions[home.region].region if home else None
        return self._employers[region]

    def _region(
        self, parent: str | None, name: str, latitude: float, longitude: float, radius: float
    ) -> str:
        """Its path. The boundary is a sketch: a hexagon as a GeoJSON polygon (RFC 7946)."""
        path = f"{parent} / {name}" if parent else name
        ring: list[list[float]] = []
        for corner in range(6):
            at = radius * cmath.exp(corner * math.tau / 6 * 1j)
            ring.append([round(longitude + at.real, 3), round(latitude + at.imag, 3)])
        self.regions[path] = RegionDefined(
            RegionId(self._new_id()),
            name,
            self.regions[parent].region if parent else None,
            Point(round(latitude, 3), round(longitude, 3)),
            {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
        )
        return path

    def _employ(self) -> None:
        regions = [r for path, r in self.regions.items() if path.count(" / ") == 1]
        for name, kind in PROGRAMME.employers.items():
            for region in regions if "{}" in name else [None]:
                id = OrganisationId(self._new_id())
                called = name.format(region.name) if region else name
                within = region.region if region else None
                self.organisations.append(OrganisationDefined(id, called, kind, within))
                self._employers.setdefault(within, []).append(id)
