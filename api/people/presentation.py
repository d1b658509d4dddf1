"""A person as pages, JSON and commands show them: private texts opened, with identifiers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict, cast

from api.transactions.read import Read


class Profile(TypedDict):
    """The fields that statistics use. `region`, `organisation`: ids."""

    sex: str
    age_band: str | None
    region: str | None
    cadre: str | None
    organisation: str | None
    disability: str


class Person(TypedDict):
    """As `schemas.people.Person`. `one`: the person's number after merges; `same_as`: all ids of
    this person."""

    number: int
    one: int
    id: str
    merged_into: str | None
    same_as: list[str]
    details: dict[str, str]
    identifiers: list[str]
    profile: Profile
    cascade: str | None
    withdrawn: bool
    erased: bool


def present(read: Read, rows: Sequence[Mapping[str, Any]]) -> list[Person]:
    """People from rows of `records.people`, in the same order."""
    opened = read.private.open(row["details"] for row in rows)
    bound = read.private.identifiers(id for row in rows for id in row["same_as"])
    return [
        cast(
            Person,
            {
                **row,
                "details": opened.get(row["details"] or "", {}),
                "identifiers": sorted(i for id in row["same_as"] for i in bound.get(id, ())),
            },
        )
        for row in rows
    ]
