"""The rows of the reach table, for `banyan reach` and for exports."""

from __future__ import annotations

from typing import TypedDict

from api.people.names import identifiers
from api.private.store import Private
from projections.db import Db
from projections.reach import reach
from projections.reach.all_facilitators import all_numbers
from projections.reach.reach import Numbers


class ReachRow(TypedDict):
    """One facilitator. `person`: an identifier, else `#` and a number. The fields are the columns
    of the table, in order."""

    person: str
    generation: int
    direct: int
    lineage: int
    reach: int
    workshops_given: int
    workshops_downstream: int


class GenerationBelow(TypedDict):
    """A generation below a person. `gain`: the mean of individual gains; None without any."""

    generation: int
    people: int
    female: int
    male: int
    other: int
    gain: float | None


class WholeReachRow(ReachRow):
    by_generation: list[GenerationBelow]


COLUMNS = tuple(ReachRow.__annotations__)


def all_rows(db: Db, private: Private, cascade: int, as_of: int) -> list[ReachRow]:
    """One row per person who has facilitated, the largest lineage first."""
    rows = all_numbers(db, cascade, as_of)
    names = identifiers(db, private, (row.person for row in rows))
    table = [_row(row, names.get(row.person, f"#{row.person}")) for row in rows]
    return sorted(table, key=lambda row: (-row["lineage"], row["person"]))


def one_row(db: Db, private: Private, cascade: int, person: int, as_of: int) -> WholeReachRow:
    """One person's row, and the people below them by generation."""
    row = reach.numbers_of(db, cascade, person, as_of)
    by_generation: list[GenerationBelow] = [
        {
            "generation": row.generation + g.generation,
            "people": g.people,
            "female": g.female,
            "male": g.male,
            "other": g.other,
            "gain": round(g.gain_sum / g.gain_count, 6) if g.gain_count else None,
        }
        for g in reach.downstream(db, cascade, person, as_of)
    ]
    name = identifiers(db, private, [person])[person]
    return {**_row(row, name), "by_generation": by_generation}


def _row(row: Numbers, name: str) -> ReachRow:
    return {
        "person": name,
        "generation": row.generation,
        "direct": row.direct,
        "lineage": row.lineage,
        "reach": row.reach,
        "workshops_given": row.workshops_given,
        "workshops_downstream": row.workshops_downstream,
    }


def cells(row: ReachRow) -> list[str | int]:
    """The cells of a row, in the order of `COLUMNS`."""
    return [
        row["person"], row["generation"], row["direct"], row["lineage"], row["reach"],
        row["workshops_given"], row["workshops_downstream"],
    ]  # fmt: skip
