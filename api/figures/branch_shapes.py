"""The shapes of a trainer's branch: its figures and its people, as the API answers them."""

from __future__ import annotations

from datetime import date
from typing import TypedDict

from api.figures.by_region import InRegion
from api.people.names import DisplayName


class OwnPerson(DisplayName):
    """A person on the trainer's own registers."""

    phone: str | None
    email: str | None


class BranchPerson(OwnPerson):
    """As `schemas.branch.BranchPerson`. `person`: an id on the trainer's own registers, else a
    pseudonym."""

    own: bool
    region: str | None
    region_name: str | None
    entered_on: date
    standing: str
    level: str | None
    is_trainer: bool


class BranchCarrier(BranchPerson):
    """As `schemas.branch.BranchCarrier`."""

    people: int
    entered: int
    folded: int
    by_generation: list[int]
    latest: date


class PersonApart(OwnPerson):
    entered_on: date
    why: str


class InGeneration(TypedDict):
    generation: int
    people: int
    trainers: int
    gain: float | None


class OnDay(TypedDict):
    entered_on: date
    people: int


class HiddenCell(TypedDict):
    """A cell of a breakdown. `value`: None if not known; `people`: None if the cell is small."""

    value: str | None
    people: int | None


class BranchFigures(TypedDict):
    """As `schemas.branch.Branch`, without its breakdowns."""

    person: str
    generation: int
    people: int
    direct: int
    entered: int
    folded: int
    apart: int
    reach: int
    elsewhere: int
    early: int
    trainers: int
    workshops_given: int
    workshops_downstream: int
    claimed: int
    by_generation: list[InGeneration]
    by_region: list[InRegion]
    by_date: list[OnDay]


class WholeBranch(BranchFigures):
    breakdowns: dict[str, list[HiddenCell]]
