"""Workshops as every door shows them: people by name, private texts opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from api.people.names import DisplayName, display_names, typed_identifiers
from api.transactions.read import Read

PRIVATE = ("title", "venue")

Workshop = dict[str, Any]
"""As `schemas.workshops.Workshop`; with its register as `schemas.workshops.WholeWorkshop`."""


def present(
    read: Read, rows: Sequence[Mapping[str, Any]], *, with_register: bool = False
) -> list[Workshop]:
    """Rows of `records.workshops`: people by id and name; of whom one may not see, what was
    typed."""
    opened = read.private.open(row["details"] for row in rows)
    named = [n for row in rows for n in (row["lead"], *row["cofacilitators"], *row["left_off"])]
    signed = [line["person"] for row in rows for line in row["register"] if with_register]
    people = display_names(read, [*named, *signed])
    typed = typed_identifiers(read, [row["number"] for row in rows])

    def name_of(row: Mapping[str, Any], number: int | None) -> DisplayName | None:
        one = people.get(number or 0)
        if one and not one["identifier"] and (row["number"], number or 0) in typed:
            return {**one, "identifier": typed[row["number"], number or 0]}
        return one

    return [
        {
            **row,
            **{name: opened.get(row["details"] or "", {}).get(name) for name in PRIVATE},
            "lead": name_of(row, row["lead"]),
            "cofacilitators": [name_of(row, n) for n in row["cofacilitators"]],
            "left_off": [name_of(row, n) for n in row["left_off"]],
            "register": [line | (name_of(row, line["person"]) or {}) for line in row["register"]],
        }
        for row in rows
    ]


def with_text(read: Read, text: str) -> list[str]:
    """Commitments to the details of workshops that have the text in them, of those that the reader
    may read."""
    wanted = text.casefold()
    opened = read.private.saying("workshop", "details", text)
    return [
        made
        for made, details in opened.items()
        if wanted in " ".join(map(str, details.values())).casefold()
    ]
