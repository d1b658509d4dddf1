"""Workshops as pages, JSON and exports show them: names of people, private texts opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from api.people.names import DisplayName, display_names, typed_identifiers
from api.transactions.read import Read
from projections.records.workshops import EvidenceRow, FeedbackRow, WorkshopFields

PRIVATE = ("title", "venue")


class RegisterLine(DisplayName):
    """A person on the register. The name is there only if the register was asked for."""

    pre: float | None
    post: float | None
    max_score: float | None
    in_conflict: bool
    voided: bool


class Workshop(WorkshopFields):
    """As `schemas.workshops.Workshop`; with its register as `schemas.workshops.WholeWorkshop`.
    `left_off`: facilitators on the register, who do not count as participants."""

    lead: DisplayName | None
    cofacilitators: list[DisplayName]
    left_off: list[DisplayName]
    register: list[RegisterLine]
    title: str | None
    venue: str | None


class WorkshopInFull(Workshop):
    """As `schemas.workshops.WholeWorkshop`, with rows of feedback and of evidence."""

    feedback: list[FeedbackRow]
    evidence: list[EvidenceRow]


def present(
    read: Read, rows: Sequence[Mapping[str, Any]], *, with_register: bool = False
) -> list[Workshop]:
    """Workshops from rows of `records.workshops`, in the same order. People are shown by id and
    name; a person whom the reader may not see, by the identifier that was typed."""
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

    def whole(row: Mapping[str, Any]) -> Workshop:
        texts = opened.get(row["details"] or "", {})
        found = dict(row) | {name: texts.get(name) for name in PRIVATE}
        for name in ("cofacilitators", "left_off"):
            found[name] = [name_of(row, number) for number in row[name]]
        found["lead"] = name_of(row, row["lead"])
        found["register"] = [
            line | (name_of(row, line["person"]) or {}) for line in row["register"]
        ]
        return cast(Workshop, found)

    return [whole(row) for row in rows]


def with_text(read: Read, text: str) -> list[str]:
    """Commitments to the details of workshops that contain the text, among the details that the
    reader may read."""
    wanted = text.casefold()
    opened = read.private.containing("workshop", "details", text)
    return [
        made
        for made, details in opened.items()
        if wanted in " ".join(map(str, details.values())).casefold()
    ]
