"""A person as pages, JSON and commands show them: private texts opened, with identifiers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from api.transactions.read import Read
from projections.records.people import PersonFields


class Person(PersonFields):
    """As `schemas.people.Person`."""

    details: dict[str, str]
    identifiers: list[str]


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
