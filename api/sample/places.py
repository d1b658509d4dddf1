"""Three countries with their regions and districts, roughly drawn, and who works there."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from api.sample.words import bag
from domain.values import OrganisationKind, Point

HEXAGON = 6


@dataclass(frozen=True)
class Place:
    """`path` is written as the region column has it: `Kenya / Kisumu / Nyando`."""

    path: str
    parent: str | None
    centroid: Point
    radius: float = field(repr=False)
    """Of the rough boundary, in degrees."""

    @property
    def name(self) -> str:
        return self.path.rsplit(" / ", 1)[-1]

    @property
    def boundary(self) -> dict[str, Any]:
        """A hexagon around the centroid as a GeoJSON Polygon: a sketch, not a survey."""
        corners = [math.tau * corner / HEXAGON for corner in range(HEXAGON)]
        ring = [
            [
                round(self.centroid.longitude + self.radius * math.cos(angle), 3),
                round(self.centroid.latitude + self.radius * math.sin(angle), 3),
            ]
            for angle in corners
        ]
        return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


@dataclass(frozen=True, eq=False)
class Country:
    """`dialling` begins telephone numbers that no operator has been given."""

    code: str
    name: str
    centre: tuple[float, float]
    share: float
    dialling: str
    digits: int
    cultures: tuple[str, ...]
    regions: dict[str, tuple[float, float, tuple[str, str, str]]]


COUNTRIES = (
    Country(
        "KE", "Kenya", (0.5, 37.9), 0.5, "+25499", 7,
        bag({"east-african": 80, "south-asian": 9, "arabic-latin": 7, "chinese": 4}),
        {
            "Kisumu": (-0.15, 34.8, ("Nyando", "Seme", "Muhoroni")),
            "Nakuru": (-0.45, 36.1, ("Naivasha", "Molo", "Gilgil")),
            "Kilifi": (-3.3, 39.7, ("Malindi", "Kaloleni", "Magarini")),
            "Turkana": (3.3, 35.4, ("Loima", "Turkana Central", "Kibish")),
        },
    ),
    Country(
        "MR", "Mauritania", (20.3, -10.3), 0.2, "+22299", 6,
        bag({"arabic": 40, "arabic-latin": 17, "west-african": 35, "french": 8}),
        {
            "Brakna": (17.2, -13.6, ("Aleg", "Boghé", "Bababé")),
            "Gorgol": (15.9, -12.9, ("Kaédi", "Maghama", "M'Bout")),
            "Trarza": (17.2, -15.2, ("Rosso", "Boutilimit", "Mederdra")),
            "Assaba": (16.6, -11.5, ("Kiffa", "Guerou", "Kankossa")),
        },
    ),
    Country(
        "MZ", "Mozambique", (-17.3, 35.5), 0.3, "+25899", 7,
        bag({"iberian": 72, "east-african": 12, "south-asian": 10, "chinese": 6}),
        {
            "Nampula": (-15.1, 39.3, ("Monapo", "Angoche", "Ribáuè")),
            "Zambézia": (-16.4, 37.1, ("Mocuba", "Gurué", "Milange")),
            "Sofala": (-19.2, 34.6, ("Dondo", "Búzi", "Gorongosa")),
            "Tete": (-15.6, 33.3, ("Moatize", "Angónia", "Changara")),
        },
    ),
)  # fmt: skip

_ASIDE = ((0.35, 0.0), (-0.2, 0.3), (-0.2, -0.3))
"""Where a region's three districts lie from its middle, in degrees."""


@dataclass(frozen=True, eq=False)
class District:
    country: Country
    region: str
    name: str

    @property
    def region_path(self) -> str:
        return f"{self.country.name} / {self.region}"

    @property
    def path(self) -> str:
        return f"{self.region_path} / {self.name}"


DISTRICTS = tuple(
    District(country, region, name)
    for country in COUNTRIES
    for region, (_, _, names) in country.regions.items()
    for name in names
)


def places() -> Iterator[Place]:
    """Every area, parents first."""
    for country in COUNTRIES:
        yield Place(country.name, None, Point(*country.centre), 5.0)
        for region, (latitude, longitude, names) in country.regions.items():
            path = f"{country.name} / {region}"
            yield Place(path, country.name, Point(latitude, longitude), 0.8)
            for name, (north, east) in zip(names, _ASIDE, strict=True):
                at = Point(round(latitude + north, 3), round(longitude + east, 3))
                yield Place(f"{path} / {name}", path, at, 0.25)


# ---- who employs them ------------------------------------------------------------------------


@dataclass(frozen=True)
class Employer:
    """An organisation, and the region (a path) it works in; None: in all of them."""

    name: str
    kind: OrganisationKind
    region: str | None


_NATIONAL = (
    ("Good Start Alliance", OrganisationKind.NGO),
    ("Three Rivers Food Company", OrganisationKind.COMPANY),
)
_IN_REGION = (
    ("{} Department of Health", OrganisationKind.GOVERNMENT),
    ("{} District Hospital", OrganisationKind.HEALTH_FACILITY),
    ("{} Primary School", OrganisationKind.SCHOOL),
    ("{} Farmers' Circle", OrganisationKind.COMMUNITY),
    ("{} Extension Office", OrganisationKind.OTHER),
)


def employers() -> Iterator[Employer]:
    for name, kind in _NATIONAL:
        yield Employer(name, kind, None)
    for country in COUNTRIES:
        for region in country.regions:
            for template, kind in _IN_REGION:
                yield Employer(template.format(region), kind, f"{country.name} / {region}")
