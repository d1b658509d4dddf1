"""What the sample programme teaches, where, and how its people are called: `programme.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import NamedTuple, TypeVar

from msgspec import Struct, toml

from api.sample.steps import Why
from domain.values import AgeBand, Disability, Kind, Mode, Module, OrganisationKind, Sex, Standard

T = TypeVar("T")
Weights = dict[T, int]


class Region(Struct, frozen=True):
    """`centre`: latitude and longitude in degrees."""

    name: str
    centre: tuple[float, float]
    districts: tuple[str, str, str]


class Country(Struct, frozen=True, eq=False):
    """`share`: of the programme's people. `dialling`: begins telephone numbers that no operator
    has been given, which have `digits` more."""

    code: str
    name: str
    centre: tuple[float, float]
    share: float
    dialling: str
    digits: int
    cultures: Weights[str]
    regions: tuple[Region, ...]


class District(NamedTuple):
    """`region` and `path`: such as `Kenya / Kisumu` and `Kenya / Kisumu / Nyando`."""

    country: Country
    region: str
    path: str


class Culture(Struct, frozen=True):
    """Names; where a culture writes in two scripts, each is `native/Latin`."""

    female: tuple[str, ...]
    male: tuple[str, ...]
    family: tuple[str, ...]
    family_first: bool = False
    joint: str = " "

    def full_name(self, rng: Random, sex: Sex) -> str:
        is_female = sex is Sex.FEMALE or (sex is not Sex.MALE and rng.random() < 0.5)
        pair = rng.choice(self.female if is_female else self.male), rng.choice(self.family)
        script = 0 if rng.random() < 0.7 else -1
        found = [name.split("/")[script] for name in pair]
        return self.joint.join(reversed(found) if self.family_first else found)

    def spelt_otherwise(self, rng: Random, name: str) -> str:
        """The same person's name as another clerk wrote it; always other than `name`."""
        if "/" in self.female[0]:
            for both in sorted((*self.female, *self.male, *self.family), key=len, reverse=True):
                native, latin = both.split("/")
                name = name.replace(*((latin, native) if name.isascii() else (native, latin)))
            return name
        if " " not in name:
            return name[:-1] + " " + name[-1]
        first, last = name.split(" ", 1)
        return rng.choice((f"{last} {first}", f"{first[0]}. {last}", f"{first}  {last.upper()}"))


class Programme(Struct, frozen=True):
    """`tiers`: name → share of all people. `results`: unit → the least and the most reported."""

    title: str
    objectives: str
    modules: tuple[Module, ...]
    tiers: dict[str, float]
    sexes: Weights[Sex]
    age_bands: Weights[AgeBand]
    disabilities: Weights[Disability]
    cadres: Weights[str]
    modes: Weights[Mode]
    venues: tuple[str, ...]
    observations: tuple[str, ...]
    reasons: dict[str, Why]
    titles: dict[Kind, tuple[str, ...]]
    feedback: dict[int, tuple[str, ...]]
    results: dict[str, tuple[int, int]]
    employers: dict[str, OrganisationKind]
    countries: tuple[Country, ...]
    cultures: dict[str, Culture]


def weighted(rng: Random, weights: Mapping[T, int]) -> T:
    """One of the keys, each as often as it weighs."""
    return rng.choices(list(weights), list(weights.values()))[0]


SLUG = "sample"
STANDARD = Standard(least_post_share=0.6, least_rubric=3, cofacilitations=1, months_valid=24)
EVIDENCE_MONTHS = 60
PROGRAMME = toml.decode(Path(__file__).with_name("programme.toml").read_bytes(), type=Programme)
COUNTRIES, WHY = PROGRAMME.countries, PROGRAMME.reasons
DISTRICTS = tuple(
    District(country, f"{country.name} / {region.name}", f"{country.name} / {region.name} / {name}")
    for country in COUNTRIES
    for region in country.regions
    for name in region.districts
)
