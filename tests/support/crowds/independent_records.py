"""Types of the independent crowd: a record, and the naming habits and errors of a country."""

from __future__ import annotations

from dataclasses import dataclass

from tests.support.crowds import independent_names
from tests.support.crowds.independent_names import Culture

DISTRICTS, VILLAGES = 8, 5
AGES = ("15-24", "25-34", "35-44", "45-54", "55-64", "65+")


@dataclass(frozen=True)
class Record:
    """One registration. `who` is the true person: no matcher may see it. None: not said."""

    who: int
    name: str
    sex: str
    age: str | None
    region: int | None
    phone: str | None
    email: str | None
    identifier: str | None


@dataclass(frozen=True)
class Habits:
    """The cultures of a country, and the probability of each error in a second registration."""

    cultures: tuple[Culture, ...]
    faults: tuple[tuple[str, float], ...] = (
        ("typed", 0.34),
        ("spelt", 0.34),
        ("swapped", 0.16),
        ("initial", 0.10),
        ("dropped", 0.18),
    )
    phone: tuple[tuple[str, float], ...] = (
        ("same", 0.56),
        ("changed", 0.18),
        ("missing", 0.18),
        ("typed", 0.08),
    )
    region: tuple[tuple[str, float], ...] = (
        ("same", 0.78),
        ("near", 0.10),
        ("missing", 0.10),
        ("far", 0.02),
    )
    has_phone: float = 0.76
    has_email: float = 0.12
    has_identifier: float = 0.45
    country: str = "+2547"


JUDGED = Habits(independent_names.JUDGED)
DEVELOPMENT = Habits(
    independent_names.DEVELOPMENT,
    faults=(
        ("typed", 0.28),
        ("spelt", 0.42),
        ("swapped", 0.22),
        ("initial", 0.08),
        ("dropped", 0.22),
    ),
    phone=(("same", 0.50), ("changed", 0.20), ("missing", 0.20), ("typed", 0.10)),
    has_phone=0.70,
    country="+2217",
)
