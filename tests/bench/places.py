"""Where a drawn programme works: a country of regions and districts, organisations, cadres."""

from __future__ import annotations

from random import Random
from uuid import UUID

from domain.events import NameGiven, OrganisationDefined, RegionDefined
from domain.values import (
    Disability,
    OrganisationId,
    OrganisationKind,
    Point,
    RegionId,
)

REGIONS, DISTRICTS = 4, 40
"""Each region has as many districts."""
CADRES = (
    "Nurse",
    "Midwife",
    "Clinical officer",
    "Community health worker",
    "Teacher",
    "Head teacher",
    "Inspector",
    "Pharmacist",
)
ORGANISATIONS = 10
DISABILITIES = (Disability.NO,) * 12 + (Disability.YES, Disability.NOT_SAID, Disability.NOT_SAID)


def new_id(chance: Random) -> str:
    return str(UUID(int=chance.getrandbits(128), version=4))


class Places:
    """`districts`: their ids are given, those of the rest are drawn."""

    def __init__(self, districts: list[RegionId], chance: Random) -> None:
        self.country = RegionId(new_id(chance))
        self.regions = [RegionId(new_id(chance)) for _ in range(REGIONS)]
        self.districts = districts
        self.organisations = [OrganisationId(new_id(chance)) for _ in range(ORGANISATIONS)]

    def defined(self) -> list[RegionDefined]:
        """Those above come first."""
        found = [RegionDefined(self.country, "A country", None, Point(0.5, 37.5))]
        for at, region in enumerate(self.regions):
            centre = Point(-3.0 + 2 * at, 36.0 + at % 2)
            found.append(RegionDefined(region, f"Region {at}", self.country, centre))
        for at, district in enumerate(self.districts):
            centre = Point(-4.5 + at // 5, 34.0 + at % 5)
            above = self.regions[at * REGIONS // len(self.districts)]
            found.append(RegionDefined(district, f"District {at}", above, centre))
        return found

    def organised(self) -> list[OrganisationDefined]:
        kinds = list(OrganisationKind)
        return [
            OrganisationDefined(id, f"Organisation {at}", kinds[at % len(kinds)])
            for at, id in enumerate(self.organisations)
        ]

    def names(self) -> list[NameGiven]:
        """By which no two places are called alike."""
        paths: dict[RegionId, str] = {}
        for one in self.defined():
            above = paths.get(one.parent) if one.parent else None
            paths[one.region] = f"{above} / {one.name}" if above else one.name
        regions = [NameGiven("regions", path, id) for id, path in paths.items()]
        return [
            *regions,
            *(NameGiven("organisations", o.name, o.organisation) for o in self.organised()),
        ]
